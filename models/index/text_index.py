"""Which documents hold the words of a question? Two Tantivy indexes: what is for everyone, and what is not.

Only the public part has statistics. A restricted hit gets, for each word, the idf of that word in the public part, so
that nothing is learned from what is hidden, and stands among the public hits by that score.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from models.index.text.analysis import LANGUAGES, analyser, surface

HEAP = 320_000_000
"""Bytes of a segment before it is written: the first million messages make one, and each segment costs every search."""
STEP = 1024.0
"""Scores are rounded to 1 / STEP: the order in which a segment adds them up must not make a difference."""

FEWEST_MORE = 64
"""So many hits, or an eighth, are fetched beyond those asked for: mostly the score drops among them."""

NUMBER_BITS = 40
"""A number of a document needs no more, and the hits of one question fit in the rest of 63."""

Ordinals = NDArray[np.int64]
Scores = NDArray[np.float64]
Accept = Callable[[Ordinals], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question as it is indexed: the language's field and the token, with its idf in the public part.

    `weight` is what it counts for: less than 1 where it is a part of what was asked.
    """

    language: str
    token: str
    idf: float = 0.0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is asked for. Its `ways` mean the same (a label and its synonyms); each is a row of words."""

    ways: tuple[tuple[Word, ...], ...]


def _schema(fields: Collection[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in fields:
        builder.add_integer_field(name, stored=False, indexed=True, fast=name == "ordinal")
    for language in LANGUAGES:
        builder.add_text_field(f"body_{language}", stored=False, tokenizer_name=language, index_option="freq")
    builder.add_text_field("words", stored=False, tokenizer_name="surface", index_option="basic")
    return builder.build()


class Engine:
    """One Tantivy index whose documents are known by a number in the field `name`."""

    def __init__(self, folder: Path, name: str, fields: Collection[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.schema = _schema((name, *fields))
        self._index = tantivy.Index(self.schema, path=str(folder))
        for language in LANGUAGES:
            self._index.register_tokenizer(language, analyser(language))
        self._index.register_tokenizer("surface", surface())
        self._index.config_reader(reload_policy="manual")
        self._writer: tantivy.IndexWriter | None = None
        self._touched = False

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=HEAP, num_threads=1)
        self._touched = True
        return self._writer

    def add(self, document: tantivy.Document) -> None:
        self._open().add_document(document)

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove what has these numbers, with the next commit."""
        for number in numbers:
            self._open().delete_documents_by_term(self.name, number)

    def remove_from(self, first: int) -> None:
        """Remove whatever has this number or a higher one: the rest of a killed run."""
        query = tantivy.Query.range_query(
            self.schema, self.name, tantivy.FieldType.Integer, lower_bound=first, upper_bound=2**62
        )
        self._open().delete_documents_by_query(query)

    def commit(self) -> None:
        if self._touched and self._writer is not None:
            self._writer.commit()
            self._touched = False

    def close(self) -> None:
        """Finish merging and let go of the lock."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def searcher(self) -> tantivy.Searcher:
        self._index.reload()
        return self._index.searcher()


def idf(documents: int, having: int) -> float:
    """How rare is a word? The formula of BM25 as Tantivy has it."""
    return math.log(1.0 + (documents - having + 0.5) / (having + 0.5))


@dataclass(frozen=True, slots=True)
class Matcher:
    """One consistent state of an engine that answers which of its documents match."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    name: str

    def having(self, word: Word) -> int:
        """In how many documents is this word?"""
        return int(self.searcher.doc_freq(f"body_{word.language}", word.token))

    def size(self) -> int:
        return int(self.searcher.num_docs)

    def _term(self, word: Word, flat: bool) -> tantivy.Query:
        term = tantivy.Query.term_query(self.schema, f"body_{word.language}", word.token, index_option="freq")
        if flat:
            return tantivy.Query.const_score_query(term, word.idf * word.weight)
        return term if word.weight == 1.0 else tantivy.Query.boost_query(term, word.weight)

    def _way(self, way: Sequence[Word], flat: bool) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        return [(tantivy.Occur.Should, self._term(word, flat)) for word in way]

    def query(self, clauses: Sequence[Clause], flat: bool) -> tantivy.Query:
        """The query for all clauses: each adds to the score, and of the ways of one clause only the best counts."""
        parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for clause in clauses:
            if len(clause.ways) == 1:
                parts.extend(self._way(clause.ways[0], flat))
            else:
                ways = [tantivy.Query.boolean_query(self._way(way, flat)) for way in clause.ways]
                parts.append((tantivy.Occur.Should, tantivy.Query.disjunction_max_query(ways)))
        return tantivy.Query.boolean_query(parts)

    def within(self, query: tantivy.Query, field: str, numbers: Collection[int]) -> tantivy.Query:
        """The same query, only for what has one of these numbers in this field; the score is not touched."""
        allowed = tantivy.Query.term_set_query(self.schema, field, list(numbers))
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, query),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(allowed, 0.0)),
            ]
        )

    def top(self, query: tantivy.Query, k: int, accept: Accept | None = None) -> tuple[Ordinals, Scores]:
        """Which k numbers score best? Ties are ordered by number, so the fetch goes on until the score drops."""
        limit = k + max(FEWEST_MORE, k // 8)
        while True:
            hits: list[tuple[Any, tantivy.DocAddress]] = self.searcher.search(query, limit, count=False).hits
            found = self.searcher.fast_field_values(self.name, [hit[1] for hit in hits])
            numbers = np.fromiter(found, np.int64, len(hits))
            scores = np.rint(np.fromiter([hit[0] for hit in hits], np.float64, len(hits)) * STEP) / STEP
            last = scores[-1] if len(scores) else 0.0
            if accept is not None and len(numbers):
                good = accept(numbers)
                if not good.all():
                    numbers, scores = numbers[good], scores[good]
            enough = len(numbers) > k and scores[k - 1] > last
            if len(hits) < limit or enough:
                break
            limit *= 4
        return _ties_by_number(numbers, scores)[:k], scores[:k]


def _ties_by_number(numbers: Ordinals, scores: Scores) -> Ordinals:
    """The numbers of hits that stand by falling score, with those of equal score in their own order."""
    ties = np.zeros(len(numbers), dtype=np.int64)
    np.cumsum(scores[1:] != scores[:-1], out=ties[1:])
    ties <<= NUMBER_BITS
    ties |= numbers
    ties.sort()
    ties &= (1 << NUMBER_BITS) - 1
    return ties


def engines_of(folder: Path) -> dict[str, Engine]:
    """The engines of a generation: documents for everyone, and others."""
    return {name: Engine(folder / name, "ordinal", ("account", "rule")) for name in ("public", "restricted")}
