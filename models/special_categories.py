"""Topics of special categories of personal data, such as health or religion: never inferred for a person.

GDPR, articles 9 and 10. A topic is one by the end of its labels, which says what they are about: "kankeronderzoek" and
"health data standard" are subjects of work, "longkanker" and "chronic migraine" tell something of somebody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.names import fold

WORDS = Path(__file__).parent / "language" / "special_categories.toml"
PLURALS = ("", "s", "n", "en", "es", "e", "ën")
"""Endings of plurals and inflected forms in Dutch and English."""


@dataclass(frozen=True, slots=True)
class SpecialCategories:
    """Words as they are compared: `whole` ones are the end of a label, `endings` also that of a longer word."""

    whole: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()

    def hold(self, labels: Iterable[str]) -> bool:
        """Whether one of these labels of a topic, in any language, is about a special category."""
        return any(self._holds(label) for label in labels)

    def _holds(self, label: str) -> bool:
        words = _words(label)
        ends = {"".join(words[at:]) for at in range(len(words))}
        if any(_singulars(end) & self.without for end in ends):
            return False
        if any(_singulars(end) & self.whole for end in ends):
            return True
        return bool(words) and any(word.endswith(self.endings) for word in _singulars(words[-1]) if self.endings)


def read_special_categories(
    add: Iterable[str] = (), remove: Iterable[str] = (), path: Path = WORDS
) -> SpecialCategories:
    """The words of special categories in Dutch and English, with those that an organisation adds and removes.

    A removed word is an exception too: without "longkanker", "-kanker" still holds "borstkanker".
    """
    lists = tomllib.loads(path.read_text("utf-8"))
    entries = [word for category in lists.values() for words in category.values() for word in words]
    removed = {_compact(word) for word in remove}
    kept = [word for word in (*entries, *add) if _compact(word) not in removed]
    return SpecialCategories(
        frozenset(_compact(word) for word in kept if not word.startswith("-")),
        tuple(sorted({_compact(word) for word in kept if word.startswith("-")})),
        frozenset(removed),
    )


def _words(text: str) -> list[str]:
    """The words of a label without accents, capitals and signs; those with a hyphen are several."""
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(text).replace("'", "").replace("’", ""))
    return letters.split()


def _compact(text: str) -> str:
    return "".join(_words(text))


def _singulars(word: str) -> set[str]:
    """A word without each ending of a plural that it may have."""
    return {word.removesuffix(ending) for ending in PLURALS}
