"""A text in both languages of the product, for what describes itself: sources, their options, rankers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in both languages. It is kept with what it describes, not in a catalogue."""

    en: str
    nl: str
    note: bool = False
    """A Problem with this text is only worth knowing: nothing has to be done."""

    def text(self, language: str) -> str:
        """The text in this language: Dutch for ``nl``, else English."""
        return self.nl if language == "nl" else self.en
