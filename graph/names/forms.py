"""Every form in which people write a name, as folded words: to find it again in any text.

A family name by itself is told apart from the rest: it may be a word of the language or the name of many others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.names.folding import is_east_asian, spelled, split
from graph.names.name import FamilyName, Name
from graph.names.reading import read

TextParts = tuple[str, ...]
SURE = 8
"""Letters from which a name in one word ("janvandermeer") is no word of the language by chance."""
_NO_GENITIVE = ("s", "x", "z")


@dataclass(frozen=True, slots=True)
class WrittenForms:
    """Forms of a name as sequences of words.

    `full` name the person wherever they stand, `short` are words in which a full name was run together and which may be
    words of the language too, `family` are the family name alone.
    """

    full: frozenset[TextParts] = frozenset()
    short: frozenset[TextParts] = frozenset()
    family: frozenset[TextParts] = frozenset()


def written_forms(text: str) -> WrittenForms:
    """All forms of the name that a text consists of. Nothing for one word that is no full name."""
    name = read(text)
    literal = _split(text)
    if name is None or not name.full:
        return WrittenForms(frozenset({literal} if len(literal) > 1 and name is None else ()))
    if is_east_asian(name.written):
        return WrittenForms(frozenset({literal}), family=frozenset({_split(name.families[0].core)}))
    tails = {tail for family in _families(name) for tail in _tails(family)}
    fulls = {form for family in _families(name) for form in _orders(name, family)} | {literal}
    joined = {"".join(form) for form in fulls if len(form) > 1}
    full = fulls | {(form,) for form in joined if len(form) >= SURE}
    short = {(form,) for form in joined if len(form) < SURE}
    return WrittenForms(
        frozenset(_with_genitive(full, tails)),
        frozenset(short),
        frozenset(_with_genitive(tails, tails)),
    )


def _families(name: Name) -> Iterator[tuple[FamilyName, ...]]:
    """The whole family name, and each of a double one."""
    yield name.families
    if len(name.families) > 1:
        yield from ((each,) for each in name.families)


def _split(text: str) -> TextParts:
    return tuple(split(text))


def _spellings(text: str) -> set[TextParts]:
    """The words of a text, without what divides them too (``o brien``, ``obrien``), and with umlauts written out."""
    found = {_split(text)} | ({_split(spelled(text))} if not text.isascii() else set())
    return found | {("".join(words),) for words in found if len(words) > 1}


def _tails(families: Sequence[FamilyName]) -> Iterator[TextParts]:
    """How the family name is written: with its particles, without, abbreviated, and in one word."""
    first, *others = families
    rest = _split(" ".join(each.written for each in others))
    for core in _spellings(first.core):
        for infix in _infixes(first):
            yield (*infix, *core, *rest)
        if first.infix:
            yield ("".join((*_split(" ".join(first.infix)), *core, *rest)),)


def _infixes(family: FamilyName) -> set[TextParts]:
    words = _split(" ".join(family.infix))
    letters = tuple(word[0] for word in words)
    found: set[TextParts] = {words, ()}
    if len(words) > 1 or words in (("van",), ("von",)):
        found |= {letters, ("".join(letters),), (words[0], *letters[1:])}
    return found


def _givens(name: Name) -> set[TextParts]:
    """How the given names are written: all, the first, letters, the name of daily use."""
    words = [_split(part) for part in name.given]
    every = tuple(word for part in words for word in part)
    first = words[0]
    letters = tuple(word[0] for word in every)
    found = {every, first, first[:1], letters, letters[:1], first + tuple(word[0] for word in every[len(first) :])}
    found |= {("".join(first),), ("".join(letters),)}
    found |= {_split(spelled(part)) for part in name.given[:1] if not part.isascii()}
    if name.called:
        called = _split(name.called)
        found |= {called, (*every, *called), (*letters, *called), (called[0][0],)}
    return found


def _orders(name: Name, families: Sequence[FamilyName]) -> Iterator[TextParts]:
    """Given name first, family name first, and the particles at the end: ``Berg, J. van den``."""
    givens = _givens(name)
    infix = _split(" ".join(families[0].infix))
    rest = _split(" ".join(each.written for each in families[1:]))
    for tail in _tails(families):
        for given in givens:
            yield given + tail
            yield tail + given
    for core in _spellings(families[0].core) if infix else ():
        for given in givens:
            for particles in _infixes(families[0]):
                yield (*core, *rest, *given, *particles)


def _with_genitive(forms: set[TextParts], tails: set[TextParts]) -> Iterator[TextParts]:
    """The forms, and those that end with a family name also with the `s` that shows possession: ``Jan Boers boek``."""
    ends = {tail[-1] for tail in tails}
    for form in forms:
        yield form
        if form[-1] in ends and not form[-1].endswith(_NO_GENITIVE) and form[-1].isascii():
            yield (*form[:-1], f"{form[-1]}s")
