"""Which forms of a person's name mean the same? Folding, order, initials."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

INFIXES = frozenset(
    {"van", "von", "de", "der", "den", "ter", "ten", "te", "t", "het", "la", "le", "du", "da", "dos", "del", "della"}
    | {"di", "el", "al", "bin", "ibn", "zu", "zum", "op", "in", "vd", "v", "d"}
)
TITLES = frozenset(
    {"dr", "drs", "ir", "ing", "mr", "mrs", "ms", "prof", "msc", "bsc", "phd", "ma", "ba", "mba", "jr", "sr"}
)
BEHIND = frozenset({"msc", "bsc", "phd", "ma", "ba", "mba", "jr", "sr"})
"""Titles that stand behind a name; some are family names too, so they stay when no name would be left."""
_PARENTHESES = re.compile(r"[(\[{<].*?[)\]}>]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_UNFOLDED = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Which form is left without accents, ligatures and capitals?"""
    spread = unicodedata.normalize("NFKD", text.translate(_UNFOLDED))
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).casefold()


@dataclass(frozen=True, slots=True)
class FullName:
    """A name taken apart: `given` names (letters when initials), and the `family` name with what stands before it."""

    given: tuple[str, ...]
    family: str

    @property
    def whole(self) -> str:
        """All of it in one string: ``janvanderlaan``."""
        return "".join(self.given) + self.family

    @property
    def short(self) -> str:
        """First letter and family name: ``j.vanderlaan``."""
        return f"{self.given[0][0]}.{self.family}"

    @property
    def initials(self) -> bool:
        """Are the given names initials only?"""
        return all(len(part) == 1 for part in self.given)


def full_name(text: str) -> FullName | None:
    """Which full name is this? None when it has not at least two parts. ``Laan, J. van der`` = ``J. van der Laan``."""
    plain = fold(_PARENTHESES.sub(" ", text)).replace("’", "'")
    if "@" in plain:
        return None
    parts = [part for part in plain.split(",") if _words(part)]
    if len(parts) == 2 and not set(_words(parts[1])) <= INFIXES:
        plain = f"{parts[1]} {parts[0]}"
    words = _words(plain)
    first = next((at for at, word in enumerate(words) if at > 0 and word in INFIXES and len(word) > 1), None)
    split = first if first is not None else len(words) - 1
    if split < 1 or len(words) - split < 1 or all(word in INFIXES for word in words[split:]):
        return None
    family = "".join(word.replace("-", "").replace("'", "") for word in words[split:])
    given = tuple(word.replace("-", "").replace("'", "") for word in words[:split])
    return FullName(given, family) if len(family) >= 2 else None


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.replace(".", " "))
    left = [word for word in words if word not in TITLES]
    return [word for word in words if word not in TITLES - BEHIND] if len(left) < 2 else left


def handle_form(text: str) -> str:
    """Which form has a handle, whatever its capitals and @?"""
    return fold(text).strip().lstrip("@")


def letters_of(text: str) -> str:
    """Only the letters, folded: what ``mirthe-bos`` and ``MirtheBos`` share."""
    return "".join(letter for letter in fold(text) if letter.isalpha())
