"""Text of a Word file. Paragraphs, tables and drawings in their order; notes behind them, headers and footers apart."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.formats import Limits, ParsedBody
from ingest.formats.archives import core_properties
from ingest.formats.asides import with_asides
from ingest.formats.docx_tables import W, with_tables
from ingest.formats.drawings import DRAWN, drawn
from ingest.formats.office_parts import OfficeParts
from ingest.formats.office_people import office_people

MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
GAPS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
LEFT_OUT = frozenset({W + "del", W + "moveFrom", W + "instrText", W + "delText"})
"""Text that was deleted with changes tracked, and codes of fields."""
NO = frozenset({"0", "false", "off"})
CONTENTS = "table of contents"


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this Word file. FormatError when it is broken, encrypted or a bomb."""
    archive = OfficeParts(body, limits, "word/document.xml")
    root = archive.xml(archive.main)
    notes = archive.related(archive.main, "footnotes", "endnotes")
    parts = {archive.main: root, **{name: archive.xml(name) for name in notes}}
    paragraphs = (line for name, each in parts.items() for line in _paragraphs(archive, name, each))
    text, passages = with_asides("\n".join(paragraphs).strip(), _page_headers(archive))
    title, at, authors, tags = core_properties(archive, archive.properties)
    heading, links = _heading(root), tuple(archive.links(archive.main))
    parsed = ParsedBody(
        title or heading, text, at, authors, links, tags, passages=passages, tabled=with_tables(root, _text)
    )
    return office_people(archive, *parts.values()).added_to(parsed)


def _page_headers(archive: OfficeParts) -> Iterator[str]:
    """The paragraphs of the headers and footers of pages."""
    for name in archive.related(archive.main, "header", "footer"):
        yield from _paragraphs(archive, name, archive.xml(name))


def _paragraphs(archive: OfficeParts, part: str, root: etree._Element) -> Iterator[str]:
    """The text of every paragraph that stands, those in tables and text boxes too, and of drawings at their place."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == W + "p" and (text := _text(element).strip()):
            yield text
        elif element.tag in DRAWN:
            yield from drawn(archive, part, element)
        if not _is_left_out(element):
            waiting.extend(reversed(element))


def _text(paragraph: etree._Element) -> str:
    """The text of one paragraph; one inside it (a text box) is told by itself."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in (W + "t", MATH_TEXT):
            pieces.append(element.text or "")
        elif element.tag in GAPS:
            pieces.append(GAPS[element.tag])
        elif element.tag == W + "ddList":
            pieces.append(_chosen(element))
        elif element.tag != W + "p" and not _is_left_out(element):
            waiting.extend(reversed(element))
    return "".join(pieces)


def _is_left_out(element: etree._Element) -> bool:
    """Whether nothing in here is text: deleted, hidden, what asks to fill in a form, a table of contents."""
    if element.tag == W + "r":
        hidden = element.find(f"{W}rPr/{W}vanish")
        return hidden is not None and hidden.get(W + "val", "1") not in NO
    if element.tag == W + "sdt":
        asking, gallery = (element.find(f"{W}sdtPr/{each}") for each in (W + "showingPlcHdr", f".//{W}docPartGallery"))
        is_asking = asking is not None and asking.get(W + "val", "1") not in NO
        return is_asking or (gallery is not None and str(gallery.get(W + "val", "")).lower() == CONTENTS)
    return element.tag in LEFT_OUT


def _chosen(choices: etree._Element) -> str:
    """What was chosen of a list in a form, which stands nowhere as text; the first when it was not touched."""
    entries = [str(each.get(W + "val", "")) for each in choices.iter(W + "listEntry")]
    result = choices.find(W + "result")
    number = "0" if result is None else str(result.get(W + "val", "0"))
    return entries[int(number)] if number.isdecimal() and len(number) < 4 and int(number) < len(entries) else ""


def _heading(root: etree._Element) -> str | None:
    """The first paragraph that is set as a title."""
    for style in root.iter(W + "pStyle"):
        if str(style.get(W + "val", "")).lower() in ("title", "titel"):
            parent = style.getparent()
            paragraph = parent.getparent() if parent is not None else None
            return _text(paragraph).strip() or None if paragraph is not None else None
    return None
