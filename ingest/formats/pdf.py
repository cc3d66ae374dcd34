"""Text of a PDF. Its text page by page, with title, author and date from its properties.

Hostile files can hang or blow up any PDF library: the pipeline calls this in a process of its own (`ingest.isolation`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from pypdf import PageObject, PdfReader

from graph.facts import ActKind
from ingest.deadline import Allowance, Interrupted, limited
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.asides import with_asides
from ingest.formats.contributors import Contributors
from ingest.formats.pdf_pages import BROKEN, MOST_PAGES, PagesRead, form_values, texts_of, without_running
from ingest.formats.properties import names_of, title_of

MOST_NOTES = 5_000
NO_NOTES = frozenset(("/Widget", "/Link", "/Popup", "/Screen"))
"""Annotations whose title is no reader's name: fields of forms, links, windows (ISO 32000-1, 12.5.6)."""
DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:([+\-Z])(\d{2})?'?(\d{2})?)?")


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and properties of this PDF. FormatError when encrypted or broken; a page that cannot be read is told."""
    if b"%%EOF" not in body[-2048:] and b"startxref" not in body[-2048:]:
        raise FormatError("pdf-truncated")
    allowance = Allowance(limits.seconds)
    try:
        with limited(max(0.001, allowance.left), Interrupted):
            reader = PdfReader(io.BytesIO(body), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise FormatError("pdf-encrypted")
            pages, count = list(reader.pages[:MOST_PAGES]), len(reader.pages)
            found = dict(reader.metadata or {})
    except BROKEN as error:
        raise FormatError("pdf-broken", reason=str(error)[:100]) from error
    except Interrupted as error:
        raise FormatError("parse-took-too-long", seconds=f"{limits.seconds:g}") from error
    read = texts_of(pages, limits, allowance)
    if not any(read.texts) and (read.bad or read.slow or len(read.texts) < len(pages)):
        raise _unread(read, limits)
    properties = {name: str(value) for name, value in found.items() if value is not None}
    made, changed = _date(properties.get("/CreationDate")), _date(properties.get("/ModDate"))
    authors, title = names_of(properties.get("/Author")), title_of(properties.get("/Title"))
    texts, headers = without_running(read.texts)
    text = "\n\n".join(each for each in (*texts, *form_values(reader, allowance)) if each)
    text, passages = with_asides(text, headers)
    parsed = ParsedBody(title, text, made or changed, authors, problems=read.problems(count), passages=passages)
    return _noted(pages[: len(read.texts)], authors, made, allowance).added_to(parsed)


def _unread(read: PagesRead, limits: Limits) -> FormatError:
    """The reason that no page gave a text."""
    if read.bad:
        return FormatError("pdf-broken", reason=f"{read.bad} pages")
    return FormatError("parse-took-too-long", seconds=f"{limits.seconds:g}")


def _noted(pages: list[PageObject], authors: tuple[str, ...], made: int | None, allowance: Allowance) -> Contributors:
    """Who wrote it, and who put notes on its pages: an annotation has their name, its words and a date."""
    found = Contributors()
    for name in authors:
        found.add(name, ActKind.WROTE, made)
    left = MOST_NOTES
    for page in pages:
        if allowance.over:
            break
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
