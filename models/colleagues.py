"""Colleagues for one person: those near them, and those whom they should meet, by `OrganisationGraph` and nothing else.

Near is whoever they share something with: documents, threads, small groups, a manager; then a larger group, or somebody
with whom both work. To meet is whoever works on the same topics, shares nothing of the first, and works in another
department or place. Nobody is in both. Either list is in the order of a short random walk from the person along what
they share, groups and topics (personalised PageRank), with less for who did nothing for years. What many share leads to
each of them less often, and how much somebody wrote gives no place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack

from graph.facts import Key, Seconds
from models.grouping import is_among, run_rows
from models.organisation_graph import OrganisationGraph
from models.ties import SMALL

Amounts = NDArray[np.float64]
Mask = NDArray[np.bool_]
RESTART = 0.15
"""Share of each step of the walk that begins anew (Page et al. 1999)."""
STEPS = 3
"""Steps of the walk: those near are near, and each step reads the whole organisation."""
KEPT, WALKS = 40, 500
"""People in each list of a walk that is kept, and the number of walks: those of the last people who asked."""
FEW_ROWS = 8
"""Fewer than one in so many people: then a step reads their rows alone."""
LARGE = 100
"""Members of a group that is a reason to be near, at most."""
HALF: Seconds = 2 * 31_557_600
"""Time without any act in which somebody counts for half."""
IDLE = 10.0
"""Such times that are counted, at most: who did nothing for longer comes last and is not left out."""
FEWEST = 2
"""People near somebody who work on a topic or in a group, at least, before it is proposed to follow."""

BROAD_PART, BROAD = 0.05, 10
"""A topic on which more than this part of all colleagues work, and more than so many, is broad."""


class Line(StrEnum):
    """How somebody stands to a person by who reports to whom."""

    MANAGER = "manager"
    REPORT = "report"
    SAME_MANAGER = "same-manager"


@dataclass(frozen=True, slots=True)
class ToFollow:
    """A topic or group (its number), and those near who work on it or in it, the nearest first."""

    number: int
    people: tuple[int, ...]


class Colleagues:
    """Who is near whom and who should meet. People and topics are numbers of the graph; made once for each graph."""

    def __init__(self, graph: OrganisationGraph) -> None:
        self.graph = graph
        self._numbers = {key: number for number, key in enumerate(graph.people)}
        self._working = np.bincount(graph.work.indices, minlength=len(graph.topics))
        self.rarity = _rarity(graph.work)
        self._topics = _directions(graph.work, self.rarity)
        self._member_rarity = _rarity(graph.member)
        self._units = _units(graph)
        self._sizes = np.bincount(self._units.indices, minlength=self._units.shape[1])
        self._ties = csr_array(graph.ties + _reports(graph))
        self._presence = np.exp2(-np.clip((graph.at - graph.active) / HALF, 0.0, IDLE))
        there_and_back = ((_shares(each), _shares(each.T)) for each in (self._units, self._topics))
        self._ways = ((_shares(self._ties),), *there_and_back)
        self._both: dict[tuple[int, tuple[int, ...]], tuple[list[int], list[int]]] = {}

    def number(self, person: Key | None) -> int:
        """The number of this person, -1 when the graph has nobody of that key."""
        return self._numbers.get(person, -1) if person else -1

    def near(self, me: int, most: int) -> list[int]:
        """Those who share something with this person, the nearest first; nobody whom they should rather meet."""
        return self.both(me, most)[0]

    def to_meet(self, me: int, most: int) -> list[int]:
        """Those who share topics and nothing else and work elsewhere, the nearest first."""
        return self.both(me, most)[1]

    def both(self, me: int, most: int, beside: Collection[int] = ()) -> tuple[list[int], list[int]]:
        """Both lists in one walk. `beside` are people who sit so near that nobody has to introduce them.

        The walks of the last people who asked are kept: their own page, the lists and the welcome need the same one.
        """
        asked = me, tuple(beside)
        found = self._both.get(asked)
        if found is None or most > KEPT:
            found = self._both[asked] = self._walked(me, max(most, KEPT), asked[1])
            for oldest in list(self._both)[:-WALKS]:
                self._both.pop(oldest, None)
        near, meet = found
        return near[:most], meet[:most]

    def _walked(self, me: int, most: int, beside: Sequence[int]) -> tuple[list[int], list[int]]:
        nearness, share = self.nearness(me), self.shares(me)
        meet = (self.likeness(me) > 0) & ~share & self.works_elsewhere(me)
        near = share | (self.shares_a_little(me) & ~meet)
        meet[[*beside]] = False
        return _first(np.where(near, nearness, 0.0), most), _first(np.where(meet, nearness, 0.0), most)

    def nearness(self, me: int) -> Amounts:
        """By person, how often a walk from this one is there; less for who did nothing for long.

        It goes along ties, groups and topics, each as often.
        """
        start: Amounts = np.zeros(len(self.graph.people))
        start[me] = 1.0
        at = start
        for _ in range(STEPS):
            there = [reduce(_step, way, at) for way in self._ways]
            at = RESTART * start + (1.0 - RESTART) * np.mean(there, axis=0)
        at[me] = 0.0
        return np.round(at * self._presence, 9)

    def shares(self, me: int) -> Mask:
        """With whom this person shares documents, threads, a small group, or who reports to whom."""
        found: Mask = (row_of(self._ties, me) > 0) | self._in_units(me, SMALL)
        found[me] = False
        return found

    def shares_a_little(self, me: int) -> Mask:
        """Who is in a group with this person that is not too large, or works with somebody they work with."""
        found: Mask = self._in_units(me, LARGE) | (self._ties @ (row_of(self._ties, me) > 0) > 0)
        found[me] = False
        return found

    def _in_units(self, me: int, most: int) -> Mask:
        """Who is in one of the groups of this person that have at most so many members."""
        mine = row_of(self._units, me) * (self._sizes <= most)
        found: Mask = self._units @ mine > 0
        return found

    def likeness(self, me: int) -> Amounts:
        """By person, how much alike their topics and those of this one are: the cosine."""
        alike: Amounts = self._topics @ row_of(self._topics, me)
        alike[me] = 0.0
        return np.round(alike, 6)

    def works_elsewhere(self, me: int) -> Mask:
        """Who works in another department or sits in another place; also everybody of whom neither is told."""
        differs, same = np.zeros((2, len(self.graph.people)), dtype=bool)
        for units in (self.graph.department, self.graph.location):
            told = (units >= 0) & (units[me] >= 0)
            differs |= told & (units != units[me])
            same |= told & (units == units[me])
        found: Mask = differs | ~same
        return found

    def shared_topics(self, me: int, other: int) -> list[int]:
        """The topics that both work on, those that fewest work on first."""
        both = _columns_of_both(self.graph.work, me, other)
        found: list[int] = both[np.lexsort((both, -self.rarity[both]))].tolist()
        return found

    def is_broad(self, topic: int) -> bool:
        """Whether so many work on this topic that it says little of any two of them."""
        return bool(self._working[topic] > max(BROAD, BROAD_PART * len(self.graph.people)))

    def shared_groups(self, me: int, other: int) -> list[int]:
        """The groups in which both are that are not too large, those of fewest people first."""
        both = _columns_of_both(self.graph.member, me, other)
        both = both[np.lexsort((both, self._sizes[both]))]
        found: list[int] = both[self._sizes[both] <= LARGE].tolist()
        return found

    def line(self, me: int, other: int) -> Line | None:
        """How the other stands to this person, if one of them reports to the other or both to the same."""
        manager = self.graph.manager
        if manager[me] == other:
            return Line.MANAGER
        if manager[other] == me:
            return Line.REPORT
        return Line.SAME_MANAGER if manager[me] == manager[other] >= 0 else None

    def topics_to_follow(self, me: int, near: Sequence[int]) -> Iterator[ToFollow]:
        """Topics that several of those near work on and this person does not."""
        return _to_follow(self.graph.work, self.rarity, me, near)

    def groups_to_follow(self, me: int, near: Sequence[int]) -> Iterator[ToFollow]:
        """Groups in which several of those near are and this person is not."""
        return _to_follow(self.graph.member, self._member_rarity, me, near)


def row_of(table: csr_array, row: int) -> Amounts:
    """One row of a sparse table in full."""
    found: Amounts = np.zeros(table.shape[1])
    part = slice(table.indptr[row], table.indptr[row + 1])
    found[table.indices[part]] = table.data[part]
    return found


def columns_of(table: csr_array, row: int) -> NDArray[Any]:
    """The columns of one row of a sparse table in which something stands."""
    found: NDArray[Any] = table.indices[table.indptr[row] : table.indptr[row + 1]]
    return found


def _columns_of_both(table: csr_array, one: int, other: int) -> NDArray[Any]:
    """The columns in which something stands in both of these rows."""
    mine = columns_of(table, one)
    return mine[is_among(mine, columns_of(table, other))]


def _rarity(table: csr_array) -> Amounts:
    """By column, the logarithm of how few rows have something there."""
    having = np.bincount(table.indices, minlength=table.shape[1])
    found: Amounts = np.log((1.0 + table.shape[0]) / (1.0 + having))
    return found


def _directions(work: csr_array, rarity: Amounts) -> csr_array:
    """People by topics, each row of length 1; twice the work hardly counts for more, a rare topic does."""
    data = np.log1p(np.asarray(work.data, dtype=np.float64)) * rarity[work.indices]
    table = csr_array((data, work.indices, work.indptr), work.shape)
    lengths = np.sqrt(np.asarray((table * table).sum(axis=1)).ravel())
    return csr_array(diags_array(1.0 / np.where(lengths > 0, lengths, 1.0)) @ table)


def _units(graph: OrganisationGraph) -> csr_array:
    """People by groups, departments and the people of one manager, in this order; 1 for who is in it."""
    member = csr_array((np.ones(graph.member.nnz), graph.member.indices, graph.member.indptr), graph.member.shape)
    told = [_one_each(graph.department, len(graph.departments)), _one_each(graph.manager, len(graph.people))]
    return csr_array(hstack([member, *told], format="csr"))


def _reports(graph: OrganisationGraph) -> csr_array:
    """People by people: 1 for who reports to whom, either way."""
    up = _one_each(graph.manager, len(graph.people))
    return csr_array(up + up.T)


def _shares(table: Any) -> csr_array:
    """The same with each row divided by its sum."""
    sums = np.asarray(table.sum(axis=1)).ravel()
    return csr_array(diags_array(1.0 / np.where(sums > 0, sums, 1.0)) @ csr_array(table))


def _step(here: Amounts, shares: csr_array) -> Amounts:
    """A step from these rows to their columns, by their parts of the row. Of few rows the others are not read."""
    rows = here.nonzero()[0]
    if len(rows) * FEW_ROWS >= len(here):
        found: Amounts = shares.T @ here
        return found
    first = shares.indptr[rows].astype(np.int64)
    places, which = run_rows(first, shares.indptr[rows + 1] - first)
    amounts = shares.data[places] * here[rows[which]]
    reached: Amounts = np.bincount(shares.indices[places], amounts, shares.shape[1]).astype(np.float64)
    return reached


def _one_each(units: NDArray[np.int64], count: int) -> csr_array:
    """People by units of which each person is in one, or in none (-1)."""
    people = np.flatnonzero(units >= 0)
    return csr_array((np.ones(len(people)), (people, units[people])), (len(units), count))


def _to_follow(table: csr_array, rarity: Amounts, me: int, near: Sequence[int]) -> Iterator[ToFollow]:
    """The columns that several of these people have and this one has not; the rare ones of most of them first."""
    theirs = [columns_of(table, other) for other in near]
    having = np.bincount(np.concatenate(theirs), minlength=table.shape[1]) if theirs else np.zeros(table.shape[1])
    having[columns_of(table, me)] = 0
    columns = np.flatnonzero(having >= FEWEST)
    weights = np.round(having[columns] * rarity[columns], 6)
    for column in columns[np.lexsort((columns, -weights))].tolist():
        yield ToFollow(column, tuple(other for other, each in zip(near, theirs, strict=True) if column in each))


def _first(amounts: Amounts, most: int) -> list[int]:
    """The numbers with the largest amounts over 0; equals in the order of their keys, which is that of the numbers."""
    found = np.flatnonzero(amounts > 0)
    first: list[int] = found[np.argsort(-amounts[found], kind="stable")][:most].tolist()
    return first
