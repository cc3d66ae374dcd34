"""People that a question names: by name, address, phone, room, function or handle; accents and one typo forgiven.

What fits better comes first: the name as it is, then spelled otherwise (`ij` for `y`, another script, initials in
the directory), then what begins so, then what differs by one letter. Only where nothing fits is the next looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from itertools import chain

from anyascii import anyascii
from rapidfuzz.distance import OSA

from graph.facts import Seconds, has_left, is_ahead
from graph.names import fold, in_one_word, letters, query_words, read, search_words, split
from models.index.functions import FunctionBook, in_all
from models.index.records import IndexedPerson, NameMatch
from models.index.text.analysis import folded
from models.index.text.contacts import SURE, asked_address, asked_number, numbers_of, room_keys

SHORTEST_TYPO, SHORTEST_AMONG_OTHERS = 4, 3
"""Letters of a word in which an error is forgiven: of a lone word, and of one of several."""
SHORTEST_BEGINNING = 3
"""Letters of a lone word from which it is taken for the beginning of a name."""
MOST_BEGUN, MOST_SEEN = 50, 2000
"""Words that begin alike and count, the shortest first, and those that are looked at."""
MOST_WORDS = 6
WHOLE, ALIKE, BEGUN, CLOSE = 3.0, 2.8, 2.2, 2.0
"""What a name weighs by how well it fits."""
NUMBER, PLACE, PLACE_BEGUN = 2.5, 2.5, 1.5

TYING = re.compile(r"[^\w\s.]")
"""Signs within words of a name, so that these are typed in one word too: O'Brien, Jean-Luc."""

ROMANISED = (
    (), (("y", "j"),), (("ks", "x"),), (("ks", "x"), ("y", "j")), (("kh", "h"),), (("kh", "ch"), ("y", "j")),
    (("sh", "sj"), ("ch", "tsj"), ("zh", "zj"), ("y", "j"), ("u", "oe"), ("kh", "ch")),
)  # fmt: skip
"""Ways to write sounds of other scripts in Latin letters, the Dutch one last: ``aleksey``, ``aleksej``, ``alexey``."""

Find = Callable[[str], set[int]]


