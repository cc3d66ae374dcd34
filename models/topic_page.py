"""The page of one topic: the people who know about it, the documents about it, related topics and groups."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph.facts import Account, Group, Key, Node, Seconds, Topic, anchor_key
from graph.store import View
from models.answers import DocumentsQuestion, GroupHit, Knower, Question, TopicHit, TopicPage
from models.documents import list_documents
from models.index.contract import AccessFilter, Index, Snapshot
from models.knowledge import documents_about, topic_hit
from models.offering import FREE, LoadLimit, offered
from models.related import fullest_groups
from models.work_on_topic import WorkOnTopic, people_who_know

RELATED = 10
GROUPS = 6
DOCUMENTS = 10
CANDIDATES = 200
"""Number of topics, those that share most documents with this one, that are compared by size."""


def describe_topic(
    topic: Key,
    view: View,
    index: Index,
    now: Seconds | None = None,
    *,
    limit: int = 10,
    offset: int = 0,
    load: LoadLimit = FREE,
) -> TopicPage | None:
    """The page of this topic; None when the asker may not know of it. `now` (seconds) decides who left.

    The people are those whose profile may show it (`models.work_on_topic`); `limit` and `offset` cut their list.
    """
    snapshot = index.snapshot()
    number = snapshot.topics.numbers.get(topic)
    if number is None:
        return None
    access = snapshot.access_filter(view)
    near = _related(snapshot, access, number)
    about = documents_about(snapshot, access, number)
    groups = fullest_groups(snapshot, about, GROUPS)
    known = people_who_know(snapshot, access, number, now)
    people = {snapshot.persons[person].key: done for person, done in known}
    shown = list(people)[offset : offset + limit]
    keys = {topic, *(hit.key for hit in near), *(key for key, _ in groups), *map(anchor_key, shown)}
    nodes = view.get(keys)
    if not isinstance(nodes.get(topic), Topic):
        return None
    documents = list_documents(DocumentsQuestion(Question("", limit=DOCUMENTS), topic=topic), view, index, now)
    knowers = tuple(_knower(key, people[key], nodes) for key in shown if anchor_key(key) in nodes)
    return TopicPage(
        topic=topic_hit(snapshot, access, number),
        synonyms=snapshot.topics.rows[number].forms,
        people=offered(knowers, view, snapshot, now, load, first=offset == 0),
        total=len(people),
        documents=documents.documents,
        documents_total=documents.total,
        related=tuple(each for each in near if isinstance(nodes.get(each.key), Topic)),
        groups=tuple(
            GroupHit(found.key, found.name, found.kind.value, count)
            for key, count in groups
            if isinstance(found := nodes.get(key), Group)
        ),
    )


def _knower(person: Key, done: WorkOnTopic, nodes: Mapping[Key, Node]) -> Knower:
    """A person of the list, by the name of their anchor account."""
    node = nodes[anchor_key(person)]
    return Knower(
        person=person,
        name=node.name if isinstance(node, Account) else "",
        rank=done.rank,
        documents=len(done.ordinals),
        last=done.last,
        acts=dict(sorted(done.acts.items())),
    )


def _related(index: Snapshot, access: AccessFilter, number: int) -> list[TopicHit]:
    """Topics that share most documents with this one for their size (Jaccard), as far as the asker may see."""
    topics = index.topics
    mine = documents_about(index, access, number)
    mine = mine[index.once_each(mine)]
    numbers, shared = np.unique(topics.mentioned_by(mine), return_counts=True)
    most = np.lexsort((numbers, -shared))[: CANDIDATES + 1]  # what shares few of them cannot be near
    most = most[numbers[most] != number][:CANDIDATES]
    numbers, shared = numbers[most], shared[most]
    sizes = _sizes(index, access, numbers)
    overlap = shared / np.maximum(1, len(mine) + sizes - shared)
    rows = topics.rows
    return [
        TopicHit(rows[numbers[place]].key, dict(rows[numbers[place]].labels), int(sizes[place]))
        for place in np.lexsort((numbers, -overlap))[:RELATED].tolist()
    ]


def _sizes(index: Snapshot, access: AccessFilter, numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    """Number of documents about each of these topics that the asker may read, one for each text."""
    parts = [index.topics.mentioned(number) for number in numbers.tolist()]
    documents = np.concatenate([*parts, np.zeros(0, np.int32)]).astype(np.int64)
    which = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    seen = np.flatnonzero(index.visible(documents, access))
    seen = seen[index.once_each(documents[seen], which[seen])]
    return np.bincount(which[seen], minlength=len(parts)).astype(np.int64)
