"""The pages of an XML dump, one after the other.

Of a page with any number of revisions only who, when, how big and the newest text are kept.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from graph.facts import Problem
from ingest.contract import SourceError
from ingest.formats.wiki_words import NAMESPACES, is_redirect, prefix_of
from ingest.sources.archives import BROKEN, opened
from ingest.sources.wiki_users import person_of
from ingest.sources.wikipages import Revision, WikiPage, is_mass_edit, moment, shortened


@dataclass(slots=True)
class DumpedSite:
    """What the head of a dump says of its wiki."""

    name: str = "Wiki"
    base: str | None = None
    namespaces: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DumpedPage:
    """One page of a dump with its newest text, None where that was hidden."""

    page: WikiPage
    text: str | None
    newest: int
    site: DumpedSite
    model: str = "wikitext"


def read_dump(file: Path, alone: bool) -> Iterator[DumpedPage | Problem]:
    """The pages of one file. A broken end is a Problem without an id; no dump at all a SourceError if alone."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    reader = DumpReader()
    try:
        with opened(file) as stream:
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                page = reader.take(event, element)
                if page is not None:
                    yield page
    except DefusedXmlException as error:
        if alone:
            raise SourceError("dump-declares-entities", file=file.name) from error
        yield Problem(None, "dump-declares-entities", {"file": file.name})
        return
    except (ParseError, ValueError, LookupError, *BROKEN) as error:  # LookupError: an encoding that is none
        if alone and not reader.pages:
            raise SourceError("dump-broken", file=file.name, reason=str(error) or type(error).__name__) from error
        yield Problem(None, "dump-broken-off", {"file": file.name, "reason": str(error) or type(error).__name__})
        return
    if not reader.is_dump:
        if alone:
            raise SourceError("dump-not-a-dump", file=file.name)
        yield Problem(None, "dump-not-a-dump", {"file": file.name})


class DumpReader:
    """Collects pages from the events of the parser, and forgets every element that was read."""

    def __init__(self) -> None:
        self.site = DumpedSite()
        self.pages = 0
        self.is_dump = False
        self._root: Element | None = None
        self._page: Element | None = None
        self._fresh()

    def _fresh(self) -> None:
        self._revisions: list[Revision] = []
        self._newest: tuple[int, int] = (-1, -1)
        self._text: str | None = None
        self._model = "wikitext"

    def take(self, event: str, element: Element) -> DumpedPage | None:
        """The page that is complete with this event, if one is."""
        tag = _local(element)
        if event == "start":
            if self._root is None:
                self._root, self.is_dump = element, tag == "mediawiki"
            elif tag == "page":
                self._page = element
                self._fresh()
            return None
        if tag == "revision" and self._page is not None:
            self._revision(element)
            if len(self._page) and self._page[-1] is element:
                self._page.remove(element)
            else:
                element.clear()
        elif tag == "siteinfo":
            self.site = _site(element)
        elif tag == "page" and self._page is not None:
            return self._end_of_page(element)
        return None

    def _revision(self, element: Element) -> None:
        identity = _number(_child_text(element, "id"))
        at = moment(_child_text(element, "timestamp"))
        text = _child(element, "text")
        content = None if text is None or text.get("deleted") else text.text or ""
        stated = _number(text.get("bytes")) if text is not None else 0
        size = stated or len((content or "").encode("utf-8", "replace"))
        signed, comment = _signed(element), _child_text(element, "comment")
        self._revisions.append(
            Revision(
                identity,
                person_of(signed),
                at,
                size,
                _content(element, content),
                _child(element, "minor") is not None or is_mass_edit(comment),
                signed,
                shortened(comment),
            )
        )
        if (at or 0, identity) > self._newest:
            self._newest, self._text = (at or 0, identity), content
            self._model = _child_text(element, "model") or "wikitext"

    def _end_of_page(self, element: Element) -> DumpedPage:
        self.pages += 1
        title = (_child_text(element, "title") or "").strip()
        page = WikiPage(
            _number(_child_text(element, "id")),
            self._namespace(element, title),
            title,
            tuple(self._revisions),
            _child(element, "redirect") is not None or is_redirect(self._text or ""),
        )
        self._page = None
        if self._root is not None:
            self._root.clear()
        return DumpedPage(page, self._text, self._newest[1], self.site, self._model)

    def _namespace(self, page: Element, title: str) -> int:
        """The namespace that a page states; dumps before version 0.6 have only the beginning of its title."""
        if _child(page, "ns") is not None:
            return _number(_child_text(page, "ns"))
        prefix = prefix_of(title)
        own = {name.casefold(): number for number, name in self.site.namespaces.items() if name}
        return own.get(prefix, NAMESPACES.get(prefix, 0)) if prefix else 0


def _signed(revision: Element) -> str:
    """The user who made this revision as the dump writes it; empty where that was hidden."""
    contributor = _child(revision, "contributor")
    if contributor is None or contributor.get("deleted"):
        return ""
    return sys.intern((_child_text(contributor, "username") or _child_text(contributor, "ip") or "").strip())


def _content(revision: Element, text: str | None) -> str | bytes | None:
    """What is equal for texts with the same words: of the text when the dump has it, else the sum that it states."""
    if text:
        words = " ".join(text.split())
        return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).digest()
    return (_child_text(revision, "sha1") or "").strip() or None


def _site(element: Element) -> DumpedSite:
    base, page = _child_text(element, "base") or "", "/"
    namespaces = _child(element, "namespaces")
    return DumpedSite(
        name=_child_text(element, "sitename") or "Wiki",
        base=base[: base.rindex(page) + 1] if base.startswith(("http://", "https://")) and page in base[8:] else None,
        namespaces={
            _number(entry.get("key")): entry.text or ""
            for entry in (namespaces if namespaces is not None else ())
            if entry.get("key") is not None
        },
    )


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _child_text(element: Element, name: str) -> str | None:
    child = _child(element, name)
    return None if child is None else child.text


def _number(value: str | None) -> int:
    try:
        return int(value or 0)
    except ValueError:
        return 0
