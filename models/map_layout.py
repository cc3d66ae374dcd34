"""Places of bubbles on a map: the same ones from day to day, and never over each other.

Each bubble wishes for a point that comes from its key alone. The frame is cut into cells, and bubbles are matched with
cells so that the squares of the distances to their wishes are least in sum. A bubble stays within its cell with its
name, so nothing can overlap, and one more person or document moves nothing: only a new bubble makes others give way.

Wishes that were drawn towards strong ties made lines 15 to 22 % shorter, and one more document then moved a bubble by
up to 0.6 of the width (300 random organisations); lines show ties well enough, so wishes leave them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from graph.facts import Key

SMALLEST = 17.0
"""Radius of the smallest bubble in pixels: a number of three digits can be read in it."""
SOMEBODY = 28.0
"""Radius of the bubble of one colleague, at most."""
SWAY = 0.04
"""How far a bubble stands from the middle of its cell at most, as part of its width, so that rows look less stiff."""
STAGGER = 0.3
"""How far every second row stands to the right, as part of the width of a cell."""
MARGIN = 4.0
"""Pixels between a bubble with its name and the edge of its cell."""
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A picture in pixels, and in how many columns and rows of cells it can be cut, the coarsest first.

    `label` is the height that a name takes below its bubble.
    """

    width: int
    height: int
    grids: tuple[tuple[int, int], ...]
    label: int

    @property
    def most(self) -> int:
        """Number of bubbles that fit."""
        columns, rows = self.grids[-1]
        return columns * rows

    def grid(self, count: int) -> tuple[int, int]:
        """Columns and rows for this many bubbles."""
        return next((each for each in self.grids if each[0] * each[1] >= count), self.grids[-1])


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a bubble is, its radius, and the width that its name may take below it, in pixels."""

    x: float
    y: float
    radius: float
    room: float


def lay_out(keys: Sequence[Key], people: Sequence[int], frame: MapFrame) -> tuple[Spot, ...]:
    """The spots of these bubbles, at most `frame.most`. Their areas are as their people, down to the smallest one."""
    if not keys:
        return ()
    columns, rows = frame.grid(len(keys))
    wide, high = frame.width / (columns + (STAGGER if rows > 1 else 0)), frame.height / rows
    cells = _cells(columns, rows, wide, high)
    wishes = np.asarray([_seed(key, "place") for key in keys]) * (frame.width, frame.height)
    chosen = cells[_matched(wishes, cells)].tolist()
    room = wide * (1 - 2 * SWAY) - MARGIN
    largest = max((*people, 1))
    most = min((high - frame.label - MARGIN) / 2, room / 2, SOMEBODY * largest**0.5)
    radii = [max(most * (count / largest) ** 0.5, min(SMALLEST, most)) for count in people]
    spots = []
    for key, radius, (x, y) in zip(keys, radii, chosen, strict=True):
        right, down = (2 * each - 1 for each in _seed(key, "sway"))
        slack = (high - frame.label - MARGIN) / 2 - radius
        middle = y - frame.label / 2 + down * min(slack, high * 2 * SWAY)
        spots.append(Spot(round(x + right * SWAY * wide, 1), round(middle, 1), round(radius, 1), round(room, 1)))
    return tuple(spots)


def _seed(key: Key, use: str) -> tuple[float, float]:
    """Two numbers from 0 to 1 that depend on the key alone."""
    found = blake2b(f"{use} {key}".encode(), digest_size=8).digest()
    return int.from_bytes(found[:4]) / 2**32, int.from_bytes(found[4:]) / 2**32


def _cells(columns: int, rows: int, wide: float, high: float) -> Points:
    """The middles of all cells; every second row stands to the right."""
    row, column = np.divmod(np.arange(columns * rows), columns)
    return np.stack(((column + 0.5 + (row % 2) * STAGGER) * wide, (row + 0.5) * high), axis=1)


def _matched(wishes: Points, cells: Points) -> NDArray[np.int64]:
    """The number of a cell for each wish."""
    apart = ((wishes[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    bubbles, chosen = min_weight_full_bipartite_matching(csr_array(apart + 1.0))
    found: NDArray[np.int64] = np.asarray(chosen)[np.argsort(bubbles)].astype(np.int64)
    return found
