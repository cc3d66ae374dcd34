"""Counts of words per person over what is for everyone, made in batches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.grouping import run_starts
from models.index.columns import Columns
from models.index.counting import CountingTask, count_all, counted
from models.index.mapped import table
from models.index.numbers import READERS
from models.index.text.analysis import number_of
from models.index.text.engine import Clause

RECOUNTED = 300_000
"""Bytes of text up to which what was withdrawn is counted for a question: some hundredths of a second."""
TRACE = 1e-5
"""Of a sum, what is left by rounding when all of it is taken away."""
K1, B = 10.0, 0.75
"""Of BM25 over profiles."""
PARTS = ("words", "starts", "persons", "amounts", "lengths")
Gain: TypeAlias = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Persons, each once, and how much of something each has."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """For each word (sorted numbers), the persons that wrote it and how often: CSR arrays; `lengths` by person number.

    An occurrence counts for as much as the person's share of the document. Of all who have a length, `writers` is the
    number and `written` the sum; `full` is by person what BM25 sets a length against.
    """

    words: NDArray[np.uint64]
    starts: NDArray[np.int64]
    persons: NDArray[np.int32]
    amounts: NDArray[np.float32]
    lengths: NDArray[np.float64]
    smoothing: float
    burden: NDArray[np.float64]
    writers: int
    written: float
    full: NDArray[np.float64]
    less: Profiles | None = None
    """What was withdrawn since and does not count. The profiles of the `barred` persons say nothing until they are made
    anew."""
    barred: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def likelihood(self, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """By person, how much likelier this question is from them than from everybody together. 0: no word of it.

        The candidate model (Balog, Azzopardi and De Rijke, 2006) with Dirichlet smoothing (Zhai and Lafferty, 2004) by
        the mean length of the profile that a word is in. Of the ways of one clause the best one counts. A logarithm r
        is given as log(1 + e^r): about r where it is likelier, and still above 0, in the same order, where it is not.
        """
        gains = np.zeros(len(self.lengths))
        asked = 0.0
        for clause in clauses:
            ways = [each for each in map(self._gain, clause.ways) if each is not None]
            asked += max((word.weight for way in clause.ways for word in way), default=0.0) if ways else 0.0
            _add_best(gains, ways)
        likely = np.zeros(len(gains))
        some = gains.nonzero()[0]
        likely[some] = np.logaddexp(0.0, gains.take(some) - asked * self.burden.take(some))
        likely[self.barred] = 0.0
        return likely

    def bm25(self, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """By person, BM25 of this question over all that they wrote (Robertson and others, 1994). 0: no word of it.

        A profile is a hundred times as long as a document, so that repetition counts for longer: K1 is 10.
        """
        scores = np.zeros(len(self.lengths))
        for clause in clauses:
            _add_best(scores, [self._usage(way) for way in clause.ways])
        scores[self.barred] = 0.0
        return scores

    def _usage(self, way: Sequence[Any]) -> Gain:
        """The persons who wrote any of these words, and the BM25 of them."""
        persons, amounts = _summed(*self._counted(way))
        rarity = math.log1p((self.writers - len(persons) + 0.5) / (len(persons) + 0.5))
        full = self.full.take(persons)
        return persons, rarity * amounts * (K1 + 1.0) / (amounts + full) * max(word.weight for word in way)

    def _gain(self, way: Sequence[Any]) -> Gain | None:
        """The persons who wrote any of these words, and what it adds to the logarithm; None when nobody did."""
        persons, amounts = self._counted(way)
        if not len(persons):
            return None
        expected = self.smoothing * amounts.sum() / self.written
        if self.less is None:
            persons, amounts = _summed(persons, amounts)
        return persons, np.log1p(amounts / expected) * max(word.weight for word in way)

    def _counted(self, way: Sequence[Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Who wrote these words and how often, without what was withdrawn."""
        persons, amounts = self._of_words(way)
        return (persons, amounts) if self.less is None else _left(persons, amounts, *self.less._of_words(way))

    def _of_words(self, way: Sequence[Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Who wrote these words and how often, a row for each word and person."""
        slices = [self._slice(word.language, word.token) for word in way]
        slices = [each for each in slices if each.stop] or slices[:1]
        persons, amounts = ([column[each] for each in slices] for column in (self.persons, self.amounts))
        if len(slices) == 1:
            return persons[0].astype(np.int64), amounts[0].astype(np.float64)
        return np.concatenate(persons).astype(np.int64), np.concatenate(amounts).astype(np.float64)

    def _slice(self, language: str, token: str) -> slice:
        number = np.uint64(number_of(language, token))
        place = int(self.words.searchsorted(number))
        if place == len(self.words) or self.words[place] != number:
            return slice(0, 0)
        return slice(int(self.starts[place]), int(self.starts[place + 1]))


def _add_best(sums: NDArray[np.float64], ways: Sequence[Gain]) -> None:
    """Add to these sums what each person gets for the best of the ways of one clause."""
    if len(ways) == 1:
        persons, gained = ways[0]
        sums[persons] += gained
        return
    best = np.zeros(len(sums))
    for persons, gained in ways:
        best[persons] = np.maximum(best.take(persons), gained)
    sums += best


def _summed(persons: NDArray[np.int64], amounts: NDArray[np.float64]) -> Gain:
    """The sum of each person, in their order."""
    if (persons[1:] > persons[:-1]).all():  # the rows of one word
        return persons, amounts
    sums = np.bincount(persons, weights=amounts).astype(np.float64, copy=False)
    some = sums.nonzero()[0]
    return some, sums.take(some)


def _left(
    persons: NDArray[np.int64], amounts: NDArray[np.float64], taken: NDArray[np.int64], less: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The sum of each person without what was taken; nobody for whom nothing is left."""
    everybody, before = _summed(persons, amounts)
    after = before.copy()
    known = np.isin(taken, everybody)
    np.subtract.at(after, np.searchsorted(everybody, taken[known]), less[known])
    some = after > before * TRACE
    return everybody[some], after[some]


def without(before: Profiles, columns: Columns, person_of: NDArray[np.int64], rows: NDArray[np.int64]) -> Profiles:
    """The profiles without these acts. Where they are on much text, those whose acts they are have no profile."""
    rows = rows[columns["deed"][rows] < READERS]
    owners = person_of[columns["account"][rows]]
    rows, owners = rows[owners >= 0], owners[owners >= 0]
    width = len(before.lengths)
    if columns.text_sizes(columns["document"][rows]).sum() > RECOUNTED:
        barred = np.unique(owners)
        return replace(before, barred=barred[barred < width])
    parts = list(count_all(columns, CountingTask(owners, rows)))
    less = _sorted(*(np.concatenate(each) for each in zip(*parts, strict=True))) if parts else empty()
    taken = np.zeros(width)
    taken[: len(less.lengths)] = less.lengths[:width]
    lengths = np.maximum(before.lengths - taken, 0.0)
    lengths[lengths < before.lengths * TRACE] = 0.0
    left = of_parts(before.words, before.starts, before.persons, before.amounts, lengths)
    return replace(left, less=less)


def of_parts(words: Any, starts: Any, persons: Any, amounts: Any, lengths: Any) -> Profiles:
    """The profiles with what follows from their lengths.

    Who has none is left out of the sums: somebody whose work is hidden must not even move where they are rounded.
    """
    some = lengths[lengths > 0]
    smoothing = float((some**2).sum() / max(some.sum(), 1e-9)) or 1.0
    full = K1 * (1.0 - B + B * lengths / (some.mean() if len(some) else 1.0))
    burden = np.log1p(lengths / smoothing)
    return Profiles(words, starts, persons, amounts, lengths, smoothing, burden, len(some), float(some.sum()), full)


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
    kept &= np.asarray(columns["share"]) > 0
    anew = None if persons is None else np.fromiter(persons, np.int64, len(persons))
    if anew is not None:
        kept &= np.isin(owners, anew)
    rows = np.flatnonzero(kept)
    parts = list(counted(columns, owners[rows], rows))
    fresh = _sorted(*(np.concatenate(each) for each in zip(*parts, strict=True))) if parts else empty()
    return fresh if anew is None else _with(before, anew, fresh)


def _with(before: Profiles, anew: NDArray[np.int64], fresh: Profiles) -> Profiles:
    """The profiles with those of these persons in place of what they had.

    Both are in the order of words and persons: the few rows of `fresh` are put between the many that stay.
    """
    stay = ~np.isin(before.persons, anew)
    places = np.repeat(np.arange(len(before.words)), np.diff(before.starts))[stay]
    persons, amounts = before.persons[stay], before.amounts[stay]
    words = np.repeat(fresh.words, np.diff(fresh.starts))
    found = np.searchsorted(before.words, words)
    known = found < len(before.words)
    known[known] = before.words[found[known]] == words[known]
    width = 1 + max(int(persons.max(initial=0)), int(fresh.persons.max(initial=0)))
    at = np.searchsorted(places * width + persons, found * width + np.where(known, fresh.persons, 0))
    words = np.insert(before.words[places], at, words)
    persons, amounts = np.insert(persons, at, fresh.persons), np.insert(amounts, at, fresh.amounts)
    if not len(words):
        return empty()
    first = np.flatnonzero(run_starts(words))
    starts = np.append(first, len(words)).astype(np.int64)
    lengths = np.bincount(persons, weights=amounts).astype(np.float64)
    return of_parts(words[first], starts, persons, amounts, lengths)


def _sorted(numbers: Any, persons: Any, amounts: Any) -> Profiles:
    """The table of these rows, in any order; those of one word and one person are added up, in their order."""
    distinct, places = np.unique(numbers, return_inverse=True)
    width = int(persons.max(initial=0)) + 1
    rows = places * width + persons
    order = np.argsort(rows, kind="stable")
    rows = rows[order]
    first = np.flatnonzero(run_starts(rows))
    places, persons = np.divmod(rows[first], width)
    amounts = np.add.reduceat(amounts[order], first).astype(np.float32) if len(first) else amounts
    starts = np.searchsorted(places, np.arange(len(distinct) + 1)).astype(np.int64)
    lengths = np.bincount(persons, weights=amounts).astype(np.float64)
    return of_parts(distinct, starts, persons.astype(np.int32), amounts, lengths)


def write(profiles: Profiles, folder: Path, number: int) -> None:
    """Write the profiles next to those that are served."""
    for part in PARTS:
        np.save(folder / f"profiles-{part}-{number}.npy", getattr(profiles, part))


def read(folder: Path, number: int) -> Profiles:
    """Map the profiles of this number; 0: there are none yet."""
    if not number:
        return empty()
    return of_parts(*(table(folder / f"profiles-{part}-{number}.npy") for part in PARTS))
