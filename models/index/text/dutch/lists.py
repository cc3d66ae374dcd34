"""Words that the rules would read wrongly, and the forms of verbs that have a "ge" or another vowel.

Read from ``models/language/dutch_words.toml``, which says what is in each list.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from models.index.text.dutch.endings import PREFIXES, without_en, without_t
from models.index.text.dutch.spelling import VOWELS, closed, syllables

WORDS = Path(__file__).parents[3] / "language" / "dutch_words.toml"
SHORTEST_END = 3
APART = (*PREFIXES, "door", "voor", "om", "weer", "mis", "vol")
"""Syllables in front of a strong verb whose participle then has no "ge"."""
VOICELESS = ("t", "k", "f", "s", "ch", "p")
"""A verb whose stem ends like this has its past in "t"; the stems of "leven" and "reizen" do not."""
PARTICLES = (
    "aan", "achter", "af", "bij", "door", "in", "mee", "na", "om", "onder", "op", "over", "toe", "tegen", "terug",
    "uit", "vast", "voor", "weg", "samen", "los", "vrij", "neer",
)  # fmt: skip
"""What may be written together in front of a form of a verb."""
NO_VERBS = frozenset({"plant", "vaart", "grond"})
"""Words that are what they are, and the form of a verb besides."""


def listed(word: str) -> str | None:
    """What the lists have for this word, or for the longest last part of it that may end a longer one."""
    exact = _forms().get(word)
    if exact is not None:
        return exact
    ends, finite = _ends(), _finite()
    for start in range(2, len(word) - SHORTEST_END + 1):
        before, end = word[:start], word[start:]
        base = ends.get(end) if before not in PREFIXES or not end.startswith("ge") else None
        if base is None and before in PARTICLES:
            base = finite.get(end)
        if base is not None and syllables(before):
            return closed(before + base)
    return None


@cache
def _read() -> Mapping[str, str]:
    found: dict[str, str] = tomllib.loads(WORDS.read_text("utf-8"))
    return found


@cache
def _forms() -> Mapping[str, str]:
    """All forms that are listed, and their stems."""
    whole = {word + ending: word for word in _read()["whole_in_en"].split() for ending in ("", "s", "en")}
    whole |= {word + ending: word for word in _read()["whole_in_s"].split() for ending in ("", "en")}
    return {**_finite(), **_ends(), **whole}


@cache
def _nouns() -> Mapping[str, str]:
    """Forms of nouns, which may end a longer word, and their stems."""
    found = {form: closed(one) for many, one in _rows("plurals") for form in (many, one)}
    for name, endings in (
        ("in_en", ("", "s", "en", "tje", "tjes")),
        ("in_s", ("", "en", "sen")),
        ("in_t", ("je", "jes")),
    ):
        found |= {word + ending: closed(word) for word in _read()[name].split() for ending in endings}
    return found


@cache
def _ends() -> Mapping[str, str]:
    """Forms of nouns and participles, which may end a longer word, and their stems."""
    found = {form: _base(verb) for verb in _read()["weak"].split() for form in _weak_participles(verb)}
    found |= {
        form: base for verb, participle in _rows("strong") for form, base in _strong_participles(verb, participle)
    }
    return {**found, **_nouns()}


@cache
def _finite() -> Mapping[str, str]:
    """Other forms of verbs, which may only stand behind a particle of theirs, and their stems."""
    weak, strong = _read()["weak"].split(), [verb for verb, _ in _rows("strong")]
    found = {form: _base(verb) for verb in strong for form in _finite_forms(verb, past=False)}
    found |= {form: _base(verb) for verb in weak for form in _finite_forms(verb, past=True)}
    return {form: base for form, base in found.items() if form not in NO_VERBS}


def _rows(name: str) -> list[list[str]]:
    return [line.split() for line in _read()[name].splitlines() if line.strip()]


def _has_prefix(infinitive: str) -> bool:
    """Whether a verb has its participle without "ge": "beginnen" has, "bergen" has not."""
    return any(infinitive.startswith(each) and syllables(infinitive[len(each) : -2]) for each in ("ge", *PREFIXES))


def _base(infinitive: str) -> str:
    """The stem of a verb, by the same rules as that of any word."""
    return _nouns().get(infinitive) or closed(without_t(without_en(infinitive)))


def _spelled(infinitive: str) -> str:
    """The stem as it is written in front of an ending: "bouw", "test", "los", "kom"."""
    base = _nouns().get(infinitive) or without_en(infinitive)
    return base[:-1] if base[-1] == base[-2] and base[-1] not in VOWELS else base


def _dental(infinitive: str, spelled: str) -> str:
    """The letter by which the past of a regular verb is told; none where its stem ends in it."""
    return "" if spelled[-1] in "td" else "t" if infinitive[:-2].endswith(VOICELESS) else "d"


def _finite_forms(infinitive: str, past: bool) -> Iterator[str]:
    """Forms that end in "t", "te" or "de": "bouwt", "bouwde", "testte"."""
    spelled = _spelled(infinitive)
    ending = _dental(infinitive, spelled)
    if ending:
        yield f"{spelled}t"
    if past:
        letter = ending or spelled[-1]
        yield from (f"{spelled}{letter}e", f"{spelled}{letter}en")


def _weak_participles(infinitive: str) -> Iterator[str]:
    """The participle of a regular verb: "gebouwd", "getest", and inflected "gebouwde", "gezette"."""
    spelled = _spelled(infinitive)
    ending = _dental(infinitive, spelled)
    ge = "" if _has_prefix(infinitive) else "ge"
    inflected = f"{spelled}{ending}e" if ending else f"{infinitive[:-2]}e"
    if ge or ending:
        yield from (f"{ge}{spelled}{ending}", f"{ge}{inflected}", f"{ge}{inflected}n")


def _strong_participles(infinitive: str, participle: str) -> Iterator[tuple[str, str]]:
    """The participles of an irregular verb, each with its stem: "geschreven", "beschreven"."""
    base = _base(infinitive)
    endings = ("", "e") if participle.endswith(("t", "d")) else ("",)
    if _has_prefix(infinitive):
        yield from ((participle + ending, base) for ending in endings)
        return
    yield from (("ge" + participle + ending, base) for ending in endings)
    if participle != infinitive and participle not in _nouns():
        for prefix in APART:
            yield from ((prefix + participle + ending, without_t(prefix + base)) for ending in endings)
