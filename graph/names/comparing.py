"""Whether two names may be one person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.facts import Verdict
from graph.names.folding import letters, spelled
from graph.names.name import FamilyName, Name


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two names say about each other: same, unsure (may be one person's) or different, and by which difference."""

    verdict: Verdict
    reason: str


def compare(one: Name, other: Name) -> Comparison:
    """Same: written otherwise at most. Unsure: one says less than the other. The order of the two does not matter."""
    if one.generation and other.generation and one.generation != other.generation:
        return Comparison(Verdict.DIFFERENT, "generation")
    if one.generation == other.generation and (one.whole in other.wholes or other.whole in one.wholes):
        return Comparison(Verdict.SAME, "equal")
    families = _families(one, other)
    given = _given(one, other)
    if Verdict.DIFFERENT in (families.verdict, given.verdict):
        if _turned(one) == other.whole or _turned(other) == one.whole:
            return Comparison(Verdict.UNSURE, "order")
        return families if families.verdict is Verdict.DIFFERENT else given
    if one.generation != other.generation and given.verdict is Verdict.SAME is families.verdict:
        return Comparison(Verdict.UNSURE, "generation")
    return given if families.verdict is Verdict.SAME else families


def _turned(name: Name) -> str:
    """Family name and given name of a name of two plain words, as if the one were the other."""
    plain = len(name.families) == 1 and not name.families[0].infix
    return name.family + letters("".join(name.given)) if plain and len(name.given) == 1 else ""


def _families(one: Name, other: Name) -> Comparison:
    if one.family in other.family_keys or other.family in one.family_keys:
        return Comparison(Verdict.SAME, "equal")
    if not one.families or not other.families:
        return Comparison(Verdict.UNSURE, "family name left out")
    if len(one.families) + len(other.families) > 2 and (_has_one_of(one, other) or _has_one_of(other, one)):
        return Comparison(Verdict.UNSURE, "double name")
    if any(_without_infix(a, b) for a in one.families for b in other.families):
        return Comparison(Verdict.UNSURE, "particles left out")
    return Comparison(Verdict.DIFFERENT, "family name")


def _has_one_of(one: Name, other: Name) -> bool:
    """True when one name of a double family name is one of the other's."""
    keys = {key for each in other.families for key in (each.key, *each.short_keys)}
    return any(each.key in keys for each in one.families)


def _without_infix(one: FamilyName, other: FamilyName) -> bool:
    return letters(one.core) == letters(other.core) and not (one.infix and other.infix)


def _given(one: Name, other: Name) -> Comparison:
    mine, theirs = (letters("".join(name.given)) for name in (one, other))
    same = {mine, letters(spelled("".join(one.given)))} & {theirs, letters(spelled("".join(other.given)))}
    if same or (one.called and letters(one.called) in (theirs, letters(other.called))):
        return Comparison(Verdict.SAME, "equal")
    if other.called and letters(other.called) == mine:
        return Comparison(Verdict.SAME, "equal")
    if not mine or not theirs:
        return Comparison(Verdict.UNSURE, "given name left out")
    if (one.initials or other.initials) and _begin_alike(one, other):
        return Comparison(Verdict.UNSURE, "initials")
    short, long = sorted((_words(one.given), _words(other.given)), key=len)
    if all(_alike(a, b) for a, b in zip(short, long, strict=False)):
        return Comparison(Verdict.UNSURE, "given names left out")
    return Comparison(Verdict.DIFFERENT, "given name")


def _begin_alike(one: Name, other: Name) -> bool:
    """True when the initials of both agree as far as both go, or one is called by a name with that letter."""
    mine, theirs = ("".join(word[:1] for word in _words(name.given)) for name in (one, other))
    called = {letters(name.called)[:1] for name in (one, other) if name.called}
    return mine.startswith(theirs) or theirs.startswith(mine) or mine[:1] in called or theirs[:1] in called


def _words(given: Sequence[str]) -> list[str]:
    return [letters(part) for word in given for part in word.split("-") if letters(part)]


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
