"""Another spelling of words that nobody wrote, where it finds what the question does not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from graph.writing.known_words import LANGUAGES, known_words
from models.index.contract import Clause, Word
from models.index.text.analysis import folded, typed_words, words
from models.index.text.subject import subject_of
from models.rankers.matches import Matches

PREFIX = 2
CANDIDATES = 4000
SHORTEST = 4
NEARBY = 20
"""Words that are looked at more closely, at most."""
PIPELINES = Path(__file__).parent / "language"


def suggest(asked: Matches) -> str | None:
    """The question with words that nobody wrote replaced by the nearest ones that find more; None without any.

    A word that somebody wrote is never replaced.
    """
    better = {word: near for word in asked.parsed.unknown if (near := _near(word, asked)) is not None}
    if not better:
        return None
    better = {**typed_words(subject_of(asked.question.text)), **better}
    return " ".join(better.get(word, word) for word in asked.parsed.tokens)


def _near(word: str, asked: Matches) -> str | None:
    """The nearest and then most used word that may stand for this one.

    A word of the language gives way to another one only: "boot" to "book", "asset" not to somebody's name.
    """
    known = [other for other in asked.parsed.rarity if other not in asked.parsed.unknown]
    ordinary = _ordinary()
    for term in _candidates(word, asked):
        if (word not in ordinary or term in ordinary) and _stands_with(term, known, asked):
            return term
    return None


def _candidates(word: str, asked: Matches) -> Iterator[str]:
    """Words within one or two letters of this one that a document for everyone holds now, the nearest first."""
    if len(word) < SHORTEST:
        return
    counts: dict[str, int] = {}
    for prefix in {word[:PREFIX], word[1] + word[0], word[0] + word[2]}:
        counts |= dict(asked.index.public.terms_with_prefix(prefix, CANDIDATES))
    far = 1 if len(word) < 8 else 2
    matches = process.extract(word, counts.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=far, limit=NEARBY)
    held = asked.index.words_for(asked.access)
    good = [
        (distance, -often, term)
        for term, distance, _ in matches
        if term != word and folded(term) != [word] and (often := held.written(term, counts[term]))
    ]
    yield from (term for _, _, term in sorted(good))


@cache
def _ordinary() -> frozenset[str]:
    """Words of the languages."""
    return frozenset().union(*(known_words(PIPELINES, language) for language in LANGUAGES))


def _stands_with(term: str, known: list[str], asked: Matches) -> bool:
    """Whether a document for everyone has this word with one of those of the question that are known, if any is."""
    clauses = [_either([term]), _either(known)] if known else [_either([term])]
    found, scores = asked.index.public.top(
        clauses, 1, lambda ordinals: asked.index.visible(ordinals, asked.access), constant=True
    )
    return bool(len(found)) and float(scores[0]) > len(clauses) - 0.5


def _either(said: list[str]) -> Clause:
    """Any of these words, in any language: a document with one of them scores 1."""
    return Clause(tuple((Word(each, form, 1.0),) for word in said for each in LANGUAGES for form in words(word, each)))
