"""Words with signs in them, spelled in letters: ``C++`` is ``cplusplus``, ``TCP/IP`` is ``tcpip`` too.

Text engines part words at signs; here, in front of them, what belongs together gets a word of its own, in texts and in
questions alike. Parts that are words themselves stay next to it. Initials ("R. Kok") are no words, so that "R" means
the language. Letters are those of ASCII, so that bytes and characters of a text give the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from graph.writing.characters import one_form
from graph.writing.elided import elided_words
from graph.writing.known_words import LANGUAGES, known_words
from models.index.text.languages import stop_words
from models.index.text.named import with_names

PIPELINES = Path(__file__).parents[2] / "language"
LONGEST = 12
"""Letters of a part before or behind a sign."""
_PARTICLES = r"van|den?|der|von|te[nr]?|el|al|du|la|le|di|da"
_SIGN = re.compile(
    r"\+\+(?<=\w\+\+)(?!\+)"
    r"|\#(?<=(?<!\w)[A-Za-z]\#)(?![A-Za-z_\#])"
    r"|\.(?:NET|Net)(?!\w)"
    r"|\.net(?<![\w.@/-]\.net)(?!\w)"
    r"|\.[jJ][sS](?<=\w...)(?!\w|[.]\w)"
    r"|/(?<=[A-Z0-9]/)(?=[A-Z0-9])"
    r"|&(?<=[A-Z]&)(?=[A-Z])"
    r"|&(?<=[A-Z][ ]&)(?=[ ][A-Z]\b)"
    r"|-(?<=(?<!\w)[A-Za-z]-)(?=[A-Za-z]{3})"
    r"|-(?<=[A-Za-z]{2}-)(?=[A-Z](?!\w))"
    r"|-(?<=(?<!\w)\d-)(?=D(?!\w))"
    rf"|\.(?<=(?<![\w&+#/-])[A-Z]\.)(?=[ ]?(?:[A-Z]\.|[A-Z]\w|(?:{_PARTICLES})\b))",
    re.ASCII,
)
_CHAIN = re.compile(rf"[A-Z0-9]{{1,{LONGEST}}}(?:/[A-Z0-9][A-Za-z0-9]{{0,{LONGEST}}}){{1,3}}(?![\w/.+\#])", re.ASCII)
_BOTH = re.compile(r"[A-Z]{1,4} ?& ?[A-Z]{1,4}(?![\w&])", re.ASCII)
_WORD = re.compile(r"\w+", re.ASCII)
_LOUD = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


_SPOKEN = re.compile(r"\b(?:([CcFf])[ -]sharp|([Cc])[ -]?plus[ -]?plus|dot net)\b", re.ASCII | re.IGNORECASE)
"""Words with signs as people say them."""


class SignedWord(NamedTuple):
    """A stretch of a text and the words that it is; `joined` is the whole one, where there are others for its parts."""

    start: int
    end: int
    words: tuple[str, ...]
    joined: str = ""


def signed_words(text: str) -> Iterator[SignedWord]:
    """The words with signs of a text, in order; initials give none."""
    done = 0
    for found in _SIGN.finditer(text):
        at = found.start()
        if at >= done and (word := _READERS[found[0][0]](text, at, found.end(), done)) is not None:
            done = word.end
            yield word


def as_words(text: str) -> str:
    """The text with words that have signs in letters, and with those that a hyphen or a name stands for."""
    text = with_names(text)
    pieces = [*signed_words(text)]
    if "-" in text:
        pieces += [
            SignedWord(each.end, each.end, (each.word.rpartition("-")[2],))
            for each in elided_words(text, _known())
            if each.word.isascii() and text[max(0, each.start - 1) : each.start].isascii()
        ]
        pieces.sort()
    return _replaced(text, pieces) if pieces else text


def asked(text: str) -> tuple[str, frozenset[str]]:
    """A question in the same words, small letters as capitals, and those of them that stand next to their parts."""
    text = _SPOKEN.sub(_as_written, one_form(text))
    pieces = [
        each._replace(
            words=tuple(word for word in each.words if word.lower() != text[each.start : each.start + len(word)])
        )
        if any(len(word) == 1 for word in each.words)
        else each
        for each in signed_words(text.translate(_LOUD))
    ]
    return _replaced(text, pieces), frozenset(each.joined for each in pieces if each.joined)


def typed_words(question: str) -> dict[str, str]:
    """The words of a question that are spelled with signs, by how they are asked: ``cplusplus`` is ``C++``."""
    pieces = [each for each in signed_words(question.translate(_LOUD)) if len(each.words) == 1]
    return {each.words[0].lower(): question[each.start : each.end] for each in pieces}


def _as_written(found: re.Match[str]) -> str:
    return f"{found[1]}#" if found[1] else f"{found[2]}++" if found[2] else ".NET"


def _replaced(text: str, pieces: list[SignedWord]) -> str:
    parts, done = [], 0
    for start, end, words, _ in pieces:
        if start >= done:
            parts += [text[done:start], " ", " ".join(words), " "]
            done = end
    return "".join((*parts, text[done:]))


@cache
def _known() -> frozenset[str]:
    return frozenset().union(*(known_words(PIPELINES, language) for language in LANGUAGES))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in stop_words(language))


def _start(text: str, at: int, done: int) -> int:
    """Where the letters and digits before a place begin."""
    start = at
    while start > done and at - start < LONGEST and (text[start - 1].isascii() and text[start - 1].isalnum()):
        start -= 1
    return start


def _plus(text: str, at: int, end: int, done: int) -> SignedWord | None:
    start = _start(text, at, done)
    word = text[start:at]
    if not word:
        return None
    return SignedWord(start, end, (*([word] if len(word) > 2 else ()), f"{word}plusplus".lower()))


def _sharp(text: str, at: int, end: int, done: int) -> SignedWord | None:
    return SignedWord(at - 1, end, (f"{text[at - 1]}sharp".lower(),)) if at > done else None


def _dot(text: str, at: int, end: int, done: int) -> SignedWord | None:
    start, tail = _start(text, at, done), text[at + 1 : end].lower()
    before = text[start:at]
    if tail == "net":
        joined = f"{before}dotnet".lower() if before else ""
        return SignedWord(start, end, (before, "dotnet", joined) if before else ("dotnet",), joined)
    if tail == "js":
        return SignedWord(start, end, (before, (joined := f"{before}js".lower()), "js"), joined) if before else None
    following = _WORD.search(text, end)
    small = following[0].lower() if following and not following[0].islower() else ""
    return None if small in _stop_words() else SignedWord(at - 1, end, ())


def _slash(text: str, at: int, _end: int, done: int) -> SignedWord | None:
    start = _start(text, at, done)
    found = _CHAIN.match(text, start) if start == 0 or text[start - 1] not in "/.@&_=" else None
    if found is None or not text[start].isalpha() or "/" not in found[0]:
        return None
    parts = found[0].split("/")
    if not all(part.isupper() or part[0].isdigit() for part in parts) or all(map(str.isdigit, parts)):
        return None
    many = any(len(part) > 1 for part in parts)
    long = [word for part in parts for word in (part, part.lstrip("0123456789")) if word] if many else []
    joined = "".join(parts).lower()
    return SignedWord(start, found.end(), (*dict.fromkeys(long), joined), joined if long else "")


def _and(text: str, at: int, _end: int, done: int) -> SignedWord | None:
    start = _start(text, at - (text[at - 1] == " "), done)
    found = _BOTH.match(text, start)
    if found is None:
        return None
    parts = [part.strip() for part in found[0].split("&")]
    joined, long = "and".join(parts).lower(), [part for part in parts if len(part) > 1]
    return SignedWord(start, found.end(), (*long, joined), joined if long else "")


def _hyphen(text: str, at: int, end: int, done: int) -> SignedWord | None:
    start = _start(text, at, done)
    before, found = text[start:at], _WORD.match(text, end)
    if not before or found is None:
        return None
    behind = found[0]
    letter = behind if len(behind) == 1 else before
    joined = (before + behind).lower()
    if letter.isdigit():
        return SignedWord(start, end + 1, (joined,))
    kept = [word for word in (before, behind) if len(word) > 1 or (word.isupper() and word is before)]
    return SignedWord(start, end + len(behind), (*kept, joined), joined)


_READERS: dict[str, Callable[[str, int, int, int], SignedWord | None]] = {
    "+": _plus, "#": _sharp, ".": _dot, "/": _slash, "&": _and, "-": _hyphen,
}  # fmt: skip
