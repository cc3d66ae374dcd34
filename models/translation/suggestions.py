"""Suggested translations: what texts say, what a bilingual encoder finds near and who uses both, in one score.

A suggestion is worked out from documents for everyone only. Those that score high are asked along with a question and
named in its answer; only a person makes one topic of two.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from models.encoder import Encoder
from models.index.text.compounds import SHORTEST_PART
from models.translation.alignment import WordAlignment
from models.translation.company import company
from models.translation.nearness import ROWS, Floats, Nearness, nearest
from models.translation.used_terms import GeneralPairs, KnownWords, UsedTerm, UsedTerms

CANDIDATES = 6
"""Nearest terms of the other language that are looked at, from either side."""
SURE = 0.3
"""Margin from which two that are each other's nearest are taken for the same when company is compared."""
RARE = 12
"""Documents of a term up to which one text that translates it is believed."""
COMPANY = 0.5
"""What the company of terms counts next to their meaning, where candidates are looked for."""
COMPOSED = 0.55
"""Nearness of the parts of a term, all of them, from which a word-by-word translation is likely."""
KEPT = 3
"""Suggestions for each term."""
SUGGESTED = 0.01
"""Score from which a pair is shown to people as a suggestion."""


@dataclass(frozen=True, slots=True)
class TranslationEvidence:
    """What is known of a Dutch and an English term, by their places.

    `near` is the cosine of their vectors and `margin` how much nearer they are than others around; `company` and
    `company_margin` the same of the words next to which they are used. `aligned` is the cosine of the words that have
    the least near counterpart, `mutual` whether each is the nearest of the other, `glosses` the number of texts that
    put them side by side and `sure` whether those agree. `listed`:
    general words that mean the same.
    """

    one: int
    other: int
    near: float = 0.0
    margin: float = 0.0
    company: float = 0.0
    company_margin: float = 0.0
    aligned: float = 0.0
    parts: int = 0
    mutual: bool = False
    glosses: int = 0
    sure: bool = False
    listed: bool = False


def suggest(
    used: UsedTerms, words: KnownWords, encoder: Encoder | None, general: GeneralPairs = frozenset()
) -> list[tuple[TranslationEvidence, float]]:
    """The pairs that may mean the same, with their scores, the best of each term.

    Without an encoder they are those that texts put side by side, and general words.
    """
    scored = [(each, score(each)) for each in gather_evidence(used, words, encoder, general)]
    return list(_best([pair for pair in scored if pair[1] >= SUGGESTED]))


def gather_evidence(
    used: UsedTerms, words: KnownWords, encoder: Encoder | None, general: GeneralPairs = frozenset()
) -> Iterator[TranslationEvidence]:
    """What is known of each pair that is worth a look: pairs that texts or the list put side by side, and what is near.

    `general` are general words that mean the same.
    """
    sure, listed = set(_sure_glosses(used)), set(_listed(used, general))
    if encoder is None:
        for pair in sorted({*used.glosses, *listed}):
            count = used.glosses.get(pair, 0)
            yield TranslationEvidence(*pair, glosses=count, sure=pair in sure, listed=pair in listed)
        return
    terms, pairs = used.terms, _NearPairs(used, encoder)
    alignment = WordAlignment(terms, words, encoder)
    found = list(pairs.evidence({*used.glosses, *listed}))
    alignment.learn((terms[each.one], terms[each.other]) for each in found)
    known = []
    for each in found:
        aligned, parts = alignment.worst(terms[each.one], terms[each.other])
        pair, count = (each.one, each.other), used.glosses.get((each.one, each.other), 0)
        more = replace(each, aligned=aligned, parts=parts, glosses=count, sure=pair in sure, listed=pair in listed)
        known.append(more)
    yield from _with_mutual(known)


def _with_mutual(found: Sequence[TranslationEvidence]) -> Iterator[TranslationEvidence]:
    """The same, where each pair that is the best of both of its terms by the rest of the evidence is mutual."""
    ones: dict[int, tuple[float, int]] = {}
    others: dict[int, tuple[float, int]] = {}
    ranks = [(score(each), -place) for place, each in enumerate(found)]
    for each, rank in zip(found, ranks, strict=True):
        ones[each.one] = max(ones.get(each.one, rank), rank)
        others[each.other] = max(others.get(each.other, rank), rank)
    for each, rank in zip(found, ranks, strict=True):
        yield replace(each, mutual=ones[each.one] == rank == others[each.other])


def _holds(one: UsedTerm, other: UsedTerm) -> bool:
    """Whether one term holds all of the other: they share words, or the other is a part of a compound."""
    if one.words >= other.words or one.text == other.text:
        return True
    return other.compact in one.compact and len(one.compact) - len(other.compact) >= SHORTEST_PART


def _listed(used: UsedTerms, general: GeneralPairs) -> Iterator[tuple[int, int]]:
    """Pairs of used terms that are general words of which it is known that they mean the same."""
    places = {(tongue, term.id[1]): place for place, term in enumerate(used.terms) for tongue in term.tongues}
    for dutch, english in sorted(general):
        pair = (places.get(("nl", dutch)), places.get(("en", english)))
        if pair[0] is not None and pair[1] is not None:
            yield pair[0], pair[1]


