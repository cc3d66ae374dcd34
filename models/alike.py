"""Who else knows what a person knows, by the topics that the profile of each shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from graph.facts import Account, Key, Node, Seconds, Topic, anchor_key, is_ahead
from graph.store import View
from models.answers import AlikePerson, SharedTopic, TopicHit
from models.index.contract import AccessFilter, Index, Snapshot
from models.known_for import topics_of
from models.offering import FREE, LoadLimit, offered
from models.withdrawn import fetched
from models.work_on_topic import WorkOnTopic, people_who_know

TOPICS = 8
"""Topics of a person that are compared, at most."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Who else knows what a person knows: `topics` are those of the person, `total` counts all `people`."""

    person: Key
    name: str
    topics: tuple[TopicHit, ...] = ()
    people: tuple[AlikePerson, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class KnownTogether:
    """Who knows which of these topics (numbers), by person number, those with most of them first."""

    topics: tuple[TopicHit, ...]
    shared: dict[int, list[tuple[TopicHit, WorkOnTopic]]]
    keys: set[Key]

    @property
    def shown(self) -> tuple[int, ...]:
        """No document is shown."""
        return ()


def describe_alike(
    person: Key, view: View, index: Index, now: Seconds | None = None, *, limit: int = 20, load: LoadLimit = FREE
) -> Alike | None:
    """Who else knows what this person knows; None when the asker may not know of them.

    Those with most topics in common come first; one that few people know counts for more.
    """
    snapshot = index.snapshot()
    found = fetched(view, snapshot, snapshot.access_filter(view), partial(_draft, snapshot, person, now))
    if found is None:
        return None
    draft, nodes = found
    node = nodes.get(anchor_key(person))
    if not isinstance(node, Account) or is_ahead(node.joined, now):
        return None
    people = alike_people(snapshot, draft, nodes)
    topics = tuple(topic for topic in draft.topics if isinstance(nodes.get(topic.key), Topic))
    first = offered(people[:limit], view, snapshot, now, load)
    return Alike(person, node.name, topics, first, len(people))


def alike_people(index: Snapshot, draft: KnownTogether, nodes: Mapping[Key, Node]) -> tuple[AlikePerson, ...]:
    """Those of a draft whom the asker may know of, each with the topics that the asker may know of."""
    people = []
    for number, shared in draft.shared.items():
        key = index.persons[number].key
        other = nodes.get(anchor_key(key))
        mine = [each for each in shared if isinstance(nodes.get(each[0].key), Topic)]
        if mine and isinstance(other, Account):
            people.append(AlikePerson(key, other.name, tuple(_shared(topic, done) for topic, done in mine)))
    return tuple(people)


def _shared(topic: TopicHit, done: WorkOnTopic) -> SharedTopic:
    return SharedTopic(topic, len(done.ordinals), dict(sorted(done.acts.items())), done.last)


def _draft(index: Snapshot, person: Key, now: Seconds | None, access: AccessFilter) -> KnownTogether:
    """Who knows the topics of this person, for who may read so much."""
    number = index.person(person)
    known = topics_of(index, access, number, now)[:TOPICS] if number >= 0 else ()
    rarest = tuple(rank.topic for rank in sorted(known, key=lambda rank: rank.people))
    found = know_together(index, access, rarest, number, now)
    return replace(found, topics=tuple(rank.topic for rank in known), keys=found.keys | {anchor_key(person)})


def know_together(
    index: Snapshot, access: AccessFilter, topics: tuple[TopicHit, ...], without: int, now: Seconds | None
) -> KnownTogether:
    """Who knows these topics, without one person; a topic that few know counts for more."""
    shared: dict[int, list[tuple[TopicHit, WorkOnTopic]]] = {}
    weights: dict[int, float] = {}
    for topic in topics:
        others = people_who_know(index, access, index.topics.numbers[topic.key], now)
        for other, done in others:
            if other != without:
                shared.setdefault(other, []).append((topic, done))
                weights[other] = weights.get(other, 0.0) + 1.0 / len(others)
    order = sorted(shared, key=lambda other: (-round(weights[other], 6), index.persons[other].key))
    keys = {topic.key for topic in topics} | {anchor_key(index.persons[other].key) for other in order}
    return KnownTogether(topics, {other: shared[other] for other in order}, keys)
