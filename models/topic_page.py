"""What is known about a topic, and who knows it? The same answer as a search for its label, with what belongs to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key, Seconds, Topic
from graph.store import View
from models.answers import Question, TopicHit, TopicPage
from models.experts import find_experts
from models.index.reader import AccessFilter, Index, Snapshot

RELATED = 10
CANDIDATES = 200
"""So many topics that share most documents with one are weighed by how large they are."""


def describe_topic(
    topic: Key, view: View, index: Index, now: Seconds | None = None, *, limit: int = 10, offset: int = 0
) -> TopicPage | None:
    """What is known about this topic? None when the asker may not know of it. `now` (seconds) decides who left."""
    snapshot = index.snapshot()
    number = snapshot.topics.numbers.get(topic)
    if number is None:
        return None
    sight = snapshot.access_filter(view)
    near = _related(snapshot, sight, number)
    nodes = view.get({topic, *(hit.key for hit in near)})
    if not isinstance(nodes.get(topic), Topic):
        return None
    row = snapshot.topics.rows[number]
    label = next(iter(row.labels.values()), row.forms[0][1] if row.forms else "")
    answer = find_experts(Question(label, limit=limit, offset=offset), view, index, now)
    hit = next((hit for hit in answer.topics if hit.key == topic), TopicHit(topic, dict(row.labels)))
    return TopicPage(
        topic=hit,
        synonyms=row.forms,
        people=answer.people,
        total=answer.total,
        documents=answer.documents,
        documents_total=answer.documents_total,
        related=tuple(each for each in near if isinstance(nodes.get(each.key), Topic)),
        groups=answer.groups,
    )


def _related(index: Snapshot, sight: AccessFilter, number: int) -> list[TopicHit]:
    """Which topics share most documents with this one, for their size (Jaccard), as far as the asker may see?"""
    topics = index.topics
    mine = np.asarray(topics.mentioned(number), dtype=np.int64)
    mine = mine[index.visible(mine, sight)]
    numbers, shared = np.unique(topics.mentioned_by(mine), return_counts=True)
    most = np.lexsort((numbers, -shared))[: CANDIDATES + 1]  # what shares few of them cannot be near
    most = most[numbers[most] != number][:CANDIDATES]
    numbers, shared = numbers[most], shared[most]
    sizes = _sizes(index, sight, numbers)
    overlap = shared / np.maximum(1, len(mine) + sizes - shared)
    rows = topics.rows
    return [
        TopicHit(rows[numbers[place]].key, dict(rows[numbers[place]].labels), int(sizes[place]))
        for place in np.lexsort((numbers, -overlap))[:RELATED].tolist()
    ]


def _sizes(index: Snapshot, sight: AccessFilter, numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    """In how many documents that the asker may see is each of these topics?"""
    parts = [index.topics.mentioned(number) for number in numbers.tolist()]
    documents = np.concatenate([*parts, np.zeros(0, np.int32)]).astype(np.int64)
    which = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return np.bincount(which[index.visible(documents, sight)], minlength=len(parts)).astype(np.int64)
