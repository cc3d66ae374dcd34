"""How knowledge is spread: topics by departments, teams or buildings, and on how few people each rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

import numpy as np
from fastapi import Query

from api.asker import Asker
from api.insight import Insight, counted_topics, open_insight, unit_names
from api.page import Page
from api.paging import Paging
from api.parameters import KEY_MOST, PageNumber
from api.policy import Permission
from api.schemas import CountedTopic, Reference
from graph.facts import Key, Seconds
from models.divisions import Level, divide
from models.going import PeopleGoing, going
from models.index.contract import Numbers
from models.spread import Spread, leaving
from models.trend import moved, trend_of
from models.years_of_work import ENDS, YEARS

LISTED = 40
"""Topics on a page."""
COLUMNS = 60
"""Units in the table, at most: the largest, and the one that is asked for."""
NAMED = 20
"""Topics in a list beside the table, at most."""
Order = Literal["fewest", "most", "work", "old"]


@dataclass(frozen=True, slots=True)
class KnowledgeQuery:
    """How the organisation is divided, the order of the topics, and the unit of which is asked what it would take."""

    by: Annotated[Level, Query(description="Divided by departments, teams or buildings.")] = Level.DEPARTMENT
    order: Annotated[
        Order,
        Query(
            description="Topics that rest on fewest people, that most know of, with most work, or oldest work first."
        ),
    ] = "most"
    unit: Annotated[
        str, Query(max_length=KEY_MOST, description="A unit: its topics first, and what is lost when it leaves.")
    ] = ""
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class TopicSpread:
    """A topic: the number of people who may be known for it, the fewest who have half of the work, and by unit.

    `holders_from` and `holders_to` are the same for 40 and 60 % of the work. `active` worked on it in the year before,
    `fresh` began in it. `years` are the last ones, the oldest first: people in steps of the floor (null: at least one
    and fewer), and `work` in documents about nothing else, null where fewer people did it. `cells` has a number of
    people for each unit; null is at least one and fewer than the floor.
    """

    topic: CountedTopic
    people: int | None
    holders: int | None
    holders_from: int | None
    holders_to: int | None
    active: int | None
    fresh: int | None
    cells: tuple[int | None, ...] = ()
    years: tuple[int | None, ...] = ()
    work: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLeaving:
    """What would be lost with all people of a unit: topics that only they know of, and those mostly theirs."""

    unit: Reference
    lost: tuple[CountedTopic, ...]
    weakened: tuple[CountedTopic, ...]
    lost_total: int
    weakened_total: int


@dataclass(frozen=True, slots=True)
class KnowledgePage:
    """The table of topics and units, a page of it. Without `at` nothing was worked out yet.

    `on_one` counts the topics of `topics` that one person knows of (null where only teams are told of). `left_out`
    units are not shown: figures of fewer than `fewest` people could be worked out. `beside` so many smaller ones have
    no column. `ends` are the last days of the years of a trend. `without` are topics of which nobody knows any more.
    `up` and `down` are those with more, or less, than in the year up to a quarter ago. `going` is what goes with
    those whose last day is told already.
    """

    by: str
    order: str
    at: Seconds | None = None
    fewest: int = 0
    topics: int = 0
    on_one: int | None = 0
    units: tuple[Reference, ...] = ()
    beside: int = 0
    left_out: int = 0
    rows: tuple[TopicSpread, ...] = ()
    ends: tuple[Seconds, ...] = ()
    shoulders: tuple[CountedTopic, ...] = ()
    without: tuple[CountedTopic, ...] = ()
    without_total: int = 0
    up: tuple[CountedTopic, ...] = ()
    down: tuple[CountedTopic, ...] = ()
    going: PeopleGoing | None = None
    unit: str = ""
    leaving: UnitLeaving | None = None
    page: int = 1
    pages: int = 1


def insight_knowledge(asker: Asker, query: KnowledgeQuery) -> KnowledgePage:
    """How knowledge is spread over the organisation, by documents for everyone. Each look is noted."""
    return knowledge_of(asker, query, LISTED)


def knowledge_of(asker: Asker, query: KnowledgeQuery, listed: int) -> KnowledgePage:
    """The same with this many topics on a page."""
    opened = open_insight(asker, "knowledge", by=query.by.value, **({"unit": query.unit} if query.unit else {}))
    if opened is None:
        return KnowledgePage(query.by.value, query.order)
    spread = opened.at(asker, query.by).spread
    names = unit_names(asker, query.by, spread.units)
    sizes = dict(zip(*_sizes(opened, query.by), strict=True))
    columns = [place for place, unit in enumerate(spread.units) if unit in names]
    columns.sort(key=lambda place: (spread.units[place] != query.unit, -sizes[spread.units[place]], place))
    beside = max(len(columns) - COLUMNS, 0)
    columns = columns[:COLUMNS]
    columns.sort(key=lambda place: (names[spread.units[place]].name.casefold(), spread.units[place]))
    column = next((place for place in columns if spread.units[place] == query.unit), None)
    seen = _coarse(spread, opened.floor.fewest) if asker.site.teams_only else spread
    ordered = _ordered(seen, opened, query.order, column)
    paging = Paging(query.page, len(ordered), listed)
    shown = list(paging.cut(ordered))
    lost = spread.lost.tolist()
    change = moved(opened.graph, opened.floor.fewest)
    return KnowledgePage(
        by=query.by.value,
        order=query.order,
        at=opened.graph.at,
        fewest=opened.floor.fewest,
        topics=int((spread.people > 0).sum()),
        on_one=None if asker.site.teams_only else len(spread.on_one),
        units=tuple(names[spread.units[place]] for place in columns),
        beside=beside,
        left_out=spread.left_out,
        rows=_rows(asker, opened, spread, shown, columns),
        ends=tuple(opened.graph.at - before for before in ENDS[:YEARS]),
        shoulders=() if asker.site.teams_only else _topics(asker, opened, spread.on_one[:NAMED].tolist()),
        without=_topics(asker, opened, lost[:NAMED]),
        without_total=len(lost),
        up=_topics(asker, opened, change.up),
        down=_topics(asker, opened, change.down),
        going=going(opened.graph, opened.floor.fewest),
        unit=query.unit if column is not None else "",
        leaving=None if column is None else _leaving(asker, opened, query.by, names[query.unit]),
        page=paging.shown,
        pages=paging.pages,
    )


def _sizes(opened: Insight, level: Level) -> tuple[tuple[Key, ...], list[int]]:
    division = divide(opened.graph, level)
    return division.units, division.sizes.tolist()


def _coarse(spread: Spread, fewest: int) -> Spread:
    """The same with no number of people finer than the floor, so that no order tells one."""
    people, holders, active, touched = (
        np.where(counts >= fewest, counts, np.minimum(counts, 1)).astype(np.int64)
        for counts in (spread.people, spread.holders, spread.active, spread.touched)
    )
    return replace(spread, people=people, holders=holders, active=active, touched=touched)


def _ordered(spread: Spread, opened: Insight, order: Order, column: int | None) -> list[int]:
    """Topics that somebody knows of. Of a unit those it knows of first, by what is told of it and nothing finer."""
    keys: dict[Order, tuple[Numbers, ...]] = {
        "fewest": (
            -np.round(spread.amount * np.log1p(spread.touched) * 1e6).astype(np.int64),
            spread.people,
            spread.holders,
        ),
        "most": (-spread.people,),
        "work": (-np.round(spread.amount * 1e6).astype(np.int64),),
        "old": (spread.people, spread.active),
    }
    chosen = keys[order]
    if column is not None:
        counts = spread.cells[:, [column]].toarray().reshape(-1)
        told = np.where(counts >= opened.floor.fewest, counts, 0)
        chosen = (*chosen, -np.where((counts > 0) & (told == 0), 1, told))
    found: list[int] = [topic for topic in np.lexsort(chosen).tolist() if spread.people[topic] > 0]
    return found


def _rows(
    asker: Asker, opened: Insight, spread: Spread, topics: Sequence[int], columns: Sequence[int]
) -> tuple[TopicSpread, ...]:
    named = counted_topics(asker, opened.graph, topics)
    fewest = opened.floor.fewest

    def told(count: int) -> int | None:
        return opened.floor.told(int(count)) if asker.site.teams_only else int(count)

    return tuple(
        TopicSpread(
            topic=named[topic],
            people=told(spread.people[topic]),
            holders=told(spread.holders[topic]),
            holders_from=told(spread.holders_less[topic]),
            holders_to=told(spread.holders_more[topic]),
            active=told(spread.active[topic]),
            fresh=told(spread.fresh[topic]),
            cells=tuple(opened.floor.told(count) for count in cells),
            years=trend.people,
            work=trend.work,
        )
        for topic, cells in zip(topics, spread.cells[list(topics)][:, list(columns)].toarray().tolist(), strict=True)
        for trend in [trend_of(opened.graph, topic, fewest)]
        if topic in named
    )


def _topics(asker: Asker, opened: Insight, topics: Sequence[int]) -> tuple[CountedTopic, ...]:
    named = counted_topics(asker, opened.graph, topics)
    return tuple(named[topic] for topic in topics if topic in named)


def _leaving(asker: Asker, opened: Insight, level: Level, unit: Reference) -> UnitLeaving:
    division = divide(opened.graph, level)
    people = np.flatnonzero(division.unit == division.units.index(unit.key)).tolist()
    found = leaving(opened.graph, people)
    lost, weakened = (_topics(asker, opened, topics[:NAMED]) for topics in (found.lost, found.weakened))
    return UnitLeaving(unit, lost, weakened, len(found.lost), len(found.weakened))


PAGE: Page[KnowledgeQuery, KnowledgePage] = Page(
    path="/insight/knowledge",
    json="/api/insight/knowledge",
    template="insight_knowledge.html",
    permission=Permission.INSIGHT,
    query=KnowledgeQuery,
    record=KnowledgePage,
    answer=insight_knowledge,
    example={
        "by": "department",
        "order": "fewest",
        "at": 1780000000,
        "fewest": 5,
        "topics": 40,
        "on_one": 3,
        "units": [{"key": "group:people:energy", "name": "Energy", "kind": "department"}],
        "rows": [
            {
                "topic": {"key": "topic:x", "labels": {"en": "hydrogen storage"}},
                "people": 7,
                "holders": 2,
                "holders_from": 1,
                "holders_to": 3,
                "active": 5,
                "fresh": 1,
                "cells": [6],
            }
        ],
    },
    tag="insight",
)
