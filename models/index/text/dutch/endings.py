"""The endings of Dutch grammar. Each function gives the word without its own, or the word itself when it has none."""

from __future__ import annotations

import re

from models.index.text.dutch.spelling import VOWELS, respelled, syllables

PREFIXES = ("be", "ver", "ont", "her", "er", "over", "onder", "achter")
"""Syllables of verbs whose participle has no "ge": behind them, a `t` or `d` after a consonant is an ending."""
_LOAN = re.compile(r"ge(.{0,40}[aeiouy].{0,40}eer)d(?:en?)?")
_PRESENT = re.compile(rf"(?:{'|'.join(PREFIXES)}).{{0,40}}[aeiouy].{{0,40}}[^aeiouy]en")
"""An infinitive, in front of the "d" of "ondersteunend"."""
_SMALL = re.compile(
    r"(?P<double>.{0,40}[aeiouy](?P<last>[^aeiouy])(?P=last))et"
    r"|(?P<ing>.{0,40}[aeiouy].{0,40}ing)et"
    r"|(?P<nasal>.{0,40}[aeiouy].{0,40}in)k"
    r"|(?P<m>.{0,40}(?:[aeiou]{2}|[lr])m)p"
    r"|(?P<open>.{0,40}[aeiouy].{0,40}[^aeiouy](?P<vowel>[aou]))(?P=vowel)t"
    r"|(?P<t>.{0,40}(?:[aeiouy].{0,40}(?:ee|ie|e[lnr])|(?:[aeiou]{2}|ij)[lnrw]|.{0,40}[^aeiouy]ij))t"
)
"""Words in front of "je" that end in letters of the diminutive too: "ball(et)", "wandeling(et)", "konin(k)", "boom(p)",
"auto(ot)", "tafel(t)", "stoel(t)"."""


def without_je(word: str) -> str:
    """A word without the ending of a diminutive: "boek" for "boekjes"."""
    base = word.removesuffix("s").removesuffix("je")
    if not word.endswith(("je", "jes")) or len(base) < 3 or base[-1] in VOWELS or not syllables(base):
        return word
    found = _SMALL.fullmatch(base)
    if found is None:
        return base
    if found["nasal"]:
        return f"{found['nasal']}g"
    return next(found[name] for name in ("double", "ing", "m", "open", "t") if found[name])


def without_en(word: str) -> str:
    """A word without "en": "huis" for "huizen", "idee" for "ideeen", "veiligheid" for "veiligheden"."""
    if word.endswith("heden"):
        return f"{word[:-4]}eid"
    if word.endswith("ien") and len(word) > 5 and word[-4] not in VOWELS:
        return word[:-1]
    base = word[:-2]
    if not word.endswith("en") or len(base) < 2 or not syllables(base):
        return word
    if base.endswith(("ee", "ie")):
        return base if len(base) > 3 else word
    if base[-1] in "aeouy" or (base[-1] == "i" and base[-2] not in VOWELS):
        return word
    return respelled(base)


def without_s(word: str) -> str:
    """A word without the "s" of a plural, of an English word too: "tafel" for "tafels", "tool" for "tools"."""
    base = word[:-1]
    if not word.endswith("s") or len(base) < 3:
        return word
    return base if _is_plural(base, base[-1], base[-2], syllables(base) > 1) else word


def _is_plural(base: str, last: str, before: str, many: bool) -> bool:
    """Whether an "s" behind this is the ending of a plural; `many`: it has more than one syllable."""
    takes_s = {
        **dict.fromkeys("lmnr", before in VOWELS and (many or (last in "lm" and len(base) > 3))),
        **dict.fromkeys("bgp", True),
        "d": many or len(base) > 4,
        "e": many and before != "e",
        "k": many or len(base) > 3,
        "t": before in "nsc" or (many and (before == "r" or (before == "i" and not base.endswith("uit")))),
        "u": base.endswith("eau"),
        "w": before != "u",
    }
    return takes_s.get(last, False)


def without_e(word: str) -> str:
    """A word without "e": "groot" for "grote", "gemeent" for "gemeente"."""
    base = word[:-1]
    if not word.endswith("e") or len(base) < 3 or not syllables(base):
        return word
    return word if base[-1] in VOWELS and not base.endswith(("aai", "ooi", "ei", "ui")) else respelled(base)


def without_t(word: str) -> str:
    """A form of a verb without "t" or "d": "beveilig" for "beveiligd", "publiceer" for "publiceert"."""
    base = word[:-1]
    if len(base) < 5 or word[-1] not in "td":
        return word
    is_loan = base.endswith("eer") and syllables(base[:-3])
    is_form = word.startswith(PREFIXES) and base[-1] not in VOWELS and not _PRESENT.fullmatch(base)
    return base if is_loan or is_form or word.endswith("dt") else word


def loan_of(participle: str) -> str | None:
    """The stem of a verb in "-eren", of its participle with "ge": "publiceer" for "gepubliceerde"."""
    found = _LOAN.fullmatch(participle)
    return found[1] if found else None
