"""Text of a presentation. Slide by slide, with the speaker's notes."""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import OfficePackage, core_properties

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
NUMBER = re.compile(r"(?<!\d)(\d+)\.xml$")
FIELDS = frozenset({"sldNum", "dt", "ftr", "hdr"})
"""Placeholders that are the same on each slide: number, date, footer, header."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this presentation. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficePackage(body, limits)
    archive.xml("ppt/presentation.xml")
    slides, first = [], None
    for name in sorted(archive.names("ppt/slides/slide", ".xml"), key=_number):
        shapes = _shapes(archive.xml(name))
        first = first or next((text for text, is_title in shapes if is_title and text), None)
        notes = [text for text, _ in _shapes(archive.xml(note))] if (note := _notes(archive, name)) else []
        slides.append("\n".join(text for text in (*(text for text, _ in shapes), *notes) if text))
    title, at, authors, tags = core_properties(archive)
    return ParsedBody(title or first, "\n\n".join(slide for slide in slides if slide), at, authors, (), tags)


def _number(name: str) -> int:
    match = NUMBER.search(name)
    return int(match[1]) if match else 0


def _notes(archive: OfficePackage, slide: str) -> str | None:
    """The notes page of a slide, by the slide's relations."""
    relations = f"ppt/slides/_rels/{posixpath.basename(slide)}.rels"
    if not archive.has(relations):
        return None
    for relation in archive.xml(relations):
        if str(relation.get("Type", "")).endswith("/notesSlide"):
            target = posixpath.normpath(posixpath.join("ppt/slides", str(relation.get("Target", ""))))
            return target if archive.has(target) else None
    return None


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
