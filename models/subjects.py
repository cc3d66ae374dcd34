"""Separates terms that are a subject of some people from terms that everybody uses alike, by who uses them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key
from models.term_uses import TermUses
from models.termhood import TermId, Usage, Usages

Acts = Mapping[Key, Collection[Key]]
"""People who did something to each document."""

FEWEST_ACTS = 2
EVEN = 0.9
"""Share of the people whom chance would give, from which a term is spread evenly over people."""
ENOUGH = 15
"""Acts on documents of a term from which its spread says anything."""
PLAIN_TITLES = 0.05
"""Share of its documents with the term in the title, below which texts are hardly ever named after it."""
ASIDE_DOCUMENTS = 12
UNTITLED_DOCUMENTS = 6
TITLED = 0.03
"""Share of the documents of frequent terms with the term in the title, from which titles tell what texts are about."""
GRID = 48
AT_ONCE = 1_000_000
"""Uses of terms that are worked out together."""


class TermSpread:
    """Who uses which terms: one bit per person and term, so that memory does not grow with the texts."""

    def __init__(self, terms: Iterable[TermId], acts: Acts) -> None:
        self._acts = acts
        self._rows = {term: row for row, term in enumerate(terms)}
        people = sorted({person for found in acts.values() for person in found})
        self._people = {person: at for at, person in enumerate(people)}
        self._used = np.zeros((len(self._rows), (len(people) + 7) // 8), np.uint8)
        self._times = np.zeros(len(self._rows), np.int64)
        self._all = np.zeros(len(people), np.int64)

    def read(self, uses: TermUses) -> TermSpread:
        """Count who did something to the documents of each term."""
        acted = [self._acts.get(document, ()) for document in uses.documents]
        counts = np.fromiter(map(len, acted), np.int64, len(acted))
        people = np.fromiter((self._people[each] for found in acted for each in found), np.int64, int(counts.sum()))
        self._all += np.bincount(people, minlength=len(self._all))
        rows = np.full(len(uses.terms), -1)
        for term, row in self._rows.items():
            if term in uses.terms:
                rows[uses.terms[term]] = row
        for start in range(0, len(uses.term), AT_ONCE):
            some = slice(start, start + AT_ONCE)
            self._mark(rows[uses.term[some]], uses.place[some], counts, people)
        return self

    def _mark(
        self,
        rows: NDArray[np.int64],
        places: NDArray[np.uint32],
        counts: NDArray[np.int64],
        people: NDArray[np.int64],
    ) -> None:
        """Mark the people of these places at these rows; -1 is the row of a term that does not count."""
        kept = rows >= 0
        rows, places = rows[kept], places[kept]
        lengths = counts[places]
        self._times += np.bincount(rows, lengths, len(self._times)).astype(np.int64)
        ends = np.cumsum(lengths)
        within = np.arange(int(lengths.sum())) - np.repeat(ends - lengths, lengths)
        found = people[np.repeat((np.cumsum(counts) - counts)[places], lengths) + within]
        cells = np.repeat(rows, lengths) * self._used.shape[1] + (found >> 3)
        np.bitwise_or.at(self._used.reshape(-1), cells, (1 << (found & 7)).astype(np.uint8))

    def acts(self, term: TermId) -> int:
        """Number of acts on documents that use this term."""
        return int(self._times[self._rows[term]])

    def people(self, terms: Iterable[TermId]) -> int:
        """Number of people who did something to documents that use one of these terms."""
        rows = [self._rows[term] for term in terms if term in self._rows]
        if not rows:
            return 0
        return int(np.unpackbits(np.bitwise_or.reduce(self._used[rows], axis=0)).sum())

    def evenness(self) -> dict[TermId, float]:
        """Per term, the people who use it as a share of those expected by chance. 1: as if drawn by lot; 0: unknown."""
        total = int(self._all.sum())
        if not total:
            return dict.fromkeys(self._rows, 0.0)
        grid = np.unique(np.geomspace(1, max(2, total), GRID).astype(np.int64))
        drawn = np.array([_drawn(self._all / total, int(acts)) for acts in grid])
        found = np.unpackbits(self._used, axis=1).sum(axis=1)
        share = found / np.maximum(1.0, np.interp(self._times, grid, drawn))
        return {term: float(share[row]) if self._times[row] >= ENOUGH else 0.0 for term, row in self._rows.items()}


def _drawn(shares: NDArray[np.float64], acts: int) -> float:
    """Expected number of different people in this many draws, each person in proportion to what they did."""
    return float((1 - (1 - shares) ** acts).sum())


def choose_subjects(terms: Iterable[TermId], usages: Usages, spread: TermSpread) -> list[TermId]:
    """The terms that are a subject of some people, in their order; those that everybody uses come a little later."""
    wanted = [term for term in terms if spread.acts(term) >= FEWEST_ACTS]
    even = spread.evenness()
    usual, titled = usual_repeats(usages), are_titled(usages)
    kept = [term for term in wanted if not is_aside(usages.terms[term], usual, even[term], titled)]
    places = {term: (at + 1) * (1 + 2 * max(0.0, even[term] - 0.5)) for at, term in enumerate(kept)}
    return sorted(kept, key=lambda term: (places[term], term))


def usual_repeats(usages: Usages) -> float:
    """Median number of uses per document, over the terms that are in enough documents."""
    rates = [usage.times / usage.documents for usage in usages.terms.values() if usage.documents >= ASIDE_DOCUMENTS]
    return float(np.median(rates)) if rates else 0.0


def are_titled(usages: Usages) -> bool:
    """Whether titles of this organisation say what texts are about; in chats they do not."""
    common = [usage for usage in usages.terms.values() if usage.documents >= ASIDE_DOCUMENTS]
    return sum(usage.titles for usage in common) >= TITLED * sum(usage.documents for usage in common) > 0


def is_aside(usage: Usage, usual: float, even: float, titled: bool = False) -> bool:
    """Whether a term is never what a text is about: hardly in titles, hardly repeated, or used by all alike.

    Where texts are `titled`, one that stands in no title must be repeated more than others, also when it is rare.
    """
    untitled = titled and not usage.titles and usage.documents >= UNTITLED_DOCUMENTS
    if untitled and usage.times / usage.documents <= 1.1 * usual:
        return True
    if usage.documents < ASIDE_DOCUMENTS or usage.titles >= PLAIN_TITLES * usage.documents:
        return False
    repeats = usage.times / usage.documents
    return repeats <= 0.8 * usual or (even >= EVEN and repeats <= 1.2 * usual)