class NameBook:
    """The words of names by person, of who works here at `now`; made once until somebody begins or leaves."""

    def __init__(self, persons: Sequence[IndexedPerson], now: Seconds | None) -> None:
        self._persons = persons
        self._names: dict[str, set[int]] = {}
        self._joined: dict[str, set[int]] = {}
        self._alike: dict[str, set[int]] = {}
        self._initials: dict[str, set[int]] = {}
        self._rooms: dict[str, set[int]] = {}
        self._addresses: dict[str, set[int]] = {}
        self._phones: dict[str, set[int]] = {}
        self._near: dict[str, set[str]] = {}
        here = [
            (number, row)
            for number, row in enumerate(persons)
            if row.listed and not (row.service or has_left(row.left, now) or is_ahead(row.joined, now))
        ]
        for number, row in here:
            self._take(number, row)
        self._functions = FunctionBook(here)
        self._sorted = sorted(self._names.keys() | self._alike.keys())

    def _take(self, number: int, row: IndexedPerson) -> None:
        for name in row.names:
            words = search_words(name)
            for word in words:
                _add(self._names, word, number)
                if not word.isascii() or "ij" in word:
                    _add(self._alike, alike(word), number)
            for word in words if TYING.search(name) else split(name):
                self._take_near(word)
            for letter in _initials(name):
                _add(self._initials, letter, number)
            for word in in_one_word(name):
                _add(self._joined, word, number)
            if not name.isascii():
                for word in _in_latin(name):
                    _add(self._alike, alike(word), number)
                    self._take_near(alike(word))
        self._take_contacts(number, row)

    def _take_contacts(self, number: int, row: IndexedPerson) -> None:
        for key in room_keys(row.room or ""):
            _add(self._rooms, key, number)
        for email in row.emails:
            for key in (email, email.partition("@")[0]):
                _add(self._addresses, key, number)
        for phone in numbers_of(row.phone or ""):
            _add(self._phones, phone, number)

    def _take_near(self, word: str) -> None:
        if len(word) >= SHORTEST_AMONG_OTHERS and word not in self._near.get(word, ()):
            for form in _deletions(word):
                self._near.setdefault(form, set()).add(word)

    def find(self, text: str, limit: int = 8) -> list[NameMatch]:
        """Who is named. A name counts when all its words fit, the last one as a beginning."""
        words = folded(text)[:MOST_WORDS]
        asked = query_words(text)[:MOST_WORDS]
        if not words and not asked:
            return []
        found: dict[int, NameMatch] = {}
        for each in (
            *self._by_address(text),
            *self._by_name(asked),
            *self._by_number(text),
            *self._by_room(text),
            *self._by_function(text),
        ):
            found.setdefault(each.person, each)
        return sorted(found.values(), key=lambda each: (-each.weight, self._persons[each.person].key))[:limit]

    def _by_name(self, words: list[str]) -> Iterable[NameMatch]:
        if all(len(word) == 1 and word.isascii() for word in words):
            return []
        for found, weight in self._tiers(words):
            if found:
                return [NameMatch(person, "name", weight == CLOSE, weight) for person in found]
        return []

    def _tiers(self, words: list[str]) -> Iterator[tuple[set[int], float]]:
        """Who is named by these words, less and less exactly."""
        yield in_all(map(self._as_it_is, words)), WHOLE
        yield self._joined.get("".join(words), set()), WHOLE
        yield set().union(*(in_all(map(self._as_it_is, pair)) for pair in _with_pairs(words))), WHOLE
        yield in_all(map(self._spelled_alike, words)), ALIKE
        if any(len(word) > 1 and self._as_it_is(word) for word in words):
            yield in_all(map(self._as_initial, words)), ALIKE
        yield self._begun(words, self._spelled_alike), BEGUN
        if len(words) > 1 and not any(words[-1].startswith(word) for word in words[:-1]):
            yield self._begun(words, self._begins), BEGUN
        shortest = SHORTEST_AMONG_OTHERS if len(words) > 1 else SHORTEST_TYPO
        yield in_all(self._close(word, shortest) for word in words), CLOSE
        yield self._begun(words, partial(self._close, shortest=shortest)), CLOSE

    def _as_it_is(self, word: str) -> set[int]:
        return self._names.get(word, set())

    def _spelled_alike(self, word: str) -> set[int]:
        """Who has this word in their name, or one that is spelled otherwise, in another script perhaps."""
        same = alike(word)
        return self._as_it_is(word) | self._as_it_is(same) | self._alike.get(same, set())

    def _as_initial(self, word: str) -> set[int]:
        """Who has this word in their name, or nothing but initials for given names, and this one's among them."""
        return self._spelled_alike(word) | self._initials.get(word[0], set())

    def _begun(self, words: list[str], before: Find) -> set[int]:
        """People with a word that the last of these words begins, and the others as `before` finds them."""
        if len(words) == 1 and len(words[0]) < SHORTEST_BEGINNING:
            return set()
        return in_all(chain(map(before, words[:-1]), map(self._begins, words[-1:])))

    def _begins(self, begun: str) -> set[int]:
        """People with a word that begins so: with one of the shortest ones, where there are many."""
        for beginning in dict.fromkeys((begun, alike(begun))):
            at = bisect_left(self._sorted, beginning)
            end = bisect_left(self._sorted, f"{beginning}\U0010ffff", at, min(at + MOST_SEEN, len(self._sorted)))
            found = self._sorted[at:end]
            best = sorted(found, key=lambda word: (len(word), word))[:MOST_BEGUN]
            if best:
                return set().union(*(self._as_it_is(word) | self._alike.get(word, set()) for word in best))
        return set()

    def _close(self, word: str, shortest: int) -> set[int]:
        """Who has a name like this word: itself, or what differs by one letter and has `shortest` or more."""
        found = set(self._spelled_alike(word))
        if len(word) < shortest:
            return found
        near: set[str] = set()
        for form in _deletions(word):
            near |= self._near.get(form, set())
        for name in (each for each in near if len(each) >= shortest):
            if (name[0] == word[0] or len(word) > 5) and OSA.distance(name, word, score_cutoff=1) <= 1:
                found |= self._spelled_alike(name)
        return found

    def _by_address(self, text: str) -> Iterable[NameMatch]:
        return [NameMatch(person, "email", False, WHOLE) for person in self._addresses.get(asked_address(text), set())]

    def _by_number(self, text: str) -> Iterable[NameMatch]:
        asked = asked_number(text)
        same = {known for known in self._phones if known.endswith(asked)} if asked else set()
        same.update(asked[at:] for at in range(len(asked) - SURE + 1))
        return [NameMatch(person, "phone", False, NUMBER) for each in same for person in self._phones.get(each, ())]

    def _by_room(self, text: str) -> Iterable[NameMatch]:
        keys = room_keys(text)
        found = set().union(*(self._rooms.get(key, set()) for key in keys))
        if found:
            return [NameMatch(person, "room", False, PLACE) for person in found]
        begun = tuple(
            key for key in keys if len(key) >= SHORTEST_BEGINNING and any(map(str.isdigit, key)) and not key.isdigit()
        )
        rooms = [people for room, people in self._rooms.items() if room.startswith(begun)] if begun else []
        return [NameMatch(person, "room", False, PLACE_BEGUN) for people in rooms for person in people]

    def _by_function(self, text: str) -> Iterable[NameMatch]:
        return [NameMatch(person, "function", False, fit) for person, fit in self._functions.find(text).items()]


def alike(word: str) -> str:
    """The word in Latin letters, with `y` for `ij`: names that are spelled alike have the same."""
    plain = word if word.isascii() else letters(anyascii(word)) or word
    return plain.replace("ij", "y")


def _initials(name: str) -> list[str]:
    """The letters of a name that has nothing but initials for given names: ``J.P. Bos``."""
    parts = read(name) if "." in name or any(len(word) == 1 for word in name.split()) else None
    return [alike(fold(letter)) for letter in parts.given] if parts and parts.initials and parts.families else []


def _in_latin(name: str) -> Iterator[str]:
    """The words of a name that is not in Latin letters, in these: ``小明`` is ``xiaoming``, ``xiao`` and ``ming``."""
    parts = read(name)
    pieces = [*parts.given, *(each.core for each in parts.families)] if parts else []
    for piece in (*pieces, *split(name)):
        if not piece.isascii():
            latin = anyascii(piece).lower()
            for way in ROMANISED:
                spelled = reduce(lambda word, sounds: word.replace(*sounds), way, latin)
                yield from ("".join(split(spelled)), *split(spelled))


def _with_pairs(words: list[str]) -> Iterator[list[str]]:
    """The words with two neighbours as one."""
    for at in range(len(words) - 1):
        yield [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def _add(known: dict[str, set[int]], word: str, number: int) -> None:
    known.setdefault(word, set()).add(number)


def _deletions(word: str) -> Iterable[str]:
    """The word and what is left when one letter is taken out: two words that differ by one edit share one of these."""
    yield word
    if len(word) >= SHORTEST_AMONG_OTHERS:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]
