"""Words of a question that have a suggested translation: it is asked along, and counts less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.index.records import Translation
from models.index.text.analysis import LANGUAGES, words
from models.index.text.engine import Way
from models.index.text.lexicon import Lexicon
from models.index.translations import Translations

TRANSLATED = 0.9
"""What a translation that is only suggested counts for of what was asked, at most. Half as much would name nobody."""


def longest_translated(
    tokens: Sequence[str], place: int, lexicon: Lexicon, translations: Translations
) -> tuple[int, tuple[Translation, ...]]:
    """The number of words from here on that have a translation, the most of them, and what that is."""
    for size in range(min(translations.longest, len(tokens) - place), 0, -1):
        written = tokens[place : place + size]
        asked = [lexicon.ways(token) for token in written]
        for language in LANGUAGES:
            key = [way.token for ways in asked for way in ways if way.language == language]
            found = translations.of(language, key, written) if len(key) == size else ()
            if found:
                return size, found
    return 0, ()


def written(translations: Sequence[Translation], lexicon: Lexicon) -> Iterator[tuple[Translation, Way, float]]:
    """Those of these that somebody wrote, in words of the index, each with what it counts for."""
    for each in translations:
        way = tuple([lexicon.word(each.language, token) for token in words(each.surface, each.language)])
        if way and all(lexicon.count(word.language, word.token) for word in way):
            yield each, way, TRANSLATED


def lighter(way: Way, weight: float, asked: float, words_asked: int) -> Way:
    """This way to find some words of a question, which are as rare as `asked` together, as one way for each of them.

    It never counts more than what was asked, also where it is the rarer of the two: who writes the translation counts
    less than who writes as much of the word itself.
    """
    total = sum(word.idf for word in way)
    scale = weight * min(1.0, asked / total) / max(1, words_asked)
    return tuple([replace(word, weight=scale) for word in way])
