"""What "documents about a topic" and "people who know about it" mean: the one definition for pages, JSON and commands.

A document is about a topic when it mentions the topic in one of its forms or has one of them as a tag; only documents
that the asker may read are counted. The people who know about a topic are those who did most work on it, by one rule
(`models.standing`) for the page of the topic, profiles and KNOWS_ABOUT. Work is to write, answer or edit: to read,
like, attend, comment or ask is not, nor is what a program did to many documents at once; hidden acts are out. Copies
of one text are one document in every list and count, and one piece of work: that of who wrote it first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.facts import ActKind
from models.answers import TopicHit
from models.index.contract import ACT_KINDS, AccessFilter, Snapshot, TopicRow

WORK = frozenset({ActKind.WROTE, ActKind.ANSWERED, ActKind.EDITED})
"""Acts that are work on a document."""
IS_WORK = np.isin(np.arange(256), [number for number, kind in ACT_KINDS.items() if kind in WORK])
"""By the number of an act, whether it is work."""
REMEMBERED = 5000
"""Number of topic counts that are kept with a commit of the index."""


def documents_about(index: Snapshot, access: AccessFilter, topic: int) -> NDArray[np.int64]:
    """Ordinals of the documents about this topic that the asker may read, ascending, copies among them."""
    ordinals = np.asarray(index.topics.mentioned(topic), dtype=np.int64)
    return ordinals[index.visible(ordinals, access)]


def own_work(
    index: Snapshot, access: AccessFilter, rows: NDArray[np.int64], able: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of these act rows are work of a person who may appear: not hidden by them, on no copy."""
    columns = index.columns
    owners = index.person_of[columns["account"][rows]]
    ordinals = columns["document"][rows].astype(np.int64)
    good: NDArray[np.bool_] = (owners >= 0) & able[owners] & (columns["share"][rows] > 0)
    good &= IS_WORK[columns["deed"][rows]] | IS_WORK[columns["second"][rows]]
    for left_out in (index.hidden, index.idle):
        if len(left_out):
            good &= ~_among(rows, left_out)
    good &= index.first_of(ordinals, access) == ordinals
    return good


def work_acts(index: Snapshot, rows: NDArray[np.int64]) -> list[ActKind]:
    """The act of each of these rows of own work: the stronger of the two that are."""
    deeds, seconds = (index.columns[name][rows] for name in ("deed", "second"))
    return [ACT_KINDS[number] for number in np.where(IS_WORK[deeds], deeds, seconds).tolist()]


def _among(rows: NDArray[np.int64], ascending: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these rows are among the others. Faster than `np.isin` for few rows among many."""
    places = np.minimum(np.searchsorted(ascending, rows), len(ascending) - 1)
    found: NDArray[np.bool_] = ascending[places] == rows
    return found


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


def label_of(row: TopicRow, language: str) -> str:
    """The label of a topic in this language, else in any."""
    return row.labels.get(language) or next((row.labels[code] for code in sorted(row.labels)), row.forms[0][1])
