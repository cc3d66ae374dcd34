"""Finds names by the beginnings of their words; accents do not matter, and one typo is forgiven where nothing fits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from graph.names import split

MOST_WORDS = 8
"""Words of a text that are looked for."""
SHORTEST_TYPO = 4
"""Letters of a word in which an error is forgiven."""
SURE_OF_FIRST = 5
"""Letters up to which the first one of a word has to be right."""


class Beginnings:
    """Names by the words in them; a name is told by its place in the list. It may have several forms."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        self._forms: list[list[list[str]]] = [[split(form) for form in forms] for forms in names]
        self._places: dict[str, set[int]] = {}
        for place, forms in enumerate(self._forms):
            for word in {word for form in forms for word in form}:
                self._places.setdefault(word, set()).add(place)
        self._sorted = sorted(self._places)

    def find(self, text: str) -> list[int]:
        """The names that have words which begin so: those that begin so themselves first, then the shortest."""
        asked = split(text)[:MOST_WORDS]
        if not asked:
            return []
        found = self._with_all(self._begins(word) for word in asked)
        if not found:
            found = self._with_all(self._close(word) for word in asked)
        return sorted(found, key=lambda place: self._fit(place, asked))

    def _with_all(self, words: Iterable[set[int]]) -> set[int]:
        first, *others = words
        return first.intersection(*others)

    def _begins(self, begun: str) -> set[int]:
        """The names with a word that begins so."""
        at = bisect_left(self._sorted, begun)
        end = bisect_left(self._sorted, f"{begun}\U0010ffff", at)
        return set().union(*(self._places[word] for word in self._sorted[at:end]))

    def _close(self, begun: str) -> set[int]:
        """The names with a word that begins so but for one letter."""
        found = self._begins(begun)
        if found or len(begun) < SHORTEST_TYPO:
            return found
        words = self._of_first(begun[0]) if len(begun) <= SURE_OF_FIRST else self._sorted
        for length in (len(begun), len(begun) + 1, len(begun) - 1):
            cut = [word[:length] for word in words]
            near = extract(begun, cut, scorer=OSA.distance, score_cutoff=1, limit=None)
            found.update(place for _, _, at in near for place in self._places[words[at]])
        return found

    def _of_first(self, letter: str) -> list[str]:
        at = bisect_left(self._sorted, letter)
        return self._sorted[at : bisect_left(self._sorted, f"{letter}\U0010ffff", at)]

    def _fit(self, place: int, asked: list[str]) -> tuple[bool, int, list[str], int]:
        """The order of what is found; nothing in it depends on who reads."""
        forms = self._forms[place]
        begun = [form for form in forms if form[: len(asked)] and form[0].startswith(asked[0])]
        best = min(begun or forms, key=lambda form: (len("".join(form)), form))
        return not begun, len("".join(best)), best, place
