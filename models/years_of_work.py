"""How much own work there was on each topic in the years before, and by how many people: dated acts alone.

Whoever left since counts for the years in which they worked; whoever opted out counts in none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.facts import Seconds
from models.index.contract import NEVER, AccessFilter, Mask, Numbers, Snapshot
from models.knowledge_edges import WorkOfPeople, acts_on, blocks_of_topics
from models.standing import ENOUGH

YEAR: Seconds = 365 * 86_400
QUARTER: Seconds = 91 * 86_400
YEARS = 6
ENDS: tuple[Seconds, ...] = (*(year * YEAR for year in reversed(range(YEARS))), QUARTER)
"""How long before now each of the years ends: the last YEARS, the oldest first, and the one up to a quarter ago."""


@dataclass(frozen=True, slots=True, eq=False)
class YearsOfWork:
    """By topic and year (a column for each of ENDS): people with own work enough to be known for, and its amount."""

    people: Numbers
    amounts: NDArray[np.float64]


def years_of_work(index: Snapshot, everyone: AccessFilter, able: Mask, now: Seconds) -> YearsOfWork:
    """The years up to now. `able` says who may be counted."""
    work = WorkOfPeople.of(index, everyone, able)
    topics, persons = len(index.topics.rows), max(len(able), 1)
    people = np.zeros((topics, len(ENDS)), dtype=np.int64)
    amounts = np.zeros((topics, len(ENDS)))
    for first, last in blocks_of_topics(index):
        found, rows, about = acts_on(index, everyone, first, last, work)
        at = index.columns["act_at"][rows]
        done = index.columns["share"][rows].astype(np.float64) * about
        pairs = found * persons + index.person_of[index.columns["account"][rows]]
        for column, end in enumerate(ENDS):
            dated = (at != NEVER) & (at < now - end) & (at >= now - end - YEAR)
            mine, which = np.unique(pairs[dated], return_inverse=True)
            sums = np.round(np.bincount(which, weights=done[dated], minlength=len(mine)), 6)
            people[:, column] += np.bincount(mine[sums >= ENOUGH] // persons, minlength=topics)
            amounts[:, column] += np.bincount(mine // persons, weights=sums, minlength=topics)
    return YearsOfWork(people, np.round(amounts, 6))
