"""What is in a wiki, by its XML dump? One file (plain, gzip, bzip2, xz) or a folder of parts, with history.

Streams: of a page with any number of revisions only who, when, how big and the newest text are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from xml.etree.ElementTree import Element, ParseError

from graph.facts import Cursor, GroupKind, GroupRecord, Item, Problem, Said, Same
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import Options, Wording
from ingest.sources.archives import BROKEN, opened
from ingest.sources.parts import SourcePart, fingerprint_of, pull_parts, version_of
from ingest.sources.wikipages import (
    WIKI_MESSAGES,
    Numbers,
    Page,
    Revision,
    acts_of,
    first_and_last,
    is_address,
    kind_of_page,
    moment,
    wanted,
    web_address,
)


class DumpOptions(Options):
    """Options of a dump of a wiki."""

    path: Annotated[
        str,
        Wording(
            "an XML dump (plain, .gz, .bz2, .xz) or a folder with the parts of one dump",
            "een XML-dump (plat, .gz, .bz2, .xz) of een map met de delen van een dump",
        ),
    ]
    namespaces: Annotated[
        Numbers,
        Wording(
            "numbers of the namespaces to read; empty: all in which people write",
            "nummers van de naamruimten die worden gelezen; leeg: alle waarin mensen schrijven",
        ),
    ] = ()
    talk: Annotated[bool, Wording("read talk pages too", "lees ook overlegpagina's")] = True
    url: Annotated[
        str | None,
        Wording(
            "web address of a page up to its title; else that of the dump",
            "webadres van een pagina tot aan de titel; anders dat uit de dump",
        ),
    ] = None


MESSAGES = {
    "dump-declares-entities": Wording(
        en="The dump {file} declares XML entities, which could read other files or fill the memory, and was not "
        "read. MediaWiki writes none: make the dump again.",
        nl="De dump {file} declareert XML-entiteiten, die andere bestanden kunnen lezen of het geheugen vullen, en"
        " is niet gelezen. MediaWiki schrijft die niet: maak de dump opnieuw.",
    ),
    "dump-none-found": Wording(
        en="There is no XML dump (.xml, .xml.gz, .xml.bz2, .xml.xz) in {path}. Make one with dumpBackup.php --full.",
        nl="Er staat geen XML-dump (.xml, .xml.gz, .xml.bz2, .xml.xz) in {path}. Maak er een met dumpBackup.php "
        "--full.",
    ),
    "dump-broken": Wording(
        en="The dump {file} cannot be read: {reason}. Make or download it again.",
        nl="De dump {file} is niet te lezen: {reason}. Maak of download hem opnieuw.",
    ),
    "dump-broken-off": Wording(
        en="The dump {file} breaks off: {reason}. What came before was read; make or download it again for the rest.",
        nl="De dump {file} breekt af: {reason}. Wat ervoor kwam is gelezen; maak of download hem opnieuw voor de rest.",
    ),
    "dump-not-a-dump": Wording(
        en="{file} is XML, but not a MediaWiki dump. Check the path.",
        nl="{file} is XML, maar geen MediaWiki-dump. Controleer het pad.",
    ),
}
SUFFIXES = (".xml", ".xml.gz", ".xml.bz2", ".xml.xz")
WIKI = "wiki"
BATCH = 100


@dataclass(slots=True)
class DumpedSite:
    """What does the head of a dump say of its wiki?"""

    name: str = "Wiki"
    base: str | None = None
    namespaces: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DumpedPage:
    """One page of a dump with its newest text, None where that was hidden."""

    page: Page
    text: str | None
    newest: int
    site: DumpedSite
    model: str = "wikitext"


class WikiDump:
    """Source over one dump of one wiki."""

    def __init__(self, settings: SourceSettings, options: DumpOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._path = settings.base / options.path
        self._chosen = options.namespaces
        self._talk = options.talk
        self._url = options.url
        self._told: set[str] = set()

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """What is in the dump? An unchanged one is a Same of the whole wiki."""
        files = dumps_in(self._path)
        salt = f"{self._settings.access} {self._chosen} {self._talk}"
        yield from pull_parts(
            [SourcePart(WIKI, fingerprint_of(files, salt), (WIKI,), tuple(files))], cursor, self._read
        )

    def _read(self, part: SourcePart) -> Iterator[Said]:
        self._told = set()
        for file in part.files:
            batch: list[DumpedPage] = []
            for said in read_dump(file, len(part.files) == 1):
                if isinstance(said, Problem):
                    yield said
                elif not said.page.redirect and wanted(said.page.namespace, self._chosen, self._talk):
                    batch.append(said)
                    if len(batch) == BATCH:
                        yield from self._pages(batch)
                        batch = []
            yield from self._pages(batch)

    def _pages(self, batch: list[DumpedPage]) -> Iterator[Said]:
        stored = self._settings.versions([str(dumped.page.id) for dumped in batch])
        for dumped in batch:
            yield from self._groups(dumped)
            if dumped.text is None:
                yield Problem(str(dumped.page.id), "wiki-text-hidden", {"page": str(dumped.page.id)})
                continue
            item = self._item(dumped, dumped.text)
            yield Same(item.id) if stored.get(item.id) == item.version else item

    def _groups(self, dumped: DumpedPage) -> Iterator[GroupRecord]:
        """The wiki and the page's namespace, each once."""
        if WIKI not in self._told:
            self._told.add(WIKI)
            yield GroupRecord(WIKI, GroupKind.SPACE, dumped.site.name)
        space = f"ns:{dumped.page.namespace}"
        if space not in self._told:
            self._told.add(space)
            name = dumped.site.namespaces.get(dumped.page.namespace) or dumped.site.name
            yield GroupRecord(space, GroupKind.SPACE, name, parent=WIKI)

    def _item(self, dumped: DumpedPage, text: str) -> Item:
        from ingest.formats.wikitext import categories

        page, acts = dumped.page, acts_of(dumped.page)
        base = self._url or dumped.site.base
        _, last = first_and_last(page.revisions)
        return Item(
            id=str(page.id),
            body=text.encode("utf-8", "replace"),
            media_type="text/x-wiki" if dumped.model == "wikitext" else "text/plain",
            kind=kind_of_page(page),
            title=page.title,
            url=web_address(base, page.title),
            at=last,
            acts=acts,
            container=f"ns:{page.namespace}",
            tags=categories(text),
            version=version_of(dumped.newest, page.title, acts, base, self._settings.access),
        )


