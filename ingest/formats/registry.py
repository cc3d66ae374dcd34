"""Formats that are read: their media types, and the file of each."""

from __future__ import annotations

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PDF = "application/pdf"
WORD = f"{_OFFICE}wordprocessingml.document"
SLIDES = f"{_OFFICE}presentationml.presentation"
SHEETS = f"{_OFFICE}spreadsheetml.sheet"
OPEN_TEXT = f"{_OPEN}text"
OPEN_SLIDES = f"{_OPEN}presentation"
OPEN_SHEETS = f"{_OPEN}spreadsheet"
OLD_WORD = "application/msword"
OLD_SLIDES = "application/vnd.ms-powerpoint"
OLD_SHEETS = "application/vnd.ms-excel"
BINARY_SHEETS = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
RTF = "application/rtf"
EPUB = "application/epub+zip"
MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"
CALENDAR = "text/calendar"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of a compound file: the older formats of Office, and newer ones behind a password."""
ENCRYPTED = "EncryptedPackage"
"""The stream of a compound file that holds a whole document behind a password."""

OFFICE = {
    WORD: "docx",
    f"{_OFFICE}wordprocessingml.template": "docx",
    "application/vnd.ms-word.document.macroenabled.12": "docx",
    "application/vnd.ms-word.template.macroenabled.12": "docx",
    SLIDES: "pptx",
    f"{_OFFICE}presentationml.slideshow": "pptx",
    f"{_OFFICE}presentationml.template": "pptx",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": "pptx",
    "application/vnd.ms-powerpoint.slideshow.macroenabled.12": "pptx",
    "application/vnd.ms-powerpoint.template.macroenabled.12": "pptx",
    SHEETS: "xlsx",
    f"{_OFFICE}spreadsheetml.template": "xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": "xlsx",
    "application/vnd.ms-excel.template.macroenabled.12": "xlsx",
    BINARY_SHEETS: "xls",
    OLD_SHEETS: "xls",
    OLD_WORD: "legacy",
    OLD_SLIDES: "legacy",
}
"""Formats of Microsoft Office, in all their kinds."""
OPEN_DOCUMENTS = {
    f"{_OPEN}{kind}{form}": module
    for kind, module in (("text", "odt"), ("presentation", "odt"), ("graphics", "odt"), ("spreadsheet", "ods"))
    for form in ("", "-template")
} | {f"{_OPEN}text-master": "odt", f"{_OPEN}text-web": "odt"}
"""Formats of OpenDocument (ODF 1.3, part 2, appendix C)."""
OTHERS = {PDF: "pdf", RTF: "rtf", "text/rtf": "rtf", EPUB: "epub", MAIL: "eml", OUTLOOK: "msg", CALENDAR: "ics"}
TEXTS = {
    "text/plain": "plain",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/x-myst": "markdown",
    "text/x-rst": "rst",
    "text/prs.fallenstein.rst": "rst",
    "text/x-wiki": "wikitext",
    "text/x-wikitext": "wikitext",
    "text/mediawiki": "wikitext",
    "text/vtt": "transcript",
    "application/x-subrip": "transcript",
}
MODULES = {**TEXTS, **OFFICE, **OPEN_DOCUMENTS, **OTHERS}
"""The file in this folder that reads a media type."""
RISKY = frozenset(MODULES) - frozenset(TEXTS)
"""Formats whose parsers hostile bodies can hang or blow up: the pipeline parses these in a process of their own."""
LONG = {"html": 32_000, "rst": 32_000, "markdown": 8_000, "wikitext": 2_000}
"""Bytes of markup from which a hostile body takes a second: in some of these parsers time grows with the square."""
