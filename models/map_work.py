"""What a level of the map tells of work: ties and gaps between its bubbles, and where a topic is known.

Of a department with few people nothing is told, except to those who work there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from graph.facts import Key
from models.floor import FEWEST
from models.gaps import Gap, gaps_among
from models.organisation import PartTree
from models.organisation_graph import NOWHERE, OrganisationGraph
from models.orgmap import MapTie, counts_in, divide, ties_between

GAPS_MOST = 6
"""Gaps that are drawn, the widest ones; fewer on a level of few departments."""


@dataclass(frozen=True, slots=True)
class MapWork:
    """Ties, of departments and of colleagues, each sort with the strongest first; gaps, the widest first."""

    ties: tuple[MapTie, ...] = ()
    gaps: tuple[Gap, ...] = ()


def work_between(graph: OrganisationGraph, tree: PartTree, bubbles: Sequence[Key], asker: Key | None) -> MapWork:
    """Ties and gaps between these bubbles. A gap is between departments."""
    departments, people = [key for key in bubbles if key in tree], [key for key in bubbles if key not in tree]
    division = divide(graph.people, tree, departments)
    sizes = counts_in(division, departments)
    told = {key for key in departments if sizes[key] >= FEWEST or asker in tree.whole(key)}
    ties = ties_between(graph.ties, division, departments, told)
    ties += ties_between(graph.ties, divide(graph.people, tree, people), people, people)
    counted = np.where(np.isin(division, [departments.index(key) for key in told]), division, NOWHERE)
    gaps = gaps_among(graph, counted, departments) if len(told) > 1 else ()
    drawn = {(tie.one, tie.other) for tie in ties}
    apart = [gap for gap in gaps if drawn.isdisjoint(((gap.one, gap.other), (gap.other, gap.one)))]
    return MapWork(tuple(ties), tuple(apart[: min(GAPS_MOST, len(told) // 2)]))


def who_know(graph: OrganisationGraph, topic: Key) -> frozenset[Key]:
    """The colleagues who rank high for this topic, by documents for everyone."""
    number = graph.number_of(topic)
    if number == NOWHERE:
        return frozenset()
    column = graph.knows[:, [number]].tocoo()
    return frozenset(graph.people[person] for person in column.row[column.data > 0].tolist())


def enough_people(graph: OrganisationGraph, people: Collection[Key]) -> bool:
    """Whether a count among these people may be told: as many of them count at all."""
    return len(frozenset(graph.people).intersection(people)) >= FEWEST
