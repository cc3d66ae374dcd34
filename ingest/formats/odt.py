"""Text of an OpenDocument text, presentation or drawing. Paragraphs, lists and tables; slides with their notes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import OfficePackage, open_properties
from ingest.formats.asides import with_asides
from ingest.formats.drawings import is_number
from ingest.formats.office_people import open_people
from ingest.formats.open_document import DRAW, LINK, PRESENTATION, TEXT, line_of, lines, objects, opened, page_headers
from ingest.formats.open_tables import with_tables

PROMPTS = f".//*[@{PRESENTATION}placeholder='true']"
"""Frames of a slide that ask for a title or text, and were not filled in."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this file. FormatError when it is broken, encrypted or a bomb."""
    archive, content = opened(body, limits)
    for prompt in content.findall(PROMPTS):
        for paragraph in list(prompt.iter(TEXT + "p")):
            paragraph.clear()
    pages = list(content.iter(DRAW + "page"))
    text = "\n\n".join(filter(None, map(_page, pages))) if pages else "\n".join(lines(content))
    text = "\n".join((text, *_labels(archive, content))).strip()
    text, passages = with_asides(text, (*page_headers(archive), *_footers(content)))
    title, at, authors, tags = open_properties(archive)
    heading = next((line_of(each, []).strip() for each in content.iter(TEXT + "h")), None)
    links = tuple(dict.fromkeys(str(each.get(LINK)) for each in content.iter(TEXT + "a") if each.get(LINK)))
    tabled = with_tables(content)
    parsed = ParsedBody(title or heading or None, text, at, authors, links, tags, passages=passages, tabled=tabled)
    return open_people(archive, content).added_to(parsed)


def _page(page: etree._Element) -> str:
    return "\n".join(lines(page))


def _footers(content: etree._Element) -> Iterator[str]:
    """The footers and headers that slides share."""
    declared = content.iter(PRESENTATION + "footer-decl", PRESENTATION + "header-decl")
    return (each.text or "" for each in declared)


def _labels(archive: OfficePackage, content: etree._Element) -> Iterator[str]:
    """The words of charts, each once for each chart."""
    for chart in objects(archive, content):
        yield from dict.fromkeys(line for line in lines(chart) if not is_number(line))
