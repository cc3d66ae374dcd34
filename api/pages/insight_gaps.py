"""Gaps: units that work on the same subjects and hardly with each other, and how far each unit works with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from fastapi import Query

from api.asker import Asker
from api.insight import Insight, counted_topics, open_insight, unit_names
from api.introductions import NamedIntroducer, introducers_of
from api.page import Page
from api.parameters import KEY_MOST
from api.policy import Permission
from api.schemas import CountedTopic, Reference
from graph.facts import Document, Key, Seconds
from models.against_chart import Communities
from models.divisions import Level, divide
from models.gaps import Gap
from models.open_questions import OpenQuestions, open_questions
from models.unit_documents import unit_documents

UNITS = 100
"""Units in the tables below, at most: those that work most within themselves."""
LISTED = 25
"""Gaps on the page, at most: the widest ones."""
SHARED = 8
"""Topics that are named of a gap, at most."""
SHOWN = 5
"""Documents of each side, at most."""


@dataclass(frozen=True, slots=True)
class GapsQuery:
    """How the organisation is divided, and the gap that is open."""

    by: Annotated[Level, Query(description="Between departments, teams or buildings.")] = Level.DEPARTMENT
    one: Annotated[str, Query(max_length=KEY_MOST, description="One unit of the gap that is open.")] = ""
    other: Annotated[str, Query(max_length=KEY_MOST, description="The other unit of it.")] = ""


@dataclass(frozen=True, slots=True)
class ShownGap:
    """Two units with `topics` in common, of `shared` in all, and `ties` pairs of people who work together.

    `ties` is null for at least one and fewer than the floor. `apart` tells whether most of them sit in different
    buildings.
    """

    one: Reference
    other: Reference
    topics: tuple[CountedTopic, ...]
    shared: int
    ties: int | None
    apart: bool


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A gap with documents for everyone on the shared topics, by people of each side.

    `introducers` could introduce the two to each other and agreed to be named here; nobody else is.
    """

    gap: ShownGap
    documents_of_one: tuple[Reference, ...]
    documents_of_other: tuple[Reference, ...]
    introducers: tuple[NamedIntroducer, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitTies:
    """How far a unit works with others: the E-I index, from -1 (with nobody outside it) to 1, and Burt's constraint,
    near 1 where all work with others is with one unit. Null: with nobody."""

    unit: Reference
    index: float | None
    constraint: float | None = None


@dataclass(frozen=True, slots=True)
class UnitCommunities:
    """A unit, and how many of its people are in each community: in steps of the floor, null under it."""

    unit: Reference
    people: tuple[int | None, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class CommunitiesFound:
    """Who works with each other more than with others: the number of communities, the `sizes` of the largest in steps
    of the floor, and the units that are shown, of which `whole` have most people in one community."""

    total: int = 0
    sizes: tuple[int, ...] = ()
    units: tuple[UnitCommunities, ...] = ()
    whole: int = 0


@dataclass(frozen=True, slots=True)
class AskedTopic:
    """A topic of questions that nobody answered, and how many; null where fewer people than the floor asked them."""

    topic: CountedTopic
    questions: int | None


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The widest gaps between units that are shown, the widest first. Without `at` nothing was worked out yet.

    A gap of which no topic can be named any more is left out until the next record.

    `questions` counts those of the last two years that nobody answered (null: fewer people than the floor asked them),
    and `asked` are the topics of most of them.
    """

    by: str
    at: Seconds | None = None
    fewest: int = 0
    gaps: tuple[ShownGap, ...] = ()
    opened: OpenGap | None = None
    units: tuple[UnitTies, ...] = ()
    communities: CommunitiesFound = CommunitiesFound()
    questions: int | None = 0
    asked: tuple[AskedTopic, ...] = ()
    left_out: int = 0


def insight_gaps(asker: Asker, query: GapsQuery) -> GapsPage:
    """Units with the same subjects and hardly any ties, by documents for everyone. Each look is noted."""
    about = {"unit": query.one, "other": query.other} if query.one and query.other else {}
    opened = open_insight(asker, "gaps", by=query.by.value, **about)
    if opened is None:
        return GapsPage(query.by.value)
    graph = opened.graph
    units = divide(graph, query.by).units
    names = unit_names(asker, query.by, [unit for unit in units if opened.floor.shows(query.by, unit)])
    between = opened.at(asker, query.by)
    found = [gap for gap in between.gaps if {gap.one, gap.other} <= names.keys()]
    asked = next((gap for gap in found if {gap.one, gap.other} == {query.one, query.other}), None)
    shown = found[:LISTED]
    every = {topic for gap in (*shown, *([asked] if asked else [])) for topic in gap.shared_topics}
    named = {each.key: each for each in counted_topics(asker, graph, map(graph.number_of, every)).values()}
    asked_of = open_questions(graph, opened.floor.fewest)
    return GapsPage(
        by=query.by.value,
        at=opened.graph.at,
        fewest=opened.floor.fewest,
        gaps=tuple(told for gap in shown if (told := _shown(gap, opened, names, named)).topics),
        opened=_opened(asker, opened, query.by, asked, _shown(asked, opened, names, named)) if asked else None,
        units=tuple(
            UnitTies(names[each.unit], each.index, between.constraints[each.unit])
            for each in between.ties[:UNITS]
            if each.unit in names
        ),
        communities=_communities(between.communities, names),
        questions=asked_of.total,
        asked=_asked(asker, opened, asked_of),
        left_out=len(units) - len(opened.floor.shown[query.by]),
    )


def _communities(found: Communities, names: dict[Key, Reference]) -> CommunitiesFound:
    rows = sorted(
        (row for row in found.rows[:UNITS] if row.unit in names), key=lambda row: (names[row.unit].name, row.unit)
    )
    units = tuple(UnitCommunities(names[row.unit], row.people, row.whole) for row in rows)
    return CommunitiesFound(found.total, found.sizes, units, found.whole)


def _asked(asker: Asker, opened: Insight, found: OpenQuestions) -> tuple[AskedTopic, ...]:
    named = counted_topics(asker, opened.graph, [topic for topic, _ in found.topics])
    return tuple(AskedTopic(named[topic], count) for topic, count in found.topics if topic in named)


def _shown(gap: Gap, opened: Insight, names: dict[Key, Reference], named: dict[Key, CountedTopic]) -> ShownGap:
    topics = [named[topic] for topic in gap.shared_topics if topic in named]
    return ShownGap(
        names[gap.one],
        names[gap.other],
        tuple(topics[:SHARED]),
        len(topics),
        opened.floor.told(gap.ties),
        2 * gap.apart > 1,
    )


def _opened(asker: Asker, opened: Insight, level: Level, gap: Gap, shown: ShownGap) -> OpenGap:
    one, other = (_documents(asker, opened, level, unit, gap.shared_topics) for unit in (gap.one, gap.other))
    return OpenGap(shown, one, other, introducers_of(asker, opened, level, gap))


def _documents(
    asker: Asker, opened: Insight, level: Level, unit: Key, topics: tuple[Key, ...]
) -> tuple[Reference, ...]:
    """Documents for everyone on these topics by people of this unit."""
    index = asker.site.index_if_any()
    if index is None:
        return ()
    graph, division = opened.graph, divide(opened.graph, level)
    people = [graph.people[each] for each in np.flatnonzero(division.unit == division.units.index(unit))]
    both = [key for topic in topics[:SHARED] for key in graph.both(graph.number_of(topic))]
    snapshot = index.snapshot()
    with asker.site.store.view(asker.site.viewer_of(None)) as everyone:
        found = unit_documents(snapshot, snapshot.access_filter(everyone), both, people, SHOWN)
        nodes = everyone.get(found)
    documents = [node for key in found if isinstance(node := nodes.get(key), Document)]
    return tuple(Reference(node.key, node.title, node.kind.value) for node in documents)


PAGE: Page[GapsQuery, GapsPage] = Page(
    path="/insight/gaps",
    json="/api/insight/gaps",
    template="insight_gaps.html",
    permission=Permission.INSIGHT,
    query=GapsQuery,
    record=GapsPage,
    answer=insight_gaps,
    example={
        "by": "department",
        "at": 1780000000,
        "fewest": 5,
        "gaps": [
            {
                "one": {"key": "group:people:water", "name": "Water", "kind": "department"},
                "other": {"key": "group:people:grid", "name": "Grid", "kind": "department"},
                "topics": [{"key": "topic:x", "labels": {"en": "predictive maintenance"}}],
                "shared": 1,
                "ties": 0,
                "apart": True,
            }
        ],
    },
    tag="insight",
)
