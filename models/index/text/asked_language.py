"""The language of a question, where its words leave no doubt."""

from __future__ import annotations

from functools import cache

from graph.writing.known_words import known_words
from models.index.text.analysis import LANGUAGES, WORD, stop_words
from models.index.text.compounds import parts_of
from models.index.text.signed import PIPELINES

OWN = 3
"""Words of one language alone that show it where there is no small word: "code review" is said in Dutch too."""
STRANGE = 4
"""One word in this many may be one that the pipelines do not know."""


def asked_language(question: str) -> str | None:
    """The language that this question is in for sure: by its small words, or as nearly all of its words are of it."""
    words = [word for word in WORD.findall(question.lower()) if len(word) > 1 and not word.isdigit()]
    small = [language for language in LANGUAGES if any(word in _small(language) for word in words)]
    if small:
        return small[0] if len(small) == 1 else None
    found = [language for language in LANGUAGES if _is_all_of(words, language)]
    return found[0] if len(found) == 1 else None


def _is_all_of(words: list[str], language: str) -> bool:
    others = _others(language)
    known = known_words(PIPELINES, language)
    own = [word for word in words if word in known and word not in others]
    strange = [word for word in words if word not in known and word not in stop_words(language)]
    return len(own) >= OWN and len(strange) * STRANGE <= len(words) and not any(word in others for word in strange)


@cache
def _small(language: str) -> frozenset[str]:
    """Stop words of this language that the other one has not."""
    return frozenset(stop_words(language)).difference(*(stop_words(each) for each in LANGUAGES if each != language))


@cache
def _others(language: str) -> frozenset[str]:
    """Words of the other language."""
    return frozenset().union(*(known_words(PIPELINES, each) for each in LANGUAGES if each != language))


def is_word_of(word: str, language: str) -> bool:
    """Whether this is a word of this language, or a compound of its words."""
    known = known_words(PIPELINES, language)
    if word in known or language != "nl":
        return word in known
    return bool(parts_of(word, lambda part: int(part != word and part in known)))
