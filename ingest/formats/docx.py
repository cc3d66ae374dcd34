"""Text of a Word file. Its paragraphs and tables in the order of the text, notes behind it, page headers apart."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import core_properties
from ingest.formats.office_parts import OfficeParts
from ingest.formats.office_people import office_people

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GAPS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
LEFT_OUT = frozenset({W + "del", W + "moveFrom", W + "instrText", W + "delText"})
"""Text that was deleted with changes tracked, and codes of fields."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this Word file. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficeParts(body, limits, "word/document.xml")
    root = archive.xml(archive.main)
    notes = (name for name in archive.related(archive.main, "footnotes", "endnotes") if archive.has(name))
    roots = [root, *map(archive.xml, notes)]
    paragraphs = [line for each in roots for line in _paragraphs(each)]
    title, at, authors, tags = core_properties(archive, archive.properties)
    heading, links = _heading(root), tuple(archive.links(archive.main))
    parsed = ParsedBody(title or heading, "\n".join(paragraphs).strip(), at, authors, links, tags)
    return office_people(archive, *roots).added_to(parsed)


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """The text of every paragraph that stands, those in tables and text boxes too."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == W + "p" and (text := _text(element).strip()):
            yield text
        if element.tag not in LEFT_OUT:
            waiting.extend(reversed(element))


def _text(paragraph: etree._Element) -> str:
    """The text of one paragraph; one inside it (a text box) is told by itself."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == W + "t":
            pieces.append(element.text or "")
        elif element.tag in GAPS:
            pieces.append(GAPS[element.tag])
        elif element.tag not in LEFT_OUT and element.tag != W + "p":
            waiting.extend(reversed(element))
    return "".join(pieces)


def _heading(root: etree._Element) -> str | None:
    """The first paragraph that is set as a title."""
    for style in root.iter(W + "pStyle"):
        if str(style.get(W + "val", "")).lower() in ("title", "titel"):
            parent = style.getparent()
            paragraph = parent.getparent() if parent is not None else None
            return _text(paragraph).strip() or None if paragraph is not None else None
    return None
