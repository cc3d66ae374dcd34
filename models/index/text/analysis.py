"""Analysis of texts and questions: one analyser per language, the same for both, that of the text engine.

In front of it words with signs are spelled in letters: `as_words` for texts, and within `words` and `asked_words` for
what is asked and how topics are called, where capitals tell nothing.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache

from models.index.text.languages import LANGUAGES, LONGEST_WORD, stop_words
from models.index.text.signed import as_words, asked, signed_words, typed_words
from models.index.text.tantivy_engine import folded_words_of as folded
from models.index.text.tantivy_engine import words_of

__all__ = [
    "LANGUAGES", "as_words", "asked_words", "bare_title", "folded", "is_word", "language_of", "number_of",
    "signed_words", "stop_words", "typed_words", "whole_words", "word_forms", "words",
]  # fmt: skip

WORD = re.compile(r"\w+")
REPLY = re.compile(r"^\s*(?:(?:re|aw|antw|fwd?|fw|betr)(?:\s*\[\d+\])?\s*:|\[[^\]]{1,40}\])\s*", re.IGNORECASE)
IN_BOTH = frozenset({"in", "is", "was", "of", "we", "me", "over", "had"})
"""Stop words of both languages: they do not tell which one a text is in."""


def words(text: str, language: str) -> list[str]:
    """The index words of what is asked, or of how a topic is called, in this language, in order."""
    return list(_words(text, language) if len(text) <= LONGEST_WORD else words_of(asked(text)[0], language))


@lru_cache(maxsize=20_000)
def word_forms(word: str) -> tuple[tuple[str, str], ...]:
    """The index words of this one in each language, as (language, token)."""
    return tuple((language, token) for language in LANGUAGES for token in words(word, language))


@lru_cache(maxsize=20_000)
def _words(text: str, language: str) -> tuple[str, ...]:
    """Those of a word or two, which a question looks up in many ways."""
    return tuple(words_of(asked(text)[0], language))


def asked_words(text: str) -> list[str]:
    """The words of a question in lower case and without accents, stop words and endings included."""
    return folded(asked(text)[0])


def whole_words(text: str) -> frozenset[str]:
    """Words of a question that stand next to their parts: nothing is asked by them that the parts do not ask."""
    return asked(text)[1]


def is_word(piece: str, language: str) -> bool:
    """Whether this is surely one index word by itself: ASCII letters and digits, no stop word and not too long."""
    return piece.isascii() and piece.isalnum() and len(piece) < LONGEST_WORD and piece not in _stop_set(language)


@cache
def _stop_set(language: str) -> frozenset[str]:
    return frozenset(stop_words(language))


def language_of(detected: str | None, title: str, text: str) -> str:
    """Language by whose analyser a document is indexed: the detected one, else the one whose stop words it has."""
    if detected in LANGUAGES:
        return str(detected)
    tokens = WORD.findall(f"{title} {text[:2000]}".lower())
    counts = {code: sum(token in _stop_set(code) and token not in IN_BOTH for token in tokens) for code in LANGUAGES}
    return "nl" if counts["nl"] > counts["en"] else "en"


def bare_title(title: str) -> str:
    """The subject without "Re:", tags and case. Equal ones in one folder are a thread."""
    while True:
        shorter = REPLY.sub("", title, count=1)
        if shorter == title:
            return " ".join(title.lower().split())
        title = shorter


def number_of(*parts: str) -> int:
    """The 64-bit number of these strings, the same in every process."""
    digest = hashlib.blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
