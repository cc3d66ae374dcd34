"""How often words are used in what is for everyone."""

from __future__ import annotations

from typing import Protocol

from models.index.text.analysis import word_forms, words
from models.index.text.engine import Way, Word, idf


class Vocabulary(Protocol):
    """Counts documents for everyone: all of them, and those with a word."""

    def size(self) -> int: ...
    def having(self, word: Word) -> int: ...


class Lexicon:
    """How often words are used in what is for everyone, looked up once for a question."""

    def __init__(self, public: Vocabulary) -> None:
        self.size = public.size()
        self._public = public
        self._counts: dict[tuple[str, str], int] = {}
        self._ways: dict[str, Way] = {}

    def count(self, language: str, token: str) -> int:
        known = self._counts.get((language, token))
        if known is None:
            known = self._counts[language, token] = self._public.having(Word(language, token))
        return known

    def word(self, language: str, token: str, weight: float = 1.0) -> Word:
        return Word(language, token, idf(self.size, self.count(language, token)), weight)

    def ways(self, token: str) -> Way:
        """The index words as which this one can be found: in each language the one that its analyser makes of it."""
        known = self._ways.get(token)
        if known is None:
            known = self._ways[token] = tuple([self.word(*form) for form in word_forms(token)])
        return known

    def used(self, token: str, language: str = "nl") -> int:
        """Documents of this language with this word. A stop word is in none."""
        return max((self.count(language, form) for form in words(token, language)), default=0)

    def knows(self, ways: Way) -> bool:
        """Whether somebody wrote one of these words."""
        return any(self.count(way.language, way.token) for way in ways)
