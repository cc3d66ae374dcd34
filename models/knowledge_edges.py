"""KNOWS_ABOUT edges: who knows most about which topic, by documents for everyone. All at once, from the columns.

The rule is that of a profile (`models/profile.py`): of the people who know about a topic (`models/knowledge.py`), those
who are among the first few by their shares of the work on its documents, and worked on more than one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import EdgeKind, Key, KnowsAbout, Seconds
from models.grouping import run_starts
from models.index.contract import NEVER, AccessFilter, Snapshot
from models.knowledge import HIGH, LEAST, own_work
from models.rankers.matches import able_persons

BLOCK = 1_000_000
"""Number of (topic, document) pairs that are read together; it bounds the memory."""


def knows_about(index: Snapshot, everyone: AccessFilter, now: Seconds | None = None) -> Iterator[KnowsAbout]:
    """The KNOWS_ABOUT edges of all people and topics.

    `everyone` is the access filter of a colleague who reads what is for everyone. People who left at `now` or opted
    out, service accounts, and acts that a person hides are left out.
    """
    starts = np.asarray(index.topics.starts)
    able = able_persons(index, leavers=False, now=now)
    first = 0
    while first < len(starts) - 1:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + BLOCK, side="right")) - 1)
        yield from _block(index, everyone, first, last, able)
        first = last


def _block(
    index: Snapshot, everyone: AccessFilter, first: int, last: int, able: NDArray[np.bool_]
) -> Iterator[KnowsAbout]:
    """The edges of the topics with these numbers."""
    topics, rows = _acts(index, everyone, first, last)
    columns, persons = index.columns, len(able)
    good = own_work(index, everyone, rows, able)
    topics, rows = topics[good], rows[good]
    owners = index.person_of[columns["account"][rows]]
    pairs, which = np.unique(topics * persons + owners, return_inverse=True)
    at = columns["act_at"][rows]
    found = _Pairs(
        topics=pairs // persons,
        persons=pairs % persons,
        scores=np.round(np.bincount(which, weights=columns["share"][rows], minlength=len(pairs)), 6),
        documents=_different(which, columns["document"][rows], len(pairs)),
        since=_extreme(which, at, len(pairs), earliest=True),
        last=_extreme(which, at, len(pairs), earliest=False),
    )
    yield from _edges(index, found)


def _acts(index: Snapshot, everyone: AccessFilter, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """The act rows on documents for everyone that mention these topics, and the topic of each."""
    starts = np.asarray(index.topics.starts[first : last + 1])
    ordinals = np.asarray(index.topics.documents[starts[0] : starts[-1]], dtype=np.int64)
    topics = np.repeat(np.arange(first, last, dtype=np.int64), np.diff(starts))
    good = index.visible(ordinals, everyone)
    rows, places = index.columns.acts_of(ordinals[good])
    return topics[good][places], rows


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of topic and person in the order of topics, and what the person did to the documents of each."""

    topics: NDArray[np.int64]
    persons: NDArray[np.int64]
    scores: NDArray[np.float64]
    documents: NDArray[np.int64]
    since: NDArray[np.int64]
    last: NDArray[np.int64]

    def ranks(self) -> NDArray[np.int64]:
        """Place of each pair for its topic: one more than the number of people who did more; equals share a place."""
        order = np.lexsort((-self.scores, self.topics))
        topics, scores = self.topics[order], self.scores[order]
        new_topic = run_starts(topics)
        new_place = run_starts(topics, scores)
        places = np.arange(len(order))
        begins = np.maximum.accumulate(np.where(new_topic, places, 0))
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = 1 + np.maximum.accumulate(np.where(new_place, places, 0)) - begins
        return ranks


def _edges(index: Snapshot, found: _Pairs) -> Iterator[KnowsAbout]:
    if not len(found.topics):
        return
    ranks = found.ranks()
    persons, topics = index.keys("persons"), index.topics.rows
    for place in np.flatnonzero((ranks <= HIGH) & (found.documents >= LEAST)).tolist():
        since, last = int(found.since[place]), int(found.last[place])
        person: Key = persons[int(found.persons[place])]
        yield KnowsAbout(
            EdgeKind.KNOWS_ABOUT,
            person,
            topics[int(found.topics[place])].key,
            documents=int(found.documents[place]),
            since=None if last == NEVER else since,
            last=None if last == NEVER else last,
            rank=int(ranks[place]),
        )


def _different(which: NDArray[Any], documents: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Number of different documents of each pair; two accounts of one person may have worked on the same one."""
    order = np.lexsort((documents, which))
    which, documents = which[order], documents[order]
    return np.bincount(which[run_starts(which, documents)], minlength=count).astype(np.int64)


def _extreme(which: NDArray[Any], at: NDArray[Any], count: int, *, earliest: bool) -> NDArray[np.int64]:
    """First or last date of each pair, in seconds; NEVER when nothing of it has a date."""
    dated = at != NEVER
    found = np.full(count, -NEVER if earliest else NEVER, dtype=np.int64)
    (np.minimum if earliest else np.maximum).at(found, which[dated], at[dated])
    return found
