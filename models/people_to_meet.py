"""Colleagues for the asker, as they may be shown now: the lists of `models.colleagues` with the reason of each line.

The graph tells who comes into question. Each reason is looked up anew by what the asker may read at this moment: who
opted out since, what somebody hides and what was withdrawn is left out, and whoever the asker shares something with
that not everybody may read is nobody to meet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import numpy as np

from graph.facts import Account, EdgeKind, Group, Key, Node, Seconds, Topic, anchor_key, kind_of, person_key
from graph.opting import opted_out
from graph.pauses import last_days
from graph.store import View
from models.answers import TopicHit
from models.colleagues import FEWEST, Colleagues, Line, ToFollow
from models.company import Company, company_of
from models.grouping import is_numbered
from models.index.contract import AccessFilter, Index, Numbers, Snapshot
from models.knowledge import own_work
from models.organisation import OrganisationChart, Unit
from models.pausing import marked, paused_last
from models.ties import Acquaintance, Distance, distance, small_groups
from models.withdrawn import fetched

MOST = 10
"""People in each of both lists, at most."""
CANDIDATES = 4
"""Times as many are looked up as are shown: of some nothing may be told now."""
TOPICS = 3
"""Topics that are named as the reason to meet, at most."""
NAMED = 2
"""People who know both, or who are the reason to follow something, that are named, at most."""
FOLLOWED = 6
"""Topics and groups to follow, at most."""
GROUPS_TOLD = 2
"""Groups of both that a line tells, at most: a folder, a channel and a space of one name are one reason."""


@dataclass(frozen=True, slots=True)
class NearColleague:
    """Somebody near: documents, discussions and groups of both, who reports to whom; else with whom both work."""

    person: Key
    name: str
    documents: int = 0
    threads: int = 0
    groups: tuple[Unit, ...] = ()
    line: Line | None = None
    know_both: tuple[Acquaintance, ...] = ()
    not_now: Seconds | None = None


@dataclass(frozen=True, slots=True)
class NewColleague:
    """Somebody to meet: topics that both work on, how far they sit, and who knows both."""

    person: Key
    name: str
    topics: tuple[TopicHit, ...]
    distance: Distance | None = None
    same_department: bool = False
    know_both: tuple[Acquaintance, ...] = ()
    not_now: Seconds | None = None


@dataclass(frozen=True, slots=True)
class TopicToFollow:
    """A topic that several of those near work on."""

    topic: TopicHit
    people: tuple[Acquaintance, ...]


@dataclass(frozen=True, slots=True)
class GroupToFollow:
    """A group in which several of those near are."""

    group: Unit
    people: tuple[Acquaintance, ...]


@dataclass(frozen=True, slots=True)
class PeopleToMeet:
    """Who is near (by name), whom to meet (most in common first), and topics and groups to follow.

    Whoever asked not to be asked (`not_now`: until when) keeps their place among those near, and comes last of the new.
    """

    near: tuple[NearColleague, ...] = ()
    new: tuple[NewColleague, ...] = ()
    topics: tuple[TopicToFollow, ...] = ()
    groups: tuple[GroupToFollow, ...] = ()


def people_of(found: PeopleToMeet) -> list[Key]:
    """Everybody of both lists."""
    return [*(each.person for each in found.near), *(each.person for each in found.new)]


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """The same in numbers of the graph; `rows` has the row and column in `company` of whom the index knows."""

    near: list[int]
    new: list[int]
    rows: Mapping[int, int]
    company: Company
    works: Mapping[int, set[int]]
    shared: Mapping[int, list[int]]
    topics: list[ToFollow]
    groups: list[ToFollow]
    keys: set[Key]

    @property
    def shown(self) -> tuple[int, ...]:
        """No document is shown."""
        return ()


def people_to_meet(
    me: Key, known: Colleagues, view: View, index: Index, chart: OrganisationChart, now: Seconds, most: int = MOST
) -> PeopleToMeet:
    """Colleagues for this person, as far as they may read; nobody for who is not in the graph."""
    snapshot, number = index.snapshot(), known.number(me)
    if number < 0:
        return PeopleToMeet()
    decided = {edge.end for edge in view.edges((EdgeKind.FOLLOWS, EdgeKind.HIDES), [me])}
    draft = partial(_draft, snapshot, known, number, chart, now, most, decided)
    made = fetched(view, snapshot, snapshot.access_filter(view), draft)
    if made is None:
        return PeopleToMeet()
    told = _Telling(known, number, snapshot, chart, *made, out=_out(view, made[0], me)).told(most)
    return _with_pauses(told, view, now)


def _with_pauses(found: PeopleToMeet, view: View, now: Seconds) -> PeopleToMeet:
    """The same with until when somebody is not to be asked; of the new they come last."""
    until = last_days(view, people_of(found), now)
    return replace(found, near=marked(found.near, until), new=paused_last(found.new, until))


def _out(view: View, draft: MeetingDraft, me: Key) -> set[Key]:
    """Those of the draft who opted out, the asker among them: then nobody is told."""
    people = {person_key(key) for key in draft.keys if kind_of(key) == "account"}
    return opted_out(view, sorted(people | {me}))


def _draft(
    index: Snapshot,
    known: Colleagues,
    me: int,
    chart: OrganisationChart,
    now: Seconds,
    most: int,
    decided: Collection[Key],
    access: AccessFilter,
) -> MeetingDraft:
    """Who comes into question, and what the asker may read of them; without topics and groups that they decided on."""
    graph, able = known.graph, index.roster.able(False, now)
    near, new = known.both(me, CANDIDATES * most, _beside(known, me, chart))
    numbers = {each: index.person(graph.people[each]) for each in (me, *near, *new)}
    here = [each for each, number in numbers.items() if number >= 0 and able[number]]
    persons = np.asarray([numbers[each] for each in here], dtype=np.int64)
    works = dict(zip(here, worked_on(index, access, persons), strict=True))
    shared = {each: _both(known, index, me, each, works) for each in new if {me, each} <= works.keys()}
    follow = known.topics_to_follow(me, near)
    proposed = (each for each in follow if not {*graph.both(each.number)}.intersection(decided))
    gathered = (each for each in known.groups_to_follow(me, near) if graph.groups[each.number] not in decided)
    topics, groups = list(islice(proposed, FOLLOWED)), list(islice(gathered, FOLLOWED))
    keys = {anchor_key(graph.people[each]) for each in here}
    keys |= {index.topics.rows[topic].key for found in shared.values() for topic in found}
    keys |= {graph.topics[each.number] for each in topics} | {graph.groups[each.number] for each in groups}
    keys |= {graph.groups[group] for each in near for group in known.shared_groups(me, each)}
    rows = {each: row for row, each in enumerate(here)}
    return MeetingDraft(
        near, new, rows, company_of(index, access, persons, able, among=True), works, shared, topics, groups, keys
    )


def _beside(known: Colleagues, me: int, chart: OrganisationChart) -> list[int]:
    """Those of the same department who sit in the same room or on the same floor."""
    seat = chart.seats.get(known.graph.people[me])
    way = chart.places.way(seat) if seat is not None else []
    near = next((part.key for part in way if part.kind in (Distance.FLOOR, Distance.ROOM)), None)
    mine = known.graph.department[me]
    there = [known.number(each) for each in chart.places.whole(near)] if near is not None and mine >= 0 else []
    return [each for each in there if each >= 0 and known.graph.department[each] == mine]


def worked_on(index: Snapshot, access: AccessFilter, persons: Numbers) -> list[set[int]]:
    """Of each of these people the topics (numbers) of their own work that the asker may read, hidden acts left out."""
    slots = np.full(len(index.persons), -1, dtype=np.int64)
    slots[persons] = np.arange(len(persons))
    accounts = [account for person in persons.tolist() for account in index.accounts_of(person)]
    rows = np.flatnonzero(is_numbered(index.columns["account"], np.asarray(accounts, dtype=np.int64)))
    rows = rows[index.visible(index.columns["document"][rows].astype(np.int64), access)]
    rows = rows[own_work(index, access, rows, slots >= 0)]
    topics, places, _ = index.topics.pairs_of(index.columns["document"][rows].astype(np.int64))
    owners = slots[index.person_of[index.columns["account"][rows[places]]]]
    found: list[set[int]] = [set() for _ in persons]
    for owner, topic in zip(owners.tolist(), topics.tolist(), strict=True):
        found[owner].add(topic)
    return found


def _both(known: Colleagues, index: Snapshot, me: int, other: int, works: Mapping[int, set[int]]) -> list[int]:
    """The topics that both are known to work on and of which both have work that the asker may read now.

    None where all of them are broad: that both wrote about what many write about is no reason to meet.
    """
    shared = ((topic, _numbers(known, index, topic)) for topic in known.shared_topics(me, other))
    kept = [(topic, each) for topic, each in shared if works[me] & {*each} and works[other] & {*each}]
    plain = [(topic, each) for topic, each in kept if not index.topics.special[each].any()]
    return [] if all(known.is_broad(topic) for topic, _ in plain) else [each[0] for _, each in plain][:TOPICS]


def _numbers(known: Colleagues, index: Snapshot, topic: int) -> list[int]:
    """The numbers of a topic of the record in the index, and of the one that counts with it."""
    found = (index.topics.numbers.get(key, -1) for key in known.graph.both(topic))
    return [number for number in found if number >= 0]


def _one_of_each_name(groups: Iterable[GroupToFollow]) -> tuple[GroupToFollow, ...]:
    """The first group of each name: a folder, a channel and a space of one name are one proposal."""
    found: dict[str, GroupToFollow] = {}
    for each in groups:
        found.setdefault(each.group.name.casefold(), each)
    return tuple(found.values())


class _Telling:
    """A draft put into names, as far as the asker may know of them."""

    def __init__(
        self,
        known: Colleagues,
        me: int,
        index: Snapshot,
        chart: OrganisationChart,
        draft: MeetingDraft,
        nodes: Mapping[Key, Node],
        *,
        out: set[Key],
    ) -> None:
        self._known, self._me, self._index, self._chart = known, me, index, chart
        self._draft, self._nodes = draft, nodes
        people = known.graph.people
        self._names = {
            each: node.name
            for each in draft.rows
            if people[each] not in out and isinstance(node := nodes.get(anchor_key(people[each])), Account)
        }

    def told(self, most: int) -> PeopleToMeet:
        """The lists, each line with its reason; what has none is left out."""
        if self._me not in self._names:
            return PeopleToMeet()
        near = [found for each in self._draft.near if (found := self._near(each))]
        new = [other for each in self._draft.new if (other := self._new(each))]
        return PeopleToMeet(
            near=tuple(sorted(near[:most], key=lambda each: (each.name.casefold(), each.person))),
            new=tuple(new[:most]),
            topics=tuple(topic for each in self._draft.topics if (topic := self._topic_to_follow(each))),
            groups=_one_of_each_name(group for each in self._draft.groups if (group := self._group_to_follow(each))),
        )

    def _topic_to_follow(self, each: ToFollow) -> TopicToFollow | None:
        """With those who have work on it now that the asker may read."""
        topic = self._topic(self._known.graph.topics[each.number])
        numbers = _numbers(self._known, self._index, each.number)
        people = self._several(
            other for other in each.people if not self._draft.works.get(other, set()).isdisjoint(numbers)
        )
        special = self._index.topics.special[numbers].any()
        return TopicToFollow(topic, people) if topic and people and not special else None

    def _group_to_follow(self, each: ToFollow) -> GroupToFollow | None:
        group = self._group(self._known.graph.groups[each.number])
        people = self._several(each.people)
        return GroupToFollow(group, people) if group and people else None

    def _near(self, other: int) -> NearColleague | None:
        if other not in self._names:
            return None
        draft, people = self._draft, self._known.graph.people
        at = draft.rows[self._me], draft.rows[other]
        documents, threads = int(draft.company.documents[at]), int(draft.company.threads[at])
        groups, line = self._groups(other), self._known.line(self._me, other)
        both = () if documents or threads or groups or line else self._know_both(other)
        found = NearColleague(people[other], self._names[other], documents, threads, groups, line, both)
        return found if documents or threads or groups or line or both else None

    def _groups(self, other: int) -> tuple[Unit, ...]:
        """The smallest groups of both, each name once: those of the directory, then those where both do something."""
        people = self._known.graph.people
        told = {each.name.casefold(): each for each in small_groups(self._chart, people[self._me], people[other])}
        for number in self._known.shared_groups(self._me, other):
            if group := self._group(self._known.graph.groups[number]):
                told.setdefault(group.name.casefold(), group)
        return tuple(told.values())[:GROUPS_TOLD]

    def _new(self, other: int) -> NewColleague | None:
        if other not in self._names or not self._draft.shared.get(other):
            return None
        draft, people, chart = self._draft, self._known.graph.people, self._chart
        topics = [self._topic(self._index.topics.rows[each].key) for each in draft.shared[other]]
        together = draft.company.strength[draft.rows[self._me], draft.rows[other]] > 0
        if together or small_groups(chart, people[self._me], people[other]):
            return None
        if not (told := tuple(each for each in topics if each)):
            return None
        return NewColleague(
            people[other],
            self._names[other],
            told,
            distance(chart, people[self._me], people[other]),
            self._in_one_department(other),
            self._know_both(other),
        )

    def _in_one_department(self, other: int) -> bool:
        department = self._known.graph.department
        return bool(department[self._me] == department[other] >= 0)

    def _know_both(self, other: int) -> tuple[Acquaintance, ...]:
        """Those of the people near with whom both work, the nearest to both first."""
        draft = self._draft
        nearness = np.minimum(*(draft.company.strength[draft.rows[each]] for each in (self._me, other)))
        near = [each for each in draft.near if each in self._names and nearness[draft.rows[each]] > 0]
        order = sorted(near, key=lambda each: (-nearness[draft.rows[each]], each))
        return tuple(self._acquaintance(each) for each in order[:NAMED])

    def _acquaintance(self, number: int) -> Acquaintance:
        return Acquaintance(self._known.graph.people[number], self._names[number])

    def _several(self, numbers: Iterable[int]) -> tuple[Acquaintance, ...]:
        """Those who are the reason to follow something, as long as they are several."""
        people = tuple(self._acquaintance(each) for each in numbers if each in self._names)
        return people[:NAMED] if len(people) >= FEWEST else ()

    def _topic(self, key: Key) -> TopicHit | None:
        node = self._nodes.get(key)
        return TopicHit(key, dict(node.labels)) if isinstance(node, Topic) else None

    def _group(self, key: Key) -> Unit | None:
        node = self._nodes.get(key)
        return Unit(key, node.name, node.kind.value) if isinstance(node, Group) else None
