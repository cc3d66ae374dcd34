"""The text of an OpenDocument file with its tables, headings and points as Markdown writes them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from ingest.formats import tabled
from ingest.formats.open_document import LEFT_OUT, TABLE, TEXT, line_of
from ingest.formats.tabled import MOST

MOST_COLUMNS = 40


def with_tables(root: etree._Element) -> str:
    """The beginning of the text of a body; nothing when it holds no table."""
    if next(root.iter(TABLE + "table"), None) is None:
        return ""
    found: list[str] = []
    size = 0
    for line in _lines(root):
        found.append(line)
        size += len(line) + 1
        if size > MOST:
            break
    return "\n".join(found)[:MOST]


def _lines(root: etree._Element) -> Iterator[str]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == TABLE + "table" and next(element.iterdescendants(TABLE + "table"), None) is None:
            yield from ("", *_rows(element), "")
        elif element.tag == TEXT + "h":
            level = str(element.get(TEXT + "outline-level", "1"))
            yield tabled.heading(int(level) if level in "123456" else 1, line_of(element, []).strip())
        elif element.tag == TEXT + "p":
            parent = element.getparent()
            point = "- " if parent is not None and parent.tag == TEXT + "list-item" else ""
            yield f"{point}{line_of(element, []).strip()}"
        elif element.tag not in LEFT_OUT:
            waiting.extend(reversed(element))


def _rows(table: etree._Element) -> Iterator[str]:
    head = next(table.iter(TABLE + "table-header-rows"), None)
    rows = ([_words(cell) for cell in _cells(row)] for row in table.iter(TABLE + "table-row"))
    return tabled.table((row for row in rows if len(row) > 1), headed=head is not None)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return islice(row.iter(TABLE + "table-cell", TABLE + "covered-table-cell"), MOST_COLUMNS)


def _words(cell: etree._Element) -> str:
    return "\n".join(filter(None, (line_of(each, []).strip() for each in cell.iter(TEXT + "p", TEXT + "h"))))
