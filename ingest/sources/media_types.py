"""The format of a file. What it begins with counts more than what it is called."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import IO

from ingest.formats.damaged import DAMAGED_ZIP
from ingest.formats.registry import (
    BINARY_SHEETS,
    CALENDAR,
    COMPOUND,
    ENCRYPTED,
    EPUB,
    MAIL,
    OLD_SHEETS,
    OLD_SLIDES,
    OLD_WORD,
    OPEN_DOCUMENTS,
    OPEN_SHEETS,
    OPEN_SLIDES,
    OPEN_TEXT,
    OUTLOOK,
    PDF,
    RTF,
    SHEETS,
    SLIDES,
    WORD,
)

BY_SUFFIX = {
    **dict.fromkeys((".txt", ".text", ".log", ".csv", ".tsv"), "text/plain"),
    **dict.fromkeys((".adoc", ".asciidoc", ".org", ".textile"), "text/plain"),
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".md": "text/markdown",
    ".mdx": "text/markdown",
    ".markdown": "text/markdown",
    ".rst": "text/x-rst",
    ".pdf": PDF,
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), WORD),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), SLIDES),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), SHEETS),
    ".xlsb": BINARY_SHEETS,
    **dict.fromkeys((".doc", ".dot"), OLD_WORD),
    **dict.fromkeys((".ppt", ".pps", ".pot"), OLD_SLIDES),
    **dict.fromkeys((".xls", ".xlt"), OLD_SHEETS),
    **dict.fromkeys((".odt", ".ott", ".odm", ".oth"), OPEN_TEXT),
    **dict.fromkeys((".odp", ".otp", ".odg", ".otg"), OPEN_SLIDES),
    **dict.fromkeys((".ods", ".ots"), OPEN_SHEETS),
    ".rtf": RTF,
    ".epub": EPUB,
    **dict.fromkeys((".eml", ".emlx"), MAIL),
    ".msg": OUTLOOK,
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    **dict.fromkeys((".ics", ".ical", ".ifb"), CALENDAR),
}
ZIPPED = frozenset({WORD, SLIDES, SHEETS, BINARY_SHEETS, OPEN_TEXT, OPEN_SLIDES, OPEN_SHEETS, EPUB})
OLD = frozenset({OLD_WORD, OLD_SLIDES, OLD_SHEETS, OUTLOOK})
INSIDE = {"word/document.xml": WORD, "ppt/presentation.xml": SLIDES, "xl/workbook.xml": SHEETS}
MAIN_PARTS = (
    (re.compile(rb"(?:wordprocessingml\.(?:document|template)|ms-word\.[a-z.]{1,40})\.main\+xml"), WORD),
    (re.compile(rb"(?:presentationml\.[a-z]{1,20}|ms-powerpoint\.[a-z.]{1,40})\.main\+xml"), SLIDES),
    (
        re.compile(rb"(?:spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template)\.macroenabled)\.main\+xml"),
        SHEETS,
    ),
    (re.compile(rb"ms-excel\.sheet\.binary\.macroenabled\.main"), BINARY_SHEETS),
)
"""What the list of types in a file of Office calls its main part, in lower case."""
TYPES = "[content_types].xml"
MOST_TYPES = 1_000_000
STREAMS = (
    (ENCRYPTED, None),
    ("__properties_version1.0", OUTLOOK),
    ("WordDocument", OLD_WORD),
    ("PowerPoint Document", OLD_SLIDES),
    ("Workbook", OLD_SHEETS),
    ("Book", OLD_SHEETS),
)
"""Streams in a compound file, by which its format is known. One behind a password has the format of its name."""


def media_type_of(name: str, body: bytes) -> str | None:
    """The media type, None for a format that is not read here. A broken file keeps that of its name."""
    told = BY_SUFFIX.get(PurePosixPath(name).suffix.lower())
    if body.startswith(COMPOUND):
        return _compound(body, told)
    if body.startswith(b"PK\x03\x04"):
        return zipped_type(io.BytesIO(body)) or (told if told in ZIPPED else None)
    found = _by_beginning(body, told)
    if found is None and told in OLD and told != OUTLOOK and _is_text(body):
        return "text/plain"  # what web systems call a file for Word or Excel
    return found or told


def _by_beginning(body: bytes, told: str | None) -> str | None:
    """The format by the first signs of a text; a PDF may have something before it."""
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    if head.startswith((b"<!doctype html", b"<html")) and told not in ("text/markdown", "application/xhtml+xml"):
        return "text/html"
    kinds = ((b"{\\rtf", RTF), (b"begin:vcalendar", CALENDAR))
    return next((kind for sign, kind in kinds if head.startswith(sign)), None)


def _is_text(body: bytes) -> bool:
    """Whether these bytes are plain text: no other sign than a program writes between words, and no XML."""
    head = body[:4_096]
    return bool(head.strip()) and not head.lstrip().startswith(b"<?xml") and not any(sign < 9 for sign in head)


def _compound(body: bytes, told: str | None) -> str | None:
    """The format of a compound file, by the names of its streams."""
    for stream, kind in STREAMS:
        if stream.encode("utf-16-le") + b"\0\0" in body:
            return kind or (told if told in ZIPPED else SHEETS)
    return told if told in OLD else None


def zipped_type(file: IO[bytes]) -> str | None:
    """The format of a document that is a zip; None for a zip with documents in it."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()[:5000]}
            if "mimetype" in names and archive.getinfo(names["mimetype"]).file_size < 200:
                kind = archive.read(names["mimetype"]).decode("ascii", "replace").strip()
                return kind if kind in OPEN_DOCUMENTS or kind == EPUB else None
            told = _of_main_part(archive, names.get(TYPES))
            return told or next((INSIDE[each] for each in INSIDE if each in names), None)
    except DAMAGED_ZIP:
        return None


def _of_main_part(archive: zipfile.ZipFile, types: str | None) -> str | None:
    """The format of a file of Office by the type of its main part, whatever that part is called."""
    if types is None or archive.getinfo(types).file_size > MOST_TYPES:
        return None
    with archive.open(types) as file:
        listed = file.read(MOST_TYPES).lower()
    return next((kind for main, kind in MAIN_PARTS if main.search(listed)), None)
