"""Parts of a Word, Excel or PowerPoint file, found by its relations and not by their usual names.

Strict files (ISO 29500) have namespaces of their own; they are read as if they had the usual ones.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from ingest.formats import FormatError, Limits
from ingest.formats.archives import OfficePackage, parse_xml

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
USUAL = "http://schemas.openxmlformats.org/"
STRICT = b"http://purl.oclc.org/ooxml/"
RENAMED = {
    "officeDocument/relationships": "officeDocument/2006/relationships",
    "officeDocument/extendedProperties": "officeDocument/2006/extended-properties",
    "officeDocument/customProperties": "officeDocument/2006/custom-properties",
    "officeDocument/docPropsVTypes": "officeDocument/2006/docPropsVTypes",
    "officeDocument/math": "officeDocument/2006/math",
    "wordprocessingml/main": "wordprocessingml/2006/main",
    "presentationml/main": "presentationml/2006/main",
    "spreadsheetml/main": "spreadsheetml/2006/main",
    "drawingml/main": "drawingml/2006/main",
    "drawingml/chart": "drawingml/2006/chart",
    "drawingml/diagram": "drawingml/2006/diagram",
    "drawingml/picture": "drawingml/2006/picture",
    "drawingml/wordprocessingDrawing": "drawingml/2006/wordprocessingDrawing",
    "drawingml/spreadsheetDrawing": "drawingml/2006/spreadsheetDrawing",
}
"""Namespaces of strict files and the usual ones (ISO 29500-1 and -4), behind the address of each."""
MOST_RELATIONS = 10_000
TEXT = ("}t",)


class Relation(NamedTuple):
    """A part that another one refers to: its kind (the end of its address) and its name, or an address outside."""

    kind: str
    target: str
    external: bool


class OfficeParts(OfficePackage):
    """An opened file of Word, Excel or PowerPoint. `main` is the name of the part that is the document."""

    def __init__(self, body: bytes, limits: Limits, usual: str) -> None:
        super().__init__(body, limits)
        self._known: dict[str, dict[str, Relation]] = {}
        self.main = next(iter(self.related("", "officeDocument")), usual)
        if not self.has(self.main):
            raise FormatError("office-broken", reason=f"{self.main} is missing")

    @property
    def properties(self) -> str:
        """The name of the part with the title and the authors."""
        return next(iter(self.related("", "core-properties")), "docProps/core.xml")

    def xml(self, name: str) -> etree._Element:
        """One part as XML, with the usual namespaces, and each drawing in one form only."""
        root = parse_xml(_with_usual_names(self.read(name)), self._limits)
        _choose_forms(root)
        return root

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What this part refers to, by the id of the relation; of the whole file when the name is empty."""
        if part not in self._known:
            folder, name = posixpath.split(part)
            listed = posixpath.join(folder, "_rels", f"{name}.rels")
            self._known[part] = dict(self._relations(listed, folder)) if self.has(listed) else {}
        return self._known[part]

    def related(self, part: str, *kinds: str) -> list[str]:
        """The parts in this file to which this one refers by relations of these kinds, in the order of the file."""
        named = (each for each in self.relations(part).values() if each.kind in kinds and not each.external)
        return [each.target for each in named if self.has(each.target)]

    def links(self, part: str) -> Iterator[str]:
        """The addresses to which this part links."""
        return (each.target for each in self.relations(part).values() if each.external and each.kind == "hyperlink")

    def _relations(self, listed: str, folder: str) -> Iterator[tuple[str, Relation]]:
        for number, each in enumerate(self.xml(listed)):
            if number >= MOST_RELATIONS:
                return
            target, external = str(each.get("Target", "")), each.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target).replace("\\", "/"))).lstrip("/")
            yield str(each.get("Id", "")), Relation(str(each.get("Type", "")).rpartition("/")[2], target, external)


def _with_usual_names(body: bytes) -> bytes:
    """The part with the usual namespaces instead of those of strict files."""
    if STRICT in body:
        for strict, usual in RENAMED.items():
            body = body.replace(STRICT + strict.encode() + b'"', f'{USUAL}{usual}"'.encode())
            body = body.replace(STRICT + strict.encode() + b"'", f"{USUAL}{usual}'".encode())
    return body


def _choose_forms(root: etree._Element) -> None:
    """Keep one form of what stands there in several: the first with text, as the later ones are for older programs."""
    for each in list(root.iter(MC + "AlternateContent")):
        forms = [form for form in each if form.tag in (MC + "Choice", MC + "Fallback")]
        kept = next((form for form in forms if _has_text(form)), forms[0] if forms else None)
        for form in forms:
            if form is not kept:
                each.remove(form)


def _has_text(form: etree._Element) -> bool:
    return any(isinstance(each.tag, str) and each.tag.endswith(TEXT) and each.text for each in form.iter())
