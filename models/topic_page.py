"""What is known about a topic, and who knows it? The same answer as a search for its label, with what belongs to it."""

from __future__ import annotations

import numpy as np

from graph.facts import Key, Topic
from graph.store import View
from models.answers import Question, TopicHit, TopicPage
from models.experts import find_experts
from models.index.reader import Index, Sight, Snapshot

RELATED = 10


def describe_topic(topic: Key, view: View, index: Index, limit: int = 10, offset: int = 0) -> TopicPage | None:
    """What is known about this topic? None when the asker may not know of it."""
    snapshot = index.snapshot()
    number = snapshot.topics.numbers.get(topic)
    if number is None:
        return None
    sight = snapshot.sight(view)
    near = _related(snapshot, sight, number)
    nodes = view.get({topic, *(hit.key for hit in near)})
    if not isinstance(nodes.get(topic), Topic):
        return None
    row = snapshot.topics.rows[number]
    label = next(iter(row.labels.values()), row.forms[0][1] if row.forms else "")
    answer = find_experts(Question(label, limit=limit, offset=offset), view, index)
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


def _related(index: Snapshot, sight: Sight, number: int) -> list[TopicHit]:
    """Which topics share most documents with this one, for their size (Jaccard), as far as the asker may see?"""
    topics = index.topics
    mine = np.asarray(topics.mentioned(number), dtype=np.int64)
    mine = mine[index.visible(mine, sight)]
    hit = np.flatnonzero(np.isin(topics.documents, mine))
    numbers, shared = np.unique(np.searchsorted(topics.starts, hit, side="right") - 1, return_counts=True)
    visible = index.visible(np.asarray(topics.documents, dtype=np.int64), sight)
    sizes = np.add.reduceat(np.concatenate((visible, [False])).astype(np.int64), topics.starts[:-1])
    overlap = shared / np.maximum(1, len(mine) + sizes[numbers] - shared)
    order = np.lexsort((numbers, -overlap))
    others = [place for place in order if numbers[place] != number][:RELATED]
    rows = topics.rows
    return [
        TopicHit(rows[numbers[place]].key, dict(rows[numbers[place]].labels), int(sizes[numbers[place]]))
        for place in others
    ]
