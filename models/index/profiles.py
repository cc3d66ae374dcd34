"""Counts of words per person over what is for everyone, made in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.index.columns import Columns
from models.index.counting import counted
from models.index.numbers import READERS
from models.index.text.analysis import number_of
from models.index.text.engine import Clause

PARTS = ("words", "starts", "persons", "amounts", "lengths")


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
            best = np.zeros(len(gains))
            for persons, gain in ways:
                best[persons] = np.maximum(best[persons], gain)
            gains += best
        likely = np.zeros(len(gains))
        some = np.flatnonzero(gains)
        likely[some] = np.logaddexp(0.0, gains[some] - asked * self.burden[some])
        return likely

    def _gain(self, way: Sequence[Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
        """The persons who wrote any of these words, and what it adds to the logarithm; None when nobody did."""
        slices = [self._slice(word.language, word.token) for word in way]
        persons = np.concatenate([self.persons[each] for each in slices]).astype(np.int64)
        if not len(persons):
            return None
        amounts: NDArray[np.float64] = np.concatenate([self.amounts[each] for each in slices]).astype(np.float64)
        expected = self.smoothing * amounts.sum() / self.lengths.sum()
        if len(slices) > 1:
            persons, inverse = np.unique(persons, return_inverse=True)
            amounts = np.bincount(inverse, weights=amounts).astype(np.float64)
        return persons, np.log1p(amounts / expected) * max(word.weight for word in way)

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
    rows = np.flatnonzero(kept)
    parts.extend(counted(columns, owners[rows], rows))
    if not parts:
        return empty()
    return _sorted(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _sorted(numbers: Any, persons: Any, amounts: Any) -> Profiles:
    """The table of these rows, in any order; those of one word and one person are added up, in their order."""
    distinct, places = np.unique(numbers, return_inverse=True)
    width = int(persons.max(initial=0)) + 1
    rows = places * width + persons
    order = np.argsort(rows, kind="stable")
    rows = rows[order]
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(rows)), bool), rows[1:] != rows[:-1])))
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
    return of_parts(*(np.asarray(np.load(folder / f"profiles-{part}-{number}.npy", mmap_mode="r")) for part in PARTS))
