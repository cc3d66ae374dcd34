"""Words that a hyphen cuts at the end of a line, made whole: "water-" and "stof", not "zonne-" and "en windenergie".

Whether the hyphen belongs to the word is judged by the rest of the document, then by the words that the language
pipelines know, then by the usage of the language: Dutch and German write compounds in one, English often does not.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from pathlib import Path

from graph.writing.elided import CLASHES, JOINING
from graph.writing.known_words import LANGUAGES, known_words

PIPELINES = Path(__file__).resolve().parents[1] / "models" / "language"
_BREAK = re.compile(r"[-¬](?<=\w[-¬])[ \t]{0,20}\r?\n[ \t]{0,80}(?=([^\W\d_]{1,40}))")
_SOFT = re.compile(r"\u00ad[ \t]{0,20}\r?\n[ \t]{0,80}(?=\w)")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_JOINING = frozenset(word.split()[0] for word in JOINING)
_KEPT = frozenset({"ex", "niet", "non", "self", "anti", "pro", "oud"})
"""What a hyphen ties to the word behind it, where the language writes no word in one."""
_ADDRESS = re.compile(r"[/@\\]|\w\.\w")
_ENGLISH, _OTHER = re.compile(r" (?:the|and|is|to) "), re.compile(r" (?:de|het|een|van|der|und|le|et) ")
_LOOKED_AT, _LONGEST = 20_000, 200


def with_whole_words(text: str) -> str:
    """The text without hyphens that end a line within a word, and without these ends."""
    text = _SOFT.sub("", text) if "\u00ad" in text else text
    if not _BREAK.search(text):
        return text
    words = frozenset(_WORD.findall(text.lower()))
    english = len(_ENGLISH.findall(text, 0, _LOOKED_AT)) > len(_OTHER.findall(text, 0, _LOOKED_AT))
    return _BREAK.sub(partial(_sign, words, english), text)


def _sign(words: Collection[str], english: bool, found: re.Match[str]) -> str:
    """What stands between the two parts of this word: nothing, the hyphen, or a hyphen and a space."""
    text = found.string
    token = text[max(0, found.start() - _LONGEST) : found.start()].split()[-1]
    left, right = re.split(r"[\W_]", token)[-1], found[1]
    if found[0][0] == "¬":
        return ""
    whole, tied = (left + right).lower(), f"{left}-{right}".lower()
    if right.lower() in _JOINING and whole not in words:
        return "- "
    if _ADDRESS.search(token) or _is_tied_by_signs(left, right):
        return "-"
    return "" if _is_one(left.lower(), right.lower(), words, english=english, both=(whole, tied)) else "-"


def _is_tied_by_signs(left: str, right: str) -> bool:
    """True where capitals and digits tell that the hyphen is part of the word: Noord-Holland, CO2-heffing."""
    loud = left.isupper() and (len(left) > 1 or right.islower())
    if right[0].isupper():
        return not (right.isupper() and left.isupper() and len(left) > 1)
    return loud or any(char.isdigit() for char in left)


def _is_one(left: str, right: str, words: Collection[str], *, english: bool, both: tuple[str, str]) -> bool:
    """True when these are two parts of one word without a hyphen."""
    whole, tied = both
    dutch, other = (known_words(PIPELINES, language) for language in LANGUAGES)
    for known in (words, other if english else dutch, dutch if english else other):
        if (whole in known) != (tied in known):
            return whole in known
    if len(left) == 1 or left in _KEPT:
        return False
    if english:
        return not (left in other and right in other)
    return left[-1] + right[0] not in CLASHES
