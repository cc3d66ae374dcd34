"""Questions about people's private matters, such as health, pay or religion: they name nobody.

A subject of work is none of them: "who is on sick leave" is private, "who knows about sick leave" is not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.asking.forms import any_of, bare, lines, spaced, with_plain_apostrophes
from models.index.text.subject import subject_of

WORDS = Path(__file__).parents[1] / "language" / "private_matters.toml"
LONGEST = 200
"""Characters of a question about somebody's private matters."""
MOST_SMALL = 6
"""Small words and verbs in a row between whom and what a question is about."""
ANYTHING = "…"
SOMEBODY = r"(?P<somebody>\S+(?:\s+\S+){0,4}?)"

NamesSomebody = Callable[[str], bool]
"""Says whether these words are somebody's name or function."""


@dataclass(frozen=True, slots=True)
class _PrivateForms:
    """How one language asks. What is `sure` is about people; the `likely` forms are when `somebody` is somebody."""

    hint: re.Pattern[str]
    sure: tuple[re.Pattern[str], ...]
    likely: tuple[re.Pattern[str], ...]
    anybody: frozenset[str]


@dataclass(frozen=True, slots=True)
class PrivateMatters:
    """The forms of all languages, and to whom somebody with such a question may turn; empty: HR or a manager."""

    forms: tuple[_PrivateForms, ...] = ()
    turn_to: str = ""

    def asked_in(self, question: str, names_somebody: NamesSomebody) -> bool:
        """Whether this question is about the private matters of people."""
        text = _plain(subject_of(question))
        if not text or len(text) > LONGEST:
            return False
        return any(_asks(text, forms, names_somebody) for forms in self.forms if forms.hint.search(text))


def _asks(text: str, forms: _PrivateForms, names_somebody: NamesSomebody) -> bool:
    if any(form.fullmatch(text) for form in forms.sure):
        return True
    said = [found["somebody"].lower() for form in forms.likely if (found := form.fullmatch(text))]
    return any(each in forms.anybody or names_somebody(each) for each in dict.fromkeys(said))


def read_private_matters(
    add: Iterable[str] = (), remove: Iterable[str] = (), turn_to: str = "", path: Path = WORDS
) -> PrivateMatters:
    """The list that ships, with what an organisation adds to it and leaves out."""
    return _read(tuple(add), frozenset(map(_entry, remove)), turn_to, path)


@cache
def _read(add: tuple[str, ...], remove: frozenset[str], turn_to: str, path: Path) -> PrivateMatters:
    tables = tomllib.loads(path.read_text("utf-8"))
    return PrivateMatters(tuple(_forms(table, add, remove) for table in tables.values()), turn_to)


def _forms(table: Mapping[str, str], add: Iterable[str], remove: frozenset[str]) -> _PrivateForms:
    def kept(name: str) -> list[str]:
        return [line for line in lines(table[name]) if _entry(line) not in remove]

    matters, details, about = [*kept("matters"), *map(_plain, add)], kept("details"), kept("about")
    people, verbs, small, behind = (any_of(lines(table[name])) for name in ("people", "verbs", "small", "behind"))
    between = rf"(?:(?:{verbs}|{small})\s+){{0,{MOST_SMALL}}}"
    ended = rf"(?:\s+(?:{verbs}))*(?:[\s,]+(?:{behind})(?:\s.*)?)?"
    said = _any_matter(matters, ended)
    detail, of = any_of(details), table["van"]
    return _PrivateForms(
        hint=_compiled(
            any_of(
                (
                    *(each.removesuffix(ANYTHING) for each in matters),
                    *details,
                    *(each.partition("{}")[0].strip() for each in about),
                )
            )
        ),
        sure=(
            _compiled(rf"(?:{people})\s+{between}{said}"),
            _compiled(rf"(?:\S+\s+)?(?:{verbs})\s+(?:(?:{small})\s+)*(?:{people})\s+{between}{said}"),
        ),
        likely=(
            _compiled(rf"(?:\S+\s+)?(?:{verbs})\s+{SOMEBODY}\s+{between}{said}"),
            _compiled(rf"{SOMEBODY}\s+(?:{verbs})\s+{between}{said}"),
            _compiled(rf"(?:.*\s)?(?:{detail})\s+{of}\s+{SOMEBODY}"),
            _compiled(rf"(?:what is\s+|what's\s+|wat is\s+)?{SOMEBODY}'s?\s+(?:{detail})"),
            *(_compiled(_about(each)) for each in about),
        ),
        anybody=frozenset(lines(table["anybody"])),
    )


def _any_matter(matters: Iterable[str], ended: str) -> str:
    """A pattern of what may be said of somebody, up to the end of the question."""
    whole = any_of(each for each in matters if not each.endswith(ANYTHING))
    open_ended = any_of(each.removesuffix(ANYTHING) for each in matters if each.endswith(ANYTHING))
    return rf"(?:(?:{whole}){ended}|(?:{open_ended})\s+\S.*)"


def _about(form: str) -> str:
    before, _, behind = form.partition("{}")
    rest = r"\s+\S.*" if behind.endswith(ANYTHING) else ""
    behind = spaced(behind.removesuffix(ANYTHING))
    return rf"{spaced(before)}\s+{SOMEBODY}{rf'{chr(92)}s+{behind}' if behind else ''}{rest}"


def _entry(text: str) -> str:
    return _plain(text.lower()).removesuffix(ANYTHING).strip()


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _plain(text: str) -> str:
    return bare(with_plain_apostrophes(text))
