"""The page of one topic: the people who know about it, the documents about it, related topics and groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key, Seconds, Topic
from graph.store import View
from models.answers import DocumentsQuestion, Question, TopicHit, TopicPage
from models.documents import list_documents
from models.experts import find_experts
from models.index.contract import AccessFilter, Index, Snapshot
from models.knowledge import documents_about, label_of, topic_hit

RELATED = 10
DOCUMENTS = 10
CANDIDATES = 200
"""Number of topics, those that share most documents with this one, that are compared by size."""


def describe_topic(
    topic: Key,
    view: View,
    index: Index,
    now: Seconds | None = None,
    *,
    language: str = "en",
    limit: int = 10,
    offset: int = 0,
) -> TopicPage | None:
    """The page of this topic; None when the asker may not know of it. `now` (seconds) decides who left.

    The people are those whom a search for its label in this language finds; `limit` and `offset` cut their list.
    """
    snapshot = index.snapshot()
    number = snapshot.topics.numbers.get(topic)
    if number is None:
        return None
    access = snapshot.access_filter(view)
    near = _related(snapshot, access, number)
    nodes = view.get({topic, *(hit.key for hit in near)})
    if not isinstance(nodes.get(topic), Topic):
        return None
    row = snapshot.topics.rows[number]
    label = label_of(row, language)
    answer = find_experts(Question(label, limit=limit, offset=offset), view, index, now)
    documents = list_documents(DocumentsQuestion(Question("", limit=DOCUMENTS), topic=topic), view, index, now)
    return TopicPage(
        topic=topic_hit(snapshot, access, number),
        synonyms=row.forms,
        people=answer.people,
        total=answer.total,
        documents=documents.documents,
        documents_total=documents.total,
        related=tuple(each for each in near if isinstance(nodes.get(each.key), Topic)),
        groups=answer.groups,
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
