"""What people say of who knows about a topic, as a small addition for those whose own work names them already.

A step behind the fusion, and no ranker: it reads the View, which rankers do not, and its measure is the person's own
points. Its contract: it names nobody and leaves nobody out; it adds at most `MOST` of a person's points, so that nobody
passes somebody with more than that much more evidence; where nobody said anything the order is that of the fusion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from graph.authored import USED_TO
from graph.facts import EdgeKind, Endorsement, Key
from graph.store import View
from models.answers import Evidence, Expert, Question, Share
from models.index.contract import Snapshot
from models.rankers.fusion import Fusion
from models.rankers.matches import able_persons
from models.rankers.registry import SAID
from models.reasons import GRAIN

CLAIM, COLLEAGUE, MOST = 0.02, 0.01, 0.05
"""Parts of a person's own points: for their own claim, for each colleague who says so, and for all together."""
LOOKED = 200
"""The first so many people of an answer change places among each other."""


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What is said of one person: about which topic, whether they say so themselves, how many colleagues do."""

    topic: Key
    labels: Mapping[str, str]
    claims: bool = False
    colleagues: int = 0

    @property
    def part(self) -> float:
        """What is added, as a part of their own points."""
        return min(MOST, CLAIM * self.claims + COLLEAGUE * self.colleagues)


SaidOfPersons = Mapping[int, SaidOf]
"""By the number of the person."""
NOTHING: SaidOfPersons = {}


def said_of(
    question: Question, topics: tuple[int, ...], fusion: Fusion, view: View, index: Snapshot, now: int | None
) -> SaidOfPersons:
    """What is said of the first people of this order about these topics, as far as the asker may see.

    Nothing for a question about a language or period: what is said has neither. A colleague counts once, whatever the
    number of topics, and nobody for themselves; those who left or opted out are no colleagues.
    """
    rows = [index.topics.rows[topic] for topic in topics if not index.topics.special[topic]]
    if not rows or question.everybody or question.language or question.since or question.until:
        return NOTHING
    keys = {index.persons[number].key: number for number in fusion.persons[:LOOKED].tolist()}
    labels = {row.key: dict(row.labels) for row in rows}
    edges = view.edges([EdgeKind.CLAIMS, EdgeKind.ENDORSES], [*labels, *keys], "in") if keys else []
    able = able_persons(index, leavers=False, now=now)
    about: dict[Key, set[Key]] = defaultdict(set)
    by: dict[Key, set[Key]] = defaultdict(set)
    for edge in edges:
        if isinstance(edge, Endorsement):
            other = index.person(edge.start)
            if edge.topic in labels and edge.end in keys and edge.start != edge.end and other >= 0 and able[other]:
                about[edge.end].add(edge.topic)
                by[edge.end].add(edge.start)
        elif edge.kind is EdgeKind.CLAIMS and edge.role != USED_TO and edge.end in labels and edge.start in keys:
            about[edge.start].add(edge.end)
            by[edge.start].add(edge.start)
    return {
        keys[person]: SaidOf(min(found), labels[min(found)], person in by[person], len(by[person] - {person}))
        for person, found in about.items()
    }


def lifted(fusion: Fusion, said: SaidOfPersons) -> Fusion:
    """The same people in the order of their points with what is added; those with equal points keep their places.

    Who mentioned the subject in passing stays behind those who know about it.
    """
    if not said:
        return fusion
    points = fusion.points.copy()
    for place, number in enumerate(fusion.persons[:LOOKED].tolist()):
        if number in said:
            points[place] += _added(points[place], said[number])
    order = np.arange(len(points))
    passing = order >= len(points) - fusion.in_passing
    order[:LOOKED] = np.lexsort((-points[:LOOKED].round(9), passing[:LOOKED]))
    return replace(fusion, points=points).cut(order)


def with_said(people: tuple[Expert, ...], said: SaidOfPersons, index: Snapshot, limit: int) -> tuple[Expert, ...]:
    """These people with what is said of them as one more reason, of which the points add up as all do.

    With a `limit` of no evidence it is among what is not listed.
    """
    return tuple(
        _with(each, said[number], limit) if (number := index.person(each.person)) in said else each for each in people
    )


def _with(expert: Expert, said: SaidOf, limit: int) -> Expert:
    added = _added(expert.points, said)
    title = next(iter(said.labels.values()), "")
    reason = Evidence(SAID, SAID, said.topic, title, added, rankers=((SAID, added),))
    return replace(
        expert,
        points=expert.points + added,
        shares=(*expert.shares, Share(SAID, added, 1, 1)),
        evidence=(*expert.evidence, reason) if limit else expert.evidence,
        others=expert.others if limit else expert.others + added,
        says_so=said.claims,
        colleagues=said.colleagues,
    )


def _added(points: float, said: SaidOf) -> float:
    """What is added to these points, in the grain in which all points add up."""
    return float(np.floor(points * said.part / GRAIN) * GRAIN)
