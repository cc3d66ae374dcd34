"""Phone numbers, rooms and addresses as people type them, whatever stands between their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.names import split

DIGITS, MOST_DIGITS = 3, 20
"""Fewest digits of a number that are looked for, and the most of one number."""
SURE = 7
"""Digits from which a number is found within one that has a country code before it."""
_LABELS = frozenset(
    [
        "tel",
        "telefoon",
        "telefoonnummer",
        "telephone",
        "phone",
        "mobiel",
        "mobile",
        "gsm",
        "mob",
        "nr",
        "nummer",
        "number",
        "toestel",
        "doorkiesnummer",
        "intern",
        "internal",
        "ext",
        "extension",
        "bel",
        "call",
    ]
)
_ROOMS = frozenset(
    ["kamer", "room", "lokaal", "zaal", "ruimte", "kantoor", "werkplek", "office", "raum", "zimmer", "salle", "bureau"]
)
_TRUNK = re.compile(r"\(\s*0\s*\)")
_APART = re.compile(r"[;,|\n]|\s/\s|\s(?:of|en|or|and)\s", re.IGNORECASE)
_EXTENSION = re.compile(r"\b(?:ext|x|toestel|tst)\b\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![^\s<>:])[^\s@<>:]{1,64}@[^\s@<>]{1,255}")


def numbers_of(phone: str) -> Iterator[str]:
    """The numbers of a field for phone numbers in digits: without the 0 in brackets, and without zeros in front."""
    for part in _APART.split(_TRUNK.sub("", phone)):
        whole = "".join(filter(str.isdecimal, part))
        bare = "".join(filter(str.isdecimal, _EXTENSION.split(part)[0]))
        yield from (each.lstrip("0")[:MOST_DIGITS] for each in dict.fromkeys((whole, bare)) if each.strip("0"))


def asked_number(text: str) -> str:
    """The digits of a question for a number, without zeros in front; empty when it asks for something else."""
    words = [word for word in split(_TRUNK.sub("", text)) if word not in _LABELS]
    digits = "".join(words)
    return digits.lstrip("0") if len(digits) >= DIGITS and digits.isdecimal() else ""


def room_keys(text: str) -> tuple[str, ...]:
    """A room in one word, and without the word that says that it is one: ``kamera214`` and ``a214``."""
    words = split(text)
    bare = [word for word in words if word not in _ROOMS]
    return tuple(dict.fromkeys(key for key in ("".join(words), "".join(bare)) if key))


def asked_address(text: str) -> str:
    """The e-mail address in a question, in lower case; empty when there is none."""
    found = _ADDRESS.search(text)
    return found[0].casefold().rstrip(".,;") if found else ""
