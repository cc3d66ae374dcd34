"""Words of which a hyphen stands for the rest: "zonne- en windenergie" has "zonne-energie" too.

The rest is that of the word behind: the longest piece of which both halves are known words, and what follows a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

JOINING = (
    "en", "of", "and", "or", "und", "oder", "et", "ou", "en/of", "and/or", "und/oder", "dan wel", "respectievelijk",
    "resp.", "bzw.", "als", "noch", "nor", "sowie", "evenals", "maar ook", "to", "tot",
)  # fmt: skip
"""What stands between a word with a hyphen for its end and the word that has the end."""
SHORTEST_END, SURE = 4, 6
"""Letters of the second half of a word, and of one by which it is known where the first half is not."""
LONGEST = 40
PARTICLES = frozenset(["af", "in", "na", "om", "op", "uit"])
"""Words of two letters that compounds begin with."""
LINKS, ENDINGS = ("s", "en", "e"), ("en", "s", "n", "e")
"""Letters behind a first half, and behind a second one: "informatie-s", "leiding-en"."""
CLASHES = frozenset(["aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "ij", "oe", "oi", "oo", "ou", "ui", "uu"])
"""Vowels that would be read as one: Dutch keeps a hyphen between them."""
_WORDS = "|".join(re.escape(each) for each in sorted(JOINING, key=len, reverse=True))
_LETTERS = r"[^\W\d_]"
_HEAD = re.compile(
    rf"-(?<={_LETTERS}{{2}}-)(?=(?:, ?{_LETTERS}{{2,{LONGEST}}}-){{0,4}},? (?:{_WORDS}) "
    rf"({_LETTERS}{{4,{LONGEST}}}(?:-{_LETTERS}{{2,{LONGEST}}})?)(?![\w-]))"
)
_TAIL = re.compile(rf"-(?<= (?:en|of|or) -)(?=({_LETTERS}{{{SHORTEST_END},{LONGEST}}})(?![\w-]))")
_BEFORE = re.compile(rf"({_LETTERS}{{4,{LONGEST}}}) (?:en|of|or) \Z")


_WORD = re.compile(r"[^\W\d_]{3,40}")


class ElidedWord(NamedTuple):
    """A whole word, and the place of what stands for it: ``zonne-``."""

    start: int
    end: int
    word: str


def elided_words(text: str, known: Collection[str]) -> Iterator[ElidedWord]:
    """The words that are written in part, in the order of their places."""
    if "- " in text or "-, " in text:
        for found in _HEAD.finditer(text):
            start = _start_of_word(text, found.start())
            whole = _with_end(text[start : found.start()], found[1], known)
            if whole:
                yield ElidedWord(start, found.end(), whole)
    if " -" in text:
        for found in _TAIL.finditer(text):
            before = _BEFORE.search(text, max(0, found.start() - LONGEST - 5), found.start())
            head = _beginning_of(before[1], known) if before else ""
            if head:
                yield ElidedWord(found.start(), found.end(1), head + found[1])


def completed(text: str, known: frozenset[str]) -> str:
    """The text with these words written in full; the other words of the text are known too."""
    if not _HEAD.search(text) and not _TAIL.search(text):
        return text
    found = sorted(elided_words(text, known | frozenset(_WORD.findall(text.lower()))))
    parts, done = [], 0
    for each in found:
        if each.start >= done:
            parts += [text[done : each.start], each.word]
            done = each.end
    return "".join((*parts, text[done:]))


def _start_of_word(text: str, end: int) -> int:
    start = end
    while start and end - start < LONGEST and text[start - 1].isalpha():
        start -= 1
    return start


def _with_end(head: str, other: str, known: Collection[str]) -> str:
    """The head with the end of the other word: ``zonne`` and ``windenergie`` give ``zonne-energie``."""
    before, _, behind = other.rpartition("-")
    if before:
        return f"{head}-{behind}"
    end = _end_of(other, known)
    if not end:
        return ""
    return f"{head}-{end}" if head[-1:].lower() + end[:1] in CLASHES else head + end


def _end_of(word: str, known: Collection[str]) -> str:
    """The second of the two known words that make this one, as long as it can be; empty where none is sure."""
    small = word.lower()
    halves = [(small[:at], small[at:]) for at in range(2, len(word) - SHORTEST_END + 1)]
    halves = [(first, second) for first, second in halves if len(first) > 2 or first in PARTICLES]
    for endings in ((), ENDINGS):
        for first, second in halves:
            if _is_known(first, LINKS, known) and _is_known(second, endings, known):
                return word[-len(second) :]
    return next((word[-len(each) :] for _, each in halves if len(each) >= SURE and each in known), "")


def _beginning_of(word: str, known: Collection[str]) -> str:
    """The first of the two words that make this one, by the known second one or else by itself."""
    end = _end_of(word, known)
    places = (at for at in range(SHORTEST_END, len(word) - SHORTEST_END + 1) if word[:at].lower() in known)
    return word[: -len(end)] if end else word[: next(places, 0)]


def _is_known(piece: str, endings: Collection[str], known: Collection[str]) -> bool:
    bare = (piece.removesuffix(each) for each in endings if len(piece) > len(each) + 1)
    return piece in known or any(each in known for each in bare)
