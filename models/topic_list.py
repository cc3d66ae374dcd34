"""The list of topics: those with most documents first, whole, and with the counts of `models.knowledge`."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from graph.facts import Key
from graph.store import View
from models.answers import TopicHit, TopicList
from models.index.contract import Index
from models.knowledge import count_documents, topic_hit


def list_topics(text: str, view: View, index: Index, *, limit: int = 50, offset: int = 0) -> TopicList:
    """A page of the topics with a document that the asker may read, by number of documents, then by key.

    `text` keeps the topics with a label that holds it, whatever its capitals.
    """
    snapshot = index.snapshot()
    rows = snapshot.topics.rows
    counts = count_documents(snapshot, snapshot.access_filter(view))
    wanted = text.casefold().strip()
    numbers = [
        number
        for number in np.flatnonzero(counts).tolist()
        if not wanted or any(wanted in label.casefold() for label in rows[number].labels.values())
    ]
    numbers.sort(key=lambda number: (-int(counts[number]), rows[number].key))
    page = numbers[offset : offset + limit]
    hits = tuple(TopicHit(rows[number].key, dict(rows[number].labels), int(counts[number])) for number in page)
    return TopicList(hits, len(numbers))


def topic_hits(keys: Collection[Key], view: View, index: Index) -> dict[Key, TopicHit]:
    """These topics with the number of documents about each that the asker may read; unknown ones are missing."""
    snapshot = index.snapshot()
    access = snapshot.access_filter(view)
    numbers = {key: snapshot.topics.numbers.get(key) for key in keys}
    return {key: topic_hit(snapshot, access, number) for key, number in numbers.items() if number is not None}
