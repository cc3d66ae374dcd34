"""Text of a PDF. Its text page by page, with title, author and date from its properties.

Hostile files can hang or blow up any PDF library: the pipeline calls this in a process of its own (`ingest.isolation`).
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from graph.facts import ActKind, Problem
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.contributors import Contributors
from ingest.formats.properties import names_of, title_of

MOST_PAGES = 2_000
MOST_NOTES = 5_000
NO_NOTES = frozenset(("/Widget", "/Link", "/Popup", "/Screen"))
"""Annotations whose title is no reader's name: fields of forms, links, windows (ISO 32000-1, 12.5.6)."""
DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:([+\-Z])(\d{2})?'?(\d{2})?)?")
BROKEN = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    OSError,
    struct.error,
    zlib.error,
)
"""What pypdf raises on broken files: besides its own errors, whatever its assumptions break into."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and properties of this PDF. FormatError when encrypted or broken; a page that cannot be read is told."""
    if b"%%EOF" not in body[-2048:] and b"startxref" not in body[-2048:]:
        raise FormatError("pdf-truncated")
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FormatError("pdf-encrypted")
        pages = list(reader.pages[:MOST_PAGES])
        found = dict(reader.metadata or {})
    except BROKEN as error:
        raise FormatError("pdf-broken", reason=str(error)[:100]) from error
    texts, bad = _texts(pages, limits.characters)
    if bad and not any(texts):
        raise FormatError("pdf-broken", reason=f"{bad} pages")
    problems = (Problem(None, "pdf-pages-unreadable", {"pages": str(bad)}),) if bad else ()
    properties = {name: str(value) for name, value in found.items() if value is not None}
    made, changed = _date(properties.get("/CreationDate")), _date(properties.get("/ModDate"))
    authors = names_of(properties.get("/Author"))
    parsed = ParsedBody(title_of(properties.get("/Title")), joined(texts), made or changed, authors, problems=problems)
    return _noted(pages, authors, made).added_to(parsed)


def _noted(pages: list[PageObject], authors: tuple[str, ...], made: int | None) -> Contributors:
    """Who wrote it, and who put notes on its pages: an annotation has their name, its words and a date."""
    found = Contributors()
    for name in authors:
        found.add(name, ActKind.WROTE, made)
    left = MOST_NOTES
    for page in pages:
        try:
            notes = [dict(each.get_object()) for each in page.annotations or ()][:left]
        except BROKEN:
            continue
        left -= len(notes)
        for note in notes:
            if note.get("/Subtype") not in NO_NOTES and isinstance(note.get("/T"), str):
                found.add(
                    note["/T"], ActKind.COMMENTED, _date(_line(note, "/M")) or _date(_line(note, "/CreationDate"))
                )
                found.remark(_line(note, "/Contents") or "")
    return found


def _line(note: Mapping[str, object], name: str) -> str | None:
    value = note.get(name)
    return value if isinstance(value, str) else None


def _texts(pages: list[PageObject], most: int) -> tuple[list[str], int]:
    """The text of each page, until there is enough, and how many pages could not be read."""
    texts: list[str] = []
    bad = size = 0
    for page in pages:
        try:
            texts.append(page.extract_text())
        except BROKEN:
            bad += 1
            continue
        size += len(texts[-1])
        if size > most:
            break
    return texts, bad


def joined(pages: list[str]) -> str:
    """The pages as one text."""
    return "\n\n".join(page.strip() for page in pages if page.strip())


def _date(value: str | None) -> int | None:
    """``D:20240131120000+01'00'`` (ISO 32000-1, 7.9.4) in epoch seconds."""
    match = DATE.match(value or "")
    if not match:
        return None
    year, month, day, hour, minute, second = (
        int(part or default) for part, default in zip(match.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True)
    )
    offset = timedelta(hours=int(match[8] or 0), minutes=int(match[9] or 0))
    try:
        zone = timezone(-offset if match[7] == "-" else offset) if match[7] in ("+", "-") else UTC
        return int(datetime(year, month, day, hour, minute, second, tzinfo=zone).timestamp())
    except (ValueError, OverflowError):
        return None
