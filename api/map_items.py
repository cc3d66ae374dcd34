"""What is on a level of the map: departments and colleagues, and those that a text names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from api.asker import Asker
from api.faces import colleague_rows
from api.organisation import found_in
from api.schemas import Reference, TopicHit, TopicReference
from graph.facts import Key, Topic
from graph.store import View
from models.gaps import Gap
from models.map_work import OrganisationMap
from models.organisation import OrganisationChart, PartTree
from models.orgmap import MapLevel, buildings_of
from models.people_search import find_people

FOUND = 20
TOPICS = 8
"""Shared topics of a gap that are named, at most."""
PERSON = "person"


@dataclass(frozen=True, slots=True)
class MapItem:
    """A bubble, or a line of the list: a department or a colleague.

    `people` counts all within it, `inner` the departments in it, `building` is that of most of its people. `known` is
    how many of them know about the topic: None where none is asked for, or where there are too few people to say.
    """

    key: Key
    name: str
    kind: str
    people: int = 1
    inner: int = 0
    building: Reference | None = None
    function: str | None = None
    known: int | None = None
    own: bool = False
    """The asker is in it."""


@dataclass(frozen=True, slots=True)
class MapFound:
    """A department or colleague that was found, with the level of the map that shows it and the way there."""

    key: Key
    name: str
    kind: str
    unit: Key
    way: tuple[Reference, ...] = ()


def references(tree: PartTree, keys: Iterable[Key]) -> tuple[Reference, ...]:
    """These departments or places, as they can be opened."""
    return tuple(Reference(key, tree[key].name, tree[key].kind) for key in keys)


def people_of(tree: PartTree, level: MapLevel) -> int:
    """Number of people of a level and within it, each once."""
    if level.unit:
        return tree.count(level.unit)
    return len(frozenset[Key]().union(*(tree.within(key) for key in level.units)))


@dataclass(frozen=True, slots=True)
class MapGap:
    """Two departments that work on the same subjects and hardly with each other: the number of `shared` topics, of
    which `topics` are the first ones that the asker may know of, and the pairs of colleagues who work together."""

    one: Key
    other: Key
    shared: int
    pairs: int
    topics: tuple[TopicHit, ...] = ()


def read_gaps(view: View, gaps: Sequence[Gap]) -> tuple[MapGap, ...]:
    """These gaps with the names of their topics."""
    nodes = view.get({key for gap in gaps for key in gap.shared_topics[:TOPICS]})
    found = []
    for gap in gaps:
        named = (nodes.get(key) for key in gap.shared_topics[:TOPICS])
        topics = tuple(TopicHit(node.key, dict(node.labels)) for node in named if isinstance(node, Topic))
        found.append(MapGap(gap.one, gap.other, len(gap.shared_topics), gap.ties, topics))
    return tuple(found)


def map_of_work(asker: Asker) -> OrganisationMap | None:
    """What maps tell of the record of the organisation, made once for each record; None as long as there is none."""
    graph = asker.site.organisation_graph()
    if graph is None:
        return None
    name = ("map", graph.stamp, graph.at)
    found: OrganisationMap = asker.site.books.recall(name, 0, asker.site.now(), lambda: OrganisationMap(graph))
    return found


@dataclass(frozen=True, slots=True)
class KnownTopic:
    """Who knows about the topic that is laid over the map, and of which people a count may be told."""

    work: OrganisationMap
    people: frozenset[Key]
    also: TopicReference | None
    """What probably means the same in the other language, and counts with it."""

    @classmethod
    def of(cls, work: OrganisationMap, view: View, topic: Key) -> KnownTopic:
        """The people who know about this topic."""
        nodes = (node for node in view.get(work.counts_with(topic)).values() if isinstance(node, Topic))
        also = next((TopicReference(node.key, dict(node.labels)) for node in nodes), None)
        return cls(work, work.who_know(topic), also)

    def count(self, people: frozenset[Key]) -> int | None:
        """Number of these people who know about it; None where they are too few to say."""
        return len(self.people & people) if self.work.enough(people) else None


def read_items(
    asker: Asker,
    view: View,
    chart: OrganisationChart,
    level: MapLevel,
    keys: Collection[Key],
    topic: KnownTopic | None = None,
) -> dict[Key, MapItem]:
    """The departments and colleagues of a level with these keys, as far as the asker may see them."""
    tree = chart.departments
    homes = buildings_of(chart, tree, keys)
    buildings = {key: references(chart.places, [home])[0] for key, home in homes.items()}
    units = (key for key in level.units if key in keys)
    items = {key: _department(tree, key, asker.viewer.person, buildings.get(key), topic) for key in units}
    for key, row in colleague_rows(asker, view, [key for key in level.people if key in keys]).items():
        items[key] = MapItem(
            key=key,
            name=row.name,
            kind=PERSON,
            building=buildings.get(key),
            function=row.function,
            known=None if topic is None else int(key in topic.people),
            own=key == asker.viewer.person,
        )
    return items


def _department(
    tree: PartTree, key: Key, me: Key | None, building: Reference | None, topic: KnownTopic | None
) -> MapItem:
    inside = tree.within(key)
    return MapItem(
        key=key,
        name=tree[key].name,
        kind=tree[key].kind,
        people=len(inside),
        inner=len(tree.inner(key)),
        building=building,
        known=topic.count(inside) if topic else None,
        own=me in inside,
    )


def find_on_map(asker: Asker, chart: OrganisationChart, text: str) -> tuple[MapFound, ...]:
    """Departments, then colleagues in one, that this text names, best match first; colleagues where the map has any."""
    tree, index = chart.departments, asker.site.index_if_any()
    found = [
        MapFound(key, tree[key].name, tree[key].kind, key, references(tree, [each.key for each in tree.way(key)[:-1]]))
        for key in found_in(asker, tree, "departments", text)
    ]
    if index is not None and not asker.site.teams_only:
        named = [each.person for each in find_people(text, index, asker.site.now())[:FOUND]]
        with asker.site.store.view(asker.viewer, recent=True) as view:
            rows = colleague_rows(asker, view, named)
        for key, row in rows.items():
            home = next((group for group in chart.groups.get(key, ()) if group in tree), None)
            if home is not None:
                way = references(tree, [each.key for each in tree.way(home)])
                found.append(MapFound(key, row.name, PERSON, home, way))
    return tuple(found[:FOUND])
