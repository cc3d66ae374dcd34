"""Who is named in which document: pairs of document and account, from the pass that links names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.facts import Edge, EdgeKind, Key
from graph.store import View
from models.grouping import run_rows
from models.index.dictionary import Dictionary
from models.index.mapped import table

BATCH = 10_000
Pairs = NDArray[np.int32]
"""Rows of ordinal and account number, in order."""


def collect(view: View, ordinals_of: Callable[[Sequence[Key]], NDArray[np.int64]], accounts: Dictionary) -> Pairs:
    """Who is named where, of the documents and accounts that the index has."""
    edges = view.all_edges(EdgeKind.NAMES)
    found = [none()]
    while some := list(islice(edges, BATCH)):
        found.append(_pairs(some, ordinals_of, accounts))
    pairs: Pairs = np.unique(np.concatenate(found), axis=0)
    return pairs


def _pairs(
    edges: Iterable[Edge], ordinals_of: Callable[[Sequence[Key]], NDArray[np.int64]], accounts: Dictionary
) -> Pairs:
    known = [(edge.start, accounts.find(edge.end)) for edge in edges]
    ordinals = ordinals_of([document for document, _ in known])
    pairs = np.stack((ordinals, np.asarray([account for _, account in known], dtype=np.int64)), axis=1)
    return pairs[(pairs >= 0).all(axis=1)].astype(np.int32)


def without(pairs: Pairs, person_of: NDArray[np.int64], hidden: Iterable[tuple[int, NDArray[np.int64]]]) -> Pairs:
    """These pairs without those of a person and documents on what that person hides."""
    for person, ordinals in hidden:
        mine = person_of[np.minimum(pairs[:, 1], len(person_of) - 1)] == person
        pairs = pairs[~(mine & np.isin(pairs[:, 0], ordinals))]
    return pairs


def of_documents(pairs: Pairs, ordinals: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The accounts that these documents name, and for each the position of its document in `ordinals`."""
    first = np.searchsorted(pairs[:, 0], ordinals, "left")
    rows, which = run_rows(first, np.searchsorted(pairs[:, 0], ordinals, "right") - first)
    return pairs[rows, 1].astype(np.int64), which


def none() -> Pairs:
    """The table of an index in which nobody is named."""
    return np.zeros((0, 2), np.int32)


def write(pairs: Pairs, folder: Path, number: int) -> None:
    """Write the table next to the one that is served."""
    np.save(folder / f"named-{number}.npy", pairs)


def read(folder: Path, number: int) -> Pairs:
    """Map the table of this number; 0: there is none yet."""
    return table(folder / f"named-{number}.npy") if number else none()
