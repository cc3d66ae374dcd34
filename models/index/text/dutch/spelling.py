"""How Dutch spells the end of a word when an ending goes."""

from __future__ import annotations

import re

VOWELS = "aeiouy"
CONSONANTS = "bcdfghjklmnpqrstvwxz"
_SYLLABLE = re.compile(r"ij|[aeiouy]+")
_OPEN = re.compile(r"(?:^|(?<=[^aeiouy])|(?<=[ieu])(?=a)|(?<=i)(?=o))([aeou])([^aeiouyjwx])$")
"""One vowel in front of one consonant, with which the next syllable began."""
_LONG = ("eel", "eem", "een", "eer", "oor", "oon")
"""Ends of words that have one vowel less in an open syllable, like words that are always spelled with one."""


def syllables(word: str) -> int:
    """Number of syllables, at least."""
    return len(_SYLLABLE.findall(word))


def respelled(base: str) -> str:
    """What is left of a word whose ending began with a vowel, as it is spelled by itself: "boom" for "bom(en)".

    The `e` of an unstressed syllable stays one: "middel" for "middel(en)".
    """
    base = base[:-1] + {"v": "f", "z": "s"}.get(base[-1], base[-1])
    found = _OPEN.search(base)
    if found is None or (found[1] == "e" and found[2] in "lmnr" and syllables(base) > 1):
        return base
    return f"{base[:-2]}{found[1]}{found[1]}{found[2]}"


def undoubled(base: str) -> str:
    """One consonant for two at the end: "bom" for "bomm(en)"."""
    return base[:-1] if len(base) > 2 and base[-1] == base[-2] and base[-1] not in VOWELS else base


def closed(base: str) -> str:
    """One form for what is spelled in two ways: "onderdel" for "onderdeel" and for "onderdel(en)"."""
    base = undoubled(base)
    if base.endswith(_LONG) and syllables(base[:-3]):
        base = base[:-2] + base[-1]
    return base


def is_foreign(word: str) -> bool:
    """Whether no Dutch word is spelled like this: two equal consonants end it, or stand before an English plural."""
    base = word[:-2] if word.endswith("sses") else word
    base = base if base.endswith("ss") else base.removesuffix("s")
    return len(base) > 2 and base[-1] == base[-2] and base[-1] in CONSONANTS
