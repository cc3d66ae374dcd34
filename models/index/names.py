"""People that a question names: by name, phone, room, function or handle; accents and one typo forgiven."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from graph.facts import Seconds, has_left, is_ahead
from graph.names import query_words, search_words
from models.index.records import IndexedPerson, NameMatch
from models.index.text.analysis import folded

SHORTEST_TYPO = 4
SHORTEST_BEGINNING = 3
"""Letters of a lone word from which it is taken for the beginning of a name."""
MOST_BEGUN = 50
"""Words that begin alike; more of them say nothing."""
DIGITS = 3


class NameBook:
    """The words of names by person, of who works here at `now`; made once until somebody begins or leaves."""

    def __init__(self, persons: Sequence[IndexedPerson], now: Seconds | None) -> None:
        self._persons = persons
        self._names: dict[str, set[int]] = {}
        self._functions: dict[str, set[int]] = {}
        self._rooms: dict[str, set[int]] = {}
        self._phones: list[tuple[str, int]] = []
        self._near: dict[str, set[str]] = {}
        for number, row in enumerate(persons):
            if row.listed and not (row.service or has_left(row.left, now) or is_ahead(row.joined, now)):
                self._take(number, row)
        self._sorted = sorted(self._names)

    def _take(self, number: int, row: IndexedPerson) -> None:
        for name in row.names:
            for word in search_words(name):
                self._names.setdefault(word, set()).add(number)
            for word in folded(name):
                if word in self._names and word not in self._near.get(word, ()):
                    for form in _deletions(word):
                        self._near.setdefault(form, set()).add(word)
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
        asked = query_words(text)[:6]
        if not words and not asked:
            return []
        found: dict[int, NameMatch] = {}
        for each in (*self._by_name(asked), *self._by_number(text), *self._by_room(words), *self._by_function(words)):
            found.setdefault(each.person, each)
        return sorted(found.values(), key=lambda each: (-each.weight, self._persons[each.person].key))[:limit]

    def _by_name(self, words: list[str]) -> Iterable[NameMatch]:
        if all(len(word) == 1 and word.isascii() for word in words):
            return []
        exact = _all([self._names.get(word, set()) for word in words])
        if exact:
            return [NameMatch(person, "name", False, 3.0) for person in exact]
        before = [self._names.get(word, set()) for word in words[:-1]]
        begun = _all([*before, self._begun(words)]) if all(before) else set()
        if begun:
            return [NameMatch(person, "name", False, 2.2) for person in begun]
        close = _all([self._close(word) for word in words])
        return [NameMatch(person, "name", True, 2.0) for person in close]

    def _begun(self, words: list[str]) -> set[int]:
        """People with a word that the last of these words begins."""
        last = words[-1]
        if len(words) == 1 and len(last) < SHORTEST_BEGINNING:
            return set()
        at = bisect_left(self._sorted, last)
        found = self._sorted[at : at + MOST_BEGUN + 1]
        begun = [word for word in found if word.startswith(last)]
        return set().union(*(self._names[word] for word in begun)) if len(begun) <= MOST_BEGUN else set()

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
