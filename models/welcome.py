"""The first people, topics, groups and documents for somebody new, by their department, place and manager.

Topics are those that the department knows together, by documents for everyone; people are who know about them now, by
what the asker may read, and of several the one who sits nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from graph.facts import Account, Group, Key, Node, Seconds, anchor_key
from graph.opting import opted_out
from graph.pauses import last_days
from graph.store import View
from models.answers import TopicHit
from models.colleagues import Colleagues, Line
from models.index.contract import AccessFilter, Index, Numbers, Snapshot
from models.known_together import KnownByPerson, SharedKnowledge, known_together
from models.organisation import OrganisationChart, Unit
from models.pausing import paused_last
from models.people_to_meet import worked_on
from models.ties import Distance, distance
from models.withdrawn import fetched

TOPICS, GROUPS, PEERS = 6, 4, 3
"""Topics, groups, and people of the same manager, at most."""
ASKED = 4
"""Topics for each of which a colleague and a document are named."""
FEWEST = 2
"""Colleagues of a department who are active in a group, at least, before it is named."""
NEAREST = (Distance.ROOM, Distance.FLOOR, Distance.BUILDING, Distance.ELSEWHERE, None)


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Somebody to begin with: how they stand to the person, or the topic that they know about."""

    person: Key
    name: str
    line: Line | None = None
    topic: TopicHit | None = None
    distance: Distance | None = None
    not_now: Seconds | None = None
    """Until when they asked not to be asked; then they come last."""


@dataclass(frozen=True, slots=True)
class FirstGroup:
    """A group in which so many colleagues of the department are active."""

    group: Unit
    people: int


@dataclass(frozen=True, slots=True)
class FirstDocument:
    """The document that is most about a topic of the department."""

    key: Key
    title: str
    topic: TopicHit


