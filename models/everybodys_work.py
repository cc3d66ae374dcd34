"""What everybody may be known for, all at once: the rule of profiles (`models/standing.py`), people by topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.facts import Seconds
from models.index.contract import AccessFilter, Mask, Numbers, Snapshot
from models.knowledge_edges import PairsOfWork, WorkOfPeople, pairs_of_work


@dataclass(frozen=True, slots=True, eq=False)
class EverybodysWork:
    """Pairs of a person and a topic that the person may be known for, by the numbers of the index.

    `high` marks those that rank the person high for it too; dates are in seconds, NEVER for what has none.
    """

    persons: Numbers
    topics: Numbers
    amounts: NDArray[np.float64]
    high: Mask
    since: Numbers
    last: Numbers
    touched: Numbers
    """By topic the number of these people who worked on it at all."""

    def matrix(self, persons: Numbers, topics: Numbers, values: NDArray[Any], only: Mask | None = None) -> csr_array:
        """These values, one of each pair (or of `only` some pairs), as a matrix of these people and topics alone."""
        rows, columns = _places(self.persons, persons), _places(self.topics, topics)
        kept = (rows >= 0) & (columns >= 0)
        if only is not None:
            kept &= only
        shape = (len(persons), len(topics))
        found = csr_array((values[kept], (rows[kept], columns[kept])), shape=shape)
        found.sort_indices()
        return found


def everybodys_work(index: Snapshot, access: AccessFilter, able: Mask, until: Seconds | None = None) -> EverybodysWork:
    """What these people may be known for; with `until` by what is dated before it."""
    work = WorkOfPeople.of(index, access, able, until)
    touched = np.zeros(len(index.topics.rows), dtype=np.int64)
    blocks = []
    for found in pairs_of_work(index, access, work):
        touched += np.bincount(found.topics[found.done.amounts > 0], minlength=len(touched))
        blocks.append(_known(found))
    if not blocks:
        none = np.zeros(0, dtype=np.int64)
        return EverybodysWork(none, none, none.astype(np.float64), none.astype(bool), none, none, touched)
    persons, topics, amounts, high, since, last = (np.concatenate(column) for column in zip(*blocks, strict=True))
    return EverybodysWork(persons, topics, amounts, high, since, last, touched)


def _known(found: PairsOfWork) -> tuple[NDArray[Any], ...]:
    good = found.known()
    columns = (found.persons, found.topics, found.done.amounts, found.high(), found.since, found.last)
    return tuple(column[good] for column in columns)


def _places(values: Numbers, among: Numbers) -> Numbers:
    """The place of each of these numbers among others, -1 for those that are not there."""
    places = np.full(max(int(values.max(initial=-1)), int(among.max(initial=-1))) + 1, -1, dtype=np.int64)
    places[among] = np.arange(len(among))
    return places[values]
