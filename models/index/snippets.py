"""Which piece of a text shows why it matches? A short piece with the words of the question marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from models.answers import Span
from models.index.analysis import LANGUAGES, words
from models.index.text_index import Clause

LENGTH = 180
LOOKED_AT = 12_000
"""Bytes of a text that are searched for hits."""
BEFORE = 40
BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds words of a question in a text: `pattern` proposes, `tokens` per language decide."""

    pattern: re.Pattern[str] | None
    tokens: frozenset[tuple[str, str]]

    def hits(self, text: str, most: int = 24) -> list[tuple[int, int, str]]:
        """Where are words of the question? (start, end, index word), in order."""
        if self.pattern is None:
            return []
        found = []
        for match in self.pattern.finditer(_plain(text)):
            word = _stemmed(match[0].lower())
            mine = next((pair[1] for pair in word if pair in self.tokens), None)
            if mine is not None:
                found.append((match.start(), match.end(), mine))
                if len(found) >= most:
                    break
        return found


def finder(clauses: Collection[Clause]) -> Finder:
    """What finds the words of these clauses in a text?"""
    tokens = frozenset((word.language, word.token) for clause in clauses for way in clause.ways for word in way)
    stems = sorted({token[: max(2, len(token) - 1)] for _, token in tokens}, key=len)
    kept = [stem for place, stem in enumerate(stems) if not any(stem.startswith(each) for each in stems[:place])]
    if not kept:
        return Finder(None, tokens)
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, kept))})[^\W_]*", re.IGNORECASE)
    return Finder(pattern, tokens)


def snippet(text: str, find: Finder) -> tuple[Span, ...]:
    """The piece of the text with the most different words of the question, as spans; its beginning if there is none."""
    hits = find.hits(text)
    start = _best_start(hits)
    if start > 0:
        start = max(0, text.rfind(" ", 0, max(1, start - BEFORE)) + 1)
    stop = min(len(text), start + LENGTH)
    if stop < len(text):
        stop = max(text.rfind(" ", start + 1, stop), start + LENGTH // 2)
    return spans(text[start:stop], find, cut_before=start > 0, cut_after=stop < len(text))


def spans(piece: str, find: Finder, cut_before: bool = False, cut_after: bool = False) -> tuple[Span, ...]:
    """A piece of text with its hits marked, blanks made single."""
    found: list[Span] = []
    place = 0
    piece = BLANK.sub(" ", piece).strip()
    for start, end, _ in find.hits(piece):
        if start > place:
            found.append(Span(piece[place:start]))
        found.append(Span(piece[start:end], hit=True))
        place = end
    if place < len(piece):
        found.append(Span(piece[place:]))
    if cut_before:
        found.insert(0, Span("… "))
    if cut_after:
        found.append(Span(" …"))
    return tuple(found)


def _best_start(hits: list[tuple[int, int, str]]) -> int:
    """Where does the piece begin that holds the most different words?"""
    best, most = (hits[0][0] if hits else 0), 0
    for place, (start, _, _) in enumerate(hits):
        inside = {word for _, end, word in hits[place : place + 8] if end <= start + LENGTH - BEFORE}
        if len(inside) > most:
            best, most = start, len(inside)
    return best


def _plain(text: str) -> str:
    """The text without accents, of the same length."""
    if text.isascii():
        return text
    return text.translate(_BARE)


class _Bare(dict[int, str]):
    """A table for `str.translate` that takes the accent from a letter, filled as letters come."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = unicodedata.normalize("NFKD", letter)[:1]
        bare = base if base.isascii() and base.isalnum() else letter
        self[code] = bare
        return bare


_BARE = _Bare()


@lru_cache(maxsize=20_000)
def _stemmed(word: str) -> tuple[tuple[str, str], ...]:
    return tuple((language, token) for language in LANGUAGES for token in words(word, language))
