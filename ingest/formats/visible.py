"""Who wrote, edited or reviewed a text, and when, by the lines above it: ``Author: ...``, ADR headers, ``By ...``.

A label and its people stand in one line, in a definition list, in a list below the label, or in a table: a row of two
cells or a column. AsciiDoc, Pandoc and Org have lines of their own.
Only what is in the head of a text and can hardly be anything else is taken: a page about bylines has none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from graph.facts import ActKind
from ingest.formats.author_lines import Author, names_in
from ingest.formats.dates import date_in
from ingest.formats.roles import is_person, role_of

_LINES = 25
_LONGEST = 200
_MARK = r"[\s>*_+•|-]*"
_LABEL = r"([^\W\d_][\w /-]{1,30}?(?:\(\w{1,3}\))?)"
_FIELD = re.compile(rf"^{_MARK}(?:#\+)?:?{_LABEL}[*_ ]*::?[*_]*\s+(\S.*)$")
_ROW = re.compile(rf"^\s*\|\s*\*{{0,3}}{_LABEL}:?\*{{0,3}}:?\s*\|\s*([^|\s](?:[^|]*[^|\s])?)\s*\|\s*$")
_BARE = re.compile(rf"^[\s>*_;+•|-]*+{_LABEL}[\s*_:]*$")
_BELOW = re.compile(r"^\s{0,8}(?::|[-*+•]|\d{1,2}[.)])\s+(\S.*)$|^(?:\s{2,8}|\t)(\S.*)$")
_SEPARATOR = re.compile(r"^[\s:|+-]+$")
_CELLS = re.compile(r"</t[hd]>\s*<t[hd]\b[^<>]*>|</d[td]>\s*<dd\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/A-Za-z][^<>]*>")
_REVISION = re.compile(r"^v?\d[\d.]{0,10},\s{0,3}([^:]{6,40})(?::.*)?$")
_PROSE = re.compile(
    rf"^{_MARK}((?:[^\W\d_]+[ ]){{0,2}}(?:by|door|von|par)|(?:gast)?(?:blog|bijdrage|column) van)\s+"
    r"(\S(?:.*[^\s*_.])?)[\s*_.]*$",
    re.IGNORECASE,
)
_DATED_PROSE = re.compile(
    rf"^{_MARK}((?:[^\W\d_]+[ ]){{1,2}})(?:on|op|am|le)\s+([^\s:][^:]{{4,30}}?)[ ](by|door|von|par)\s+(\S.*)$",
    re.IGNORECASE,
)
"""As wikis write it: "Last updated on 3 May 2024 by Ada Vos"."""
_ON = re.compile(
    r"\s{0,20}(?:[,|·–—]|\s-\s|\bon\b|\bop\b|\()\s{0,20}(?=\W{0,20}(?:[A-Za-z]{1,20}\s{1,20})?\d)", re.IGNORECASE
)
_DATE = re.compile(
    r"^(?:date|datum|published|gepubliceerd|created|aangemaakt|decided|besloten|revdate|erstellt|stand|publié|créé)"
    r"(?:\s+(?:on|op|am|le|at|time|date))?$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")
_OF_DOCUMENT = re.compile(
    r"\W*(?:\d[\d.]*\s+)?(?:versi(?:e|on)|revisi|document|colofon|colophon|meta-?data|wijziging|change|history|impressum|"
    r"änderung|dokument|historique)",
    re.IGNORECASE,
)
"""Headings of what is told about the document itself."""
_UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-{2,}|~{2,})\s*$")
_FENCE = re.compile(r"^\s*(?:```|~~~|\.\. code)")


@dataclass(frozen=True, slots=True)
class Visible:
    """What the head of a text says: people with what they did, and a date (epoch seconds)."""

    people: tuple[tuple[Author, ActKind], ...] = ()
    at: int | None = None


def visible(text: str, authors: Collection[str] = ()) -> Visible:
    """Who did what, and when, by the lines at the top of a text, plain or with the marks of Markdown and RST.

    `authors` are more labels of authors, as `roles.label_of` gives them.
    """
    people: dict[tuple[str, ActKind], tuple[Author, ActKind]] = {}
    at: int | None = None
    lines = list(_head(text))
    told = (_told(line, authors) for line in _joined(lines, authors))
    for found in (_titled(lines), *told, *_columns(lines, authors)):
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
        headings += bool((_HEADING.match(line) and not _OF_DOCUMENT.match(line)) or under)
        if headings > 1 or _FENCE.match(line) or len(line) > 2 * _LONGEST:
            return
        if len(line) <= _LONGEST:
            cells = _CELLS.sub(" | ", line)
            yield line if cells == line else f"| {_TAG.sub('', cells).strip()} |"


def _titled(lines: Sequence[str]) -> Visible:
    """The authors in the second line, as AsciiDoc (``= Title``) and Pandoc (``% Title``) have it, and their date."""
    mark = lines[0][:2] if len(lines) > 1 else ""
    if mark not in ("= ", "% ") or (mark == "% " and not lines[1].startswith("%")):
        return Visible()
    people = list(names_in(lines[1].lstrip("% ")))
    if not people or not all(map(is_person, people)):
        return Visible()
    third = lines[2] if len(lines) > 2 else ""
    revised = _REVISION.match(third)
    dated = revised[1] if revised else third.lstrip("% ") if mark == "% " and third.startswith("%") else ""
    at = date_in(dated)
    return Visible(tuple((author, ActKind.WROTE) for author in people), at)


def _joined(lines: Sequence[str], authors: Collection[str]) -> Iterator[str]:
    """The lines, a label and what is below it as one."""
    at = 0
    while at < len(lines):
        bare = _BARE.match(lines[at])
        known = bare and (role_of(bare[1], authors) or _DATE.match(bare[1]))
        values = list(_below(lines, at + 1)) if known else []
        yield f"{bare[1]}: {'; '.join(values)}" if bare and values else lines[at]
        at += 1 + len(values)


def _below(lines: Sequence[str], start: int) -> Iterator[str]:
    for line in lines[start:]:
        found = _BELOW.match(line)
        if not found or _FIELD.match(line) or _ROW.match(line):
            return
        yield found[1] or found[2]


def _columns(lines: Sequence[str], authors: Collection[str]) -> Iterator[Visible]:
    """The people in columns of a table whose head says what they did: the versions of a document and their authors."""
    for number, line in enumerate(lines[:-1]):
        start = _rows_below(lines, number)
        if not start:
            continue
        kinds = {at: kind for at, cell in enumerate(_cells(line)) if (kind := role_of(cell, authors))}
        for row in lines[start:]:
            if not row.lstrip().startswith("|"):
                break
            for at, cell in enumerate(_cells(row)):
                named = [author for author in names_in(cell) if is_person(author)] if at in kinds else []
                yield Visible(tuple((author, kinds[at]) for author in named))


def _rows_below(lines: Sequence[str], head: int) -> int:
    """Where the rows below the head of a table begin; 0 when this is none. Two columns without a rule have no head."""
    line, below = lines[head], lines[head + 1]
    if "|" in line and "--" in below and _SEPARATOR.match(below):
        return head + 2
    first = line.lstrip().startswith("|") and not (head and lines[head - 1].lstrip().startswith("|"))
    return head + 1 if first and below.lstrip().startswith("|") and len(_cells(line)) > 2 else 0


def _cells(line: str) -> list[str]:
    return [cell.strip(" *_:") for cell in line.strip().strip("|").split("|")]


def _told(line: str, authors: Collection[str]) -> Visible:
    field = _ROW.match(line) or _FIELD.match(line)
    if field:
        kind = role_of(field[1], authors)
        if kind:
            return Visible(tuple((author, kind) for author in names_in(field[2]) if is_person(author)))
        return Visible(at=date_in(field[2]) if _DATE.match(field[1].strip()) and len(field[2]) < 40 else None)
    dated = _DATED_PROSE.match(line)
    if dated and (kind := role_of(dated[1] + dated[3])) and date_in(dated[2]) is not None:
        line = f"{dated[1]}{dated[3]} {dated[4].rstrip(' *_.')}, {dated[2]}"
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
