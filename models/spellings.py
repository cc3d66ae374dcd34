"""Spellings of one word: accents, hyphens, British and American English, linking letters of Dutch compounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.names import fold

AMERICAN = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|er|es|ing|ation|ations)\b)"), "iz"),
    (re.compile(r"(?<=[a-z]{2}[aly])ys(?=(?:e|ed|er|es|ing)\b)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|al|able|ite|ites|less|ful)?\b)"), "or"),
    (re.compile(r"(?<=[a-z]{2}[bt])re(?=s?\b)"), "er"),
    (re.compile(r"(?<=[a-z]{2}[aeo]l)l(?=(?:ed|er|ers|ing)\b)"), ""),
    (re.compile(r"(?<=[a-z]{2}log)ue(?=s?\b)"), ""),
    (re.compile(r"(?<=[a-z]{3})ence\b"), "ense"),
    (re.compile(r"(?<=[a-z]dg)e(?=ment)"), ""),
    (re.compile(r"(?<=[a-z]gram)me(?=s?\b)"), ""),
)
"""British spellings and what American English has in their place. Two terms must both be there to be one."""
DIFFERENT = re.compile(
    "fence|[ph]ence|thence|sequence|science|conscience|[tfs]ell(?:er|ing)|[ctr]all(?:er|ing)|filler|[prt]oll(?:ed|ing)"
)
"""Words that only look British."""
WITHIN = re.compile(r"(?<=[a-z])[./](?=[a-z])")
LINKING = ("", "s", "en", "e")
LINKS = re.compile(r"(?<=[a-z]{3}e)n(?=[a-z]{4})|(?<=[a-z]{4})s(?=[bcdfghjklmnpqrtvwz][a-z]{3})")
"""A linking n or s within a Dutch compound: "waardenlijst" and "waardelijst" are both written."""


def compact(norm: str) -> str:
    """The form that ``waterstof opslag``, ``waterstof-opslag`` and ``waterstofopslag`` share, accents or not.

    A dot or slash between letters is none either: ``node.js`` and ``nodejs``, ``CI/CD`` and ``CI-CD``.
    """
    return WITHIN.sub("", fold(norm).replace(" ", "").replace("-", ""))


def spelling(language: str, norm: str) -> str:
    """The form that all spellings of a term share within its language."""
    return compact(" ".join(map(american, norm.replace("-", " ").split())) if language == "en" else norm)


def american(word: str) -> str:
    """An English word as it is spelt in American English."""
    if DIFFERENT.fullmatch(word):
        return word
    for british, other in AMERICAN:
        word = british.sub(other, word)
    return word


def unlinked(language: str, norm: str) -> Iterator[str]:
    """Forms of a Dutch compound of one word without one of its linking letters."""
    if language == "nl" and " " not in norm:
        for link in LINKS.finditer(norm):
            yield compact(norm[: link.start()] + norm[link.end() :])


def turned(language: str, norm: str) -> Iterator[str]:
    """Compact forms of "opslag van waterstof" or "storage of hydrogen" with the parts turned round."""
    words = norm.split()
    links = LINKING if language == "nl" else ("",)
    for linker in ("van", "voor") if language == "nl" else ("of",):
        if linker in words[1:-1]:
            at = words.index(linker)
            head, rest = "".join(words[:at]), "".join(words[at + 1 :])
            yield from (compact(rest + link + head) for link in links)


def swapped(language: str, norm: str) -> Iterator[str]:
    """Dutch compounds of one word that two words may stand for: "beheer netwerk" is "netwerkbeheer"."""
    words = norm.split()
    if language == "nl" and len(words) == 2:
        yield from (compact(words[1] + link + words[0]) for link in LINKING)
