"""Strings in a text that may name people. Whom they mean is known by the directory, in `models/name_links.py`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from graph.facts import NameCandidate
from graph.names import IN_TEXT
from ingest.extract.terms import Token

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-zA-Z]{2,24}\b")
HANDLE = re.compile(r"(?<![\w@/.])@([A-Za-z0-9](?:[\w.-]{0,38}\w)?)")
INFIX = rf"(?:(?:{'|'.join(sorted(IN_TEXT, key=len, reverse=True))}|['’]t|v\.? ?d\.?|v/d)[ \t]+)"
WORD = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|-(?=[^\W\d_])|['’](?!s\b)(?=[^\W\d_])){1,40}"
"""A capitalised word; "Ada's" is "Ada"."""
INITIALS = r"(?:[A-Z]\.[ ]?){1,5}"
PERSON = re.compile(
    rf"(?<![\w./-])(?<!\w@)(?:(?:{INITIALS}|{WORD}[ \t]+)(?:{INITIALS}[ \t]*|{WORD}[ \t]+)?"
    rf"(?!het[ \t]){INFIX}{{0,3}}{WORD}(?:[ \t]+{WORD})?"
    rf"|{INFIX}{{0,3}}{WORD},[ \t]*(?:{INITIALS}|{WORD}(?![ \t]+{INFIX}{{0,3}}{WORD})))(?![\w@])"
)
"""``J. van der Laan``, ``Laan, J.``, ``Mirthe de Wit-Smits``: two to four capitalised words."""
CELL = re.compile(rf"[ \t]*((?:{WORD}[ \t])?{INFIX}{{0,3}}{WORD})[ \t]*")
"""A cell of a table that may hold a part of a name: ``Ada``, ``Jan Jaap``, ``Van der Laan``."""
ALONE = re.compile(rf"(?<![\w.@/#&-]){WORD}(?:[ ][A-Z](?![\w'’-]))?(?![\w@]|-\w)")
"""``Ada``, ``AvdL``, ``Ada L``: one capitalised word, and the first letter of a family name behind it."""
OPENING = re.compile(r"(?:^|[.!?:;|•*–—-]|\n)[\s\"'“‘(\[*_-]{0,12}$")
NEAR = 12
"""Characters before a word that are looked at for the beginning of a sentence."""
MOST = 300
MOST_ALONE = 200
LONE = frozenset({"speaker", "word", "opening"})
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
        cells = list(_cells(line)) if "|" in line else []
        yield from (f"{left[0]} | {right[0]}" for left, right in pairwise(cells) if left[0] and right[0])


def find_lone_names(text: str) -> Iterator[tuple[str, str]]:
    """Capitalised words that are in no longer name, as (surface, kind): a given name, a family name, initials.

    `speaker` is one with a colon behind it, `opening` one at the beginning of a sentence, where any word has a capital.
    """
    for line in text.splitlines():
        taken = [match.span() for match in PERSON.finditer(line) if not _is_list(match[0])]
        cells = list(_cells(line)) if "|" in line else []
        taken += [(left[1], right[2]) for left, right in pairwise(cells) if left[0] and right[0]]
        for match in ALONE.finditer(line):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            behind = line[match.end() : match.end() + 1]
            opens = OPENING.search(line[max(0, match.start() - NEAR) : match.start()])
            yield match[0], "speaker" if behind == ":" else "opening" if opens else "word"


def _cells(line: str) -> Iterator[tuple[str, int, int]]:
    """The cells of a row with their places; empty where a cell holds no part of a name."""
    start = 0
    for cell in line.split("|"):
        found = CELL.fullmatch(cell)
        yield found[1] if found else "", start, start + len(cell)
        start += len(cell) + 1


def _is_list(surface: str) -> bool:
    """True for "Ada, Bram", which may be two people as well as Bram Ada."""
    return "," in surface and "." not in surface


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
    """Each (surface, kind) with its number, the most frequent first, at most 300, and 200 words that stand alone."""
    counts = Counter((surface, kind) for surface, kind in found if 2 <= len(surface) <= 100)
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    whole = [each for each in best if each[0][1] not in LONE][:MOST]
    alone = [each for each in best if each[0][1] in LONE][:MOST_ALONE]
    return tuple(NameCandidate(surface, kind, count) for (surface, kind), count in (*whole, *alone))
