"""Which words name a topic, and which documents are about it and how much: a table that follows the topic passes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.facts import EdgeKind, Key, Term, Topic
from graph.store import View
from models.grouping import run_rows, run_starts
from models.index.columns import Columns
from models.index.generation import write_whole
from models.index.mapped import table
from models.index.records import TopicRow
from models.index.text.analysis import asked_words

PAGE = 2000
PARTS = ("starts", "documents", "about", "usual")
Mask = NDArray[np.bool_]
Find = Callable[[Sequence[Key]], NDArray[np.int64]]
WHOLE = 255
"""A document that is about nothing else, as `about` counts it."""
TAGGED = 3.0
"""Weight of a tag; a term that a text uses once weighs 1, in its title 2 or more (`models.topics.mentions`)."""
SATURATED = 1.5
"""Weight at which a text of `LENGTH` is half about a topic."""
LENGTH = 2000
"""Bytes of own words from which a text has to use a term more often to be about it as much."""
LONGEST = 8
ASSUMED = 50
"""Documents about something else that are assumed besides: of a few documents nobody can say what is usual."""


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics, their forms by folded words, and the documents of each as CSR over ordinals (topic -> documents)."""

    rows: tuple[TopicRow, ...]
    forms: Mapping[tuple[str, ...], tuple[int, ...]]
    longest: int
    numbers: Mapping[Key, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    about: NDArray[np.uint8]
    """How much each of these documents is about its topic, in parts of `WHOLE`."""
    usual: NDArray[np.float64]
    """By topic, how much the average document for everyone is about it."""
    special: Mask
    """By topic, whether it is of a special category: never inferred for a person."""
    back: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]
    """The same pairs the other way: ordinals in order, the topic of each, and the place of the pair in `documents`."""

    def mentioned_by(self, ordinals: NDArray[np.int64]) -> NDArray[np.int32]:
        """The topics that these documents mention, once for each document that does."""
        return self.pairs_of(ordinals)[0]

    def pairs_of(self, ordinals: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64]]:
        """The topics of these documents: of each the topic, the place of the document, and how much it is about it."""
        known, topics, pairs = self.back
        first, last = np.searchsorted(known, ordinals, "left"), np.searchsorted(known, ordinals, "right")
        rows, which = run_rows(first, last - first)
        return topics[rows], which, self.about[pairs[rows]] / WHOLE

    def usual_without(self, ordinals: NDArray[np.int64], counted: int) -> NDArray[np.float64]:
        """The same as `usual` without these documents, of so many that count."""
        topics, _, about = self.pairs_of(ordinals)
        taken = np.bincount(topics, weights=about, minlength=len(self.rows))
        left = self.usual * (ASSUMED + counted) - taken
        return np.round(np.maximum(left, 0.0) / (ASSUMED + counted - len(ordinals)), 9)

    def mentioned(self, topic: int) -> NDArray[np.int32]:
        """The ordinals that mention this topic."""
        return self.documents[self.starts[topic] : self.starts[topic + 1]]

    def about_of(self, topic: int) -> NDArray[np.float64]:
        """How much each of the documents that mention this topic is about it, 0 to 1."""
        found: NDArray[np.float64] = self.about[self.starts[topic] : self.starts[topic + 1]] / WHOLE
        return found


def make(
    rows: Iterable[TopicRow],
    starts: NDArray[np.int64],
    documents: NDArray[np.int32],
    about: NDArray[np.uint8],
    usual: NDArray[np.float64],
) -> Topics:
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
        about=about,
        usual=usual,
        special=np.asarray([row.special for row in kept], dtype=bool),
        back=turned(starts, documents),
    )


def turned(
    starts: NDArray[np.int64], documents: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """The pairs of topics and documents in the order of documents, as `Topics.back` holds them."""
    order = np.argsort(documents, kind="stable")
    topics = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    return np.asarray(documents)[order], topics[order], order


NONE = make((), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0))


