"""One level of the map of the organisation: the departments in a department, its people, and the ties between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.facts import Key
from models.organisation import OrganisationChart, PartTree

TIES_EACH = 2
"""Ties of a bubble that are drawn, the strongest ones, with those that are so for the other end."""
TIES_MOST = 30
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MapLevel:
    """What lies directly in a department, by name; `unit` is None for the whole organisation."""

    unit: Key | None
    units: tuple[Key, ...]
    people: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class MapTie:
    """Shared work between two bubbles: the number of pairs of colleagues who share it, and its strength as a part of
    that of the strongest tie of the level."""

    one: Key
    other: Key
    pairs: int
    share: float


def level_of(tree: PartTree, unit: Key | None) -> MapLevel:
    """The level of this department. A single largest one that holds all others is the whole organisation."""
    largest = tree.inner(None)
    if unit is None and len(largest) == 1:
        unit = largest[0]
    if unit is None:
        return MapLevel(None, tuple(largest), ())
    return MapLevel(unit, tuple(tree.inner(unit)), tuple(tree.directly(unit)))


def in_picture(tree: PartTree, level: MapLevel, most: int) -> tuple[Key, ...]:
    """At most so many of a level that fit in a picture, by name: the largest departments first, then people by name."""
    units = sorted(level.units, key=lambda key: (-tree.count(key), key))[:most]
    chosen = {*units, *level.people[: most - len(units)]}
    return tuple(key for key in (*level.units, *level.people) if key in chosen)


def divide(people: Sequence[Key], tree: PartTree, bubbles: Sequence[Key]) -> Numbers:
    """By person the number of the bubble that they are in, -1 for none; whoever is in several counts in the first."""
    numbers = {key: number for number, key in enumerate(people)}
    division = np.full(len(people), -1, dtype=np.int64)
    for number in reversed(range(len(bubbles))):
        inside = tree.within(bubbles[number]) if bubbles[number] in tree else (bubbles[number],)
        division[[numbers[each] for each in inside if each in numbers]] = number
    return division


def ties_between(ties: csr_array, division: Numbers, bubbles: Sequence[Key], told: Collection[Key]) -> list[MapTie]:
    """The strongest ties between these bubbles, strongest first. Of a bubble that is not `told` there are none."""
    count = len(bubbles)
    may = np.asarray([key in told for key in bubbles], dtype=bool)
    found = ties.tocoo()
    one, other = division[found.row], division[found.col]
    kept = (one >= 0) & (one < other)
    kept[kept] &= may[one[kept]] & may[other[kept]]
    flat = one[kept] * count + other[kept]
    near: NDArray[np.float64] = np.zeros(count * count)
    np.add.at(near, flat, found.data[kept])
    strength = near.reshape(count, count)
    pairs = np.bincount(flat, minlength=count * count).reshape(count, count)
    chosen = _strongest(strength + strength.T)
    most = max((strength[each] for each in chosen), default=1.0)
    return [MapTie(bubbles[i], bubbles[j], int(pairs[i, j]), round(float(strength[i, j] / most), 3)) for i, j in chosen]


def _strongest(strength: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs of bubbles that are drawn: those among the strongest of one of both, strongest first."""
    best = np.argsort(-strength, axis=1, kind="stable")[:, :TIES_EACH]
    found = {(min(i, j), max(i, j)) for i, row in enumerate(best.tolist()) for j in row if strength[i, j] > 0}
    return sorted(found, key=lambda pair: (-strength[pair], pair))[:TIES_MOST]


def counts_in(division: Numbers, bubbles: Sequence[Key]) -> dict[Key, int]:
    """Number of people in each bubble."""
    counts = np.bincount(division[division >= 0], minlength=len(bubbles))
    return dict(zip(bubbles, counts.tolist(), strict=True))


def buildings_of(chart: OrganisationChart, tree: PartTree, bubbles: Iterable[Key]) -> Mapping[Key, Key]:
    """The building of each bubble, where one is told: that in which most of its people sit, equals by key."""
    found: dict[Key, Key] = {}
    for key in bubbles:
        if key not in chart.homes:
            chart.homes[key] = _building_of(chart, tree.within(key) if key in tree else (key,))
        if (home := chart.homes[key]) is not None:
            found[key] = home
    return found


def _building_of(chart: OrganisationChart, people: Iterable[Key]) -> Key | None:
    """The building in which most of these people sit, equals by key; None where none is told."""
    seats = Counter(chart.seats[each] for each in people if each in chart.seats)
    counts = Counter[Key]()
    for seat, count in seats.items():
        if way := chart.places.way(seat):
            counts[way[0].key] += count
    return min(counts, key=lambda place: (-counts[place], place), default=None)
