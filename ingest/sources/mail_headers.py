"""Headers of a mail as people read them: encoded words, raw UTF-8 (RFC 6532), and raw bytes of older programs."""

from __future__ import annotations

import binascii
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from ingest.formats.encodings import decoded as decoded_as

WORD = re.compile(r"(=\?[^?\s]{1,75}\?[bBqQ]\?[^?\s]{0,2000}\?=)")
BETWEEN_WORDS = re.compile(r"(?<=\?=)\s{1,80}(?==\?)")
NO_CHARSETS = frozenset({"unknown-8bit", "us-ascii", "ascii"})


def header(message: Message, name: str) -> str:
    """A header, decoded and on one line. Empty when it is not there."""
    wanted = name.lower()
    for known, value in message.raw_items():
        if known.lower() == wanted:
            return " ".join(decoded(value).split())
    return ""


def decoded(value: object) -> str:
    """The meaning of encoded words and raw bytes in a header, also of both in one."""
    raw = _of_bytes(value if isinstance(value, str) else str(value))
    if "=?" not in raw:
        return raw
    if raw.isascii():
        return _words(raw)
    return "".join(
        _words(piece) if WORD.fullmatch(piece) else piece for piece in WORD.split(BETWEEN_WORDS.sub("", raw))
    )


def _words(raw: str) -> str:
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, binascii.Error, ValueError):
        return raw
    return "".join(piece if isinstance(piece, str) else to_text(piece, charset) for piece, charset in pieces)


def _of_bytes(value: str) -> str:
    """Bytes that are no ASCII reach us as surrogates; they are UTF-8, or else windows-1252."""
    return value if value.isascii() else to_text(value.encode("utf-8", "surrogateescape"), None)


def to_text(raw: bytes, charset: str | None) -> str:
    """The characters of these bytes. By the stated charset, UTF-8, windows-1252, in that order; never fails."""
    for candidate in (charset, "utf-8", "cp1252"):
        if candidate and candidate.lower() not in NO_CHARSETS:
            try:
                return decoded_as(raw, candidate)
            except (LookupError, ValueError):
                continue
    return raw.decode("latin-1")
