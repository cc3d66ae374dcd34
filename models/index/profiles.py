"""Whose whole work is about these words? Counts of words per person over what is for everyone, made in batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import DocumentKind
from models.index.analysis import number_of, words
from models.index.columns import Columns
from models.index.text_index import Clause

DOCUMENT_KINDS: tuple[str, ...] = tuple(kind.value for kind in DocumentKind)
LANGUAGE = {1: "nl", 2: "en"}
READERS = 6
"""Act kinds from this number on are those of readers: their texts are not this person's work."""
PARTS = ("words", "starts", "persons", "amounts", "lengths")
CHUNK = 1_000_000
"""Bytes that are counted at a time."""
BARE = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in bytes(range(256)).lower())
"""ASCII in lower case, and everything in it that is no letter or digit as a space."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """For each word (sorted numbers), the persons that wrote it and how often: CSR arrays; `lengths` by person number.

    An occurrence counts for as much as the person's share of the document.
    """

    words: NDArray[np.uint64]
    starts: NDArray[np.int64]
    persons: NDArray[np.int32]
    amounts: NDArray[np.float32]
    lengths: NDArray[np.float64]
    smoothing: float
    burden: NDArray[np.float64]

    def likelihood(self, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """How much likelier is this question from each person than from everybody together? 0: no word of it.

        The candidate model (Balog, Azzopardi and De Rijke, 2006) with Dirichlet smoothing (Zhai and Lafferty, 2004) by
        the mean length of the profile that a word is in. Of the ways of one clause the best one counts. A logarithm r
        is given as log(1 + e^r): about r where it is likelier, and still above 0, in the same order, where it is not.
        """
        gains = np.zeros(len(self.lengths))
        asked = 0
        for clause in clauses:
            ways = [each for each in map(self._gain, clause.ways) if each is not None]
            asked += bool(ways)
            best = np.zeros(len(gains))
            for persons, gain in ways:
                best[persons] = np.maximum(best[persons], gain)
            gains += best
        return np.where(gains > 0, np.logaddexp(0.0, gains - asked * self.burden), 0.0)

    def _gain(self, way: Sequence[Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
        """Who wrote any of these words, and what it adds to the logarithm; None when nobody did."""
        slices = [self._slice(word.language, word.token) for word in way]
        persons = np.concatenate([self.persons[each] for each in slices]).astype(np.int64)
        if not len(persons):
            return None
        amounts: NDArray[np.float64] = np.concatenate([self.amounts[each] for each in slices]).astype(np.float64)
        expected = self.smoothing * amounts.sum() / self.lengths.sum()
        if len(slices) > 1:
            persons, inverse = np.unique(persons, return_inverse=True)
            amounts = np.bincount(inverse, weights=amounts).astype(np.float64)
        return persons, np.log1p(amounts / expected)

    def _slice(self, language: str, token: str) -> slice:
        number = np.uint64(number_of(language, token))
        place = int(np.searchsorted(self.words, number))
        if place == len(self.words) or self.words[place] != number:
            return slice(0, 0)
        return slice(int(self.starts[place]), int(self.starts[place + 1]))


def of_parts(words: Any, starts: Any, persons: Any, amounts: Any, lengths: Any) -> Profiles:
    """The profiles with what follows from their lengths."""
    smoothing = float((lengths**2).sum() / max(lengths.sum(), 1e-9)) or 1.0
    return Profiles(words, starts, persons, amounts, lengths, smoothing, np.log1p(lengths / smoothing))


def empty() -> Profiles:
    """The profiles of an index in which nobody wrote anything."""
    return of_parts(np.zeros(0, np.uint64), np.zeros(1, np.int64), *_nothing(), np.zeros(0))


def _nothing() -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    return np.zeros(0, np.int32), np.zeros(0, np.float32)


def tabulate(
    columns: Columns,
    *,
    person_of: NDArray[np.int64],
    readable: NDArray[np.bool_],
    acts: NDArray[np.bool_],
    before: Profiles,
    persons: set[int] | None,
) -> Profiles:
    """The profiles with those of these persons counted anew (None: of all)."""
    accounts = np.asarray(columns["account"])
    owners = np.where(accounts < len(person_of), person_of[np.minimum(accounts, len(person_of) - 1)], -1)
    kept = acts & readable[columns["document"]] & (owners >= 0) & (np.asarray(columns["deed"]) < READERS)
    parts: list[tuple[Any, Any, Any]] = []
    if persons is not None:
        anew = np.fromiter(persons, np.int64, len(persons))
        kept &= np.isin(owners, anew)
        old = ~np.isin(before.persons, anew)
        parts.append((np.repeat(before.words, np.diff(before.starts))[old], before.persons[old], before.amounts[old]))
    parts.extend(_counted(columns, owners, np.flatnonzero(kept)))
    if not parts:
        return empty()
    return _sorted(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _sorted(numbers: Any, persons: Any, amounts: Any) -> Profiles:
    order = np.lexsort((persons, numbers))
    numbers, persons, amounts = numbers[order], persons[order], amounts[order]
    distinct, first = np.unique(numbers, return_index=True)
    starts = np.concatenate((first, [len(numbers)])).astype(np.int64)
    return of_parts(distinct, starts, persons, amounts, np.bincount(persons, weights=amounts).astype(np.float64))


def _counted(columns: Columns, owners: NDArray[np.int64], rows: NDArray[np.int64]) -> Iterator[tuple[Any, Any, Any]]:
    """For each person the numbers of the words, the person, and how often they occur in what these acts are about."""
    documents = np.asarray(columns["document"])[rows]
    languages, shares = np.asarray(columns["language"])[documents], np.asarray(columns["share"])[rows]
    order = np.lexsort((documents, shares, languages, owners[rows]))
    keys = np.stack((owners[rows], languages, shares)).T[order]
    new = np.concatenate((np.ones(min(1, len(keys)), bool), (keys[1:] != keys[:-1]).any(axis=1)))
    edges = np.flatnonzero(new).tolist()
    numbers: dict[int, dict[bytes, tuple[int, ...]]] = {language: {} for language in LANGUAGE}
    found: dict[int, float] = {}
    for start, stop in pairwise([*edges, len(keys)]):
        person, language, share = int(keys[start, 0]), int(keys[start, 1]), float(keys[start, 2])
        known = numbers[language]
        for piece, count in _count(columns, documents[order[start:stop]]).items():
            stems = known.get(piece)
            if stems is None:
                stems = known[piece] = _numbers(piece, LANGUAGE[language])
            for number in stems:
                found[number] = found.get(number, 0.0) + share * count
        if stop == len(keys) or keys[stop, 0] != person:
            yield (
                np.fromiter(found.keys(), np.uint64, len(found)),
                np.full(len(found), person, np.int32),
                np.fromiter(found.values(), np.float32, len(found)),
            )
            found.clear()


def _numbers(piece: bytes, language: str) -> tuple[int, ...]:
    """Which numbers have the index words of this piece of text? A stop word has none."""
    return tuple(number_of(language, token) for token in words(piece.decode("utf-8", "replace"), language))


def _count(columns: Columns, documents: NDArray[Any]) -> Counter[bytes]:
    """How often is each piece between spaces and signs in these documents? So each is analysed once, wherever it is."""
    counts: Counter[bytes] = Counter()
    texts: list[bytes] = []
    size = 0
    for body in columns.bodies_of(documents):
        texts.append(body)
        size += len(body)
        if size > CHUNK:
            counts.update(b"\n".join(texts).translate(BARE).split())
            texts, size = [], 0
    counts.update(b"\n".join(texts).translate(BARE).split())
    return counts


def write(profiles: Profiles, folder: Path, number: int) -> None:
    """Write the profiles beside those that are served."""
    for part in PARTS:
        np.save(folder / f"profiles-{part}-{number}.npy", getattr(profiles, part))


def read(folder: Path, number: int) -> Profiles:
    """Map the profiles of this number; 0: there are none yet."""
    if not number:
        return empty()
    return of_parts(*(np.asarray(np.load(folder / f"profiles-{part}-{number}.npy", mmap_mode="r")) for part in PARTS))
