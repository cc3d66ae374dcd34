"""The words of a text in every way in which it may be read: with humps divided, hyphenated lines joined, as a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from graph.names.folding import HYPHENS, fold_word, former, has_former, words_of
from graph.names.occurrences import TextWord

_HUMP = re.compile(r"[a-zß-ÿĀ-ſ][A-ZÀ-ÞĀ-ſ]|[A-ZÀ-Þ]{2}[a-zß-ÿ]|[^\W\d_]\d|\d[^\W\d_]")
_BREAK = re.compile(f"[{HYPHENS}\u00ad]\\s[\\s>]{{0,40}}")
_BROKEN = re.compile(f"\\w[{HYPHENS}\u00ad]\\s")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LONGEST = 120
"""Characters of a word that is still divided at its humps; what is longer is no name."""


def readings(text: str, found: list[TextWord]) -> Iterator[list[TextWord]]:
    """The words of a text in each way in which it may be read, `found` the plain one first. Places are in the text."""
    yield found
    broken = _joined(text, found) if _BROKEN.search(text) else found
    if broken is not found:
        yield broken
    if _HUMP.search(text):
        yield _divided(text, broken)
    if has_former(text):
        yield [(former(text[start:end]), start, end) for _, start, end in found]
    if "%" in text and _ESCAPED.search(text):
        yield list(_unescaped(text))


def _joined(text: str, found: list[TextWord]) -> list[TextWord]:
    """TextParts that a hyphen at the end of a line divides, in one."""
    words: list[TextWord] = []
    for word, start, end in found:
        if words and _BREAK.fullmatch(text, words[-1][2], start):
            before = words.pop()
            words.append((before[0] + word, before[1], end))
        else:
            words.append((word, start, end))
    return words


def _divided(text: str, found: list[TextWord]) -> list[TextWord]:
    """TextParts such as VanDerMeer2 as van, der, meer and 2."""
    words: list[TextWord] = []
    for each in found:
        start, end = each[1], each[2]
        pieces = _pieces(text[start:end]) if end - start <= _LONGEST else ()
        if pieces:
            words += [(word, start + one, start + two) for word, one, two in pieces]
        else:
            words.append(each)
    return words


@lru_cache(50_000)
def _pieces(raw: str) -> tuple[TextWord, ...]:
    """The parts of a word with humps or digits in it, with their places; none for a plain word."""
    if not _HUMP.search(raw):
        return ()
    cuts = [0, *_cuts(raw), len(raw)]
    return tuple((fold_word(raw[one:two]), one, two) for one, two in pairwise(cuts))


def _cuts(raw: str) -> Iterator[int]:
    for at in range(1, len(raw)):
        one, two = raw[at - 1], raw[at]
        digits = one.isdigit() != two.isdigit() and (one.isalpha() or two.isalpha())
        if digits or (two.isupper() and (one.islower() or (one.isupper() and raw[at + 1 : at + 2].islower()))):
            yield at


def _unescaped(text: str) -> Iterator[TextWord]:
    """The words of a text in which ``%C3%BC`` is the letter that it stands for."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for found in _ESCAPED.finditer(text):
        parts.append(text[done : found.start()])
        places.extend(range(done, found.start()))
        plain = bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")
        parts.append(plain)
        step = (found.end() - found.start()) / max(len(plain), 1)
        places.extend(found.start() + int(at * step) for at in range(len(plain)))
        done = found.end()
    parts.append(text[done:])
    places.extend(range(done, len(text) + 1))
    for word, start, end in words_of("".join(parts)):
        yield word, places[start], places[end]
