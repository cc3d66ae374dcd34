"""Strings in a text that may name people. Whom they mean is known by the directory, in `models/name_links.py`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from graph.facts import NameCandidate
from graph.names import IN_TEXT
from ingest.extract.terms import Token

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-zA-Z]{2,24}\b")
HANDLE = re.compile(r"(?<![\w@/.])@([A-Za-z0-9](?:[\w.-]{0,38}\w)?)")
INFIX = rf"(?:(?:{'|'.join(sorted(IN_TEXT, key=len, reverse=True))}|['’]t|v\.? ?d\.?|v/d)[ \t]+)"
WORD = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’-](?=[^\W\d_])){1,40}"
INITIALS = r"(?:[A-Z]\.[ ]?){1,5}"
PERSON = re.compile(
    rf"(?<![\w.@/-])(?:(?:{INITIALS}|{WORD}[ \t]+)(?:{INITIALS}[ \t]*|{WORD}[ \t]+)?"
    rf"{INFIX}{{0,3}}{WORD}(?:[ \t]+{WORD})?"
    rf"|{INFIX}{{0,3}}{WORD},[ \t]*(?:{INITIALS}|{WORD}))(?![\w@])"
)
"""``J. van der Laan``, ``Laan, J.``, ``Mirthe de Wit-Smits``: two to four capitalised words."""
MOST = 300
SMALL = (IN_TEXT | {"'t", "’t"}) - {"in", "op"}


def find_addresses(text: str) -> Iterator[tuple[str, str]]:
    """Addresses and @handles of a text, as (surface, kind)."""
    for match in EMAIL.finditer(text):
        yield match[0].lower(), "email"
    for match in HANDLE.finditer(text):
        yield match[1], "handle"


def find_written_names(text: str) -> Iterator[str]:
    """Strings that look like a person's name by their capitals, in any language."""
    for line in text.splitlines():
        for match in PERSON.finditer(line):
            yield " ".join(match[0].split())


def find_named(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Spans of tokens that are names by their parts of speech: two to five proper nouns with particles between them."""
    start = None
    for at, token in enumerate([*tokens, Token("", "", "PUNCT")]):
        proper = token.pos == "PROPN" and token.text[:1].isupper() and not token.text.isupper()
        if proper or (start is not None and token.text.lower() in SMALL):
            start = at if start is None else start
            continue
        if start is not None:
            end = at
            while end > start and tokens[end - 1].text.lower() in SMALL:
                end -= 1
            if 2 <= end - start <= 5:
                yield start, end
        start = None


def as_candidates(found: Iterable[tuple[str, str]]) -> tuple[NameCandidate, ...]:
    """Each (surface, kind) with its number, the most frequent first, at most 300."""
    counts = Counter((surface, kind) for surface, kind in found if 2 <= len(surface) <= 100)
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return tuple(NameCandidate(surface, kind, count) for (surface, kind), count in best)
