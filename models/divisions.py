"""The organisation divided into units: departments, the teams within them, buildings; who is in which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.facts import Key
from models.index.contract import Numbers
from models.organisation_graph import NOWHERE, OrganisationGraph


class Level(StrEnum):
    """By what the organisation is divided: the largest departments, the innermost ones, or buildings."""

    DEPARTMENT = "department"
    TEAM = "team"
    BUILDING = "building"


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """Units that have no people in common, and by person the number of the unit (NOWHERE: in none)."""

    units: tuple[Key, ...]
    unit: NDArray[np.int64]

    @property
    def sizes(self) -> Numbers:
        """Number of people by unit."""
        return np.bincount(self.unit[self.unit >= 0], minlength=len(self.units))

    def members(self) -> csr_array:
        """Units x people: 1 for who is in it."""
        people = np.flatnonzero(self.unit >= 0)
        shape = (len(self.units), len(self.unit))
        return csr_array((np.ones(len(people)), (self.unit[people], people)), shape=shape)


def divide(graph: OrganisationGraph, level: Level) -> Division:
    """The organisation divided at this level; only units that somebody is in.

    Where one department or place is around all others, what lies directly within it counts as the largest.
    """
    if level is Level.TEAM:
        return divided(graph.departments, graph.department)
    if level is Level.BUILDING:
        return divided(graph.locations, _outermost(graph.location, graph.larger_location))
    return divided(graph.departments, _outermost(graph.department, graph.larger_department))


def divided(units: Sequence[Key], unit: NDArray[np.int64]) -> Division:
    """A division into these units, without those that nobody is in."""
    used = np.unique(unit[unit >= 0])
    numbers = np.full(len(units) + 1, NOWHERE, dtype=np.int64)
    numbers[used] = np.arange(len(used))
    return Division(tuple(units[each] for each in used.tolist()), numbers[unit])


def _outermost(unit: NDArray[np.int64], larger: NDArray[np.int64]) -> NDArray[np.int64]:
    """By person the largest unit around them that is not around everybody."""
    around = np.append(larger, NOWHERE)
    whole = _around_all(unit, around)
    around = np.where(np.isin(around, sorted(whole)), NOWHERE, around)
    found = unit.astype(np.int64)
    while (around[found] >= 0).any():
        found = np.where(around[found] >= 0, around[found], found)
    return found


def _around_all(unit: NDArray[np.int64], around: NDArray[np.int64]) -> set[int]:
    """The units that everybody who is in any is in."""
    used = np.unique(unit[unit >= 0]).tolist()
    ways = [_way(each, around) for each in used]
    return set.intersection(*ways) if ways else set()


def _way(unit: int, around: NDArray[np.int64]) -> set[int]:
    way: set[int] = set()
    while unit >= 0 and unit not in way:
        way.add(unit)
        unit = int(around[unit])
    return way
