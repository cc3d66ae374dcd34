"""What a level of the map tells of work: ties and gaps between its bubbles, and where a topic is known.

Of a department with few people nothing is told, except to those who work there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

import numpy as np

from graph.facts import Key
from models.floor import FEWEST
from models.gaps import Gap, gaps_among
from models.organisation import PartTree
from models.organisation_graph import NOWHERE, OrganisationGraph
from models.orgmap import MapTie, Numbers, counts_in, divide, ties_between

GAPS_MOST = 6
"""Gaps that are drawn, the widest ones; fewer on a level of few departments."""
LEVELS_MOST = 200
"""Levels of one tree of departments of which the work is kept, the newest ones."""


@dataclass(frozen=True, slots=True)
class MapWork:
    """Ties, of departments and of colleagues, each sort with the strongest first; gaps, the widest first."""

    ties: tuple[MapTie, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(slots=True)
class _Level:
    """The bubbles of a level: the number of the department of each person, the size of each department, and its work
    by the departments of which it may be told."""

    departments: list[Key]
    people: list[Key]
    division: Numbers
    sizes: dict[Key, int]
    works: dict[frozenset[Key], MapWork]


class OrganisationMap:
    """What maps tell of one record of the organisation. What is the same for all who look is worked out once.

    It follows from the record, the departments and who is in them alone. Whoever reads by other rules has other trees
    of departments, and what was worked out for one is not told of another.
    """

    def __init__(self, graph: OrganisationGraph) -> None:
        self._graph = graph
        self._people = frozenset(graph.people)
        self._levels: WeakKeyDictionary[PartTree, dict[tuple[Key, ...], _Level]] = WeakKeyDictionary()

    def work_between(self, tree: PartTree, bubbles: Sequence[Key], asker: Key | None) -> MapWork:
        """Ties and gaps between these bubbles. A gap is between departments."""
        level = self._level(tree, tuple(bubbles))
        told = frozenset(key for key in level.departments if level.sizes[key] >= FEWEST or asker in tree.within(key))
        if told not in level.works:
            level.works[told] = self._work(tree, level, told)
        return level.works[told]

    def who_know(self, topic: Key) -> frozenset[Key]:
        """The colleagues who rank high for this topic, by documents for everyone."""
        graph = self._graph
        number = graph.number_of(topic)
        if number == NOWHERE:
            return frozenset()
        column = graph.knows[:, [number]].tocoo()
        return frozenset(graph.people[person] for person in column.row[column.data > 0].tolist())

    def counts_with(self, topic: Key) -> list[Key]:
        """The topics that probably mean the same in the other language, and count with this one."""
        number = self._graph.number_of(topic)
        return [key for key in (self._graph.both(number) if number != NOWHERE else ()) if key != topic]

    def enough(self, people: Collection[Key]) -> bool:
        """Whether a count among these people may be told: as many of them count at all."""
        return len(self._people.intersection(people)) >= FEWEST

    def _level(self, tree: PartTree, bubbles: tuple[Key, ...]) -> _Level:
        levels = self._levels.setdefault(tree, {})
        found = levels.get(bubbles)
        if found is None:
            departments, people = [key for key in bubbles if key in tree], [key for key in bubbles if key not in tree]
            division = divide(self._graph.people, tree, departments)
            found = levels[bubbles] = _Level(departments, people, division, counts_in(division, departments), {})
            for oldest in list(levels)[:-LEVELS_MOST]:
                levels.pop(oldest, None)
        return found

    def _work(self, tree: PartTree, level: _Level, told: frozenset[Key]) -> MapWork:
        graph, departments, people = self._graph, level.departments, level.people
        ties = ties_between(graph.ties, level.division, departments, told)
        ties += ties_between(graph.ties, divide(graph.people, tree, people), people, people)
        numbers = [departments.index(key) for key in told]
        counted = np.where(np.isin(level.division, numbers), level.division, NOWHERE)
        gaps = gaps_among(graph, counted, departments) if len(told) > 1 else iter(())
        drawn = {(tie.one, tie.other) for tie in ties}
        apart = (gap for gap in gaps if drawn.isdisjoint(((gap.one, gap.other), (gap.other, gap.one))))
        return MapWork(tuple(ties), tuple(islice(apart, min(GAPS_MOST, len(told) // 2))))
