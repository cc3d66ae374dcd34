"""Tantivy as text engine. This is the only file that imports it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from models.index.text import tantivy_files
from models.index.text.dutch.stemming import stem
from models.index.text.engine import (
    STEP,
    Accept,
    Clause,
    EngineDocument,
    EngineSeal,
    FileSeals,
    Holding,
    Ordinals,
    Scores,
    Within,
    Word,
)
from models.index.text.languages import LANGUAGES, LONGEST_WORD, stop_words

HEAP = 320_000_000
"""Bytes of a segment before it is written: the first million messages make one, and each segment costs every search."""
FEWEST_MORE = 64
"""Hits beyond those asked for that are fetched at least, else an eighth: mostly the score drops among them."""
NUMBER_BITS = 40
"""Bits of a document's number; the position of a hit among those of one question fits in the rest of 63."""
BODIES = {language: f"body_{language}" for language in LANGUAGES}
RESTS = {language: f"rest_{language}" for language in LANGUAGES}


def _simple() -> tantivy.TextAnalyzerBuilder:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())


@cache
def _analyser(language: str) -> tantivy.TextAnalyzer:
    """Lower case, without accents and stop words; English without endings too."""
    filters = tantivy.Filter
    builder = (
        _simple()
        .filter(filters.remove_long(LONGEST_WORD))
        .filter(filters.lowercase())
        .filter(filters.custom_stopword(list(stop_words(language))))
        .filter(filters.ascii_fold())
    )
    return (builder.filter(filters.stemmer("english")) if language == "en" else builder).build()


@cache
def _surface() -> tantivy.TextAnalyzer:
    """Words as they are written, in lower case."""
    return _simple().filter(tantivy.Filter.remove_long(LONGEST_WORD)).filter(tantivy.Filter.lowercase()).build()


@cache
def _folder() -> tantivy.TextAnalyzer:
    return _simple().filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()


def words_of(text: str, language: str) -> list[str]:
    """The index words of a text in this language, in order."""
    found: list[str] = _analyser(language).analyze(text)
    return [stem(word) for word in found] if language == "nl" else found


def _indexed(text: str, language: str) -> str:
    """A text as the tokenizer of its field takes it in: a Dutch one as its index words."""
    return " ".join(words_of(text, language)) if language == "nl" else text


def folded_words_of(text: str) -> list[str]:
    """The words of a text in lower case and without accents, stop words and endings included."""
    return list(_folder().analyze(text))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("ordinal", "account", "rule"):
        builder.add_integer_field(name, stored=False, indexed=True, fast=name == "ordinal")
    for language, body in BODIES.items():
        builder.add_text_field(body, stored=False, tokenizer_name=language, index_option="freq")
        builder.add_text_field(RESTS[language], stored=False, tokenizer_name=language, index_option="freq")
    builder.add_text_field("words", stored=False, tokenizer_name="surface", index_option="basic")
    return builder.build()


class TantivyEngine:
    """One Tantivy index in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("en", _analyser("en"))
        self._index.register_tokenizer("nl", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._index.register_tokenizer("surface", _surface())
        self._index.config_reader(reload_policy="manual")
        self._writer: tantivy.IndexWriter | None = None
        self._touched = False

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=HEAP, num_threads=1)
        self._touched = True
        return self._writer

    def add(self, document: EngineDocument) -> None:
        """Add a document with the next commit."""
        added = tantivy.Document()
        added.add_integer("ordinal", document.number)
        added.add_integer("rule", document.rule)
        for account in document.accounts:
            added.add_integer("account", account)
        added.add_text(BODIES[document.language], _indexed(document.body, document.language))
        if document.rest:
            added.add_text(RESTS[document.language], _indexed(document.rest, document.language))
        if document.surface:
            added.add_text("words", document.surface)
        self._open().add_document(added)

    def delete(self, numbers: Iterable[int]) -> None:
        """Delete what has these numbers, with the next commit."""
        for number in numbers:
            self._open().delete_documents_by_term("ordinal", number)

    def delete_from(self, first: int) -> None:
        """Delete whatever has this number or a higher one, with the next commit."""
        query = tantivy.Query.range_query(
            self._schema, "ordinal", tantivy.FieldType.Integer, lower_bound=first, upper_bound=2**62
        )
        self._open().delete_documents_by_query(query)

    def commit(self) -> None:
        """Make what was added and deleted durable and visible to readers that are opened from now on."""
        if self._touched and self._writer is not None:
            self._writer.commit()
            self._touched = False

    def close(self) -> None:
        """Finish merging and release the lock."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def reader(self) -> TantivyReader:
        """A reader of the last commit."""
        self._index.reload()
        return TantivyReader(self._schema, self._index.searcher())

    def words(self, text: str, language: str) -> list[str]:
        """The index words of a text."""
        return words_of(text, language)

    def seal(self) -> EngineSeal:
        """The list of segments with its checksum, and the checksum that each of their files has at its end."""
        return tantivy_files.seal_of(self._folder)

    @staticmethod
    def damage(folder: Path, seal: EngineSeal, files: FileSeals) -> str | None:
        """The name of a file that is damaged, None when all are whole."""
        return tantivy_files.damage(folder, seal, files)


