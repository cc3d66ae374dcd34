"""Text of a Word file. Its paragraphs, tables and notes in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import OfficePackage, core_properties

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "word/_rels/document.xml.rels"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
GAPS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
LEFT_OUT = frozenset({W + "del", W + "moveFrom", W + "instrText", W + "delText"})
"""Text that was deleted with changes tracked, and codes of fields."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this Word file. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficePackage(body, limits)
    root = archive.xml("word/document.xml")
    paragraphs = list(_paragraphs(root))
    for name in NOTES:
        if archive.has(name):
            paragraphs += _paragraphs(archive.xml(name))
    title, at, authors, tags = core_properties(archive)
    heading = _heading(root)
    return ParsedBody(title or heading, "\n".join(paragraphs).strip(), at, authors, tuple(_links(archive)), tags)


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(W + "p"):
        text = _text(paragraph)
        if text.strip():
            yield text.strip()


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


def _links(archive: OfficePackage) -> Iterator[str]:
    if archive.has(RELATIONS):
        for relation in archive.xml(RELATIONS):
            if str(relation.get("Type", "")).endswith("/hyperlink") and relation.get("TargetMode") == "External":
                yield str(relation.get("Target", ""))
