"""Text of bytes whose encoding nobody stated."""

from __future__ import annotations

import codecs

from ingest.formats.code_pages import in_code_page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What a text in Unicode may begin with; the mark of UTF-32 begins with that of UTF-16."""
_LOOKED_AT = 4_000
"""Bytes by which UTF-16 is recognised."""
_OF_DOMAIN_NAMES = frozenset({"punycode", "idna"})


def is_utf8(name: str) -> bool:
    """Whether this file name was read whole. Bytes that are not UTF-8 come as halves of characters."""
    return name.encode("utf-8", "replace").decode("utf-8") == name


def decoded(body: bytes, charset: str) -> str:
    """The characters of these bytes in a stated charset. ValueError or LookupError when they are not in it.

    Codecs of domain names take time with the square of a text, and no text is in them.
    """
    if codecs.lookup(charset).name in _OF_DOMAIN_NAMES:
        raise LookupError(charset)
    return body.decode(charset)


def _unmarked(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of western text is zero."""
    low, high = start[::2], start[1::2]
    for zeros, others, encoding in ((high, low, "utf-16-le"), (low, high, "utf-16-be")):
        if len(zeros) > 1 and 2 * zeros.count(0) > len(zeros) and not others.count(0):
            return encoding
    return None


def decode(body: bytes) -> tuple[str, str | None]:
    """The text and, when it is not Unicode, the message id that says so (the code page is a guess)."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").replace("\x00", ""), None
    if wide := _unmarked(body[:_LOOKED_AT]):
        return body.decode(wide, "replace").replace("\x00", ""), None
    try:
        return body.decode("utf-8").replace("\x00", ""), None
    except UnicodeDecodeError:
        return in_code_page(body).replace("\x00", ""), "text-not-utf8"
