"""Text of an e-book, chapter by chapter in the order of reading. A zip of XHTML, read by the parser of web pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from graph.facts import Problem
from ingest.deadline import Allowance
from ingest.formats import FormatError, Limits, ParsedBody, html
from ingest.formats.archives import OfficePackage, keywords
from ingest.formats.dates import seconds_of
from ingest.formats.properties import names_of, title_of

CONTAINER = "META-INF/container.xml"
LOCKS = "META-INF/encryption.xml"
PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
AUTHORS = frozenset({"aut", "edt", ""})
"""Roles of a creator (MARC relators) who wrote it."""
MOST_CHAPTERS = 2_000
MOST_PEOPLE = 50


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this book. FormatError when it is broken, protected or a bomb."""
    archive = OfficePackage(body, limits)
    root = next((each.get("full-path") for each in archive.xml(CONTAINER).iter("{*}rootfile")), None)
    package = archive.xml(str(root))
    chapters, allowance = _chapters(archive, package, posixpath.dirname(str(root))), Allowance(limits.seconds)
    texts: list[str] = []
    names, size = list(chapters), 0
    locked = _locked(archive)
    if locked.issuperset(names) and names:
        raise FormatError("epub-protected")
    done = 0
    for name in names[:MOST_CHAPTERS]:
        if allowance.over or size > limits.characters:
            break
        done += 1
        text = "" if name in locked else html.parse(archive.read(name), limits).text.strip()
        size += len(text)
        texts.append(text)
    cut = (Problem(None, "chapters-cut", {"done": str(done), "all": str(len(names))}),) if done < len(names) else ()
    words = "\n\n".join(text for text in texts if text)
    return _described(package, words, cut)


def _described(package: etree._Element, text: str, problems: tuple[Problem, ...]) -> ParsedBody:
    """The book with what its package says of it."""
    told: dict[str, list[str]] = {}
    for each in package.iter("{*}title", "{*}date", "{*}subject", "{*}language"):
        told.setdefault(etree.QName(each).localname, []).append((each.text or "").strip())
    changed = [each.text or "" for each in package.iter("{*}meta") if each.get("property") == "dcterms:modified"]
    names = (name for each in _writers(package) for name in names_of(each))
    return ParsedBody(
        title_of(next(iter(told.get("title", ())), None)),
        text,
        next((at for each in (*told.get("date", ()), *changed) if (at := seconds_of(each)) is not None), None),
        tuple(dict.fromkeys(names))[:MOST_PEOPLE],
        (),
        tuple(word for each in told.get("subject", ()) for word in keywords(each)),
        next(iter(told.get("language", ())), "")[:2].lower() or None,
        problems=problems,
    )


def _writers(package: etree._Element) -> Iterator[str]:
    """The creators in the role of an author, as EPUB 2 writes it (an attribute) and EPUB 3 (a line about them)."""
    roles = {str(each.get("refines", "")): (each.text or "").strip()
             for each in package.iter("{*}meta") if each.get("property") == "role"}  # fmt: skip
    for creator in package.iter("{*}creator"):
        given = next((str(value) for name, value in creator.attrib.items() if str(name).endswith("}role")), "")
        if (given or roles.get(f"#{creator.get('id')}", "")) in AUTHORS:
            yield creator.text or ""


def _chapters(archive: OfficePackage, package: etree._Element, folder: str) -> Iterator[str]:
    """The pages in the order of reading, without the list of contents."""
    items = {str(each.get("id")): each for each in package.iter("{*}item")}
    for each in package.iter("{*}itemref"):
        item = items.get(str(each.get("idref")))
        if (
            item is not None
            and item.get("media-type") in PAGES
            and "nav" not in str(item.get("properties", "")).split()
        ):
            name = posixpath.normpath(posixpath.join(folder, unquote(str(item.get("href", "")))))
            if archive.has(name):
                yield name


def _locked(archive: OfficePackage) -> set[str]:
    """The parts that are encrypted: fonts alone in many books, every page in one that is protected."""
    if not archive.has(LOCKS):
        return set()
    return {unquote(str(each.get("URI", ""))).lstrip("/") for each in archive.xml(LOCKS).iter("{*}CipherReference")}