def dumps_in(path: Path) -> list[Path]:
    """Which dump files are here? Raises SourceError when there is none."""
    if path.is_file():
        return [path]
    if not path.exists():
        raise SourceError("file-missing", path=str(path))
    files = sorted(file for file in path.iterdir() if file.is_file() and file.name.lower().endswith(SUFFIXES))
    if not files:
        raise SourceError("dump-none-found", path=str(path))
    return files


def read_dump(file: Path, alone: bool) -> Iterator[DumpedPage | Problem]:
    """Which pages are in one file? A broken end is a Problem without an id; no dump at all a SourceError if alone."""
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
        raise SourceError("dump-declares-entities", file=file.name) from error
    except (ParseError, *BROKEN) as error:
        if alone and not reader.pages:
            raise SourceError("dump-broken", file=file.name, reason=str(error) or type(error).__name__) from error
        yield Problem(None, "dump-broken-off", {"file": file.name, "reason": str(error) or type(error).__name__})
        return
    if not reader.is_dump:
        if alone:
            raise SourceError("dump-not-a-dump", file=file.name)
        yield Problem(None, "dump-not-a-dump", {"file": file.name})


class DumpReader:
    """Which page ends here? Takes the events of the parser and forgets every element that was read."""

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
            self._page.remove(element)
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
        self._revisions.append(Revision(identity, _user(element), at, size))
        if (at or 0, identity) > self._newest:
            self._newest, self._text = (at or 0, identity), content
            self._model = _child_text(element, "model") or "wikitext"

    def _end_of_page(self, element: Element) -> DumpedPage:
        self.pages += 1
        page = Page(
            _number(_child_text(element, "id")),
            _number(_child_text(element, "ns")),
            (_child_text(element, "title") or "").strip(),
            tuple(self._revisions),
            _child(element, "redirect") is not None,
        )
        self._page = None
        if self._root is not None:
            self._root.clear()
        return DumpedPage(page, self._text, self._newest[1], self.site, self._model)


def _user(revision: Element) -> str | None:
    """Who made this revision? None for an address, and where it was hidden."""
    contributor = _child(revision, "contributor")
    if contributor is None or contributor.get("deleted"):
        return None
    name = (_child_text(contributor, "username") or "").strip()
    return name if name and not is_address(name) else None


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


KIND = SourceKind(
    "mediawiki-dump",
    Wording("a MediaWiki with its history, from an XML dump", "een MediaWiki met geschiedenis, uit een XML-dump"),
    DumpOptions,
    WikiDump,
    MESSAGES | WIKI_MESSAGES,
)
