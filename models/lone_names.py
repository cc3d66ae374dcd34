"""Whom a part of a name means: a given name, a family name or initials, among the people near the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from graph.facts import Key, NameCandidate
from graph.names import GIVEN, ORDINARY, full_name, letters, read
from models.name_circles import DOCUMENT, FOLDER, SAME_TIME, TEAM, THREAD
from models.name_index import HANDLE, INITIALS, SCORES, LinkedName, NameIndex

NEARNESS = {DOCUMENT: 0.95, THREAD: 0.93, SAME_TIME: 0.9, FOLDER: 0.85, TEAM: 0.8}
"""How sure a part of a name is, by where the person is near."""
GIVEN_NAME, FAMILY_NAME, SHORT_NAME, MISSPELT = "given-name", "family-name", "short-name", "misspelt"
LONG = 5
"""Letters of a family name from which one of them may be wrong."""
FEWEST_LETTERS = 3
"""Initials that mean somebody wherever they stand; two do in front of a colon."""


@dataclass(slots=True)
class PeopleAround:
    """The people near one text, nearest first, those whom it names in full, and names of people unknown."""

    near: list[tuple[str, frozenset[Key]]]
    named: frozenset[Key]
    strangers: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class LoneNames:
    """Finds whom a part of a name means. Of two people who may be meant, nobody is."""

    index: NameIndex

    def misspelt(self, candidate: NameCandidate, around: PeopleAround) -> LinkedName | None:
        """The one person near with this given name and a family name of one letter more, less or otherwise."""
        name = full_name(candidate.surface) if candidate.kind == "person" else None
        if name is None or name.initials or len(name.family) < LONG:
            return None
        called = self.index.called(letters(name.given[0]))
        for circle, people in around.near:
            found = {key for key in called & people if self._is_near(key, name.family)}
            if found and circle in (DOCUMENT, THREAD, SAME_TIME):
                return _only(found, NEARNESS[circle], f"{MISSPELT}:{circle}")
        return None

    def _is_near(self, person: Key, family: str) -> bool:
        own = (name.family for name in self.index.names[person])
        return any(DamerauLevenshtein.distance(family, each, score_cutoff=1) <= 1 for each in own)

    def note_stranger(self, candidate: NameCandidate, around: PeopleAround) -> None:
        """Note the first name and the family name of somebody who is not known: they mean nobody by themselves."""
        surface = candidate.surface
        name = full_name(surface) if candidate.kind == "person" and "|" not in surface else None
        if name is None or ("," in surface and "." not in surface):
            return
        around.strangers.add((GIVEN_NAME, letters(name.given[0])))
        if self._last(surface) is None:
            around.strangers.add((FAMILY_NAME, name.family))

    def whom(self, candidate: NameCandidate, around: PeopleAround) -> LinkedName | None:
        """The one person whom this means among those near."""
        surface, kind = candidate.surface, candidate.kind
        if kind == "handle":
            return _only(self.index.spelled_by(surface, around.near[0][1]), SCORES[HANDLE], HANDLE)
        if kind == "person":
            surface, kind = self._last(surface) or "", "word"
        if kind == "email" or not surface:
            return None
        for circle, people in around.near:
            among = around.named if circle == DOCUMENT and kind != "speaker" else people
            for reason, found in self._ways(surface, kind, circle, people, among):
                if found:
                    sure = (reason, letters(surface)) not in around.strangers
                    return _only(found, NEARNESS[circle], f"{reason}:{circle}") if sure else None
        return None

    def _ways(
        self, surface: str, kind: str, circle: str, people: frozenset[Key], among: frozenset[Key]
    ) -> Iterator[tuple[str, frozenset[Key] | set[Key]]]:
        """The people of a circle whom this may mean, by each way to call them.

        A family name by itself means somebody whom the text names in full, or who speaks: it may be a product.
        """
        called, _, initial = surface.rpartition(" ")
        if called and len(initial) == 1:
            namesakes = self.index.called(letters(called)) & people
            yield GIVEN_NAME, {key for key in namesakes if self._begins(key, initial)}
            return
        word = letters(surface)
        known = self.index.called(word)
        ordinary = word in ORDINARY and kind == "opening"
        if not ordinary and (circle not in (FOLDER, TEAM) or len(known) == 1):
            yield GIVEN_NAME, known & people
        if circle == DOCUMENT:
            yield FAMILY_NAME, self.index.of_family(word) & among
        if circle == THREAD and not ordinary:
            yield SHORT_NAME, self.index.called_short(word, people)
        if _are_initials(surface) and (len(surface) >= FEWEST_LETTERS or (kind == "speaker" and circle == DOCUMENT)):
            yield INITIALS, self.index.with_initials(surface) & people

    def _last(self, surface: str) -> str | None:
        """The name at the end of what is no name as a whole: "Taak Ada", "De Boer"; None for somebody's full name."""
        name = read(surface)
        if name is not None and name.families and not name.given:
            return surface
        words = surface.split()
        plain = len(words) == 2 and not {"|", ","} & {*surface}
        return words[1] if plain and not self._is_given(words[0]) else None

    def _is_given(self, word: str) -> bool:
        form = letters(word)
        return len(form) == 1 or word.endswith(".") or form in GIVEN or bool(self.index.called(form))

    def _begins(self, person: Key, initial: str) -> bool:
        return any(each.core.startswith(initial) for name in self.index.names[person] for each in name.families)


def _only(people: set[Key] | frozenset[Key], score: float, reason: str) -> LinkedName | None:
    return LinkedName(next(iter(people)), score, reason) if len(people) == 1 else None


def _are_initials(surface: str) -> bool:
    return surface.isalpha() and len(surface) <= 5 and sum(map(str.isupper, surface)) >= 2
