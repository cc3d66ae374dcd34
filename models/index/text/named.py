"""Names that begin with a stop word: "Mijn Omgeving" is also the one word `mijnomgeving`, which a question can ask for.

In texts capitals tell that it is a name; at the beginning of a sentence the first one tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

STARTS = ("de", "het", "mijn", "my", "onze", "our", "the")
"""Stop words with which names begin, and which nobody writes together with the next word by mistake."""
LOOSE = ("den", "het", "mijn", "my", "onze", "our", "the")
"""First words of names that are also written in one word, "denhaag"; "de" is not one: "decentraal"."""
SHORTEST_REST = 4
_CAPITALS = tuple(f"{each.capitalize()} " for each in STARTS)
_NEXT = re.compile(r"[A-Z][a-z]+", re.ASCII)
_HUMPS = re.compile(r"[A-Z]?[a-z]{1,40}(?=[A-Z])|[A-Z][a-z]{1,40}", re.ASCII)
_HUMPED = re.compile(r"\b[A-Za-z]+[a-z][A-Z][A-Za-z]*\b", re.ASCII)


def with_names(text: str) -> str:
    """The text with a word for each name that begins with a stop word, next to its own words."""
    names = sorted(found for start in _CAPITALS if start in text for found in _names(text, start))
    if not names:
        return text
    parts, done = list[str](), 0
    for at, name in names:
        parts += (text[done:at], name, " ")
        done = at
    return "".join((*parts, text[done:]))


def _names(text: str, start: str) -> Iterator[tuple[int, str]]:
    """Where names that begin with this word stand, and each in one word; a sentence that begins with it is none."""
    at = text.find(start)
    while at >= 0:
        end = at + len(start)
        found = _NEXT.match(text, end)
        if found and (at == 0 or text[at - 1] == "\n" or _goes_on(text[max(0, at - 2) : at])):
            yield at, f"{start[:-1]}{found[0]}"
        at = text.find(start, end)


def _goes_on(before: str) -> bool:
    """Whether a sentence goes on behind these two characters."""
    return before[-1:] == " " and (before[0] in ",(" or before[0].islower())


def apart(word: str) -> list[tuple[str, str]]:
    """How this word may be a name of two: "den haag" for "denhaag"."""
    found = [(start, word.removeprefix(start)) for start in LOOSE if word.startswith(start)]
    return [(start, rest) for start, rest in found if len(rest) >= SHORTEST_REST]


def humps(question: str) -> dict[str, tuple[str, ...]]:
    """Words of a question in which capitals begin a next one, in lower case, and their parts: `mijnomgeving`."""
    found = {}
    for word in _HUMPED.findall(question):
        parts = tuple(_HUMPS.findall(word))
        if len(parts) > 1 and "".join(parts) == word:
            found[word.lower()] = tuple(part.lower() for part in parts)
    return found
