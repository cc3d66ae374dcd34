"""Text of charts and SmartArt, which lie in parts of their own: titles, legends and labels, not the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from ingest.formats.office_parts import RELATION_ID, OfficeParts

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DIAGRAM_DATA = RELATION_ID.replace("}id", "}dm")
DRAWN = {
    CHART + "chart": RELATION_ID,
    NEW_CHART + "chart": RELATION_ID,
    DIAGRAM + "relIds": DIAGRAM_DATA,
}
"""What stands in the text for a drawing, with the attribute that names its part."""
LABELS = frozenset({CHART + "tx", CHART + "cat", NEW_CHART + "strDim", NEW_CHART + "txData"})
VALUES = (CHART + "v", NEW_CHART + "pt", NEW_CHART + "v")
BETWEEN = frozenset({"parTrans", "sibTrans", "pres"})
"""Points of SmartArt that are lines between others, or how they are drawn."""
MOST_LABELS = 500
LONGEST = 500


def drawn(archive: OfficeParts, part: str, element: etree._Element) -> Iterator[str]:
    """The lines of the chart or SmartArt that this element of a part stands for."""
    named = element.get(DRAWN.get(str(element.tag), ""))
    relation = archive.relations(part).get(str(named))
    if relation is None or relation.external or not archive.has(relation.target):
        return
    root = archive.xml(relation.target)
    yield from _points(root) if root.tag == DIAGRAM + "dataModel" else _chart(root)


def paragraphs(root: etree._Element) -> Iterator[str]:
    """The paragraphs of a drawing that are not blank."""
    for paragraph in root.iter(A + "p"):
        pieces = ((each.text or "") if each.tag == A + "t" else "\n" for each in paragraph.iter(A + "t", A + "br"))
        if text := "".join(pieces).strip():
            yield text


def _points(root: etree._Element) -> Iterator[str]:
    for point in root.iter(DIAGRAM + "pt"):
        told = point.find(DIAGRAM + "prSet")
        empty = told is not None and told.get("phldr") in ("1", "true")
        if point.get("type") not in BETWEEN and not empty:
            yield from paragraphs(point)


def _chart(root: etree._Element) -> Iterator[str]:
    yield from _distinct(paragraphs(root))
    labels = (value.text for holder in root.iter(*LABELS) for value in holder.iter(*VALUES))
    found = list(_distinct(label for each in labels if (label := (each or "").strip()) and not is_number(label)))
    if found:
        yield " | ".join(found)


def _distinct(texts: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for text in texts:
        found[text[:LONGEST]] = None
        if len(found) >= MOST_LABELS:
            break
    return list(found)


def is_number(text: str) -> bool:
    """Whether this says nothing but a number, a percentage or an amount."""
    return not any(character.isalpha() for character in text)
