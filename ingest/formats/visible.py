"""Who wrote, edited or reviewed a text, and when, by the lines above it: ``Author: ...``, ADR headers, ``By ...``.

Only what is in the head of a text and can hardly be anything else is taken: a page about bylines has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.facts import ActKind
from ingest.formats.author_lines import Author, names_in
from ingest.formats.dates import date_in
from ingest.formats.roles import is_person, role_of

_LINES = 25
_LONGEST = 200
_MARK = r"[\s>*_+•|-]*"
_FIELD = re.compile(rf"^{_MARK}:?([^\W\d_][\w /-]{{1,30}}?)[*_ ]*:[*_]*\s+(\S.*)$")
_ROW = re.compile(r"^\s*\|\s*\*{0,3}([^\W\d_][\w /-]{1,30}?):?\*{0,3}:?\s*\|\s*([^|\s](?:[^|]*[^|\s])?)\s*\|\s*$")
_PROSE = re.compile(rf"^{_MARK}((?:[^\W\d_]+[ ])?(?:by|door))\s+(\S(?:.*[^\s*_.])?)[\s*_.]*$", re.IGNORECASE)
_ON = re.compile(
    r"\s{0,20}(?:[,|·–—]|\s-\s|\bon\b|\bop\b|\()\s{0,20}(?=\W{0,20}(?:[A-Za-z]{1,20}\s{1,20})?\d)", re.IGNORECASE
)
_DATE = re.compile(
    r"^(?:date|datum|published|gepubliceerd|created|aangemaakt|decided|besloten)(?:\s+(?:on|op))?$", re.I
)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")
_UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-{2,}|~{2,})\s*$")
_FENCE = re.compile(r"^\s*(?:```|~~~|\.\. code)")


@dataclass(frozen=True, slots=True)
class Visible:
    """What the head of a text says: people with what they did, and a date (epoch seconds)."""

    people: tuple[tuple[Author, ActKind], ...] = ()
    at: int | None = None


def visible(text: str) -> Visible:
    """Who did what, and when, by the lines at the top of a text, plain or with the marks of Markdown and RST."""
    people: dict[tuple[str, ActKind], tuple[Author, ActKind]] = {}
    at: int | None = None
    for line in _head(text):
        found = _told(line)
        for author, kind in found.people:
            people.setdefault((author.name.casefold(), kind), (author, kind))
        at = found.at if at is None else at
    return Visible(tuple(people.values()), at)


def _head(text: str) -> Iterator[str]:
    """The lines below the title: to the second heading, the first code, or the first long paragraph."""
    headings = 0
    lines = [line for line in text[:8_000].split("\n") if line.strip()][:_LINES]
    for number, line in enumerate(lines):
        under = bool(number) and _UNDERLINE.match(line) and len(line.strip()) >= len(lines[number - 1].strip())
        headings += bool(_HEADING.match(line) or under)
        if headings > 1 or _FENCE.match(line) or len(line) > 2 * _LONGEST:
            return
        if len(line) <= _LONGEST:
            yield line


def _told(line: str) -> Visible:
    field = _ROW.match(line) or _FIELD.match(line)
    if field:
        kind = role_of(field[1])
        if kind:
            return Visible(tuple((author, kind) for author in names_in(field[2]) if is_person(author)))
        return Visible(at=date_in(field[2]) if _DATE.match(field[1].strip()) and len(field[2]) < 40 else None)
    prose = _PROSE.match(line)
    kind = role_of(prose[1]) if prose else None
    return _sentence(prose[2], kind) if prose and kind else Visible()


def _sentence(rest: str, kind: ActKind) -> Visible:
    """``Ada Vos and Bram Kok, 3 May 2024``: nothing but names, and perhaps a date behind them."""
    names, *after = _ON.split(rest, maxsplit=1)
    at = date_in(after[0]) if after else None
    people = list(names_in(names))
    if not people or (after and (at is None or len(after[0]) > 40)) or not all(map(is_person, people)):
        return Visible()
    return Visible(tuple((author, kind) for author in people), at)
