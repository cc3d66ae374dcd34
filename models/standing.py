"""What a person is known for: topics of their own work, by how much of it there is and how unusual that is.

Work on a document counts by the person's share in it and by how much the document is about the topic. Messages of one
thread are about what the thread is about, so that many of them count by the root of their sum of squares. A topic
stands out when there is more of it in the person's work than in the average document for everyone: what all write about
is a topic of nobody. It is the one rule of profiles, of explanations and of KNOWS_ABOUT.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.grouping import run_starts
from models.index.contract import DOCUMENT_KINDS, MESSAGES, AccessFilter, Mask, Numbers, Snapshot
from models.knowledge import own_work

HIGH = 5
HIGH_PART, HIGH_MOST = 0.1, 10
"""A person ranks high for a topic among the first `HIGH`, or this part of all who worked on it and at most so many."""
LEAST = 2
"""A person is known for a topic when they worked on documents about it in this many threads, at least."""
ENOUGH = 0.5
"""Least work on a topic, in documents that are about nothing else."""
UNUSUAL = 2.0
"""Times that the person's work is about a topic as much as the average document, at least."""
RARE = 1e-6
"""Least that the average document is about a topic, so that nothing is infinitely unusual."""
IS_MESSAGE = np.isin(np.arange(256), [number for number, kind in DOCUMENT_KINDS.items() if kind in MESSAGES])
"""By the number of a kind of documents, whether those of one thread are one piece of work."""

Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AmountsOfWork:
    """Amounts of work, in documents that are about nothing else, and the number of threads it is in; a page is one."""

    amounts: Amounts
    threads: Numbers


@dataclass(frozen=True, slots=True)
class PersonWork:
    """Topics of one person's work: how much of it there is, and how much it stands out."""

    topics: Numbers
    done: AmountsOfWork
    times: Amounts
    strengths: Amounts


def rows_of(index: Snapshot, access: AccessFilter, person: int) -> Numbers:
    """The act rows of this person on documents that the asker may read, ascending."""
    rows = np.flatnonzero(np.isin(index.columns["account"], index.accounts_of(person)))
    return rows[index.visible(index.columns["document"][rows].astype(np.int64), access)]


def work_of(index: Snapshot, access: AccessFilter, person: int, rows: Numbers) -> PersonWork:
    """The topics of these acts of a person, as far as they are own work; special categories are inferred of nobody."""
    mine = np.zeros(len(index.persons), dtype=bool)
    mine[person] = True
    rows = rows[own_work(index, access, rows, mine)]
    shares = index.columns["share"][rows].astype(np.float64)
    ordinals = index.columns["document"][rows].astype(np.int64)
    topics, places, about = index.topics.pairs_of(ordinals)
    kept = ~index.topics.special[topics]
    topics, places, about = topics[kept], places[kept], about[kept]
    numbers, which = np.unique(topics, return_inverse=True)
    known = numbers.astype(np.int64)
    done = add_up(index, which, ordinals[places], shares[places] * about, len(known))
    times = times_usual(done.amounts, float(shares.sum()), index.usual_for(access)[known])
    return PersonWork(known, done, times, strengths(done.amounts, times))


def add_up(index: Snapshot, which: NDArray[Any], ordinals: Numbers, work: Amounts, count: int) -> AmountsOfWork:
    """The work on these documents, added up for each of so many; rounded, so that the order makes no difference."""
    threads = threads_of(index, ordinals)
    order = np.lexsort((threads, which))
    which, threads, squares = which[order], threads[order], np.square(work[order])
    first = np.flatnonzero(run_starts(which, threads))
    roots = np.sqrt(np.add.reduceat(squares, first)) if len(first) else squares
    amounts = np.bincount(which[first], weights=roots, minlength=count).astype(np.float64, copy=False)
    return AmountsOfWork(np.round(amounts, 6), np.bincount(which[first], minlength=count))


def threads_of(index: Snapshot, ordinals: Numbers) -> NDArray[np.uint64]:
    """The thread of each of these documents, as a number; a page is one by itself."""
    columns = index.columns
    said = IS_MESSAGE[columns["kind"][ordinals]] & (columns["title_size"][ordinals] > 0)
    return np.where(said, columns["thread"][ordinals], ordinals.astype(np.uint64))


def times_usual(amounts: Amounts, whole: float | Amounts, usual: Amounts) -> Amounts:
    """How many times as much of a person's work is about a topic as of the average document for everyone.

    `whole` is all work of the person, in documents; of who did hardly anything nothing is unusual.
    """
    found: Amounts = np.round(amounts / (np.maximum(whole, 1.0) * np.maximum(usual, RARE)), 6)
    return found


def strengths(amounts: Amounts, times: Amounts) -> Amounts:
    """How much work stands out: its amount times the logarithm of how unusual it is (log-likelihood, Dunning 1993)."""
    found: Amounts = np.round(amounts * np.log(np.maximum(times, RARE) / UNUSUAL), 6)
    return found


def is_known(done: AmountsOfWork, strength: Amounts) -> Mask:
    """Which topics a person may be known for, by work alone."""
    good: Mask = (done.threads >= LEAST) & (done.amounts >= ENOUGH) & (strength > 0)
    return good


def ranks_high(rank: NDArray[Any], people: NDArray[Any]) -> Mask:
    """Whether these places are high ones among so many people."""
    high: Mask = rank <= np.clip(HIGH_PART * people, HIGH, HIGH_MOST)
    return high


def work_on(index: Snapshot, access: AccessFilter, topic: int, able: Mask) -> tuple[Numbers, Amounts]:
    """The act rows of own work of these people on documents about this topic, and how much work each is."""
    ordinals = np.asarray(index.topics.mentioned(topic), dtype=np.int64)
    seen = index.visible(ordinals, access)
    about = index.topics.about_of(topic)[seen]
    rows, places = index.columns.acts_of(ordinals[seen])
    good = own_work(index, access, rows, able)
    return rows[good], index.columns["share"][rows[good]] * about[places[good]]
