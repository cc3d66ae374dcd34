"""Documents within a document: the messages attached to a mail, each with an id, a place and an author of its own.

Their number is kept in the version of the document around them, so that a source that finds it unchanged tells them
too without reading it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.facts import Item, Same
from ingest.bounds import bounded_body
from ingest.formats import ParsedBody

INSIDE = "!/"
"""What stands between the id of a file and that of what is in it, as in ``archive.zip!/report.pdf``."""
_COUNT = "+"


def inner_id(outer: str, number: int) -> str:
    """The id of a document within another one."""
    return f"{outer}{INSIDE}{number}"


def documents_of(item: Item, parsed: ParsedBody) -> Iterator[tuple[Item, ParsedBody]]:
    """The item, unless it only holds others, and the documents within it, which answer nothing and are its readers'."""
    inner = parsed.inner
    version = counted(item.version, len(inner)) if item.version is not None else None
    if parsed.text.strip() or not inner:
        yield replace(item, version=version), parsed
    for number, each in enumerate(inner, 1):
        identity = inner_id(item.id, number)
        part = replace(item, id=identity, title=None, at=None, acts=(), tags=(), links=(), problems=(), same=None)
        yield part, bounded_body(each, identity)


def counted(version: str, inner: int) -> str:
    """The version of a document with the number of those within it."""
    return f"{version}{_COUNT}{inner}" if inner else version


def version_and_count(stored: str | None) -> tuple[str | None, int]:
    """The version of a document, and the number of those within it."""
    version, _, number = (stored or "").partition(_COUNT)
    return version or None, int(number) if number.isdecimal() else 0


def unchanged(identity: str, stored: str | None) -> Iterator[Same]:
    """The document and those within it."""
    yield Same(identity)
    yield from (Same(inner_id(identity, number)) for number in range(1, version_and_count(stored)[1] + 1))