def collect(view: View) -> tuple[list[TopicRow], dict[Key, tuple[int, ...]]]:
    """All topics, and for each term those that it labels (by their place in the list)."""
    nodes: list[Topic] = []
    while page := view.nodes("topic", after=nodes[-1].key if nodes else None, limit=PAGE):
        nodes.extend(node for node in page if isinstance(node, Topic))
    edges = list(view.all_edges(EdgeKind.LABELS)) if nodes else []
    labelling = {edge.end for edge in edges}
    nodes = [node for node in nodes if node.key in labelling]  # not what was merged or rejected since it was chosen
    places = {node.key: place for place, node in enumerate(nodes)}
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


def write(
    folder: Path, number: int, rows: Sequence[TopicRow], found: NDArray[np.int64], columns: Columns, counted: Mask
) -> None:
    """Write the table; `found` are rows of topic, ordinal and weight in hundredths, `counted` says for whom `usual` is.

    Documents that are not `counted`, because they are not for everyone or copies, change nothing of what is usual.
    """
    raw = [[row.key, dict(row.labels), [list(form) for form in row.forms], row.special] for row in rows]
    order = np.lexsort((-found[:, 2], found[:, 1], found[:, 0]))
    order = order[run_starts(found[order, 0], found[order, 1])]
    topics, ordinals, weights = found[order].T
    about = np.ceil(aboutness(weights / 100, columns.own_sizes(ordinals)) * WHOLE)
    public = counted[ordinals]
    usual = np.bincount(topics[public], weights=about[public], minlength=len(rows)) / WHOLE
    usual /= ASSUMED + int(counted.sum())
    parts = {
        "starts": np.searchsorted(topics, np.arange(len(rows) + 1)).astype(np.int64),
        "documents": ordinals.astype(np.int32),
        "about": about.astype(np.uint8),
        "usual": np.round(usual, 9),
    }
    for name in PARTS:
        np.save(folder / f"topics-{name}-{number}.npy", parts[name])
    write_whole(folder / f"topics-{number}.json", json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def aboutness(weights: NDArray[np.float64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much a text is about a term, 0 to 1, by the weight of the term in it and its size (as in BM25)."""
    long = np.minimum(LONGEST, sizes / LENGTH)
    found: NDArray[np.float64] = weights / (weights + SATURATED * (1 + long) / 2)
    return found


def read(folder: Path, number: int) -> Topics:
    """The table of this number; without a number there are no topics yet."""
    if not number:
        return NONE
    raw = json.loads((folder / f"topics-{number}.json").read_bytes())
    rows = [
        TopicRow(key, labels, tuple((language, form) for language, form in forms), any(special))
        for key, labels, forms, *special in raw
    ]
    return make(rows, *(table(folder / f"topics-{name}-{number}.npy") for name in PARTS))


def mentions(view: View, labelled: Mapping[Key, tuple[int, ...]], find: Find) -> NDArray[np.int64]:
    """Rows of topic, ordinal and weight in hundredths, through the terms that label topics."""
    parts: list[NDArray[np.int64]] = [np.zeros((0, 3), np.int64)]
    batch: list[tuple[int, int]] = []
    keys: list[Key] = []
    terms = list(labelled)
    for start in range(0, len(terms), 50):
        for edge in view.edges([EdgeKind.MENTIONS, EdgeKind.TAGGED], terms[start : start + 50], "in"):
            weight = round(100 * (TAGGED if edge.kind is EdgeKind.TAGGED else max(1.0, edge.weight)))
            batch.extend((topic, weight) for topic in labelled[edge.end])
            keys.extend(edge.start for _ in labelled[edge.end])
        if len(batch) > 50_000 or (batch and start + 50 >= len(terms)):
            ordinals = find(keys)
            found = np.column_stack((np.asarray(batch, dtype=np.int64), ordinals))[ordinals >= 0]
            parts.append(found[:, [0, 2, 1]])
            batch, keys = [], []
    return np.concatenate(parts)
