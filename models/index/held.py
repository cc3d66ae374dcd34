"""Words as documents hold them that everyone may read now: what was deleted, edited out or withdrawn holds none.

A text engine lets go of deleted documents in its own time. A word that only so few documents hold as are gone may be
in none of the others, so these are counted one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.index.text.engine import Accept, TextReader, Word

EXACT = 200
"""Documents up to which those with a word are counted; of a word in more it is only seen whether any holds it."""


@dataclass(frozen=True, slots=True)
class HeldWords:
    """Words of the documents for everyone in one snapshot.

    `kept` of them everyone may read now, `accept` tells which; `gone` are those that the engine may still count.
    """

    reader: TextReader
    kept: int
    gone: int
    accept: Accept

    def size(self) -> int:
        """Number of documents."""
        return self.kept

    def having(self, word: Word) -> int:
        """Number of documents with this word; 0 for sure when none holds it."""
        return self._sure(self.reader.having(word), word)

    def written(self, surface: str, counted: int) -> int:
        """Number of documents with this word as it is written, of which the engine counted so many."""
        return self._sure(counted, surface)

    def _sure(self, counted: int, word: Word | str) -> int:
        if not counted or counted > self.gone:
            return counted
        held = self.reader.held(word, min(counted, EXACT), self.accept)
        return counted if held == EXACT else held
