"""A wiki with its history, from its XML dump: one file (plain, gzip, bzip2, xz) or a folder of parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated

from graph.facts import Cursor, GroupKind, GroupRecord, Item, Problem, Said, Same
from graph.wording import Wording
from ingest.boundary import told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import SourceOptions
from ingest.sources.dump_reader import DumpedPage, read_dump
from ingest.sources.parts import SourcePart, fingerprint_of, pull_parts, version_of
from ingest.sources.wikipages import (
    FORMAT,
    WIKI_MESSAGES,
    Numbers,
    acts_of,
    first_and_last,
    kind_of_page,
    wanted,
    web_address,
)


class DumpOptions(SourceOptions):
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
        """The pages of the dump. An unchanged one is a Same of the whole wiki."""
        files = dumps_in(self._path)
        salt = f"{FORMAT} {self._settings.access} {self._chosen} {self._talk}"
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
            yield from told(partial(self._said, dumped, dumped.text, stored), str(dumped.page.id))

    def _said(self, dumped: DumpedPage, text: str, stored: Mapping[str, str]) -> Iterator[Said]:
        item = self._item(dumped, text)
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

        page, acts = dumped.page, acts_of(dumped.page, text)
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
    """The dump files at this path. Raises SourceError when there is none."""
    if path.is_file():
        return [path]
    if not path.exists():
        raise SourceError("file-missing", path=str(path))
    files = sorted(file for file in path.iterdir() if file.is_file() and file.name.lower().endswith(SUFFIXES))
    if not files:
        raise SourceError("dump-none-found", path=str(path))
    return files


KIND = SourceKind(
    "mediawiki-dump",
    Wording("a MediaWiki with its history, from an XML dump", "een MediaWiki met geschiedenis, uit een XML-dump"),
    DumpOptions,
    WikiDump,
    MESSAGES | WIKI_MESSAGES,
)
