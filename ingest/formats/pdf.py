"""Text of a PDF. Its text page by page, with title, author and date from its properties.

Hostile files can hang or blow up any PDF library: the pipeline calls this in a process of its own (`ingest.isolation`).
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from datetime import UTC, datetime, timedelta, timezone

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from graph.facts import Problem
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.properties import names_of, title_of

MOST_PAGES = 2_000
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
    return ParsedBody(
        title_of(properties.get("/Title")),
        joined(texts),
        _date(properties.get("/CreationDate")) or _date(properties.get("/ModDate")),
        names_of(properties.get("/Author")),
        problems=problems,
    )


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
    """The pages as one text: words cut at a line's end are joined, and lines of one paragraph stay together."""
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    return re.sub(r"(\w)[-\u00ad]\n(?=[a-zà-ÿ])", r"\1", text)


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
