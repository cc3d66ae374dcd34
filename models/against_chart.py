"""How people really work together, beside the chart: communities by unit, and how much a unit depends on few others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, diags_array

from graph.facts import Key
from models.divisions import Division, Level, divide, divided
from models.floor import Floor
from models.organisation_graph import OrganisationGraph
from models.trend import in_steps

MOST = 12
"""Communities that are told, at most: the largest."""
MOSTLY = 0.5
"""Part of the people of a unit who are in one community, at least, for the unit to be mostly in it."""


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A unit that is shown: how many of its people are in each community, in steps of the floor (None: under it), and
    whether most of them are in one."""

    unit: Key
    people: tuple[int | None, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Communities:
    """Communities of at least as many people as the floor, largest first: `sizes` in its steps; units by key."""

    total: int = 0
    sizes: tuple[int, ...] = ()
    rows: tuple[CommunityRow, ...] = ()

    @property
    def whole(self) -> int:
        """Number of units that are mostly in one community."""
        return sum(row.whole for row in self.rows)


def communities_against(graph: OrganisationGraph, floor: Floor, level: Level) -> Communities:
    """The communities beside the units of this level that the floor shows."""
    if not floor.whole:
        return Communities()
    found = divided([str(each) for each in range(int(graph.community.max(initial=-1)) + 1)], graph.community)
    large = np.flatnonzero(found.sizes >= floor.fewest)
    order = large[np.lexsort((large, -found.sizes[large]))]
    units = divide(graph, level)
    sizes = units.sizes
    cells = csr_array(units.members() @ found.members().T).astype(np.int64)
    most = cells.max(axis=1).toarray().reshape(-1) if cells.shape[1] else np.zeros(len(units.units))
    told = cells[:, order[:MOST]].toarray()
    steps = tuple(in_steps(int(size), floor.fewest) or 0 for size in found.sizes[order][:MOST].tolist())
    rows = tuple(
        CommunityRow(
            unit=key,
            people=tuple(in_steps(count, floor.fewest) for count in told[number].tolist()),
            whole=bool(most[number] >= MOSTLY * sizes[number]),
        )
        for number, key in enumerate(units.units)
        if floor.shows(level, key)
    )
    return Communities(len(large), steps, rows)


def constraints(graph: OrganisationGraph, floor: Floor, level: Level) -> dict[Key, float | None]:
    """Burt's constraint of each unit that is shown, among these: near 1 where all its work with others is with one of
    them, low where it is with many who do not work with each other. None: with nobody."""
    units = divide(graph, level)
    shown = [number for number, key in enumerate(units.units) if floor.shows(level, key)]
    between = _between(graph, units, shown)
    whole = np.asarray(between.sum(axis=1)).reshape(-1)
    part = csr_array(diags_array(1 / np.where(whole > 0, whole, 1), format="csr") @ between)
    direct = part.sign()
    each = csr_array((part + csr_array(part @ part).multiply(direct)).multiply(direct))
    found = np.round(np.asarray(each.power(2).sum(axis=1)).reshape(-1), 3)
    return {
        units.units[number]: float(found[place]) if whole[place] > 0 else None for place, number in enumerate(shown)
    }


def _between(graph: OrganisationGraph, units: Division, shown: list[int]) -> csr_array:
    """Pairs of people who work together between these units; none within one."""
    if not shown:
        return csr_array((0, 0))
    members = csr_array(units.members()[shown])
    pairs = csr_array(members @ (graph.ties > 0).astype(np.float64) @ members.T)
    pairs.setdiag(0)
    pairs.eliminate_zeros()
    return pairs
