"""Where a name may stand in a text: which words may be one name, and what is around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.names.vocabulary import TITLES, is_particle

_TYING = "._-@'’/"
"""Signs next to an initial: "j.de.vries", "j-vries"; without one it is a capital, or a word of the language."""
_SMALL_LETTERS = frozenset("dstv")
"""Letters of particles, which are written small: "v d Meer"."""
_BRACKETS = ("(", '"', "“", "'")
_DIVIDING = re.compile(r"[;:!?|•…]")
"""Signs, the one of a blanked name included, that divide a name from the next."""
_ADDRESS = re.compile(r"[@/\\_#~=%]|\w\.\w")
_NEAR = 100
"""Characters before and behind a word that are looked at for the signs of an address or a file name."""
_SKIPPED = 4
"""Initials, or a name of daily use in brackets, that are skipped between given name and family name."""

TextWord = tuple[str, int, int]
"""A folded word with its first place in the text and the one behind it."""


def runs(text: str, found: Sequence[TextWord], at: int, longest: int) -> Iterator[list[int]]:
    """Places of the words from here: all, without further initials ("W.A." for "W."), without a name in brackets."""
    yield list(range(at, min(at + longest, len(found))))
    near = range(at + 1, min(at + 1 + _SKIPPED, len(found)))
    initials = {place for place in near if found[place][2] - found[place][1] == 1 and _is_initial(text, found[place])}
    between = text[found[at][2] : found[near[-1]][1]] if near else ""
    bracketed: set[int] = set()
    if any(sign in between for sign in _BRACKETS):
        bracketed = {place for place in near if _is_bracketed(text, found[place])}
    if not initials and not bracketed:
        return
    further = {place for place in initials if _is_initial(text, found[place - 1])}
    for skipped in (further, bracketed, initials | bracketed):
        if skipped:
            stop = min(at + longest + len(skipped), len(found))
            yield [place for place in range(at, stop) if place not in skipped]


def _is_initial(text: str, word: TextWord) -> bool:
    return word[2] - word[1] == 1 and text[word[1]].isupper()


def _is_bracketed(text: str, word: TextWord) -> bool:
    return text[word[1] - 1 : word[1]] in _BRACKETS and text[word[2] : word[2] + 1] in (")", '"', "”", "'")


def is_one(text: str, found: Sequence[TextWord], places: Sequence[int]) -> bool:
    """True when these words may be one form: nothing divides them, and a letter at an end is an initial.

    Two letters at the beginning are initials however they are written: "j d sallow".
    """
    if len(places) > 1 and _DIVIDING.search(text, found[places[0]][2], found[places[-1]][1]):
        return False
    if len(places) > 2 and all(len(found[place][0]) == 1 for place in places[:2]):
        return True
    return all(len(found[place][0]) > 1 or _is_letter(text, found[place]) for place in (places[0], places[-1]))


def _is_letter(text: str, word: TextWord) -> bool:
    """True for an initial or a letter of a particle; "a" in "a point" is neither."""
    _, start, end = word
    if word[0] in _SMALL_LETTERS or not text[start].islower():
        return True
    return text[end : end + 1] in tuple(_TYING) or (start > 0 and text[start - 1] in _TYING)


def address_before(text: str, found: Sequence[TextWord], at: int) -> int | None:
    """Place of the first word behind the form of address or title that comes before, initials in between included."""
    begin = at
    while begin and at - begin < _SKIPPED and _is_initial(text, found[begin - 1]):
        begin -= 1
    if not begin or found[begin - 1][0] not in TITLES:
        return None
    return None if _DIVIDING.search(text, found[begin - 1][2], found[at][1]) else begin


def stands_alone(text: str, found: Sequence[TextWord], places: Sequence[int]) -> bool:
    """True when a family name has a capital, and no given name of somebody else before it."""
    start = found[places[0]][1]
    last = next((place for place in places if not is_particle(found[place][0])), places[-1])
    if not text[found[last][1]].isupper() and text[found[last][1]].lower() != text[found[last][1]].upper():
        return False
    if not places[0]:
        return True
    before = found[places[0] - 1]
    apart = text[before[2] : start]
    initial = before[2] - before[1] == 1
    return not text[before[1]].isupper() or bool(apart.strip(" ." if initial else None))


def has_particle(found: Sequence[TextWord], places: Sequence[int]) -> bool:
    """True for a family name with particles before it."""
    return len(places) > 1 and is_particle(found[places[0]][0])


def is_shouted(text: str, found: Sequence[TextWord], places: Sequence[int]) -> bool:
    """True when the last word is written in capitals, so that these say nothing."""
    _, start, end = found[places[-1]]
    return end - start > 1 and text[start:end].isupper()


def initials_before(text: str, found: Sequence[TextWord], at: int) -> int:
    """Place of the first of the initials that stand before this word; small ones count when there are two."""
    begin = at
    while begin and at - begin < _SKIPPED and _may_be_initial(text, found, begin - 1):
        begin -= 1
    return begin if at - begin > 1 or (begin < at and _is_letter(text, found[begin])) else at


def _may_be_initial(text: str, found: Sequence[TextWord], place: int) -> bool:
    word, start, end = found[place]
    apart = text[end : found[place + 1][1]]
    return end - start == 1 and word.isalpha() and len(apart) <= 2 and not apart.strip(" .-_\u00a0")


def goes_on(text: str, start: int) -> bool:
    """True for a place in the middle of a sentence, where a capital means a name."""
    before = text[max(0, start - _NEAR) : start].rstrip()[-1:]
    return before.islower() or before == ","


def in_address(text: str, start: int, end: int) -> bool:
    """True when these characters are part of an e-mail address, a URL, a handle, a tag or the name of a file."""
    before = text[max(0, start - _NEAR) : start].split()
    behind = text[end : end + _NEAR].split()
    left = before[-1] if before and not text[start - 1].isspace() else ""
    right = behind[0] if behind and not text[end].isspace() else ""
    return _ADDRESS.search(f"{left}{text[start:end]}{right}") is not None
