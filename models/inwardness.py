"""How far units work with others: the E-I index (Krackhardt and Stern 1988), of each unit that is shown."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.sparse import csr_array

from graph.facts import Key
from models.divisions import Level, divide
from models.floor import Floor
from models.organisation_graph import OrganisationGraph


@dataclass(frozen=True, slots=True)
class Inwardness:
    """Pairs of people who work together: both in the unit (`internal`), or one of them outside it (`external`).

    `index` is (external - internal) / (external + internal): -1 is nobody outside, 1 nobody within. None: without any.
    """

    unit: Key
    internal: int
    external: int
    index: float | None


def inwardness(graph: OrganisationGraph, floor: Floor, level: Level) -> tuple[Inwardness, ...]:
    """The E-I index of each unit of this level that the floor shows, the most inward one first."""
    division = divide(graph, level)
    members = division.members()
    together = csr_array(graph.ties > 0).astype(int)
    pairs = csr_array(members @ together @ members.T)
    everybody = (members @ together).sum(axis=1)
    found = []
    for number, unit in enumerate(division.units):
        if floor.shows(level, unit):
            inside = int(pairs[number, number])
            outside = int(everybody[number]) - inside
            within = inside // 2
            both = outside + within
            found.append(Inwardness(unit, within, outside, round((outside - within) / both, 3) if both else None))
    return tuple(sorted(found, key=lambda each: (2.0 if each.index is None else each.index, each.unit)))
