"""Terms compared word by word: each word, or part of a Dutch compound, should have a counterpart in the other term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from models.encoder import Encoder, Vectors
from models.index.text.compounds import parts_of
from models.translation.used_terms import KnownWords, UsedTerm

LINKERS = frozenset({"van", "voor", "of", "for", "the", "de", "het", "en", "and", "in", "met", "with", "a", "an"})

MATCHED = 0.65
"""Cosine from which two words are taken for counterparts, so that what is left of two terms can be learnt."""
LEARNT = 0.8
"""What words count that were learnt to be counterparts."""
SPLIT = 0.6
"""Cosine of a compound and its parts, written apart, from which it is cut."""
SEEN = 2
"""Different words next to which that must have been seen."""


class WordAlignment:
    """Finds the word of a term that has the least near counterpart: "battery" is not all of "batterijopslag"."""

    def __init__(self, terms: Iterable[UsedTerm], words: KnownWords, encoder: Encoder) -> None:
        terms = list(terms)
        self._learnt: set[tuple[str, str]] = set()
        cuts = _compounds(terms, words, encoder)
        self._parts = {term.id: tuple(_parts(term, cuts)) for term in terms}
        every = sorted({part for parts in self._parts.values() for part in parts})
        self._rows = dict(zip(every, encoder.encode(every), strict=True)) if every else {}

    def learn(self, pairs: Iterable[tuple[UsedTerm, UsedTerm]]) -> None:
        """Take two words for counterparts that are what is left of several of these pairs, when the others are matched.

        "waterstof-opslag" and "hydrogen storage", "batterij-opslag" and "battery storage" teach "opslag" and "storage".
        """
        left: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one, other in pairs:
            first, second = self._parts[one.id], self._parts[other.id]
            if len(first) == len(second) == 2:
                near = self._near(first, second)
                for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
                    if near[row, column] >= MATCHED:
                        left[first[1 - row], second[1 - column]].add(first[row])
        self._learnt = {pair for pair, beside in left.items() if len(beside) >= SEEN and pair[0] != pair[1]}

    def worst(self, one: UsedTerm, other: UsedTerm) -> tuple[float, int]:
        """The cosine of that word and its counterpart, and the number of words of the shorter term."""
        first, second = self._parts[one.id], self._parts[other.id]
        if not first or not second:
            return 0.0, 0
        near = self._near(first, second)
        return float(min(near.max(axis=1).min(), near.max(axis=0).min())), min(near.shape)

    def _near(self, first: Sequence[str], second: Sequence[str]) -> Vectors:
        near: Vectors = (
            np.asarray([self._rows[word] for word in first]) @ np.asarray([self._rows[word] for word in second]).T
        )
        for row, word in enumerate(first):
            for column, other in enumerate(second):
                if (word, other) in self._learnt:
                    near[row, column] = max(near[row, column], LEARNT)
        return near


def _parts(term: UsedTerm, cuts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for piece in term.id[1].split():
        if piece not in LINKERS:
            yield from cuts.get(piece, (piece,)) if "nl" in term.tongues else (piece,)


def _compounds(terms: Sequence[UsedTerm], words: KnownWords, encoder: Encoder) -> dict[str, tuple[str, ...]]:
    """The Dutch words in these terms that are compounds, with their parts.

    The encoder has the last word: "stand aard" does not mean what "standaard" does.
    """
    dutch = sorted({piece for term in terms if "nl" in term.tongues for piece in term.id[1].split()})
    counts = _word_counts(terms, words)
    cuts = {piece: parts_of(piece, partial(_count_part, counts, piece)) for piece in dutch}
    found = [piece for piece in dutch if cuts[piece]]
    if not found:
        return {}
    whole, parted = encoder.encode(found), encoder.encode([" ".join(cuts[piece]) for piece in found])
    return {
        piece: cuts[piece] for piece, near in zip(found, (whole * parted).sum(axis=1), strict=True) if near >= SPLIT
    }


def _word_counts(terms: Iterable[UsedTerm], words: KnownWords) -> Mapping[str, int]:
    """Documents of each Dutch word that is a term; an ordinary word counts as one more."""
    counts = dict.fromkeys(words["nl"], 1)
    for term in terms:
        if "nl" in term.tongues and " " not in term.id[1]:
            counts[term.id[1]] = counts.get(term.id[1], 0) + term.documents
    return counts


def _count_part(counts: Mapping[str, int], whole: str, part: str) -> int:
    """Documents with this part of a word; the word itself is no part of it."""
    return 0 if part == whole else counts.get(part, 0)
