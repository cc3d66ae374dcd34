"""The format of a file. What it begins with counts more than what it is called."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from ingest.formats import OPEN_TEXT, SLIDES, WORD

BY_SUFFIX = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".log": "text/plain",
    ".csv": "text/plain",
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".rst": "text/x-rst",
    ".pdf": "application/pdf",
    ".docx": WORD,
    ".pptx": SLIDES,
    ".odt": OPEN_TEXT,
}
ZIPPED = frozenset({WORD, SLIDES, OPEN_TEXT})
INSIDE = {"word/document.xml": WORD, "ppt/presentation.xml": SLIDES}
TEXTS = frozenset({"text/plain", "text/markdown", "text/x-rst", "text/html", "application/xhtml+xml"})


def media_type_of(name: str, body: bytes) -> str | None:
    """The media type, None for a format that is not read here. A broken file keeps that of its name."""
    told = BY_SUFFIX.get(PurePosixPath(name).suffix.lower())
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return "application/pdf"
    if body.startswith(b"PK\x03\x04"):
        return _zipped(body) or (told if told in ZIPPED else None)
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) and told in (None, "text/plain"):
        return "text/html"
    return told


def _zipped(body: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist()[:5000])
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind == OPEN_TEXT else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    return next((kind for inside, kind in INSIDE.items() if inside in names), None)