def _sure_glosses(used: UsedTerms) -> Iterator[tuple[int, int]]:
    """Pairs that are the commonest of both sides, and were said twice, or once of two rare terms."""
    best: dict[tuple[int, int], tuple[int, tuple[int, int]]] = {}
    for pair, count in sorted(used.glosses.items()):
        for side in (0, 1):
            best[side, pair[side]] = max(best.get((side, pair[side]), (0, pair)), (count, pair))
    for pair, count in sorted(used.glosses.items()):
        rare = all(used.terms[place].documents <= RARE for place in pair)
        if all(best[side, pair[side]][1] == pair for side in (0, 1)) and (count >= 2 or rare):
            yield pair


class _NearPairs:
    """Dutch and English terms that lie near each other."""

    def __init__(self, used: UsedTerms, encoder: Encoder) -> None:
        self._terms = used.terms
        self._dutch, self._english = (
            np.asarray([place for place, term in enumerate(used.terms) if each in term.tongues], np.int64)
            for each in ("nl", "en")
        )
        vectors = encoder.encode([term.text for term in used.terms])
        self._meaning = Nearness(vectors[self._dutch], vectors[self._english])
        rows = company(used.texts, [*((place, place) for place in used.shared), *self._sure()])
        self._company = Nearness(rows[self._dutch], rows[self._english])

    def _sure(self) -> list[tuple[int, int]]:
        """Pairs that are each other's nearest by a wide margin."""
        found = self._mutual([(1.0, self._meaning)])
        margins = self._values(sorted(found), self._meaning.margins)
        pairs = [pair for pair in sorted(found) if margins[pair] >= SURE]
        return [(int(self._dutch[one]), int(self._english[other])) for one, other in pairs]

    def evidence(self, glosses: Iterable[tuple[int, int]]) -> Iterator[TranslationEvidence]:
        """The nearest of each term, and these pairs."""
        kinds = [(1.0, self._meaning), (COMPANY, self._company)]
        found = {*nearest(kinds, CANDIDATES, self._allowed), *self._back(kinds, CANDIDATES)}
        rows = {int(place): row for row, place in enumerate(self._dutch)}
        columns = {int(place): column for column, place in enumerate(self._english)}
        pairs = sorted(found | {(rows[one], columns[other]) for one, other in glosses})
        values = [
            self._values(pairs, each)
            for kind in (self._meaning, self._company)
            for each in (kind.cosines, kind.margins)
        ]
        for pair in pairs:
            near, margin, shared, company_margin = (each[pair] for each in values)
            one, other = int(self._dutch[pair[0]]), int(self._english[pair[1]])
            yield TranslationEvidence(one, other, near, margin, shared, company_margin)

    def _mutual(self, kinds: Sequence[tuple[float, Nearness]]) -> set[tuple[int, int]]:
        return set(nearest(kinds, 1, self._allowed)) & set(self._back(kinds, 1))

    def _back(self, kinds: Sequence[tuple[float, Nearness]], most: int) -> Iterator[tuple[int, int]]:
        turned = [(weight, kind.turned()) for weight, kind in kinds]
        for other, one in nearest(turned, most, lambda column, row: self._allowed(row, column)):
            yield one, other

    def _values(self, pairs: Sequence[tuple[int, int]], block: Callable[[int], Floats]) -> dict[tuple[int, int], float]:
        """The number of each of these pairs, which are in order."""
        found: dict[tuple[int, int], float] = {}
        for start, some in groupby(pairs, key=lambda pair: pair[0] // ROWS * ROWS):
            rows = block(start)
            found.update((pair, round(float(rows[pair[0] - start, pair[1]]), 4)) for pair in some)
        return found

    def _allowed(self, row: int, column: int) -> bool:
        """Whether neither holds all words of the other, and the Dutch term cannot be English.

        What both languages share needs no translation. An encoder reads "storing" as English, near "storage".
        """
        one, other = self._terms[self._dutch[row]], self._terms[self._english[column]]
        return "en" not in one.tongues and not (_holds(one, other) or _holds(other, one))


def score(evidence: TranslationEvidence) -> float:
    """The chance that both mean the same: a logistic model of the evidence."""
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features(evidence), strict=True))
    return 1 / (1 + math.exp(-total))


BIAS = -5.7
WEIGHTS = (2.6, 4.0, 0.5, 2.0, 8.0, 1.6, 1.5, 5.5, 3.5)


def features(evidence: TranslationEvidence) -> tuple[float, ...]:
    """The evidence as numbers of about the same size."""
    return (
        evidence.near,
        evidence.margin,
        evidence.company_margin,
        evidence.aligned,
        max(0.0, evidence.aligned - COMPOSED) if evidence.parts > 1 else 0.0,
        float(evidence.mutual),
        math.log2(1 + evidence.glosses),
        float(evidence.sure),
        float(evidence.listed),
    )


def _best(scored: Iterable[tuple[TranslationEvidence, float]]) -> Iterator[tuple[TranslationEvidence, float]]:
    """Pairs that are among the best of either of their terms."""
    ordered = sorted(scored, key=lambda pair: (-pair[1], pair[0].one, pair[0].other))
    seen: dict[int, int] = defaultdict(int)
    for evidence, value in ordered:
        if min(seen[evidence.one], seen[evidence.other]) < KEPT:
            seen[evidence.one] += 1
            seen[evidence.other] += 1
            yield evidence, value
