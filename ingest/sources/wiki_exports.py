"""Folders that are the HTML export of a space of Confluence: called as the space is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

HEAD = 16_000
"""Bytes of a page in which its space stands."""
SUFFIXES = frozenset({".html", ".htm"})
MARKS = (b'id="breadcrumbs"', b'id="title-text"')


def spaces_of(files: Iterable[tuple[str, Path]]) -> Mapping[str, str]:
    """The names of the spaces in these files (id and path), by folder. One page of each folder is looked into."""
    pages: dict[str, Path] = {}
    for name, path in files:
        place = PurePosixPath(name)
        folder = place.parent.as_posix()
        if place.suffix.lower() in SUFFIXES and (folder not in pages or pages[folder].name == "index.html"):
            pages[folder] = path
    found = ((folder, space_in(path)) for folder, path in pages.items())
    return {folder: space for folder, space in found if space}


def space_in(page: Path) -> str | None:
    """The space of this page of an export; None for any other file."""
    try:
        with page.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return None
    if not all(mark in head for mark in MARKS):
        return None
    from lxml import etree, html

    from ingest.formats.confluence import space_of

    try:
        return space_of(html.document_fromstring(head.decode("utf-8", "replace"), html.HTMLParser(no_network=True)))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