@dataclass(frozen=True, slots=True)
class Welcome:
    """Where somebody new can begin. `department` is the innermost one around them that knows something together."""

    department: Unit | None = None
    people: tuple[FirstPerson, ...] = ()
    topics: tuple[SharedKnowledge, ...] = ()
    groups: tuple[FirstGroup, ...] = ()
    documents: tuple[FirstDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class WelcomeDraft:
    """The same in numbers: of each topic the people of the department who know about it now, and its best document."""

    knowers: Mapping[Key, list[Key]]
    documents: Mapping[Key, int]
    groups: list[tuple[Key, int]]
    keys: set[Key]

    @property
    def shown(self) -> Sequence[int]:
        """The documents that are shown."""
        return list(self.documents.values())


def welcome(
    me: Key,
    chart: OrganisationChart,
    known: KnownByPerson,
    colleagues: Colleagues | None,
    view: View,
    index: Index,
    now: Seconds,
) -> Welcome:
    """Where this person can begin, as far as they may read."""
    department, topics = _department(me, chart, known, view)
    inside = chart.departments.whole(department.key) if department else []
    snapshot = index.snapshot()
    others = {each.topic: sorted(known.who(each.topic, inside) - {me}) for each in topics[:ASKED]}
    groups = _groups(colleagues, set(inside) - {me}, me)
    over = _over_and_beside(me, chart)
    draft = partial(_draft, snapshot, others, groups, [anchor_key(each) for each in over], now)
    made = fetched(view, snapshot, snapshot.access_filter(view), draft)
    if made is None:
        return Welcome(department)
    found, nodes = made
    out = opted_out(view, sorted({*over, *(each for people in found.knowers.values() for each in people)}))
    hits = {each.topic: TopicHit(each.topic, each.labels) for each in topics}
    lined = [_person(each, nodes, line=line) for each, line in over.items()]
    knowing = _one_for_each(me, found.knowers, hits, nodes, chart, {me, *over, *out})
    titles = {key: snapshot.columns.name_of(ordinal) for key, ordinal in found.documents.items()}
    return Welcome(
        department,
        _offered([each for each in (*lined, *knowing) if each is not None], view, now),
        topics,
        _one_of_each_name(
            FirstGroup(Unit(key, node.name, node.kind.value), count)
            for key, count in found.groups
            if isinstance(node := nodes.get(key), Group)
        )[:GROUPS],
        tuple(FirstDocument(key, title, hits[topic]) for topic, (key, title, _) in titles.items()),
    )


def _one_of_each_name(groups: Iterable[FirstGroup]) -> tuple[FirstGroup, ...]:
    """The first group of each name: a folder, a channel and a space of one name are one proposal."""
    found: dict[str, FirstGroup] = {}
    for each in groups:
        found.setdefault(each.group.name.casefold(), each)
    return tuple(found.values())


def _offered(people: Sequence[FirstPerson], view: View, now: Seconds) -> tuple[FirstPerson, ...]:
    """These people, those who asked not to be asked behind the others."""
    return paused_last(people, last_days(view, [each.person for each in people], now))


def _department(
    me: Key, chart: OrganisationChart, known: KnownByPerson, view: View
) -> tuple[Unit | None, tuple[SharedKnowledge, ...]]:
    """The innermost department of this person that knows something together, and what; else the innermost one."""
    tree = chart.departments
    mine = [key for key in chart.groups.get(me, ()) if key in tree]
    way = list(reversed(max((tree.way(key) for key in mine), key=len, default=[])))
    for part in way:
        if topics := known_together(known, tree.whole(part.key), view, TOPICS):
            return part, topics
    return (way[0] if way else None), ()


def _over_and_beside(me: Key, chart: OrganisationChart) -> dict[Key, Line]:
    """The manager, and some of those with the same one, by key."""
    manager = chart.reports.get(me)
    if manager is None:
        return {}
    peers = sorted(each for each, above in chart.reports.items() if above == manager and each != me)
    return {manager: Line.MANAGER, **dict.fromkeys(peers[:PEERS], Line.SAME_MANAGER)}


def _groups(colleagues: Colleagues | None, inside: set[Key], me: Key) -> list[tuple[Key, int]]:
    """Groups in which several of these people are and this one is not; rare ones of many of them first."""
    if colleagues is None:
        return []
    graph = colleagues.graph
    rows = [number for each in sorted(inside) if (number := colleagues.number(each)) >= 0]
    counts = np.bincount(graph.member[rows].indices, minlength=len(graph.groups)) if rows else np.zeros(0, np.int64)
    whole = np.bincount(graph.member.indices, minlength=len(graph.groups))
    if (mine := colleagues.number(me)) >= 0 and rows:
        counts[graph.member[[mine]].indices] = 0
    found = np.flatnonzero(counts >= FEWEST)
    order = sorted(
        found.tolist(), key=lambda each: (-round(float(counts[each]) ** 2 / float(whole[each]), 6), graph.groups[each])
    )
    return [(graph.groups[each], int(counts[each])) for each in order[: 2 * GROUPS]]


def _draft(
    index: Snapshot,
    others: Mapping[Key, list[Key]],
    groups: list[tuple[Key, int]],
    anchors: list[Key],
    now: Seconds,
    access: AccessFilter,
) -> WelcomeDraft:
    """Who of them has work on each topic now, and the best document about each, for who may read so much."""
    able = index.roster.able(False, now)
    people = sorted(
        {each for found in others.values() for each in found if (number := index.person(each)) >= 0 and able[number]}
    )
    works = dict(zip(people, worked_on(index, access, _numbers(index, people)), strict=True))
    numbers = {topic: index.topics.numbers[topic] for topic in others if topic in index.topics.numbers}
    knowers = {
        topic: [each for each in others[topic] if number in works.get(each, ())] for topic, number in numbers.items()
    }
    documents: dict[Key, int] = {}
    for topic, number in numbers.items():
        if (best := _best_document(index, access, number, set(documents.values()))) is not None:
            documents[topic] = best
    keys = {*anchors, *(anchor_key(each) for each in people), *(key for key, _ in groups)}
    return WelcomeDraft(knowers, documents, groups, keys)


def _numbers(index: Snapshot, people: Sequence[Key]) -> Numbers:
    return np.asarray([index.person(each) for each in people], dtype=np.int64)


def _best_document(index: Snapshot, access: AccessFilter, topic: int, but: set[int]) -> int | None:
    """The document for everyone that is most about the topic; of equals the one that was begun last."""
    ordinals = np.asarray(index.topics.mentioned(topic), dtype=np.int64)
    about = index.topics.about_of(topic)
    good = index.visible(ordinals, access) & (index.columns["title_size"][ordinals] > 0)
    good &= np.asarray(index.columns["public"][ordinals] > 0) & ~np.isin(ordinals, list(but))
    good &= index.first_of(ordinals, access) == ordinals
    if index.topics.special[topic] or not good.any():
        return None
    order = np.lexsort((-ordinals[good], -np.round(about[good], 2)))
    return int(ordinals[good][order[0]])


def _one_for_each(
    me: Key,
    knowers: Mapping[Key, list[Key]],
    hits: Mapping[Key, TopicHit],
    nodes: Mapping[Key, Node],
    chart: OrganisationChart,
    named: set[Key],
) -> list[FirstPerson | None]:
    """For each topic one who knows about it and is not named yet: who sits nearest."""
    found: list[FirstPerson | None] = []
    for topic, people in knowers.items():
        free = [each for each in people if each not in named]
        if free:
            best = min(free, key=lambda each: (NEAREST.index(distance(chart, me, each)), each))
            named = named | {best}
            found.append(_person(best, nodes, topic=hits[topic], far=distance(chart, me, best)))
    return found


def _person(
    person: Key,
    nodes: Mapping[Key, Node],
    *,
    line: Line | None = None,
    topic: TopicHit | None = None,
    far: Distance | None = None,
) -> FirstPerson | None:
    node = nodes.get(anchor_key(person))
    return FirstPerson(person, node.name, line, topic, far) if isinstance(node, Account) else None
