"""Plain text. Unicode in any form, else in the code page in which it makes sense."""

from __future__ import annotations

from graph.facts import Problem
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.encodings import decode

HEAD = 4096
MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def parse(body: bytes, limits: Limits) -> ParsedBody:  # noqa: ARG001 (the registry cuts what is too long)
    """The text of these bytes. FormatError ``text-is-binary`` when it is not text at all."""
    if b"\0" in body[:HEAD] and not body.startswith(MARKS):
        text, odd = _wide(body), None
    else:
        text, odd = decode(body)
    problems = (Problem(None, odd),) if odd else ()
    return ParsedBody(None, text.replace("\r\n", "\n").replace("\r", "\n"), problems=problems)


def _wide(body: bytes) -> str:
    """UTF-16 without a mark has its NULs in one of two columns; anything else with NULs is binary."""
    head = body[:HEAD]
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[place::2].count(0) > 0.7 * len(head[place::2]) and head[1 - place :: 2].count(0) == 0:
            return body.decode(encoding, "replace")
    raise FormatError("text-is-binary")
