"""Text of an OpenDocument file. Its headings, paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.archives import OfficePackage, open_properties, refuse_locked
from ingest.formats.office_people import open_people

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
LINK = "{http://www.w3.org/1999/xlink}href"
GAPS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
LEFT_OUT = frozenset({TEXT + "tracked-changes", OFFICE + "annotation", TEXT + "table-of-content"})
LINES = frozenset({TEXT + "p", TEXT + "h"})


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this file. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficePackage(body, limits)
    refuse_locked(archive)
    root = archive.xml("content.xml")
    content = root.find(f"{OFFICE}body")
    if content is None:
        raise FormatError("office-broken", reason="content.xml has no body")
    title, at, authors, tags = open_properties(archive)
    heading = next((_text(each).strip() for each in content.iter(TEXT + "h")), None)
    links = tuple(dict.fromkeys(str(each.get(LINK)) for each in content.iter(TEXT + "a") if each.get(LINK)))
    parsed = ParsedBody(title or heading or None, "\n".join(_lines(content)), at, authors, links, tags)
    return open_people(archive, content).added_to(parsed)


def _lines(root: etree._Element) -> Iterator[str]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in LINES:
            line = _text(element).strip()
            if line:
                yield line
        elif element.tag not in LEFT_OUT:
            waiting.extend(reversed(element))


def _text(element: etree._Element) -> str:
    """The text of one paragraph, notes and spans included."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == TEXT + "s":
            pieces.append(" " * min(int(child.get(TEXT + "c", "1") or 1), 20))
        elif child.tag in GAPS:
            pieces.append(GAPS[child.tag])
        elif child.tag not in LEFT_OUT and isinstance(child.tag, str):
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