class TantivyReader:
    """One state of a Tantivy index."""

    __slots__ = ("_schema", "searcher")

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self.searcher = searcher

    def size(self) -> int:
        """Number of documents."""
        return int(self.searcher.num_docs)

    def having(self, word: Word) -> int:
        """Number of documents with this word."""
        return int(self.searcher.doc_freq(BODIES[word.language], word.token))

    def held(self, word: Word | str, limit: int, accept: Accept) -> int:
        """Number of documents with this word that pass, at most `limit`; more are fetched until none is left."""
        field, token = ("words", word) if isinstance(word, str) else (BODIES[word.language], word.token)
        option = "basic" if isinstance(word, str) else "freq"
        query = tantivy.Query.term_query(self._schema, field, token, index_option=option)
        some = limit
        while True:
            hits = self.searcher.search(query, some, count=False).hits
            numbers = self.searcher.fast_field_values("ordinal", [hit[1] for hit in hits])
            found = int(accept(np.fromiter(numbers, np.int64, len(hits))).sum())
            if found >= limit or len(hits) < some:
                return min(found, limit)
            some *= 4

    def terms_with_prefix(self, prefix: str, limit: int) -> Iterable[tuple[str, int]]:
        """Words as they are written that begin like this, with the number of their documents."""
        found: Iterable[tuple[str, int]] = self.searcher.terms_with_prefix("words", prefix, limit=limit)
        return found

    def top(
        self,
        clauses: Sequence[Clause],
        k: int,
        accept: Accept | None = None,
        *,
        constant: bool = False,
        within: Within | None = None,
        rest: bool = False,
        holding: Holding | None = None,
    ) -> tuple[Ordinals, Scores]:
        """The k best numbers and their scores. Ties are ordered by number, so the fetch goes on until a score drops."""
        query = self.query(clauses, constant=constant, rest=rest)
        if within is not None:
            query = self._within(query, within)
        if holding is not None:
            query = _only(query, self._holding(holding, RESTS if rest else BODIES))
        limit = k + max(FEWEST_MORE, k // 8)
        while True:
            hits: list[tuple[Any, tantivy.DocAddress]] = self.searcher.search(query, limit, count=False).hits
            found = self.searcher.fast_field_values("ordinal", [hit[1] for hit in hits])
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

    def query(self, clauses: Sequence[Clause], *, constant: bool = False, rest: bool = False) -> tantivy.Query:
        """The Tantivy query for all clauses."""
        fields = RESTS if rest else BODIES
        parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for clause in clauses:
            if len(clause.ways) == 1:
                parts.extend(self._way(clause.ways[0], constant, fields))
            else:
                ways = [tantivy.Query.boolean_query(self._way(way, constant, fields)) for way in clause.ways]
                parts.append((tantivy.Occur.Should, tantivy.Query.disjunction_max_query(ways)))
        return tantivy.Query.boolean_query(parts)

    def _way(
        self, way: Sequence[Word], constant: bool, fields: Mapping[str, str]
    ) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        return [(tantivy.Occur.Should, self._term(word, constant, fields)) for word in way]

    def _term(self, word: Word, constant: bool, fields: Mapping[str, str]) -> tantivy.Query:
        term = tantivy.Query.term_query(self._schema, fields[word.language], word.token, index_option="freq")
        if constant:
            return tantivy.Query.const_score_query(term, word.idf * word.weight)
        return term if word.weight == 1.0 else tantivy.Query.boost_query(term, word.weight)

    def _within(self, query: tantivy.Query, within: Within) -> tantivy.Query:
        """The same query for what has one of these numbers in this field; the score stays."""
        field, numbers = within
        return _only(query, tantivy.Query.term_set_query(self._schema, field, list(numbers)))

    def _holding(self, holding: Holding, fields: Mapping[str, str]) -> tantivy.Query:
        """The query for what holds all parts of one of these sets."""

        def term(word: Word) -> tantivy.Query:
            return tantivy.Query.term_query(self._schema, fields[word.language], word.token, index_option="freq")

        return _any_of(_all_of(_any_of(_all_of(map(term, way)) for way in part) for part in parts) for parts in holding)


def _any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return _joined(tantivy.Occur.Should, list(queries))


def _all_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return _joined(tantivy.Occur.Must, list(queries))


def _joined(occur: tantivy.Occur, queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(occur, query) for query in queries])


def _only(query: tantivy.Query, allowed: tantivy.Query) -> tantivy.Query:
    """The first query for what the other one finds too, with the scores of the first."""
    must = tantivy.Occur.Must
    return tantivy.Query.boolean_query([(must, query), (must, tantivy.Query.const_score_query(allowed, 0.0))])


def _ties_by_number(numbers: Ordinals, scores: Scores) -> Ordinals:
    """The numbers of hits by falling score, those of equal score in their own order."""
    ties = np.zeros(len(numbers), dtype=np.int64)
    np.cumsum(scores[1:] != scores[:-1], out=ties[1:])
    ties <<= NUMBER_BITS
    ties |= numbers
    ties.sort()
    ties &= (1 << NUMBER_BITS) - 1
    return ties
