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
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), WORD),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), SLIDES),
    **dict.fromkeys((".odt", ".ott", ".odm"), OPEN_TEXT),
}
ZIPPED = frozenset({WORD, SLIDES, OPEN_TEXT})
INSIDE = {"word/document.xml": WORD, "ppt/presentation.xml": SLIDES}
MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", WORD),
    (b"wordprocessingml.template.main+xml", WORD),
    (b"ms-word.document.macroenabled.main+xml", WORD),
    (b"ms-word.template.macroenabledtemplate.main+xml", WORD),
    (b"presentationml.presentation.main+xml", SLIDES),
    (b"presentationml.slideshow.main+xml", SLIDES),
    (b"presentationml.template.main+xml", SLIDES),
    (b"ms-powerpoint.presentation.macroenabled.main+xml", SLIDES),
    (b"ms-powerpoint.slideshow.macroenabled.main+xml", SLIDES),
    (b"ms-powerpoint.template.macroenabled.main+xml", SLIDES),
)
"""What the list of types in a file of Office calls its main part, in lower case."""
OPEN_KINDS = {OPEN_TEXT: OPEN_TEXT, f"{OPEN_TEXT}-template": OPEN_TEXT, f"{OPEN_TEXT}-master": OPEN_TEXT}
"""What an OpenDocument file calls itself, and the format by which it is read."""
TEXTS = frozenset({"text/plain", "text/markdown", "text/x-rst", "text/html", "application/xhtml+xml"})
TYPES = "[content_types].xml"
MOST_TYPES = 1_000_000


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
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()[:5000]}
            if "mimetype" in names and archive.getinfo(names["mimetype"]).file_size < 200:
                kind = archive.read(names["mimetype"]).decode("ascii", "replace").strip()
                return OPEN_KINDS.get(kind)
            return _of_main_part(archive, names.get(TYPES)) or next(
                (INSIDE[each] for each in INSIDE if each in names), None
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None


def _of_main_part(archive: zipfile.ZipFile, types: str | None) -> str | None:
    """The format of a file of Office by the type of its main part, whatever that part is called."""
    if types is None or archive.getinfo(types).file_size > MOST_TYPES:
        return None
    with archive.open(types) as file:
        listed = file.read(MOST_TYPES).lower()
    return next((kind for main, kind in MAIN_PARTS if main in listed), None)
