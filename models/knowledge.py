"""What "documents about a topic" and "people who know about it" mean: the one definition for pages, JSON and commands.

A document is about a topic when it mentions the topic in one of its forms; only documents that the asker may read are
counted. The people who know about a topic are those whom a search for its label finds (`models.experts.find_experts`);
nothing else counts them, so that a number is always the length of the list that it leads to. A profile or KNOWS_ABOUT
edge names a topic for those who did most work on it: to read, to like or to attend is not work, hidden acts are out.
Copies of one text are one document in every list and count, and one piece of work: that of who wrote it first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.answers import TopicHit
from models.index.contract import READERS, AccessFilter, Snapshot

HIGH = 5
"""A profile shows a topic when the person is among this many people who did most for it."""
LEAST = 2
"""A profile shows a topic when the person worked on at least this many documents about it."""
REMEMBERED = 5000
"""Number of topic counts that are kept with a commit of the index."""


def documents_about(index: Snapshot, access: AccessFilter, topic: int) -> NDArray[np.int64]:
    """Ordinals of the documents about this topic that the asker may read, ascending, copies among them."""
    ordinals = np.asarray(index.topics.mentioned(topic), dtype=np.int64)
    return ordinals[index.visible(ordinals, access)]


def own_work(
    index: Snapshot, access: AccessFilter, rows: NDArray[np.int64], able: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of these act rows are work of a person who may appear: no reader's act, not hidden by them, on no copy."""
    owners = index.person_of[index.columns["account"][rows]]
    good: NDArray[np.bool_] = (owners >= 0) & able[owners] & (index.columns["deed"][rows] < READERS)
    if len(index.hidden):
        good &= ~np.isin(rows, index.hidden)
    ordinals = index.columns["document"][rows].astype(np.int64)
    good &= index.first_of(ordinals, access) == ordinals
    return good


def topic_hit(index: Snapshot, access: AccessFilter, topic: int) -> TopicHit:
    """A topic with the number of documents about it that the asker may read."""
    row = index.topics.rows[topic]
    known = (topic, access.mark)
    count = index.topic_counts.get(known)
    if count is None:
        count = index.topic_counts[known] = int(index.once_each(documents_about(index, access, topic)).sum())
        if len(index.topic_counts) > REMEMBERED:
            index.topic_counts.pop(next(iter(index.topic_counts)), None)
    return TopicHit(row.key, dict(row.labels), count)


def count_documents(index: Snapshot, access: AccessFilter) -> NDArray[np.int64]:
    """Number of documents about each topic that the asker may read, by topic number."""
    starts = np.asarray(index.topics.starts)
    documents = np.asarray(index.topics.documents, dtype=np.int64)
    seen = np.flatnonzero(index.visible(documents, access))
    topics = np.searchsorted(starts, seen, side="right") - 1
    seen = seen[index.once_each(documents[seen], topics)]
    counts: NDArray[np.int64] = np.diff(np.searchsorted(seen, starts)).astype(np.int64)
    return counts
