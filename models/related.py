"""What an answer shows next to the experts: people by name, documents, topics, groups, filters, a better spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.facts import Group, Key, Location, Node, Seconds, Topic, anchor_key
from models.answered import quoting
from models.answers import Answer, GroupHit, Question, TopicHit
from models.copies import Copies, copies_of, places_of_copies, shown_copies
from models.did_you_mean import suggest
from models.documents import document_hit, with_rest
from models.evidence import Summaries
from models.grouping import run_starts
from models.index.contract import NameMatch, Snapshot
from models.index.text.subject import subject_of
from models.knowledge import topic_hit
from models.people_search import keys_of, person_hit
from models.rankers.matches import Matches
from models.standing import threads_of

NAMED = 8
GROUPS = 6
TOPICS = 8
NEAR = 100
"""Number of best documents whose topics are counted for an answer."""


@dataclass(frozen=True, slots=True)
class Related:
    """What was found in the index, and the keys of what must be fetched to show it."""

    named: tuple[NameMatch, ...]
    named_total: int
    documents: tuple[int, ...]
    documents_total: int
    topics: tuple[TopicHit, ...]
    groups: tuple[tuple[Key, int], ...]
    departments: Mapping[Key, int]
    locations: Mapping[Key, int]
    keys: set[Key]
    hands: list[list[Key]]
    """Persons behind each document, at most three."""
    copies: Copies

    @property
    def shown(self) -> set[int]:
        """The documents that are shown, and what is told of their copies."""
        return {*self.documents} | shown_copies(self.copies)


def find_related(
    asked: Matches, persons: NDArray[np.int64], question: Question, answered: bool, now: Seconds | None, *, near: bool
) -> Related:
    """What the index finds next to these experts; `near`: topics also where nobody is found."""
    index = asked.index
    everybody = index.names(now).find(subject_of(question.text), len(index.persons))
    named = tuple(everybody[:NAMED])
    listed = with_rest(index, asked.parsed, asked.access, question, asked.found) if answered else quoting(asked)
    listed = listed[index.once_each(listed)]
    beside = _one_of_each_thread(index, listed)[: question.documents]
    documents = tuple(beside.tolist())
    groups = tuple(_groups(asked)) if answered else ()
    topics = tuple(_topics(asked)) if answered or near else ()
    keys = keys_of(index, named)
    keys.update(key for key, _ in groups)
    keys.update(topic.key for topic in topics)
    hands, copies = _hands(asked, beside), copies_of(index, asked.access, documents)
    keys.update(anchor_key(key) for each in hands for key in each)
    keys |= places_of_copies(index, copies)
    known = index.roster
    departments = _count(known.department[persons], known.departments)
    locations = _count(known.location[persons], known.locations)
    keys.update(departments, locations)
    return Related(
        named=named,
        named_total=len(everybody),
        documents=documents,
        documents_total=len(listed),
        topics=topics,
        groups=groups,
        departments=departments,
        locations=locations,
        keys=keys,
        hands=hands,
        copies=copies,
    )


def with_related(
    answer: Answer, found: Related, asked: Matches, *, nodes: Mapping[Key, Node], summaries: Summaries
) -> Answer:
    """The answer with its related results, as far as the asker may see them."""
    named = tuple(hit for each in found.named if (hit := person_hit(asked.index, each, nodes)) is not None)
    documents = tuple(
        document_hit(asked.index, ordinal, people, nodes, summaries, found.copies.get(ordinal, ()))
        for ordinal, people in zip(found.documents, found.hands, strict=True)
    )
    return replace(
        answer,
        named=named,
        named_total=found.named_total - len(found.named) + len(named),
        documents=documents,
        documents_total=found.documents_total if documents else 0,
        topics=tuple(topic for topic in found.topics if isinstance(nodes.get(topic.key), Topic)),
        groups=tuple(_group(nodes[key], count) for key, count in found.groups if isinstance(nodes.get(key), Group)),
        did_you_mean=suggest(asked) if not answer.people or asked.parsed.unknown else None,
        departments=_counted(found.departments, nodes),
        locations=_counted(found.locations, nodes),
    )


def _one_of_each_thread(index: Snapshot, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first of these documents in each thread, in their order, so that its title is shown once."""
    return ordinals[np.sort(np.unique(threads_of(index, ordinals), return_index=True)[1])]


def _hands(asked: Matches, documents: NDArray[np.int64]) -> list[list[Key]]:
    """Persons behind each of these documents, at most three, as far as their acts may vote."""
    persons = asked.index.persons
    known = {ordinal: place for place, ordinal in enumerate(asked.ordinals.tolist())}
    places = np.asarray([known.get(ordinal, -1) for ordinal in documents.tolist()], dtype=np.int64)
    bounds = (asked.places.searchsorted(places + beyond).tolist() for beyond in (0, 1))
    owners = [dict.fromkeys(asked.owners[first:last].tolist()) for first, last in zip(*bounds, strict=True)]
    return [[persons[owner].key for owner in list(each)[:3]] for each in owners]


def _groups(asked: Matches) -> list[tuple[Key, int]]:
    """Groups that hold most of the matching documents, with their counts."""
    return fullest_groups(asked.index, asked.found, GROUPS)


def fullest_groups(index: Snapshot, ordinals: NDArray[np.int64], limit: int) -> list[tuple[Key, int]]:
    """Groups with most of these documents, one of each text. Ties go by key: numbers would tell of hidden documents."""
    numbers = index.columns["folder"].take(ordinals).astype(np.int64)
    numbers = np.sort(numbers[index.once_each(ordinals, numbers) & (numbers >= 0)])
    starts = run_starts(numbers).nonzero()[0]
    unique, counts = numbers.take(starts), np.diff(starts, append=len(numbers))
    least = np.partition(counts, -limit)[-limit] if len(counts) > limit else 0
    keys = index.keys("groups")
    found = [(keys[unique[place]], int(counts[place])) for place in np.flatnonzero(counts >= least).tolist()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _group(node: Node, count: int) -> GroupHit:
    assert isinstance(node, Group)
    return GroupHit(node.key, node.name, node.kind.value, count)


def _topics(asked: Matches) -> list[TopicHit]:
    """Topics that the question names, then those that its best documents mention most."""
    index, topics = asked.index, asked.index.topics
    numbers = list(asked.parsed.topics)
    if len(topics.documents):
        unique, counts = np.unique(topics.mentioned_by(asked.ordinals[:NEAR]), return_counts=True)
        more = unique[np.lexsort((unique, -counts))].tolist()
        numbers += [number for number in more[: TOPICS * 2] if number not in numbers]
    hits = [topic_hit(index, asked.access, number) for number in numbers[:TOPICS]]
    return [hit for hit in hits if hit.documents]


def _count(numbers: NDArray[np.int64], keys: tuple[Key, ...]) -> dict[Key, int]:
    counts = np.bincount(numbers[numbers >= 0], minlength=len(keys))
    return {keys[number]: int(counts[number]) for number in np.flatnonzero(counts).tolist()}


def _counted(counts: Mapping[Key, int], nodes: Mapping[Key, Node]) -> tuple[GroupHit, ...]:
    hits = []
    for key, count in counts.items():
        node = nodes.get(key)
        if isinstance(node, Group | Location):
            kind = node.kind.value if isinstance(node, Group) else node.kind
            hits.append(GroupHit(key, node.name, kind, count))
    return tuple(sorted(hits, key=lambda hit: (-hit.documents, hit.name, hit.key)))
