"""Which words name a topic and which documents mention it: a small table that follows the topic passes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.facts import EdgeKind, Key, Term, Topic
from graph.store import View
from models.index.generation import write_whole
from models.index.records import TopicRow
from models.index.text.analysis import asked_words

PAGE = 2000
PARTS = ("starts", "documents")
Pairs = Callable[[Sequence[tuple[int, Key]]], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics, their forms by folded words, and the documents of each as CSR over ordinals (topic -> documents)."""

    rows: tuple[TopicRow, ...]
    forms: Mapping[tuple[str, ...], tuple[int, ...]]
    longest: int
    numbers: Mapping[Key, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    back: tuple[NDArray[np.int32], NDArray[np.int32]]
    """The same pairs the other way: ordinals in order, and the topic of each."""

    def mentioned_by(self, ordinals: NDArray[np.int64]) -> NDArray[np.int32]:
        """The topics that these documents mention, once for each document that does."""
        known, topics = self.back
        first, last = np.searchsorted(known, ordinals, "left"), np.searchsorted(known, ordinals, "right")
        counts = last - first
        ends = np.cumsum(counts)
        rows = np.repeat(first - ends + counts, counts) + np.arange(int(counts.sum()))
        found: NDArray[np.int32] = topics[rows]
        return found

    def mentioned(self, topic: int) -> NDArray[np.int32]:
        """The ordinals that mention this topic."""
        return self.documents[self.starts[topic] : self.starts[topic + 1]]


def make(rows: Iterable[TopicRow], starts: NDArray[np.int64], documents: NDArray[np.int32]) -> Topics:
    """The topics with their forms looked up by folded words; a form of two topics names both."""
    kept = tuple(rows)
    forms: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(kept):
        for _, surface in row.forms:
            words = tuple(asked_words(surface))
            if words and number not in forms.setdefault(words, []):
                forms[words].append(number)
    return Topics(
        rows=kept,
        forms={words: tuple(numbers) for words, numbers in forms.items()},
        longest=max((len(words) for words in forms), default=0),
        numbers={row.key: number for number, row in enumerate(kept)},
        starts=starts,
        documents=documents,
        back=_turned(starts, documents),
    )


def _turned(starts: NDArray[np.int64], documents: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    order = np.argsort(documents, kind="stable")
    topics = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    return np.asarray(documents)[order], topics[order]


NONE = make((), np.zeros(1, np.int64), np.zeros(0, np.int32))


def collect(view: View) -> tuple[list[TopicRow], dict[Key, tuple[int, ...]]]:
    """All topics, and for each term those that it labels (by their place in the list)."""
    nodes: list[Topic] = []
    while page := view.nodes("topic", after=nodes[-1].key if nodes else None, limit=PAGE):
        nodes.extend(node for node in page if isinstance(node, Topic))
    places = {node.key: place for place, node in enumerate(nodes)}
    edges = [edge for edge in view.all_edges(EdgeKind.LABELS) if edge.end in places] if nodes else []
    terms = view.get({edge.start for edge in edges})
    labelled: dict[Key, list[int]] = {}
    forms: dict[int, set[tuple[str, str]]] = {}
    for edge in edges:
        labelled.setdefault(edge.start, []).append(places[edge.end])
        term = terms.get(edge.start)
        if isinstance(term, Term):
            forms.setdefault(places[edge.end], set()).add((term.language, term.surface))
    rows = [
        TopicRow(
            node.key, dict(node.labels), tuple(sorted(forms.get(place, set()) | set(node.labels.items()))), node.special
        )
        for place, node in enumerate(nodes)
    ]
    return rows, {key: tuple(sorted(set(found))) for key, found in labelled.items()}


def write(folder: Path, number: int, rows: Iterable[TopicRow], pairs: NDArray[np.int64], count: int) -> None:
    """Write the table; `pairs` are rows of (topic, ordinal)."""
    raw = [[row.key, dict(row.labels), [list(form) for form in row.forms], row.special] for row in rows]
    unique = np.unique(pairs, axis=0) if len(pairs) else pairs.reshape(0, 2)
    starts = np.searchsorted(unique[:, 0], np.arange(count + 1))
    np.save(folder / f"topics-starts-{number}.npy", starts.astype(np.int64))
    np.save(folder / f"topics-documents-{number}.npy", unique[:, 1].astype(np.int32))
    write_whole(folder / f"topics-{number}.json", json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def read(folder: Path, number: int) -> Topics:
    """The table of this number; without a number there are no topics yet."""
    if not number:
        return NONE
    raw = json.loads((folder / f"topics-{number}.json").read_bytes())
    rows = [
        TopicRow(key, labels, tuple((language, form) for language, form in forms), any(special))
        for key, labels, forms, *special in raw
    ]
    return make(
        rows,
        np.load(folder / f"topics-starts-{number}.npy", mmap_mode="r"),
        np.load(folder / f"topics-documents-{number}.npy", mmap_mode="r"),
    )


def mentions(view: View, labelled: Mapping[Key, tuple[int, ...]], pairs_of: Pairs) -> NDArray[np.int64]:
    """All (topic, ordinal) pairs, through the terms that label topics."""
    parts: list[NDArray[np.int64]] = []
    batch: list[tuple[int, Key]] = []
    terms = list(labelled)
    for start in range(0, len(terms), 50):
        for edge in view.edges([EdgeKind.MENTIONS, EdgeKind.TAGGED], terms[start : start + 50], "in"):
            batch.extend((topic, edge.start) for topic in labelled[edge.end])
        if len(batch) > 50_000:
            parts.append(pairs_of(batch))
            batch = []
    if batch:
        parts.append(pairs_of(batch))
    return np.concatenate(parts) if parts else np.zeros((0, 2), np.int64)
