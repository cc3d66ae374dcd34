"""The stem of a Dutch word: what is left when the endings of grammar go, and nothing but those.

A compound keeps its parts, and words that are made of one another ("stelling", "stelsel", "stellen"; "gemeente",
"gemeen") stay apart. The rules are those of Dutch spelling: an open syllable has one vowel for two ("bomen", "boom"), a
closed one two consonants for one ("bommen", "bom"), and no word ends in `v` or `z` ("huizen", "huis").
"""

from __future__ import annotations

from functools import lru_cache

from models.index.text.dutch.endings import loan_of, without_e, without_en, without_je, without_s, without_t
from models.index.text.dutch.lists import PARTICLES, listed
from models.index.text.dutch.spelling import CONSONANTS, closed, undoubled

SHORTEST = 4
"""Letters of a word from which on it may have an ending."""
REMEMBERED = 200_000
"""Words of which each process keeps the stem."""


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """This word, in lower case and without accents, without its endings."""
    if len(word) < SHORTEST or not word.isalpha():
        return word
    loan = loan_of(word)
    if loan is not None:
        return closed(loan)
    one = without_je(word)
    bare = without_s(undoubled(without_en(one)))
    known = listed(word) or listed(one) or listed(bare)
    if known is not None:
        return known
    base = without_e(bare)
    return closed(without_t(base if base == bare else without_s(undoubled(base))))


def singulars(word: str) -> tuple[str, ...]:
    """This word, and how it may be spelled without its endings: "systemen" also as "system" and "systeem"."""
    base = stem(word)
    long = base[:-1] + base[-2:] if base[-2:-1] in ("e", "o") and base[-1] in "lmnr" else base
    return tuple(dict.fromkeys((word, base, long)))


def beginnings(base: str) -> tuple[str, ...]:
    """How words with this stem may begin, so that they are found in a text: "bo" for "boom" and "bomen"."""
    start, onset = base.rstrip(CONSONANTS), base[: len(base) - len(base.lstrip(CONSONANTS))]
    start = start[:-1] if start[-2:-1] == start[-1:] else start
    apart = [f"{each}ge" for each in PARTICLES if base.startswith(each) and len(base) > len(each) + 2]
    return (max(start, base[:2], key=len), f"ge{onset or base[:1]}", *apart)
