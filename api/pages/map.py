"""The map of the organisation, one level at a time: a picture of bubbles and ties, and a list with the same content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.insight import may_open
from api.map_items import (
    KnownTopic,
    MapFound,
    MapGap,
    MapItem,
    find_on_map,
    map_of_work,
    people_of,
    read_gaps,
    read_items,
    references,
)
from api.map_walk import WalkStop, walk_of
from api.organisation import organisation_of
from api.page import Page
from api.pages.organisation import DEPARTMENT
from api.paging import Paging
from api.parameters import KEY_MOST, TEXT_MOST, PageNumber
from api.policy import Permission
from api.problems import Refused
from api.schemas import Reference, TopicReference
from graph.facts import Key, Topic
from graph.store import View
from models.floor import FEWEST
from models.map_layout import MapFrame, lay_out
from models.map_work import MapWork
from models.orgmap import MapTie, in_picture, level_of
from models.topic_list import list_topics

LISTED = 100
WIDE = MapFrame(688, 560, ((1, 1), (2, 1), (2, 2), (3, 2), (4, 2), (3, 3), (4, 3), (5, 3), (6, 3), (6, 4)), 50)
NARROW = MapFrame(358, 520, ((1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4)), 50)
"""The picture on a desk, and on a phone."""
MORE = "more"
"""The key of the bubble that gathers what a picture has no room for."""


class Colouring(StrEnum):
    """What the colour of a bubble tells."""

    DEPARTMENT = "department"
    BUILDING = "building"


@dataclass(frozen=True, slots=True)
class MapQuery:
    """Parameters of the map. `about` names a topic in words, `q` a department or a colleague."""

    unit: Annotated[str, Query(max_length=KEY_MOST, description="The key of a department: what lies in it.")] = ""
    colour: Annotated[Colouring, Query(description="What colours tell.")] = Colouring.DEPARTMENT
    topic: Annotated[str, Query(max_length=KEY_MOST, description="The key of a topic: where it is known.")] = ""
    about: Annotated[str, Query(max_length=TEXT_MOST, description="A topic in words, laid over the map.")] = ""
    q: Annotated[str, Query(max_length=TEXT_MOST, description="A department or colleague to be found.")] = ""
    walk: Annotated[int, Query(ge=0, le=20, description="The stop of the walk for somebody new; 0: no walk.")] = 0
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class MapSpot:
    """Where an item is in a picture: its middle, its radius and the room for its name, in pixels."""

    key: Key
    x: float
    y: float
    radius: float
    room: float


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A picture of a level. `more` items have no spot of their own; they share the one with the key `more`."""

    width: int
    height: int
    spots: tuple[MapSpot, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class MapPage:
    """One level of the map: its items by name, those in a picture, ties and gaps between these, and the pictures.

    `path` leads here from the whole organisation; `unit` is None for the whole. `fewest` is the number of people from
    which ties and counts of a department are told. `topic` is laid over the map, `about` what was asked for and names
    none; `also` probably means the same in the other language, and counts with it. `buildings` are all of the
    organisation. `outside` counts the colleagues of whom no department is told.
    What comes from documents is not told before it is `worked_out`.
    `found` is told with `q`. With `teams_only` no colleague is on the map. With `insight` the asker may open gaps of
    departments there. `stop` is the place in the `walk`, from 1.
    """

    unit: Reference | None
    path: tuple[Reference, ...] = ()
    people: int = 0
    items: tuple[MapItem, ...] = ()
    total: int = 0
    drawn: tuple[MapItem, ...] = ()
    ties: tuple[MapTie, ...] = ()
    gaps: tuple[MapGap, ...] = ()
    wide: MapPicture = MapPicture(WIDE.width, WIDE.height)
    narrow: MapPicture = MapPicture(NARROW.width, NARROW.height)
    colour: Colouring = Colouring.DEPARTMENT
    topic: Key = ""
    labels: dict[str, str] = field(default_factory=dict)
    also: TopicReference | None = None
    about: str = ""
    buildings: tuple[Reference, ...] = ()
    fewest: int = FEWEST
    worked_out: bool = True
    outside: int = 0
    q: str = ""
    found: tuple[MapFound, ...] = ()
    teams_only: bool = False
    insight: bool = False
    walk: tuple[WalkStop, ...] = ()
    stop: int = 0
    page: int = 1
    pages: int = 1


def organisation_map(asker: Asker, query: MapQuery) -> MapPage:
    """One level of the map of the organisation: departments and colleagues, and where a topic is known."""
    return map_of_level(asker, query, LISTED)


def map_of_level(asker: Asker, query: MapQuery, listed: int) -> MapPage:
    """The same with this many items on a page of the list."""
    chart = organisation_of(asker)
    tree = chart.departments
    if query.unit and query.unit not in tree:
        raise Refused(HTTPStatus.NOT_FOUND, "group-not-found")
    level = level_of(tree, query.unit or None)
    teams_only = asker.site.teams_only
    if teams_only:
        level = replace(level, people=())
    walk = walk_of(asker) if query.walk else ()
    keys = (*level.units, *level.people)
    wide, narrow = (in_picture(tree, level, _room(frame, len(keys))) for frame in (WIDE, NARROW))
    paging = Paging(query.page, len(keys), listed)
    worked = map_of_work(asker)
    work = worked.work_between(tree, wide, asker.viewer.person) if worked else MapWork()
    with asker.site.store.view(asker.viewer, recent=True) as view:
        gaps = read_gaps(view, work.gaps)
        topic = _topic(asker, view, query)
        known = KnownTopic.of(worked, view, topic.key) if worked and topic else None
        items = read_items(asker, view, chart, level, {*wide, *paging.cut(keys)}, known)
    way = references(tree, [each.key for each in tree.way(level.unit)] if level.unit else [])
    return MapPage(
        unit=way[-1] if way else None,
        path=way[:-1],
        people=people_of(tree, level),
        items=tuple(items[key] for key in paging.cut(keys) if key in items),
        total=len(keys),
        drawn=tuple(items[key] for key in wide if key in items),
        ties=work.ties,
        gaps=gaps,
        worked_out=worked is not None,
        wide=_picture([items[key] for key in wide if key in items], len(keys) - len(wide), WIDE),
        narrow=_picture([items[key] for key in narrow if key in items], len(keys) - len(narrow), NARROW),
        colour=query.colour,
        topic=topic.key if topic else "",
        labels=dict(topic.labels) if topic else {},
        also=known.also if known else None,
        about=query.about if topic is None else "",
        buildings=references(chart.places, chart.places.inner(None)),
        outside=0 if query.unit else chart.outside,
        q=query.q,
        found=find_on_map(asker, chart, query.q.strip()) if query.q.strip() else (),
        teams_only=teams_only,
        insight=may_open(asker),
        walk=walk,
        stop=min(query.walk, len(walk)),
        page=paging.shown,
        pages=paging.pages,
    )


def _room(frame: MapFrame, count: int) -> int:
    """Number of items that a picture shows of so many: all, or one less than fit, for the one that gathers others."""
    return count if count <= frame.most else frame.most - 1


def _picture(items: Sequence[MapItem], more: int, frame: MapFrame) -> MapPicture:
    """These items in a frame, with one bubble more for those that have no room."""
    keys, people = [each.key for each in items], [each.people for each in items]
    if more:
        keys, people = [*keys, MORE], [*people, 1]
    placed = zip(keys, lay_out(keys, people, frame), strict=True)
    spots = tuple(MapSpot(key, each.x, each.y, each.radius, each.room) for key, each in placed)
    return MapPicture(frame.width, frame.height, spots, more)


def _topic(asker: Asker, view: View, query: MapQuery) -> Topic | None:
    """The topic that is laid over the map. Raises Refused for a key that the asker may not know of."""
    key, index = query.topic, asker.site.index_if_any()
    if not key and query.about.strip() and index is not None:
        hits = list_topics(query.about, view, index, limit=1).topics
        key = hits[0].key if hits else ""
    node = view.get([key]).get(key) if key else None
    if query.topic and not isinstance(node, Topic):
        raise Refused(HTTPStatus.NOT_FOUND, "topic-not-found")
    return node if isinstance(node, Topic) else None


PAGE: Page[MapQuery, MapPage] = Page(
    path="/map",
    json="/api/map",
    template="map.html",
    permission=Permission.READ,
    query=MapQuery,
    record=MapPage,
    answer=organisation_map,
    example={"unit": None, "people": 120, "items": [DEPARTMENT], "total": 1, "wide": {"width": 688, "height": 560}},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="things",
)
