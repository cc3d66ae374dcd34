"""Terms that are names of people, places, departments and roles: they are found by name, and are no subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.word_lists import formulas, name_words, unaccented

PIECE = re.compile(r"[^\W_]+")
STREET = re.compile(r"[A-Z][a-z]{3,}(?:straat|laan|plein|gracht|wijk|weg|street|avenue)")
COMPASS = frozenset(["noord", "oost", "zuid", "west", "north", "east", "south"])
JOINING = frozenset(["en", "and"])
SHORTEST_PART = 4
"""Letters of a part of a name by which a handle is known to be made of it."""
LONGEST = 3
"""Words of a person's name: what is longer and begins with a first name is mostly named after somebody."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the directory: words of those of people and places, whole ones of others, and first names of people.

    `short` are the initials of functions: "AM" for the account manager of the directory. `handles` are what people are
    called in programs, as far as it is made of their names.
    """

    words: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()


def names_of(
    people: Iterable[str],
    places: Iterable[str] = (),
    others: Iterable[str] = (),
    handles: Iterable[tuple[str, str]] = (),
) -> Names:
    """These names as they are compared: in lower case, a hyphen as a space. `others`: departments and functions.

    `handles` come with the name of whose they are.
    """
    known = [_pieces(name) for name in people]
    words = {word for pieces in (*known, *map(_pieces, places)) for word in pieces}
    first = {pieces[0] for pieces in known if len(pieces) > 1 and len(pieces[0]) > 2}
    whole = [_pieces(name) for name in others]
    short = {initials for pieces in whole for initials in _initials(pieces)}
    spelled = frozenset(handle.lower() for handle, name in handles if _is_spelled_from(handle.lower(), name))
    return Names(frozenset(words), frozenset(map(" ".join, whole)), frozenset(first), frozenset(short), spelled)


def _is_spelled_from(handle: str, name: str) -> bool:
    """Whether a handle has a part of its owner's name and something more. A word of the language may be one as well."""
    return any(len(piece) >= SHORTEST_PART and piece in handle and piece != handle for piece in _pieces(name))


def _initials(pieces: Sequence[str]) -> Iterator[str]:
    """The initials of a function, also without what follows its head: "account manager (north)"."""
    heads = {"manager", *(head for each in formulas().values() for head in each.heads)}
    for length in range(2, len(pieces) + 1):
        if pieces[length - 1] in heads:
            yield "".join(piece[0] for piece in pieces[:length]).upper()


def _pieces(name: str) -> list[str]:
    return PIECE.findall(name.lower())


def is_name(surface: str, names: Names) -> bool:
    """Whether this, as texts mostly write it, is or holds a name. What departments are called is in lower case too."""
    pieces = PIECE.findall(surface)
    lower = [piece.lower() for piece in pieces]
    capital = [piece[0].isupper() for piece in pieces]
    written = unaccented(" ".join(lower))
    if surface.lower() in names.handles or surface.removesuffix("s") in names.short or written in name_words().places:
        return True
    if not any(capital):
        return not JOINING.isdisjoint(lower) and " ".join(lower) in names.whole
    if len(lower) == 2 and capital[1] and is_place_type(lower[0], "nl"):
        return True
    known = [piece in names.words for piece in lower]
    if all(known) or " ".join(lower) in names.whole:
        return True
    if all(capital) and _is_written_as_name(surface, lower, names):
        return True
    named = [large and word for large, word in zip(capital, known, strict=True)]
    return any(first and second for first, second in pairwise(named))


def _is_written_as_name(surface: str, lower: Sequence[str], names: Names) -> bool:
    """Whether words with capitals are a person by the first name, a street, a quarter, a house or an organisation.

    By what ends it: "Waterstad-Noord", "Zwaan Theater", "Vliet Consultancy".
    """
    known = name_words()
    if len(lower) == 1:
        return lower[0] in known.first or STREET.fullmatch(surface) is not None
    return lower[-1] in COMPASS | known.last_words or (
        lower[0] in known.before_others | names.first and len(lower) <= LONGEST
    )


def before_name(surface: str, names: Names) -> str:
    """What stands before the name that a term ends in, in lower case: "voorval Oudemeer", "meeting ICT en Data".

    Nothing where it ends in none. A name in front is what something is called after: "Laurent series".
    """
    pieces = PIECE.findall(surface)
    for at in range(1, len(pieces)):
        end = " ".join(pieces[at:]).lower()
        if pieces[at][0].isupper() and (end in names.whole or (at == len(pieces) - 1 and _is_known(pieces[at], names))):
            return " ".join(pieces[:at]).lower()
    return ""


def _is_known(piece: str, names: Names) -> bool:
    """Whether this word is a part of a known name and no abbreviation."""
    return piece.lower() in names.words and not piece.isupper()


def is_place_type(word: str, language: str) -> bool:
    """Whether a word says what a place is: "gemeente", "pompstation", "city"."""
    types = name_words().types[language]
    return word in types or (language == "nl" and word.endswith(tuple(each for each in types if len(each) > 4)))
