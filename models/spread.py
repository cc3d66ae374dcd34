"""How knowledge is spread over an organisation: topics by how many people know of them, where, and on how few it rests.

Pure functions of the organisation graph. Whoever may be known for a topic by own work counts (`models/standing.py`);
nobody is named, and units are those that the privacy floor shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.facts import Key, Seconds
from models.divisions import Level, divide
from models.floor import Floor
from models.grouping import run_starts
from models.index.contract import NEVER, Numbers
from models.organisation_graph import OrganisationGraph

YEAR: Seconds = 365 * 86_400
HALF, LESS, MORE = 0.5, 0.4, 0.6
"""Parts of the evidence: the figure is told for half, and how much it depends on that by a little less and more."""
SMALLEST = 1e-9
"""Rounding that does not count, as a part of the evidence."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """By topic (its number in the graph), of the whole organisation and of the units that are shown.

    `people` may be known for it; `amount` is their own work, in documents about nothing else; `holders` is the fewest
    people who have half of that, between `holders_less` (of 40 %) and `holders_more` (of 60 %); `active` worked on it
    in the year before and `fresh` began in it; `touched` worked on it at all; `left_with` knew
    of it and left. `cells` has the number of people of
    each unit (a column) who may be known for the topic (a row).
    """

    people: Numbers
    amount: NDArray[np.float64]
    holders: Numbers
    holders_less: Numbers
    holders_more: Numbers
    active: Numbers
    fresh: Numbers
    touched: Numbers
    left_with: Numbers
    units: tuple[Key, ...]
    cells: csr_array
    left_out: int
    """Number of units that the floor does not show."""

    @property
    def lost(self) -> Numbers:
        """Topics that people knew of who left, and nobody now."""
        return np.flatnonzero((self.people == 0) & (self.left_with > 0))

    @property
    def on_one(self) -> Numbers:
        """Topics that one person alone may be known for, the gravest first.

        The more that person did on it, and the more others touch the subject without knowing much of it, the graver.
        """
        found = np.flatnonzero(self.people == 1)
        weight = np.round(self.amount[found] * np.log1p(self.touched[found]), 6)
        return found[np.lexsort((found, -weight))]


def spread_of(graph: OrganisationGraph, floor: Floor, level: Level) -> Spread:
    """How the topics are spread over the units of this level that the floor shows, in the order of their keys."""
    division = divide(graph, level)
    shown = [number for number, unit in enumerate(division.units) if floor.shows(level, unit)]
    known = csr_array(graph.work > 0).astype(np.int64)
    members = csr_array(division.members()[shown]) if shown else csr_array((0, len(graph.people)))
    recent = graph.at - YEAR
    less, half, more = fewest_of_parts(graph.work, (LESS, HALF, MORE))
    return Spread(
        people=_per_topic(known),
        amount=np.round(np.asarray(graph.work.sum(axis=0)).reshape(-1), 6),
        holders=half,
        holders_less=less,
        holders_more=more,
        active=_since(graph.last, recent),
        fresh=_since(graph.since, recent),
        touched=graph.touched,
        left_with=graph.left_with,
        units=tuple(division.units[number] for number in shown),
        cells=csr_array((members @ known).astype(np.int64).T),
        left_out=len(division.units) - len(shown),
    )


def fewest_holders(work: csr_array, part: float) -> Numbers:
    """By topic the fewest people who together have this part of the work on it; 0 where there is none.

    Those with most work first reach it soonest (Avelino et al. 2016 count developers of files so).
    """
    return fewest_of_parts(work, (part,))[0]


def fewest_of_parts(work: csr_array, parts: Sequence[float]) -> list[Numbers]:
    """The same for each of several parts."""
    columns = work.tocsc()
    topics = np.repeat(np.arange(columns.shape[1]), np.diff(columns.indptr))
    order = np.lexsort((-columns.data, topics))
    topics, amounts = topics[order], columns.data[order].astype(np.float64)
    if not len(topics):
        return [np.zeros(columns.shape[1], dtype=np.int64) for _ in parts]
    starts = np.flatnonzero(run_starts(topics))
    sizes = np.diff(starts, append=len(topics))
    totals = np.repeat(np.add.reduceat(amounts, starts), sizes)
    running = np.cumsum(amounts)
    before = np.repeat(running[starts] - amounts[starts], sizes)
    counts = []
    for part in parts:
        short = (running - before) < totals * (part - SMALLEST)
        found = np.zeros(columns.shape[1], dtype=np.int64)
        found[topics[starts]] = 1 + np.add.reduceat(short.astype(np.int64), starts)
        counts.append(found)
    return counts


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would be lost with the people of one unit: topics that nobody else knows of, and those of which they have
    more than half of the work. Numbers of topics in the graph, those with most work first."""

    lost: tuple[int, ...]
    weakened: tuple[int, ...]


def leaving(graph: OrganisationGraph, people: Sequence[int]) -> Leaving:
    """What would be lost with these people."""
    whole = np.asarray(graph.work.sum(axis=0)).reshape(-1)
    theirs = np.asarray(graph.work[list(people)].sum(axis=0)).reshape(-1) if len(people) else np.zeros_like(whole)
    left = _per_topic(csr_array(graph.work > 0).astype(np.int64))
    mine = _per_topic(csr_array(graph.work[list(people)] > 0).astype(np.int64)) if len(people) else left * 0
    order = np.lexsort((np.arange(len(whole)), -np.round(theirs, 6)))
    lost, weak = (left == mine) & (mine > 0), (theirs > HALF * whole + SMALLEST) & (left > mine)
    return Leaving(tuple(order[lost[order]].tolist()), tuple(order[weak[order]].tolist()))


def people_per_topic(graph: OrganisationGraph) -> Numbers:
    """By topic the number of people who may be known for it."""
    return _per_topic(csr_array(graph.work > 0).astype(np.int64))


def _per_topic(known: csr_array) -> Numbers:
    return np.asarray(known.sum(axis=0)).reshape(-1).astype(np.int64)


def _since(dates: csr_array, at: Seconds) -> Numbers:
    """By topic the number of people with a date from then on; what has no date is old."""
    new = dates.indices[(dates.data != NEVER) & (dates.data >= at)]
    return np.bincount(new, minlength=dates.shape[1]).astype(np.int64)
