"""Text of a presentation. Slide by slide as they are shown, with the speaker's notes; headers and footers apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from graph.facts import Problem
from ingest.deadline import Allowance
from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import core_properties
from ingest.formats.asides import with_asides
from ingest.formats.drawings import DRAWN, drawn, paragraphs
from ingest.formats.office_parts import RELATION_ID, OfficeParts
from ingest.formats.office_people import office_people

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
COUNTED = frozenset({"sldNum", "dt"})
SAME = frozenset({"ftr", "hdr"})
"""Placeholders that are the same on each slide; the counted ones hold a number or a date."""
TITLES = frozenset({"title", "ctrTitle"})
MOST_SLIDES = 2_000


class SlideShape(NamedTuple):
    """The text of a shape, and what it is for: a kind of placeholder, or nothing."""

    kind: str
    text: str


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this presentation. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficeParts(body, limits, "ppt/presentation.xml")
    allowance, names = Allowance(limits.seconds), list(_slides(archive))
    slides: list[list[SlideShape]] = []
    for name in names[:MOST_SLIDES]:
        if allowance.over:
            break
        slides.append([*_shapes(archive, name), *_notes(archive, name)])
    title, at, authors, tags = core_properties(archive, archive.properties)
    first = next((shape.text for slide in slides for shape in slide if shape.kind in TITLES and shape.text), None)
    told = ("\n".join(each.text for each in slide if each.text and each.kind not in SAME) for slide in slides)
    asides = (each.text for slide in slides for each in slide if each.kind in SAME)
    text, passages = with_asides("\n\n".join(each for each in told if each), asides)
    cut = {"done": str(len(slides)), "all": str(len(names))}
    problems = (Problem(None, "slides-cut", cut),) if len(slides) < len(names) else ()
    parsed = ParsedBody(title or first, text, at, authors, (), tags, problems=problems, passages=passages)
    return office_people(archive).added_to(parsed)


def _slides(archive: OfficeParts) -> Iterator[str]:
    """The slides in the order in which they are shown, hidden ones at their place; then what the list lacks."""
    relations = archive.relations(archive.main)
    listed = (str(each.get(RELATION_ID, "")) for each in archive.xml(archive.main).iter(P + "sldId"))
    ordered = [relations[each].target for each in listed if each in relations]
    return (name for name in dict.fromkeys([*ordered, *archive.related(archive.main, "slide")]) if archive.has(name))


def _notes(archive: OfficeParts, slide: str) -> Iterator[SlideShape]:
    """The shapes of the notes pages of a slide. Their headers are told there too."""
    for name in archive.related(slide, "notesSlide"):
        yield from _shapes(archive, name)


def _shapes(archive: OfficeParts, part: str) -> Iterator[SlideShape]:
    """The text of each shape, table and drawing of a slide."""
    for shape in archive.xml(part).iter(P + "sp", P + "graphicFrame"):
        holder = shape.find(f".//{P}ph")
        kind = "" if holder is None else str(holder.get("type", ""))
        if kind not in COUNTED:
            yield SlideShape(kind, "\n".join([*paragraphs(shape), *_drawings(archive, part, shape)]))


def _drawings(archive: OfficeParts, part: str, shape: etree._Element) -> Iterator[str]:
    return (line for element in shape.iter(*DRAWN) for line in drawn(archive, part, element))
