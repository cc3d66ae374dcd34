"""Text of a presentation. Slide by slide as they are shown, with the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import core_properties
from ingest.formats.office_parts import RELATION_ID, OfficeParts
from ingest.formats.office_people import office_people

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FIELDS = frozenset({"sldNum", "dt", "ftr", "hdr"})
"""Placeholders that are the same on each slide: number, date, footer, header."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this presentation. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficeParts(body, limits, "ppt/presentation.xml")
    slides, first = [], None
    for name in _slides(archive):
        shapes = _shapes(archive.xml(name))
        first = first or next((text for text, is_title in shapes if is_title and text), None)
        notes = [text for note in _notes(archive, name) for text, _ in _shapes(archive.xml(note))]
        slides.append("\n".join(text for text in (*(text for text, _ in shapes), *notes) if text))
    title, at, authors, tags = core_properties(archive, archive.properties)
    parsed = ParsedBody(title or first, "\n\n".join(slide for slide in slides if slide), at, authors, (), tags)
    return office_people(archive).added_to(parsed)


def _slides(archive: OfficeParts) -> Iterator[str]:
    """The slides in the order in which they are shown, hidden ones at their place; then what the list lacks."""
    relations = archive.relations(archive.main)
    listed = (str(each.get(RELATION_ID, "")) for each in archive.xml(archive.main).iter(P + "sldId"))
    ordered = [relations[each].target for each in listed if each in relations]
    return (name for name in dict.fromkeys([*ordered, *archive.related(archive.main, "slide")]) if archive.has(name))


def _notes(archive: OfficeParts, slide: str) -> Iterator[str]:
    """The notes pages of a slide."""
    return (name for name in archive.related(slide, "notesSlide") if archive.has(name))


def _shapes(root: etree._Element) -> list[tuple[str, bool]]:
    """The text of each shape and table, and whether it is the slide's title."""
    found: list[tuple[str, bool]] = []
    for shape in root.iter(P + "sp", P + "graphicFrame"):
        holder = shape.find(f".//{P}ph")
        kind = "" if holder is None else str(holder.get("type", ""))
        if kind not in FIELDS:
            lines = ("".join(_pieces(paragraph)).strip() for paragraph in shape.iter(A + "p"))
            found.append(("\n".join(line for line in lines if line), kind in ("title", "ctrTitle")))
    return found


def _pieces(paragraph: etree._Element) -> list[str]:
    return [(each.text or "") if each.tag == A + "t" else "\n" for each in paragraph.iter(A + "t", A + "br")]
