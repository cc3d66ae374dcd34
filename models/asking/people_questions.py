"""Reads questions for a colleague: "who is the CISO", "kamer HN 2.14", "manager of Anna"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from models.asking.forms import any_of, bare, lines, spaced, with_plain_apostrophes
from models.index.text.subject import subject_of

FORMS = Path(__file__).parents[1] / "language" / "people_questions.toml"
KINDS = ("manager", "reports", "phone", "room", "contact", "who")
"""What may be asked, in the order in which it is tried."""
LONGEST = 120
"""Characters of a question for a person."""
WHOM = r"(?P<whom>\S.*)"
ROOM = re.compile(r"(?=.*\d)[A-Za-z]{0,3}[ .-]?(?:[A-Za-z]?\d{1,4}[A-Za-z]?)(?:[ .:-]\d{1,4}[A-Za-z]?){0,3}")
"""How rooms are numbered: "HN 2.14", "A2.14", "101"."""
ROOM_WORDS = re.compile(r"(?:kamer|kamernummer|lokaal|room)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PeopleQuestion:
    """A question that may be one for a colleague: what is asked (one of KINDS), and whom or what it is about."""

    kind: str
    whom: str

    @property
    def is_room(self) -> bool:
        """Whether this can be nothing but the number of a room."""
        return self.kind == "room" and ROOM.fullmatch(self.whom) is not None


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each form with its kind, those of one kind with the longest first."""
    tables = tomllib.loads(FORMS.read_text("utf-8")).values()
    lead = any_of(line for table in tables for line in lines(table["lead"]))
    found = []
    for kind in KINDS:
        wanted = {line for table in tables for line in lines(table[kind])}
        for line in sorted(wanted, key=lambda each: (-len(each), each)):
            before, _, behind = (_words(part) for part in line.partition("{}"))
            form = rf"(?:(?:{lead})\s+)?{before}{WHOM}{behind}"
            found.append((kind, re.compile(form, re.IGNORECASE)))
    return tuple(found)


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words before and behind whom a question is about."""
    tables = tomllib.loads(FORMS.read_text("utf-8")).values()
    before, behind = (any_of(line for table in tables for line in lines(table[name])) for name in ("before", "behind"))
    return (
        re.compile(rf"(?:{before})\s+(?=\S)", re.IGNORECASE),
        re.compile(rf"(?<=\S)\s+(?:{behind})$", re.IGNORECASE),
    )


def _words(text: str) -> str:
    """A pattern of these words, whatever spaces stand between them."""
    return (r"\s+" if text.startswith(" ") else "") + spaced(text) + (r"\s+" if text.endswith(" ") else "")


def people_questions(text: str) -> list[PeopleQuestion]:
    """The ways in which this may be a question for a colleague, in the order in which they are tried."""
    return list(_read(text))


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[PeopleQuestion, ...]:
    """The same; some hundred forms are tried, and a question is read more than once."""
    subject = bare(with_plain_apostrophes(subject_of(text)))
    if not subject or len(subject) > LONGEST:
        return ()
    found: dict[PeopleQuestion, None] = {}
    for kind, form in _forms():
        read = form.fullmatch(subject)
        if read is not None:
            found[PeopleQuestion(kind, bare_whom(read["whom"]))] = None
    return tuple(found)


def names_a_room(text: str) -> bool:
    """Whether this asks for a room by its number, whether or not somebody sits there."""
    return any(each.is_room for each in people_questions(text)) and ROOM_WORDS.search(f"{text} ") is not None


def bare_whom(said: str) -> str:
    """Whom a question is about, without the articles before and the small words behind."""
    before, behind = _around()
    while (found := before.match(said)) is not None:
        said = said[found.end() :]
    while (found := behind.search(said)) is not None:
        said = said[: found.start()]
    return said.strip(" ,")
