"""Documents within a document: the messages attached to a mail, each with an id, a place and an author of its own.

Their number is kept in the version of the document around them and of the first of them, so that a source that finds
it unchanged tells them too without reading it, also where the document around them has no words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.facts import Item, Same
from ingest.bounds import bounded_body
from ingest.contract import Versions
from ingest.formats import ParsedBody

INSIDE = "!/"
"""What stands between the id of a file and that of what is in it, as in ``archive.zip!/report.pdf``."""
_COUNT = "+"


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """What is stored of a document: its version, the number of those within it, and whether it is there itself."""

    version: str
    inner: int = 0
    outer: bool = True


def inner_id(outer: str, number: int, mark: str = INSIDE) -> str:
    """The id of a document within another one."""
    return f"{outer}{mark}{number}"


def documents_of(item: Item, parsed: ParsedBody) -> Iterator[tuple[Item, ParsedBody]]:
    """The item, unless it only holds others, and the documents within it, which answer nothing and are its readers'."""
    inner = [each for each in parsed.inner if each.text.strip()]
    version = counted(item.version, len(inner)) if item.version is not None else None
    if parsed.text.strip() or not inner:
        yield replace(item, version=version), parsed
    for number, each in enumerate(inner, 1):
        identity = inner_id(item.id, number)
        known = version if number == 1 else item.version
        part = replace(
            item, id=identity, title=None, at=None, acts=(), tags=(), links=(), problems=(), same=None, version=known
        )
        yield part, bounded_body(each, identity)


def counted(version: str, inner: int) -> str:
    """The version of a document with the number of those within it; the first of these has it too."""
    return f"{version}{_COUNT}{inner}" if inner else version


def stored_documents(versions: Versions, ids: Sequence[str], mark: str = INSIDE) -> dict[str, StoredVersion]:
    """What is stored of these documents; of one that only holds others the first of them tells."""
    found = {identity: _stored(version, outer=True) for identity, version in versions(ids).items()}
    firsts = {inner_id(identity, 1, mark): identity for identity in ids if identity not in found}
    inside = versions(list(firsts)) if firsts else {}
    for first, version in inside.items():
        if (stored := _stored(version, outer=False)).inner:
            found[firsts[first]] = stored
    return found


def _stored(version: str, *, outer: bool) -> StoredVersion:
    version, _, number = version.partition(_COUNT)
    return StoredVersion(version, int(number) if number.isdecimal() else 0, outer)


def ids_of(identity: str, stored: StoredVersion | None, mark: str = INSIDE) -> list[str]:
    """The ids of a document and of those that are stored as within it."""
    within = [inner_id(identity, number, mark) for number in range(1, 1 + (stored.inner if stored else 0))]
    return [identity, *within] if stored is None or stored.outer else within


def unchanged(identity: str, stored: StoredVersion, mark: str = INSIDE) -> Iterator[Same]:
    """The document and those within it, as far as they are stored."""
    yield from map(Same, ids_of(identity, stored, mark))
