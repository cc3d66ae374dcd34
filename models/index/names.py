"""People that a question names: by name, phone, room, function or handle; accents and one typo forgiven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.facts import Seconds, has_left
from models.index.records import IndexedPerson, NameMatch
from models.index.text.analysis import folded

SHORTEST_TYPO = 4
DIGITS = 3


class NameBook:
    """The words of names by person, of who has not left at `now`; made once until somebody else leaves."""

    def __init__(self, persons: Sequence[IndexedPerson], now: Seconds | None) -> None:
        self._persons = persons
        self._names: dict[str, set[int]] = {}
        self._functions: dict[str, set[int]] = {}
        self._rooms: dict[str, set[int]] = {}
        self._phones: list[tuple[str, int]] = []
        self._near: dict[str, set[str]] = {}
        for number, row in enumerate(persons):
            if row.listed and not has_left(row.left, now) and not row.service:
                self._take(number, row)
        for word in self._names:
            for form in _deletions(word):
                self._near.setdefault(form, set()).add(word)

    def _take(self, number: int, row: IndexedPerson) -> None:
        for name in row.names:
            for word in folded(name):
                self._names.setdefault(word, set()).add(number)
        for word in folded(row.function or ""):
            self._functions.setdefault(word, set()).add(number)
        if row.room:
            self._rooms.setdefault("".join(folded(row.room)), set()).add(number)
        digits = "".join(filter(str.isdigit, row.phone or ""))
        if digits:
            self._phones.append((digits, number))

    def find(self, text: str, limit: int = 8) -> list[NameMatch]:
        """Who is named. A name counts when all its words fit, the last one as a beginning."""
        words = folded(text)[:6]
        if not words:
            return []
        found: dict[int, NameMatch] = {}
        for each in (*self._by_name(words), *self._by_number(text), *self._by_room(words), *self._by_function(words)):
            found.setdefault(each.person, each)
        return sorted(found.values(), key=lambda each: (-each.weight, self._persons[each.person].key))[:limit]

    def _by_name(self, words: list[str]) -> Iterable[NameMatch]:
        exact = _all([self._names.get(word, set()) for word in words])
        if exact:
            return [NameMatch(person, "name", False, 3.0) for person in exact]
        close = _all([self._close(word) for word in words])
        return [NameMatch(person, "name", True, 2.0) for person in close]

    def _close(self, word: str) -> set[int]:
        """Who has a name like this word: itself, or what differs by one letter."""
        if word in self._names:
            return self._names[word]
        if len(word) < SHORTEST_TYPO:
            return set()
        near: set[str] = set()
        for form in _deletions(word):
            near |= self._near.get(form, set())
        close = [name for name in near if name[0] == word[0] or len(word) > 5]
        return set().union(*(self._names[name] for name in close)) if close else set()

    def _by_number(self, text: str) -> Iterable[NameMatch]:
        digits = "".join(filter(str.isdigit, text))
        if len(digits) < DIGITS or any(letter.isalpha() for letter in text):
            return []
        bare = digits.lstrip("0")
        ends = (digits, bare) if len(bare) >= DIGITS else (digits,)
        return [NameMatch(person, "phone", False, 2.5) for phone, person in self._phones if phone.endswith(ends)]

    def _by_room(self, words: list[str]) -> Iterable[NameMatch]:
        return [NameMatch(person, "room", False, 2.5) for person in self._rooms.get("".join(words), set())]

    def _by_function(self, words: list[str]) -> Iterable[NameMatch]:
        found = _all([self._functions.get(word, set()) for word in words])
        return [NameMatch(person, "function", False, 1.0) for person in found]


def _all(sets: list[set[int]]) -> set[int]:
    return set.intersection(*sets) if sets else set()


def _deletions(word: str) -> Iterable[str]:
    """The word and what is left when one letter is taken out: two words that share one differ by about one letter."""
    yield word
    if len(word) >= SHORTEST_TYPO:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]
