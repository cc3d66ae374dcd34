"""Office documents, which are zips of XML. Opened with limits, parsed without entities."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from lxml import etree

from ingest.formats import FormatError, Limits
from ingest.formats.damaged import DAMAGED_ZIP
from ingest.formats.dates import seconds_of
from ingest.formats.properties import GENERATED, names_of, title_of
from ingest.formats.registry import COMPOUND, ENCRYPTED

MOST_FILES = 20_000
MOST_RATIO = 200
"""Unpacked size by packed size: text in XML packs to a tenth at best, a bomb to a thousandth."""
SMALL = 1_000_000
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
MANIFEST = "META-INF/manifest.xml"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
BROKEN = (*DAMAGED_ZIP, etree.XMLSyntaxError)
"""What reading a damaged part raises."""


class OfficePackage:
    """An opened office document."""

    def __init__(self, body: bytes, limits: Limits) -> None:
        self._limits = limits
        if body.startswith(COMPOUND):
            body = _unlocked(body)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
            self._files = {part_name(info.filename): info for info in self._zip.infolist()}
        except DAMAGED_ZIP as error:
            raise FormatError("office-broken", reason=str(error)[:100]) from error
        size = sum(info.file_size for info in self._files.values())
        packed = max(1, sum(info.compress_size for info in self._files.values()))
        if len(self._files) > MOST_FILES or (size > SMALL and size > MOST_RATIO * packed):
            raise FormatError("archive-bomb", size=str(size), files=str(len(self._files)))

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._files)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return part_name(name) in self._files

    def xml(self, name: str) -> etree._Element:
        """One part as XML. FormatError when it is missing, encrypted, too large, no XML, or declares entities."""
        return parse_xml(self.read(name), self._limits)

    def read(self, name: str) -> bytes:
        """The bytes of one part. FormatError when it is missing, encrypted, broken or too large."""
        with self.opened(name) as file:
            size = self._files[part_name(name)].file_size
            if size > self._limits.body:
                raise FormatError("format-body-too-large", size=str(size), limit=str(self._limits.body))
            # What the directory says of a size may be a lie: read no more than that.
            return file.read(self._limits.body)

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """One part to be read piece by piece. FormatError when it is missing, encrypted or broken, also on the way."""
        info = self._files.get(part_name(name))
        if info is None:
            raise FormatError("office-broken", reason=f"{name} is missing")
        if info.flag_bits & 1:
            raise FormatError("office-encrypted")
        try:
            with self._zip.open(info) as file:
                yield file
        except BROKEN as error:
            raise FormatError("office-broken", reason=str(error)[:100]) from error


def _unlocked(body: bytes) -> bytes:
    """The document in a compound file that locks it, when it opens without a password."""
    from ingest.formats.locks import unlocked

    locked = ENCRYPTED.encode("utf-16-le") in body
    opened = unlocked(body) if locked else body
    if opened.startswith(COMPOUND):
        raise FormatError("office-encrypted" if locked else "office-legacy")
    return opened


def part_name(name: str) -> str:
    """The name of a part by which it is found: some programs write another case, or the slashes of Windows."""
    return name.replace("\\", "/").lstrip("/").lower()


def parse_xml(body: bytes, limits: Limits) -> etree._Element:
    """XML without entities, network or a document type."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise FormatError("xml-declares-entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        reason = str(error)[:100]
        raise FormatError("xml-too-deep" if "depth" in reason.lower() else "office-broken", reason=reason) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in UTF-16
        raise FormatError("xml-declares-entities")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            raise FormatError("xml-too-deep", reason=str(limits.depth))
    return root


def xml_events(file: IO[bytes]) -> Iterator[tuple[str, etree._Element]]:
    """The "start" and "end" of each element of XML that is read piece by piece. FormatError when it has a type."""
    reading = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for event, element in reading:
        if event == "start" and element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
            raise FormatError("xml-declares-entities")
        yield event, element


def core_properties(
    archive: OfficePackage, part: str = "docProps/core.xml"
) -> tuple[str | None, int | None, tuple[str, ...], tuple[str, ...]]:
    """Title, date, authors and keywords of a Word or PowerPoint file."""
    if not archive.has(part):
        return None, None, (), ()
    root = archive.xml(part)
    found = {str(each.tag): each.text or "" for each in root if isinstance(each.tag, str)}
    words = next((text for tag, text in found.items() if tag.endswith("}keywords")), "")
    return (*_dublin(found, (DCTERMS + "modified", DCTERMS + "created")), keywords(words))


def refuse_locked(archive: OfficePackage) -> None:
    """FormatError when parts of this OpenDocument file are encrypted: the manifest says how, and never in others."""
    if archive.has(MANIFEST) and b"encryption-data" in archive.read(MANIFEST):
        raise FormatError("office-encrypted")


def open_properties(archive: OfficePackage) -> tuple[str | None, int | None, tuple[str, ...], tuple[str, ...]]:
    """Title, date, authors and keywords of an OpenDocument file."""
    if not archive.has("meta.xml"):
        return None, None, (), ()
    found: dict[str, str] = {}
    words: list[str] = []
    for each in archive.xml("meta.xml").iter():
        if each.tag == META + "keyword":
            words += keywords(each.text or "")
        elif isinstance(each.tag, str):
            found.setdefault(each.tag, each.text or "")
    creator = found.get(META + "initial-creator") or found.get(DC + "creator", "")
    title, at, authors = _dublin({**found, DC + "creator": creator}, (DC + "date", META + "creation-date"))
    return title, at, authors, tuple(words)


def _dublin(found: Mapping[str, str], dates: tuple[str, ...]) -> tuple[str | None, int | None, tuple[str, ...]]:
    known = (at for name in dates if (at := seconds_of(found.get(name))) is not None)
    at = next((at for at in known if at not in GENERATED), None)
    return title_of(found.get(DC + "title")), at, names_of(found.get(DC + "creator"))


def keywords(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace(";", ",").split(",") if 0 < len(word.strip()) <= 80)
