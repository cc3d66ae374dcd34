"""Text of an OpenDocument spreadsheet, sheet by sheet; the file is streamed, as repeated rows have no bound."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.deadline import Allowance
from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import OfficePackage, open_properties, refuse_locked, xml_events
from ingest.formats.open_document import OFFICE, TABLE, lines
from ingest.formats.sheets import MOST_COLUMNS, SheetText

CELLS = frozenset({TABLE + "table-cell", TABLE + "covered-table-cell"})
CONTENT = "content.xml"
XmlEvents = Iterator[tuple[str, etree._Element]]


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text of the sheets of this file. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficePackage(body, limits)
    refuse_locked(archive)
    told = SheetText(limits, Allowance(limits.seconds))
    with archive.opened(CONTENT) as file:
        for name, rows in _sheets(xml_events(file)):
            told.add(name, rows)
            if told.full:
                break
    title, at, authors, tags = open_properties(archive)
    return ParsedBody(title, told.text, at, authors, (), tags, problems=told.problems, tabled=told.tabled)


def _sheets(reading: XmlEvents) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """The name of each sheet with its rows, which are to be taken before the next one is asked for."""
    for event, element in reading:
        if event == "start" and element.tag == TABLE + "table":
            yield str(element.get(TABLE + "name", "")), _rows(reading, element)


def _rows(reading: XmlEvents, sheet: etree._Element) -> Iterator[list[str]]:
    """The cells of each row. A row that is repeated is told once: empty ones fill a sheet to its end."""
    for event, element in reading:
        if event == "end" and element is sheet:
            sheet.clear()
            return
        if event == "end" and element.tag == TABLE + "table-row":
            yield [_cell(each) for each in element if each.tag in CELLS][: MOST_COLUMNS + 1]
            element.clear()


def _cell(cell: etree._Element) -> str:
    shown = " ".join(lines(cell))
    value = cell.get(OFFICE + "date-value") if cell.get(OFFICE + "value-type") == "date" else None
    return str(value).replace("T", " ") if value else shown
