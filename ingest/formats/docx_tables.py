"""The text of a Word file with its tables, headings and points as Markdown writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from ingest.formats import tabled
from ingest.formats.tabled import MOST

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE, ROW, CELL, PARAGRAPH = W + "tbl", W + "tr", W + "tc", W + "p"
HEADING = re.compile(r"(?:heading|kop|.?berschrift|titre)\s?(\d?)$", re.IGNORECASE)
NO = frozenset({"0", "false", "off"})
MOST_COLUMNS = 40

TextOf = Callable[[etree._Element], str]


def with_tables(root: etree._Element, text_of: TextOf) -> str:
    """The beginning of the text of a part; nothing when it holds no table. `text_of` gives the text of a paragraph."""
    if next(root.iter(TABLE), None) is None:
        return ""
    found: list[str] = []
    size = 0
    for line in _lines(root, text_of):
        found.append(line)
        size += len(line) + 1
        if size > MOST:
            break
    return "\n".join(found)[:MOST]


def _lines(root: etree._Element, text_of: TextOf) -> Iterator[str]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == TABLE and next(element.iterdescendants(TABLE), None) is None:
            yield from ("", *_rows(element, text_of), "")
        elif element.tag == PARAGRAPH:
            text = text_of(element).strip()
            yield _marked(element, text) if text else ""
        else:
            waiting.extend(reversed(element))


def _rows(table: etree._Element, text_of: TextOf) -> Iterator[str]:
    rows = list(table.iter(ROW))
    headed = bool(rows) and rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    cells = ([text for cell in row.iter(CELL) for text in _spanned(cell, text_of)] for row in rows)
    return tabled.table((row[:MOST_COLUMNS] for row in cells if len(row) > 1), headed=headed)


def _spanned(cell: etree._Element, text_of: TextOf) -> list[str]:
    """The text of a cell, and empty ones for the other columns over which it goes."""
    text = "\n".join(filter(None, (text_of(each).strip() for each in cell.iter(PARAGRAPH))))
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    columns = "1" if span is None else str(span.get(W + "val", "1"))
    return [text, *([""] * (min(int(columns), MOST_COLUMNS) - 1 if columns.isdecimal() and len(columns) < 4 else 0))]


def _marked(paragraph: etree._Element, text: str) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    named = HEADING.match(str(style.get(W + "val", ""))[:40]) if style is not None else None
    if named:
        return tabled.heading(int(named[1] or 1), text)
    if paragraph.find(f"{W}pPr/{W}numPr") is not None:
        return f"- {text}"
    return f"**{text}**" if _is_bold(paragraph) else text


def _is_bold(paragraph: etree._Element) -> bool:
    """Whether all runs with words are bold, as those of a heading that is not marked as one."""
    runs = [run for run in paragraph.iter(W + "r") if any((each.text or "").strip() for each in run.iter(W + "t"))]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(W + "val", "1") not in NO for mark in marks)
