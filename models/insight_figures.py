"""What the views of insight tell of every unit, worked out once for each record of the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.facts import Key, Seconds
from models.against_chart import Communities, communities_against, constraints
from models.divisions import Level, divide
from models.floor import FEWEST, Floor, floor_of
from models.gaps import Gap, gaps_in
from models.introducers import Introducer, Introducers
from models.inwardness import Inwardness, inwardness
from models.organisation_graph import OrganisationGraph
from models.spread import Spread, spread_of

BRIDGED = 25
"""Gaps of each level for which colleagues are asked whether they could introduce the two, at most: the widest ones."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelFigures:
    """The figures of one division: gaps between units that are shown, the widest first; who could introduce the units
    of the widest; how far each unit works with others; communities; and how the topics are spread."""

    gaps: tuple[Gap, ...]
    introducers: tuple[Introducer, ...]
    ties: tuple[Inwardness, ...]
    constraints: Mapping[Key, float | None]
    communities: Communities
    spread: Spread


@dataclass(frozen=True, slots=True, eq=False)
class InsightFigures:
    """The floor and the figures of each level. `stamp` and `at` are those of the record that they were made from."""

    stamp: tuple[int, int]
    at: Seconds
    floor: Floor
    levels: Mapping[Level, LevelFigures]


def figures_of(graph: OrganisationGraph, fewest: int = FEWEST) -> InsightFigures:
    """All figures of this record."""
    floor = floor_of(graph, fewest)
    return InsightFigures(graph.stamp, graph.at, floor, {level: figures_at(graph, floor, level) for level in Level})


def figures_at(graph: OrganisationGraph, floor: Floor, level: Level) -> LevelFigures:
    """The figures of this level."""
    division = divide(graph, level)
    gaps = tuple(
        gap for gap in gaps_in(graph, division) if floor.shows(level, gap.one) and floor.shows(level, gap.other)
    )
    bridging = Introducers(graph, division)
    return LevelFigures(
        gaps=gaps,
        introducers=tuple(each for gap in gaps[:BRIDGED] for each in bridging.of(gap)),
        ties=inwardness(graph, floor, level),
        constraints=constraints(graph, floor, level),
        communities=communities_against(graph, floor, level),
        spread=spread_of(graph, floor, level),
    )
