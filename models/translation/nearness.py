"""How near the terms of one language are to those of another, in rows of numbers of any kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

NEIGHBOURS = 10
"""Nearest terms whose mean nearness tells how crowded it is around a term."""
ROWS = 512
"""Terms that are compared with all others at once."""

Table = Any
"""A row of length 1 (or 0) for each term: a numpy array or a scipy sparse one."""
Floats = NDArray[np.float32]


class Nearness:
    """The cosines of all terms on the left with all on the right, worked out some rows at a time."""

    def __init__(self, left: Table, right: Table) -> None:
        self.left, self.right = left, right
        self.crowded = _crowding(left, right)
        self.crowding = _crowding(right, left)

    def cosines(self, start: int) -> Floats:
        """Those of the next rows from here."""
        return _cosines(self.left, self.right, start)

    def margins(self, start: int) -> Floats:
        """Twice the cosine less the crowding around both: what is near to everything is near to nothing.

        CSLS: Conneau and others (2018), "Word translation without parallel data".
        """
        found: Floats = 2 * self.cosines(start) - self.crowded[start : start + ROWS, None] - self.crowding[None, :]
        return found

    def turned(self) -> Nearness:
        """The same from the right to the left."""
        other = Nearness.__new__(Nearness)
        other.left, other.right, other.crowded, other.crowding = self.right, self.left, self.crowding, self.crowded
        return other


def _cosines(left: Table, right: Table, start: int) -> Floats:
    found = left[start : start + ROWS] @ right.T
    return np.asarray(found if isinstance(found, np.ndarray) else found.toarray(), np.float32)


def _crowding(table: Table, others: Table) -> Floats:
    """For each row the mean nearness of its nearest neighbours among the others."""
    found = np.zeros(table.shape[0], np.float32)
    most = min(NEIGHBOURS, others.shape[0])
    for start in range(0, len(found) if most else 0, ROWS):
        near = _cosines(table, others, start)
        found[start : start + ROWS] = np.partition(near, near.shape[1] - most, axis=1)[:, -most:].mean(axis=1)
    return found


def nearest(
    kinds: Sequence[tuple[float, Nearness]], most: int, allowed: Callable[[int, int], bool]
) -> Iterator[tuple[int, int]]:
    """The `most` best on the right for each on the left, by the weighted sum of these margins, the best first."""
    rows, columns = kinds[0][1].left.shape[0], kinds[0][1].right.shape[0]
    width = min(columns, most + 4)
    for start in range(0, rows if columns else 0, ROWS):
        margins: Floats = np.add.reduce([weight * kind.margins(start) for weight, kind in kinds])
        best = np.argpartition(-margins, width - 1, axis=1)[:, :width]
        for row, found in enumerate(best.tolist()):
            ordered = sorted(found, key=lambda column: (-margins[row, column], column))
            yield from [(start + row, column) for column in ordered if allowed(start + row, column)][:most]
