"""What published methods are given: the documents for everyone that the product has, as counts of index words.

Of copies of one text one counts. Authors of a document are those who have a share of the work on it by the product's
own index, present and commenting included, as far as they may appear in answers. Words are those of its analyser.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.facts import Account, anchor_key
from graph.store import View
from models.answers import Question
from models.index.contract import READERS, Snapshot
from models.index.text.analysis import LANGUAGES, as_words, asked_words, words
from models.index.text.tantivy_engine import words_of
from models.rankers.matches import able_persons, match
from whoknows.jobs.trec_files import TrecTopic

Values: TypeAlias = NDArray[np.float64]
DEEP = 1000
"""Documents that vote."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents by words as counts, documents by persons as 0 or 1, and the column of each (language, word)."""

    counts: Any
    authors: Any
    words: dict[tuple[str, str], int]
    place: NDArray[np.int64]
    """The row of each document of the index by its ordinal, -1 for what is not in the collection."""

    @property
    def lengths(self) -> Values:
        """Number of words of each document, at least 1."""
        return np.maximum(np.asarray(self.counts.sum(axis=1), dtype=np.float64).ravel(), 1.0)


@dataclass(frozen=True, slots=True)
class AskedWords:
    """One question: the columns of each of its words, one for each language that has it, and what the product finds.

    `rows` and `scores` are the thousand best documents of the product's own search, best first.
    """

    words: tuple[tuple[int, ...], ...]
    rows: NDArray[np.int64]
    scores: Values


def collect(snapshot: Snapshot, view: View) -> Collection:
    """All documents for everyone, counted."""
    access, size = snapshot.access_filter(view), snapshot.document_count
    every = np.arange(size, dtype=np.int64)
    shown = every[snapshot.visible(every, access) & np.asarray(snapshot.columns["public"][:size] > 0)]
    shown = shown[snapshot.first_of(shown, access) == shown]
    place = np.full(size, -1, dtype=np.int64)
    place[shown] = np.arange(len(shown))
    columns: dict[tuple[str, str], int] = {}
    counts = _counts(snapshot, shown, columns)
    return Collection(counts, _authors(snapshot, shown), columns, place)


def _counts(snapshot: Snapshot, shown: NDArray[np.int64], columns: dict[tuple[str, str], int]) -> Any:
    found, starts = array("l"), [0]
    for ordinal in shown.tolist():
        language = snapshot.language(ordinal)
        if language in LANGUAGES:
            text = f"{snapshot.columns.name_of(ordinal)[1]}\n{snapshot.columns.text_of(ordinal)}"
            for word in words_of(as_words(text), language):
                found.append(columns.setdefault((language, word), len(columns)))
        starts.append(len(found))
    shape = (len(shown), len(columns))
    counts = sparse.csr_array((np.ones(len(found)), np.asarray(found, np.int64), np.asarray(starts)), shape=shape)
    counts.sum_duplicates()
    return counts


def _authors(snapshot: Snapshot, shown: NDArray[np.int64]) -> Any:
    able = able_persons(snapshot, leavers=False, now=None)
    rows, places = snapshot.columns.acts_of(shown)
    owners = snapshot.person_of[snapshot.columns["account"][rows]]
    good = (owners >= 0) & able[owners] & (snapshot.columns["share"][rows] > 0)
    good &= snapshot.columns["deed"][rows] < READERS
    given = (np.ones(int(good.sum())), (places[good], owners[good]))
    authors = sparse.csr_array(given, shape=(len(shown), len(able)))
    authors.data[:] = 1.0  # several accounts of one person
    return authors


def ask(collection: Collection, snapshot: Snapshot, view: View, topic: TrecTopic) -> AskedWords:
    """A question in words of the collection, and the documents that the product finds for it."""
    language = topic.language if topic.language in LANGUAGES else "en"
    asked = [
        tuple(column for each in LANGUAGES for column in _columns(collection, word, each))
        for word in asked_words(topic.text)
        if words(word, str(language))
    ]
    able, access = able_persons(snapshot, leavers=False, now=None), snapshot.access_filter(view)
    found = match(snapshot, access, Question(topic.text, everybody=True), snapshot.parse(topic.text), able)
    rows = collection.place[np.asarray(found.ordinals)]
    kept = np.flatnonzero(rows >= 0)[:DEEP]
    return AskedWords(tuple(each for each in asked if each), rows[kept], np.asarray(found.scores)[kept])


def _columns(collection: Collection, word: str, language: str) -> Sequence[int]:
    return [collection.words[language, each] for each in words(word, language) if (language, each) in collection.words]


def ids_of(view: View, snapshot: Snapshot) -> list[str | None]:
    """The id in the directory of each person by number."""
    keys = [anchor_key(row.key) if row.key else "" for row in snapshot.persons]
    nodes = view.get(set(keys))
    return [node.native_id if isinstance(node := nodes.get(key), Account) else None for key in keys]


def run_of(scores: Values, ids: Sequence[str | None], ties: NDArray[np.int64]) -> list[tuple[str, float]]:
    """Who has a score, best first; equal ones in the order of the roster."""
    found = np.flatnonzero(scores > 0)
    order = found[np.lexsort((ties[found], -np.round(scores[found], 9)))]
    return [(each, float(scores[person])) for person in order.tolist() if (each := ids[person]) is not None]
