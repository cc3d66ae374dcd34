"""Terms that are names of people, places, departments and roles: they are found by name, and are no subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.word_lists import name_words, unaccented

PIECE = re.compile(r"[^\W_]+")
STREET = re.compile(r"[A-Z][a-z]{3,}(?:straat|laan|plein|gracht|wijk|weg|street|avenue)")
COMPASS = frozenset(["noord", "oost", "zuid", "west", "north", "east", "south"])
LONGEST = 3
"""Words of a person's name: what is longer and begins with a first name is mostly named after somebody."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the directory: words of those of people and places, whole ones of others, and first names of people."""

    words: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()


def names_of(people: Iterable[str], places: Iterable[str] = (), others: Iterable[str] = ()) -> Names:
    """These names as they are compared: in lower case, a hyphen as a space. `others`: departments and functions."""
    known = [_pieces(name) for name in people]
    words = {word for pieces in (*known, *map(_pieces, places)) for word in pieces}
    first = {pieces[0] for pieces in known if len(pieces) > 1 and len(pieces[0]) > 2}
    return Names(frozenset(words), frozenset(" ".join(_pieces(name)) for name in others), frozenset(first))


def _pieces(name: str) -> list[str]:
    return PIECE.findall(name.lower())


def is_name(surface: str, names: Names) -> bool:
    """Whether this, as texts mostly write it, is or holds a name. What departments are called is in lower case too."""
    pieces = PIECE.findall(surface)
    lower = [piece.lower() for piece in pieces]
    capital = [piece[0].isupper() for piece in pieces]
    if unaccented(" ".join(lower)) in name_words().places:
        return True
    if not any(capital):
        return False
    known = [piece in names.words for piece in lower]
    if all(known) or " ".join(lower) in names.whole:
        return True
    if all(capital) and _is_written_as_name(surface, lower, names):
        return True
    named = [large and word for large, word in zip(capital, known, strict=True)]
    return any(first and second for first, second in pairwise(named))


def _is_written_as_name(surface: str, lower: Sequence[str], names: Names) -> bool:
    """Whether words with capitals are a person by the first name, a street, or a quarter: "Waterstad-Noord"."""
    known = name_words().first
    if len(lower) == 1:
        return lower[0] in known or STREET.fullmatch(surface) is not None
    return lower[-1] in COMPASS or (lower[0] in known | names.first and len(lower) <= LONGEST)
