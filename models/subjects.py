"""Separates terms that are a subject of some people from terms that everybody uses alike, by who uses them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.facts import Extraction, Key
from models.termhood import TermId, Usage, Usages

FORMULAS = Path(__file__).parent / "language" / "formulas.toml"
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
GRID = 48
SMALL = frozenset({"van", "voor", "de", "het", "en", "of", "the", "for", "and", "on", "over"})


class Formulas:
    """Word lists of one language: `every` formula word, kinds of texts, amounts, and words that frame a subject."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.every = frozenset(" ".join(lists.values()).split())
        self.texts, self.amounts = frozenset(lists["texts"].split()), frozenset(lists["amounts"].split())
        self.frames = frozenset(f"{lists['parts']} {lists['times']} {lists['greetings']} {lists['texts']}".split())
        # Dutch writes a compound as one word, so a noun before a noun is a frame; English "project management" is not
        self.bare_frames = frozenset(lists["changes"].split()) if "changes" in lists else self.frames


@lru_cache(maxsize=1)
def formulas() -> Mapping[str, Formulas]:
    """Words that say nothing about a subject, per language."""
    read = tomllib.loads(FORMULAS.read_text("utf-8"))
    return {language: Formulas(lists) for language, lists in read.items()}


def is_formula(term: TermId) -> bool:
    """Whether a term has formula words only, or begins with a kind of text, such as "notulen ..."."""
    known = formulas().get(term[0])
    parts = term[1].split()
    return known is not None and (
        parts[0] in known.texts or all(word in known.every or word in SMALL for word in parts)
    )


def is_amount(term: TermId) -> bool:
    """Whether a term is an amount of something, such as "kilogram waterstof" or "percent of the bill"."""
    known = formulas().get(term[0])
    return known is not None and term[1].split()[0] in known.amounts


def is_framed(term: TermId, usages: Usages) -> bool:
    """Whether a term is another known term in a frame, such as "overleg inkoop" or "weeks of sick leave"."""
    known = formulas().get(term[0])
    parts = term[1].split()
    if known is None or len(parts) < 2:
        return False
    first = 0
    while first < len(parts) - 1 and _frames(parts[first], parts[first + 1], known):
        first += 1 + (parts[first + 1] in SMALL)
    last = len(parts) - (parts[-1] in SMALL)
    return 0 < last - first < len(parts) and (term[0], " ".join(parts[first:last])) in usages.terms


def _frames(word: str, following: str, known: Formulas) -> bool:
    return word in (known.frames if following in SMALL else known.bare_frames)


class TermSpread:
    """Who uses which terms: one bit per person and term, so that memory does not grow with the texts."""

    def __init__(self, terms: Iterable[TermId], acts: Acts) -> None:
        self._acts = acts
        self._rows = {term: row for row, term in enumerate(terms)}
        people = sorted({person for found in acts.values() for person in found})
        self._bits = {person: (at >> 3, 1 << (at & 7)) for at, person in enumerate(people)}
        self._used = np.zeros((len(self._rows), (len(people) + 7) // 8), np.uint8)
        self._times = np.zeros(len(self._rows), np.int64)
        self._all = np.zeros(len(people), np.int64)

    def read(self, extractions: Iterable[Extraction]) -> TermSpread:
        """Count who did something to the documents of each term."""
        numbers = {person: at for at, person in enumerate(self._bits)}
        for extraction in extractions:
            found = self._acts.get(extraction.document)
            if not found:
                continue
            self._all[[numbers[person] for person in found]] += 1
            rows = [row for term in extraction.terms if (row := self._rows.get((term.language, term.norm))) is not None]
            if rows:
                self._times[rows] += len(found)
                for person in found:
                    byte, bit = self._bits[person]
                    self._used[rows, byte] |= bit
        return self

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
    usual = usual_repeats(usages)
    kept = [term for term in wanted if not is_aside(usages.terms[term], usual, even[term])]
    places = {term: (at + 1) * (1 + 2 * max(0.0, even[term] - 0.5)) for at, term in enumerate(kept)}
    return sorted(kept, key=lambda term: (places[term], term))


def usual_repeats(usages: Usages) -> float:
    """Median number of uses per document, over the terms that are in enough documents."""
    rates = [usage.times / usage.documents for usage in usages.terms.values() if usage.documents >= ASIDE_DOCUMENTS]
    return float(np.median(rates)) if rates else 0.0


def is_aside(usage: Usage, usual: float, even: float) -> bool:
    """Whether a term is never what a text is about: hardly in titles, hardly repeated, or used by all alike."""
    if usage.documents < ASIDE_DOCUMENTS or usage.titles >= PLAIN_TITLES * usage.documents:
        return False
    repeats = usage.times / usage.documents
    return repeats <= 0.8 * usual or (even >= EVEN and repeats <= 1.2 * usual)
