"""KNOWS_ABOUT edges: who knows most about which topic, by documents for everyone. All at once, from the columns.

The rule is that of a profile (`models/standing.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import EdgeKind, Key, KnowsAbout, Seconds
from models.grouping import run_starts
from models.index.contract import NEVER, AccessFilter, Mask, Snapshot
from models.knowledge import own_work
from models.rankers.matches import able_persons
from models.standing import Amounts, AmountsOfWork, add_up, is_known, ranks_high, strengths, times_usual

KEPT_AS = "knows-about"
"""The name under which the ledger keeps what the edges in the store were computed from."""
BLOCK = 1_000_000
"""Number of (topic, document) pairs that are read together; it bounds the memory."""


def knows_about(index: Snapshot, everyone: AccessFilter, now: Seconds | None = None) -> Iterator[KnowsAbout]:
    """The KNOWS_ABOUT edges of all people and topics.

    `everyone` is the access filter of a colleague who reads what is for everyone. People who left at `now` or opted
    out, service accounts, and acts that a person hides are left out.
    """
    work = WorkOfPeople.of(index, everyone, able_persons(index, leavers=False, now=now))
    for found in pairs_of_work(index, everyone, work):
        yield from _edges(index, found)


def pairs_of_work(index: Snapshot, everyone: AccessFilter, work: WorkOfPeople) -> Iterator[PairsOfWork]:
    """Who of these people worked on documents about which topic, and how much: some topics at a time, in their order.

    Topics of special categories are left out.
    """
    for first, last in blocks_of_topics(index):
        yield _block(index, everyone, first, last, work)


def blocks_of_topics(index: Snapshot) -> Iterator[tuple[int, int]]:
    """All topics in runs that are read together: the number of the first one, and of the one after the last."""
    starts = np.asarray(index.topics.starts)
    first = 0
    while first < len(starts) - 1:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + BLOCK, side="right")) - 1)
        yield first, last
        first = last


@dataclass(frozen=True, slots=True)
class WorkOfPeople:
    """Which act rows are own work on documents for everyone, and by person how much there is, in documents."""

    good: NDArray[np.bool_]
    whole: Amounts

    @classmethod
    def of(cls, index: Snapshot, everyone: AccessFilter, able: Mask, until: Seconds | None = None) -> WorkOfPeople:
        """The work of these people; with `until` only what is dated before it."""
        columns = index.columns
        rows = np.arange(len(columns["account"]))
        good = own_work(index, everyone, rows, able)
        if until is not None:
            good &= (columns["act_at"] != NEVER) & (columns["act_at"] < until)
        good[good] = index.visible(columns["document"][good].astype(np.int64), everyone)
        owners = index.person_of[columns["account"][good]]
        return cls(good, np.bincount(owners, weights=columns["share"][good], minlength=len(able)).astype(np.float64))


def _block(index: Snapshot, everyone: AccessFilter, first: int, last: int, work: WorkOfPeople) -> PairsOfWork:
    """The pairs of the topics with these numbers."""
    columns, persons = index.columns, len(work.whole)
    topics, rows, about = acts_on(index, everyone, first, last, work)
    owners = index.person_of[columns["account"][rows]]
    pairs, which = np.unique(topics * persons + owners, return_inverse=True)
    at = columns["act_at"][rows]
    done = add_up(index, which, columns["document"][rows].astype(np.int64), columns["share"][rows] * about, len(pairs))
    times = times_usual(done.amounts, work.whole[pairs % persons], index.topics.usual[pairs // persons])
    return PairsOfWork(
        topics=pairs // persons,
        persons=pairs % persons,
        done=done,
        strengths=strengths(done.amounts, times),
        documents=_different(which, columns["document"][rows], len(pairs)),
        since=_extreme(which, at, len(pairs), earliest=True),
        last=_extreme(which, at, len(pairs), earliest=False),
    )


def acts_on(
    index: Snapshot, everyone: AccessFilter, first: int, last: int, work: WorkOfPeople
) -> tuple[NDArray[np.int64], NDArray[Any], Amounts]:
    """The act rows of own work on documents about these topics; the topic of each, and how much its document is."""
    starts = np.asarray(index.topics.starts[first : last + 1])
    ordinals = np.asarray(index.topics.documents[starts[0] : starts[-1]], dtype=np.int64)
    about = np.concatenate([index.topics.about_of(topic) for topic in range(first, last)])
    topics = np.repeat(np.arange(first, last, dtype=np.int64), np.diff(starts))
    seen = index.visible(ordinals, everyone) & ~index.topics.special[topics]
    rows, places = index.columns.acts_of(ordinals[seen])
    good = work.good[rows]
    places = places[good]
    return topics[seen][places], rows[good], about[seen][places]


@dataclass(frozen=True, slots=True)
class PairsOfWork:
    """Pairs of topic and person in the order of topics, and what the person did to the documents of each."""

    topics: NDArray[np.int64]
    persons: NDArray[np.int64]
    done: AmountsOfWork
    strengths: Amounts
    documents: NDArray[np.int64]
    since: NDArray[np.int64]
    last: NDArray[np.int64]

    def known(self) -> Mask:
        """Which of them say that the person may be known for the topic."""
        return is_known(self.done, self.strengths)

    def high(self) -> Mask:
        """Which of them rank the person high for the topic and say that they may be known for it: KNOWS_ABOUT."""
        return ranks_high(*self.ranks()) & self.known()

    def ranks(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Place of each pair for its topic, and the number of people there; equals share a place."""
        order = np.lexsort((-self.done.amounts, self.topics))
        topics, amounts = self.topics[order], self.done.amounts[order]
        new_topic = run_starts(topics)
        new_place = run_starts(topics, amounts)
        places = np.arange(len(order))
        begins = np.maximum.accumulate(np.where(new_topic, places, 0))
        ranks, people = np.empty((2, len(order)), dtype=np.int64)
        ranks[order] = 1 + np.maximum.accumulate(np.where(new_place, places, 0)) - begins
        first = np.flatnonzero(new_topic)
        worked = np.add.reduceat((amounts > 0).astype(np.int64), first) if len(first) else first
        people[order] = np.repeat(worked, np.diff(first, append=len(order)))
        return ranks, people


def _edges(index: Snapshot, found: PairsOfWork) -> Iterator[KnowsAbout]:
    if not len(found.topics):
        return
    ranks, people = found.ranks()
    persons, topics = index.keys("persons"), index.topics.rows
    for place in np.flatnonzero(ranks_high(ranks, people) & found.known()).tolist():
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
