"""Colleagues who could introduce two units to each other. They are asked before anybody reads their name.

Whoever has own work on a subject of both comes into question. First comes who works with people of the other unit, then
who is in a small group with some of them or in the line of reporting, then who sits where most of them sit. How much
somebody did counts nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.facts import Key
from models.divisions import Division, Level, divide
from models.gaps import Gap
from models.organisation_graph import NOWHERE, OrganisationGraph

ASKED = 4
"""Colleagues of each unit who are asked, at most."""
SMALL = 20
"""People in a group by which its members know each other, at most."""
TOPICS = 3
"""Topics that are told of each, at most."""


@dataclass(frozen=True, slots=True)
class Introducer:
    """Somebody in `own` who could introduce it to `other`: what of the shared topics they work on, and how they are
    near to `other`. `grouped` also stands for who reports to somebody there, or the other way round."""

    person: Key
    own: Key
    other: Key
    topics: tuple[Key, ...]
    works_with: bool = False
    grouped: bool = False
    same_building: bool = False


class Introducers:
    """Who comes into question between the units of one division."""

    def __init__(self, graph: OrganisationGraph, division: Division) -> None:
        self._graph, self._division = graph, division
        self._numbers = {unit: number for number, unit in enumerate(division.units)}
        self._topics = {topic: number for number, topic in enumerate(graph.topics)}
        self._building = divide(graph, Level.BUILDING).unit
        members = csr_array(graph.member > 0).astype(np.int64)
        sizes = np.asarray(members.sum(axis=0)).reshape(-1)
        self._small = csr_array(members[:, np.flatnonzero(sizes <= SMALL)])

    def of(self, gap: Gap) -> tuple[Introducer, ...]:
        """Who comes into question for this gap, of both of its units."""
        return (*self._of(gap, gap.one, gap.other), *self._of(gap, gap.other, gap.one))

    def _of(self, gap: Gap, own: Key, other: Key) -> tuple[Introducer, ...]:
        here, there = (np.flatnonzero(self._division.unit == self._numbers[unit]) for unit in (own, other))
        topics = [self._topics[topic] for topic in gap.shared_topics]
        work = csr_array(self._graph.work[here])[:, topics].toarray() > 0
        tied = np.asarray(self._graph.ties[here][:, there].sum(axis=1)).reshape(-1) > 0
        grouped = self._grouped(here, there)
        near = self._building[here] == self._most_are_in(there)
        near &= self._building[here] >= 0
        order = np.lexsort((here, -work.sum(axis=1), ~near, ~grouped, ~tied))
        found = [place for place in order.tolist() if work[place].any()][:ASKED]
        return tuple(
            Introducer(
                person=self._graph.people[here[place]],
                own=own,
                other=other,
                topics=tuple(gap.shared_topics[each] for each in np.flatnonzero(work[place])[:TOPICS].tolist()),
                works_with=bool(tied[place]),
                grouped=bool(grouped[place]),
                same_building=bool(near[place]),
            )
            for place in found
        )

    def _grouped(self, here: NDArray[np.int64], there: NDArray[np.int64]) -> NDArray[np.bool_]:
        """By person here whether they share a small group, or a line of reporting, with somebody there."""
        theirs = np.asarray(self._small[there].sum(axis=0)).reshape(-1)
        found: NDArray[np.bool_] = np.asarray(self._small[here] @ theirs).reshape(-1) > 0
        manager = self._graph.manager
        return found | np.isin(manager[here], there) | np.isin(here, manager[there])

    def _most_are_in(self, people: NDArray[np.int64]) -> int:
        """The building of more than half of these people."""
        told = self._building[people]
        counts = np.bincount(told[told >= 0], minlength=1)
        return int(counts.argmax()) if 2 * counts.max() > len(people) else NOWHERE
