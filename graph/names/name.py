"""A person's name in its parts, and the keys under which equal names meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from graph.names.folding import letters, spelled


@dataclass(frozen=True, slots=True)
class FamilyName:
    """One family name: its particles in lower case (`van`, `der`), and the name itself (`Meer`)."""

    infix: tuple[str, ...]
    core: str

    @property
    def written(self) -> str:
        """Particles and name, as in the middle of a sentence: ``van der Meer``, ``D'Hondt`` as ``d'Hondt``."""
        return _spaced((*self.infix, self.core))

    @property
    def key(self) -> str:
        """Particles and name in one folded word: ``vandermeer``."""
        return letters("".join((*self.infix, self.core)))

    @property
    def short_keys(self) -> Iterator[str]:
        """Keys with the particles abbreviated: ``vdmeer``, ``vandmeer``."""
        if len(self.infix) > 1 or self.infix in (("van",), ("von",)):
            initials = [letters(word)[:1] for word in self.infix]
            yield "".join(initials) + letters(self.core)
            yield letters(self.infix[0]) + "".join(initials[1:]) + letters(self.core)


def _spaced(words: tuple[str, ...]) -> str:
    joined = ""
    for word in words:
        joined += word if not joined or (joined.endswith(("'", "al-", "el-")) and joined[-2:] != "t'") else f" {word}"
    return joined


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `given` has letters where the name has initials; one family name, or two of a double name.

    A name of one word is a `given` name only; "de heer Jansen" has a family name only. `called` is the name of daily
    use ("Wilhelmina (Mina) Bos"), `generation` is jr, sr, ii, iii or iv.
    """

    given: tuple[str, ...]
    families: tuple[FamilyName, ...] = ()
    called: str = ""
    titles: tuple[str, ...] = ()
    generation: str = ""

    @property
    def family(self) -> str:
        """All of the family name in one folded word: ``vandermeerdevries``."""
        return "".join(each.key for each in self.families)

    @property
    def whole(self) -> str:
        """All of the name in one folded word: ``janvandermeer``."""
        return letters("".join(self.given)) + self.family

    @property
    def short(self) -> str:
        """First letter and family name: ``j.vandermeer``."""
        return f"{letters(self.given[0])[:1]}.{self.family}"

    @property
    def initials(self) -> bool:
        """True when the given names are initials only."""
        return bool(self.given) and all(len(part) == 1 for part in self.given)

    @property
    def full(self) -> bool:
        """True when there are a given name and a family name, so that it may name one person."""
        return bool(self.given and self.families) and len(self.family) >= (1 if self.family > "\u2fff" else 2)

    @property
    def family_keys(self) -> Iterator[str]:
        """Folded family names that mean the same: with particles, these abbreviated, umlauts written out."""
        yield self.family
        if len(self.families) == 1:
            yield from self.families[0].short_keys
        yield letters(spelled("".join(chain.from_iterable((*each.infix, each.core) for each in self.families))))

    @property
    def wholes(self) -> frozenset[str]:
        """All values of `whole` of names that are written otherwise and mean the same."""
        given = "".join(self.given)
        firsts = {letters(given), letters(spelled(given))} | ({letters(self.called)} if self.called else set())
        return frozenset(first + family for first in firsts for family in self.family_keys)

    @property
    def shorts(self) -> frozenset[str]:
        """All values of `short` of names that are written otherwise and may mean the same."""
        firsts = {letters(first)[:1] for first in (*self.given[:1], self.called) if first}
        return frozenset(f"{first}.{family}" for first in firsts for family in self.family_keys)

    @property
    def written(self) -> str:
        """The name in natural order: ``J.P. van den Berg``, ``王小明``."""
        if self.family > "\u2fff" and len(self.families) == 1:
            return self.families[0].core + "".join(self.given)
        given = "".join(f" {part}" if len(part) > 1 else f" {part}." for part in self.given).replace(". ", ".\0")
        parts = [part for part in given.split("\0") if part]
        joined = "".join(part if at and len(part) == 2 else f" {part}" for at, part in enumerate(parts)).strip()
        family = "-".join(each.written for each in self.families)
        return " ".join(part for part in (joined, family, _GENERATIONS.get(self.generation, "")) if part)


_GENERATIONS = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
