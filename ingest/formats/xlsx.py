"""Text of an Excel workbook, sheet by sheet: visible ones first, then hidden ones, then text boxes and charts.

Sheets are streamed, as their size unpacked has no bound that a cell far away does not break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from ingest.deadline import Allowance
from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import core_properties, xml_events
from ingest.formats.drawings import DRAWN, drawn, paragraphs
from ingest.formats.office_parts import RELATION_ID, OfficeParts
from ingest.formats.office_people import office_people
from ingest.formats.sheets import LONGEST_CELL, MOST_COLUMNS, SheetText, day, number

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOST_STRINGS = 1_000_000
MOST_FORMATS = 70_000
DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Numbers of the formats of dates and times that every Excel has (ISO 29500-1, 18.8.30)."""
NOT_SHOWN = re.compile(r'"[^"]{0,200}"|\\.|\[[^\[\]]{0,50}\]|_.')
"""Parts of a format that are no sign of a date: texts, single signs, colours and languages."""


class Workbook:
    """A workbook with what its cells refer to: shared texts, and which formats are dates."""

    def __init__(self, archive: OfficeParts, limits: Limits) -> None:
        self._archive, self._limits = archive, limits
        self._root = archive.xml(archive.main)
        self._texts = list(self._shared())
        self._dates = self._date_styles()
        told = self._root.find(f"{S}workbookPr")
        self._from_1904 = told is not None and told.get("date1904") in ("1", "true")

    def sheets(self) -> list[tuple[str, str]]:
        """Names of sheets with their parts, hidden ones behind; not what only a program can show."""
        found = [each for each in self._root.iter(S + "sheet") if each.get("state") != "veryHidden"]
        found.sort(key=lambda each: each.get("state") == "hidden")
        relations = self._archive.relations(self._archive.main)
        parts = [(str(each.get("name", "")), relations.get(str(each.get(RELATION_ID, "")))) for each in found]
        return [(name, part.target) for name, part in parts if part is not None and self._archive.has(part.target)]

    def rows(self, part: str) -> Iterator[list[str]]:
        """The cells of each row of a sheet as text, each in its column, and one more where there are too many."""
        with self._archive.opened(part) as file:
            for row in _each(file, "row"):
                yield self._placed(row)

    def _placed(self, row: etree._Element) -> list[str]:
        """The cells, each in its column; those that are left out are empty."""
        cells: list[str] = []
        for cell in row:
            at = min(_column(str(cell.get("r", ""))) or len(cells), MOST_COLUMNS - 1)
            if str(cell.tag).endswith("}c") and len(cells) <= MOST_COLUMNS:
                cells += [*[""] * (at - len(cells)), self._cell(cell)]
        return cells

    def _cell(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        value = next((each.text or "" for each in cell if str(each.tag).endswith("}v")), "")
        if kind == "inlineStr":
            return _rich(cell)
        if kind == "s":
            place = int(value) if value.strip().isdecimal() and len(value) < 9 else -1
            return self._texts[place] if 0 <= place < len(self._texts) else ""
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        return self._number(value, cell.get("s", "")) if kind == "n" else "" if kind == "e" else value

    def _number(self, value: str, style: str) -> str:
        try:
            amount = float(value)
            shown = day(amount, from_1904=self._from_1904) if style in self._dates else number(amount)
        except (ValueError, OverflowError):
            return value
        return shown

    def _shared(self) -> Iterator[str]:
        size = 0
        for part in self._archive.related(self._archive.main, "sharedStrings"):
            with self._archive.opened(part) as file:
                for count, each in enumerate(_each(file, "si")):
                    text = _rich(each)
                    size += len(text)
                    if count >= MOST_STRINGS or size > 10 * self._limits.characters:
                        return
                    yield text

    def _date_styles(self) -> frozenset[str]:
        """The styles of cells by which a number is a date."""
        found: set[str] = set()
        for part in self._archive.related(self._archive.main, "styles"):
            root = self._archive.xml(part)
            codes = {str(each.get("numFmtId")): str(each.get("formatCode", "")) for each in root.iter(S + "numFmt")}
            styles = root.findall(f"{S}cellXfs/{S}xf")[:MOST_FORMATS]
            found |= {str(at) for at, each in enumerate(styles) if _is_date(str(each.get("numFmtId")), codes)}
        return frozenset(found)


def tables(body: bytes, limits: Limits) -> Iterator[Iterator[list[str]]]:
    """The rows of each sheet, each cell in its column. FormatError when the workbook is broken, encrypted or a bomb."""
    workbook = Workbook(OfficeParts(body, limits, "xl/workbook.xml"), limits)
    return (workbook.rows(part) for _, part in workbook.sheets())


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text of the sheets of this workbook. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficeParts(body, limits, "xl/workbook.xml")
    told = SheetText(limits, Allowance(limits.seconds))
    workbook = Workbook(archive, limits)
    sheets = workbook.sheets()
    for name, part in sheets:
        told.add(name, workbook.rows(part))
    for _, part in sheets:
        told.add("", ([line] for line in _drawings(archive, part)))
    title, at, authors, tags = core_properties(archive, archive.properties)
    parsed = ParsedBody(title, told.text, at, authors, (), tags, problems=told.problems, tabled=told.tabled)
    return office_people(archive).added_to(parsed)


def _drawings(archive: OfficeParts, sheet: str) -> Iterator[str]:
    """Text boxes and charts that lie on a sheet."""
    for part in archive.related(sheet, "drawing", "chart"):
        root = archive.xml(part)
        yield from paragraphs(root)
        for element in root.iter(*DRAWN):
            yield from drawn(archive, part, element)


def _each(file: IO[bytes], name: str) -> Iterator[etree._Element]:
    """The elements of this name, one by one; what was given is let go of."""
    for event, element in xml_events(file):
        if event == "end" and isinstance(element.tag, str) and element.tag.endswith("}" + name):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _column(reference: str) -> int:
    """The column of a cell such as C5, the first is 0; also when there is no reference."""
    number = 0
    for letter in reference[:3]:
        if not "A" <= letter <= "Z":
            break
        number = 26 * number + ord(letter) - 64
    return max(0, number - 1)


def _rich(element: etree._Element) -> str:
    """A text of pieces with their own form, without how it is pronounced."""
    pieces: list[str] = []
    waiting = list(reversed(element))
    while waiting:
        each = waiting.pop()
        name = str(each.tag).rpartition("}")[2]
        if name == "t":
            pieces.append(each.text or "")
        elif name != "rPh":
            waiting.extend(reversed(each))
    return "".join(pieces)[:LONGEST_CELL]


def _is_date(kind: str, codes: dict[str, str]) -> bool:
    if kind in codes:
        shown = NOT_SHOWN.sub("", codes[kind][:1_000]).lower()
        return "general" not in shown and any(letter in shown for letter in "ymdhsj")
    return kind.isdecimal() and len(kind) < 4 and int(kind) in DATES
