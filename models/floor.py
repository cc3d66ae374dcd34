"""The privacy floor: figures are given of groups of so many people at least, and none of fewer can be worked out.

Figures of units can be added and subtracted. What comes out is a figure of a group, and that group must be large enough
too: a department of which all but two people are in teams that are shown tells what these two do. So a unit is shown
only when no sum and difference of figures of all units that are shown, in every division at once, is a figure of fewer
people. Which units those are follows from who is in which, and not from what anybody did, from the topic or the period:
two views cannot be subtracted either.

There are two lines of divisions: departments with the teams within them, and buildings. Let everybody be an edge
between the innermost unit that is shown of the one line and of the other. Sums of figures give each unit a number, and
what they tell of is whoever has different numbers at the two ends: a cut of that graph. The smallest group of which
anything can be worked out is the smallest cut (`models/small_cut.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key
from models.divisions import Division, Level, divide
from models.index.contract import Numbers
from models.organisation_graph import NOWHERE, OrganisationGraph
from models.small_cut import small_cut

FEWEST = 5
"""People in a group of which a figure is given, at least, when the settings do not say more."""
Shown = dict[Level, set[int]]


@dataclass(frozen=True, slots=True)
class Floor:
    """The units of which figures are given, by level; of the `whole` organisation, when it has enough people."""

    fewest: int
    shown: Mapping[Level, frozenset[Key]]
    whole: bool

    def shows(self, level: Level, unit: Key) -> bool:
        """Whether figures of this unit are given."""
        return unit in self.shown.get(level, frozenset())

    def told(self, count: int) -> int | None:
        """A number of people as it is told; None where it is more than nobody and fewer than the floor."""
        return None if 0 < count < self.fewest else count


def floor_of(graph: OrganisationGraph, fewest: int = FEWEST) -> Floor:
    """As many units as may be shown; buildings and teams give way before departments, and small ones before large."""
    if len(graph.people) < fewest:
        return Floor(fewest, {level: frozenset() for level in Level}, whole=False)
    divisions = {level: divide(graph, level) for level in Level}
    alike = PeopleAlike.of(divisions)
    shown: Shown = {level: set(np.flatnonzero(found.sizes >= fewest).tolist()) for level, found in divisions.items()}
    while given_way := _too_fine(alike, shown, fewest):
        for level, unit in given_way:
            shown[level].discard(unit)
    keys = {level: frozenset(divisions[level].units[each] for each in numbers) for level, numbers in shown.items()}
    return Floor(fewest, keys, whole=True)


@dataclass(frozen=True, slots=True, eq=False)
class PeopleAlike:
    """People by the units that they are in: of each combination the unit at every level, and the number of people.

    `sizes` has the number of people by unit, `teams` those within each department.
    """

    units: Mapping[Level, NDArray[np.int64]]
    people: Numbers
    sizes: Mapping[Level, Numbers]
    teams: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, divisions: Mapping[Level, Division]) -> PeopleAlike:
        """Everybody, with those alike together."""
        together = np.stack([divisions[level].unit for level in Level], axis=1)
        found, counts = np.unique(together, axis=0, return_counts=True)
        units = {level: found[:, place].astype(np.int64) for place, level in enumerate(Level)}
        teams: dict[int, list[int]] = {}
        within = np.unique(np.stack([units[Level.DEPARTMENT], units[Level.TEAM]], axis=1), axis=0)
        for department, team in within.tolist():
            teams.setdefault(department, []).append(team)
        sizes = {level: division.sizes for level, division in divisions.items()}
        return cls(units, counts.astype(np.int64), sizes, teams)


def _too_fine(alike: PeopleAlike, shown: Shown, fewest: int) -> list[tuple[Level, int]]:
    """The units that must give way next, because figures of fewer people can be worked out; none: none can.

    Of single groups each is in another department, so that what gives way for one says nothing of the others.
    """
    units = {level: _only(alike.units[level], shown[level]) for level in Level}
    first, one = _classes(units[Level.DEPARTMENT], units[Level.TEAM])
    small = np.flatnonzero(np.bincount(one, weights=alike.people, minlength=len(first)) < fewest)
    small = small[first[small, 0] >= 0]
    if len(small):
        each = {int(first[place, 0]): int(place) for place in small.tolist()[::-1]}
        return [_gives_way(alike, shown, _near_class(alike, shown, first[place])) for place in each.values()]
    second, other = _classes(units[Level.BUILDING])
    pairs, which = np.unique(one * len(second) + other, return_inverse=True)
    counts = np.bincount(which, weights=alike.people).astype(np.int64)
    side = small_cut(pairs // len(second), pairs % len(second) + len(first), counts, fewest)
    return [] if side is None else [_gives_way(alike, shown, _nearby(alike, shown, first, second, side))]


def _gives_way(alike: PeopleAlike, shown: Shown, nearby: Iterable[tuple[Level, int]]) -> tuple[Level, int]:
    """The one of these units that gives way; of all, where nothing is near."""
    found = list(nearby) or [(level, unit) for level, numbers in shown.items() for unit in numbers]
    order = (Level.BUILDING, Level.TEAM, Level.DEPARTMENT)
    return min(found, key=lambda each: (order.index(each[0]), alike.sizes[each[0]][each[1]], each[1]))


def _nearby(
    alike: PeopleAlike, shown: Shown, first: NDArray[np.int64], second: NDArray[np.int64], side: frozenset[int]
) -> Iterator[tuple[Level, int]]:
    """The units that are shown next to such a group: when one of them is not, the group is one with others."""
    for place in side:
        if place >= len(first):
            building = int(second[place - len(first), 0])
            yield from ((Level.BUILDING, each) for each in ([building] if building >= 0 else shown[Level.BUILDING]))
        else:
            yield from _near_class(alike, shown, first[place])


def _near_class(alike: PeopleAlike, shown: Shown, units: NDArray[np.int64]) -> Iterator[tuple[Level, int]]:
    """The units next to those who are in this department and this team, as far as these are shown."""
    department, team = units.tolist()
    if team >= 0:
        yield Level.TEAM, team
    elif department >= 0:
        yield from ((Level.TEAM, each) for each in alike.teams[department] if each in shown[Level.TEAM])
        yield Level.DEPARTMENT, department
    else:
        yield from ((level, each) for level in (Level.TEAM, Level.DEPARTMENT) for each in shown[level])


def _only(unit: NDArray[np.int64], shown: set[int]) -> NDArray[np.int64]:
    """The unit of each person where it is shown, else NOWHERE."""
    is_shown = np.zeros(int(unit.max(initial=NOWHERE)) + 2, dtype=bool)
    is_shown[sorted(shown)] = True
    return np.where(is_shown[unit], unit, NOWHERE)


def _classes(*units: NDArray[np.int64]) -> tuple[NDArray[np.int64], Numbers]:
    """The different combinations of units that people are in, and for each person which of them."""
    codes = np.zeros(len(units[0]), dtype=np.int64)
    for unit in units:
        codes = codes * (int(unit.max(initial=NOWHERE)) + 2) + unit + 1
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    return np.stack([unit[first] for unit in units], axis=1), which.astype(np.int64)
