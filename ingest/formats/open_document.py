"""Paragraphs of OpenDocument files: what every kind of them shares."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from ingest.formats import FormatError, Limits
from ingest.formats.archives import OfficePackage, refuse_locked

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LINK = "{http://www.w3.org/1999/xlink}href"
GAPS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
LEFT_OUT = frozenset(
    {
        TEXT + "tracked-changes",
        TEXT + "table-of-content",
        TEXT + "page-number",
        TEXT + "page-count",
        TEXT + "ruby-text",
        OFFICE + "annotation",
        OFFICE + "annotation-end",
    }
)
APART = frozenset({TEXT + "note", DRAW + "frame", DRAW + "custom-shape", DRAW + "text-box", DRAW + "g"})
"""What stands in a paragraph and interrupts its sentence: notes, text boxes and drawings."""
LINES = frozenset({TEXT + "p", TEXT + "h"})
HEADERS = tuple(
    f"{STYLE}{kind}" for kind in ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")
)
MOST_OBJECTS = 100


def opened(body: bytes, limits: Limits) -> tuple[OfficePackage, etree._Element]:
    """The file and its body. FormatError when it is encrypted or has none."""
    archive = OfficePackage(body, limits)
    refuse_locked(archive)
    content = archive.xml("content.xml").find(f"{OFFICE}body")
    if content is None:
        raise FormatError("office-broken", reason="content.xml has no body")
    return archive, content


def lines(root: etree._Element) -> Iterator[str]:
    """The paragraphs in their order; what interrupts one follows it, and notes come behind them all."""
    notes: list[etree._Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in LINES:
            apart: list[etree._Element] = []
            if line := line_of(element, apart).strip():
                yield line
            notes += [each for each in apart if each.tag == TEXT + "note"]
            waiting += reversed([each for each in apart if each.tag != TEXT + "note"])
        elif str(element.tag).startswith(FORM) and (value := element.get(FORM + "current-value")):
            yield str(value)
        elif element.tag not in LEFT_OUT:
            waiting.extend(reversed(element))
    for note in notes:
        for body in note.iter(TEXT + "note-body"):
            yield from lines(body)


def line_of(element: etree._Element, apart: list[etree._Element]) -> str:
    """The text of one paragraph, spans included; what interrupts it is put into `apart`."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == TEXT + "s":
            count = str(child.get(TEXT + "c", "1"))
            pieces.append(" " * min(int(count) if count.isdecimal() and len(count) < 4 else 1, 20))
        elif child.tag in GAPS:
            pieces.append(GAPS[child.tag])
        elif child.tag in APART:
            apart.append(child)
        elif child.tag not in LEFT_OUT and isinstance(child.tag, str):
            pieces.append(line_of(child, apart))
        pieces.append(child.tail or "")
    return "".join(pieces)


def page_headers(archive: OfficePackage) -> Iterator[str]:
    """The headers and footers of pages, and those of slides."""
    if archive.has("styles.xml"):
        for header in archive.xml("styles.xml").iter(*HEADERS):
            yield from lines(header)


def objects(archive: OfficePackage, root: etree._Element) -> Iterator[etree._Element]:
    """The charts and other documents that are drawn in this part."""
    for number, each in enumerate(root.iter(DRAW + "object")):
        name = posixpath.join(posixpath.normpath(str(each.get(LINK, ""))), "content.xml")
        if number < MOST_OBJECTS and archive.has(name):
            yield archive.xml(name)
