"""A second text engine, of some hundred lines of Python: BM25 over dictionaries in one file. For tests alone."""

from __future__ import annotations

import math
import pickle
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

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
    idf,
)
from models.index.text.tantivy_engine import words_of as index_words

K1, B = 1.2, 0.75
PIECE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class StoredText:
    """A document as the engine keeps it: how often it has each (language, token), and its surface words."""

    language: str
    counts: Counter[tuple[str, str]]
    surface: frozenset[str]
    accounts: frozenset[int]
    rule: int
    rest: Counter[tuple[str, str]]


class PlainEngine:
    """All documents in one file, which a commit replaces."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "documents.pickle"
        self._documents: dict[int, StoredText] = self._committed()

    def _committed(self) -> dict[int, StoredText]:
        found: dict[int, StoredText] = pickle.loads(self._file.read_bytes()) if self._file.exists() else {}
        return found

    def add(self, document: EngineDocument) -> None:
        tokens = self.words(document.body, document.language)
        self._documents[document.number] = StoredText(
            document.language,
            Counter((document.language, token) for token in tokens),
            frozenset(PIECE.findall(document.surface.lower())),
            frozenset(document.accounts),
            document.rule,
            Counter((document.language, token) for token in self.words(document.rest, document.language)),
        )

    def delete(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._documents.pop(number, None)

    def delete_from(self, first: int) -> None:
        self.delete([number for number in self._documents if number >= first])

    def commit(self) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_bytes(pickle.dumps(self._documents))
        fresh.replace(self._file)

    def close(self) -> None:
        """Nothing goes on in the background."""

    def reader(self) -> PlainReader:
        return PlainReader(self._committed())

    def seal(self) -> EngineSeal:
        return {}

    @staticmethod
    def damage(folder: Path, seal: EngineSeal, files: FileSeals) -> str | None:
        """Nothing is known of it."""

    def words(self, text: str, language: str) -> list[str]:
        return index_words(text, language)


class PlainReader:
    """One state of the documents."""

    def __init__(self, documents: dict[int, StoredText]) -> None:
        self._documents = documents
        self._having = Counter(token for kept in documents.values() for token in kept.counts)
        lengths: Counter[str] = Counter()
        for kept in documents.values():
            lengths[kept.language] += kept.counts.total()
        self._means = {language: length / len(documents) for language, length in lengths.items()}

    def size(self) -> int:
        return len(self._documents)

    def having(self, word: Word) -> int:
        return self._having[word.language, word.token]

    def held(self, word: Word | str, limit: int, accept: Accept) -> int:
        holding = [
            number
            for number, kept in self._documents.items()
            if (word in kept.surface if isinstance(word, str) else kept.counts[word.language, word.token])
        ]
        return min(limit, int(accept(np.asarray(holding, dtype=np.int64)).sum()))

    def terms_with_prefix(self, prefix: str, limit: int) -> Iterator[tuple[str, int]]:
        found = Counter(word for kept in self._documents.values() for word in kept.surface if word.startswith(prefix))
        return iter(sorted(found.items())[:limit])

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
        if rest:
            return self._resting().top(clauses, k, accept, constant=constant, within=within, holding=holding)
        hits = []
        for number, kept in sorted(self._documents.items()):
            if (
                (within is None or self._is_within(kept, within))
                and _has_any(kept, clauses)
                and (holding is None or _holds(kept, holding))
            ):
                score = math.fsum(self._clause(clause, kept, constant) for clause in clauses)
                if accept is None or accept(np.asarray([number], dtype=np.int64)).all():
                    hits.append((round(score * STEP) / STEP, number))
        hits.sort(key=lambda hit: (-hit[0], hit[1]))
        return (
            np.asarray([number for _, number in hits[:k]], dtype=np.int64),
            np.asarray([score for score, _ in hits[:k]], dtype=np.float64),
        )

    def _resting(self) -> PlainReader:
        """A reader of the rest of the documents, as if it were their body."""
        return PlainReader({number: replace(kept, counts=kept.rest) for number, kept in self._documents.items()})

    def _is_within(self, kept: StoredText, within: Within) -> bool:
        field, numbers = within
        return bool(kept.accounts & set(numbers)) if field == "account" else kept.rule in numbers

    def _clause(self, clause: Clause, kept: StoredText, constant: bool) -> float:
        return max(math.fsum(self._word(word, kept, constant) for word in way) for way in clause.ways)

    def _word(self, word: Word, kept: StoredText, constant: bool) -> float:
        often = kept.counts[word.language, word.token]
        if not often or constant:
            return word.idf * word.weight if often else 0.0
        length = 1 - B + B * kept.counts.total() / self._means[word.language]
        return word.weight * idf(self.size(), self.having(word)) * often * (K1 + 1) / (often + K1 * length)


def _has_any(kept: StoredText, clauses: Sequence[Clause]) -> bool:
    return any((word.language, word.token) in kept.counts for each in clauses for way in each.ways for word in way)


def _holds(kept: StoredText, holding: Holding) -> bool:
    return any(
        all(any(all((word.language, word.token) in kept.counts for word in way) for way in part) for part in parts)
        for parts in holding
    )
