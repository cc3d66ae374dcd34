"""The Markdown, MyST and reStructuredText files of a folder or checkout, with their authors.

Item ids are paths below the folder. An item's version is made of size, time, history and settings, so that an
unchanged file is answered with Same without being read; when nothing at all changed, its folders are.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from graph.facts import Checkpoint, Cursor, GroupKind, GroupRecord, Item, Opening, Problem, Said, Same
from graph.wording import Wording
from ingest.boundary import SECONDS, told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import Count, SourceOptions, Texts
from ingest.sources.checkouts import top_of
from ingest.sources.folder import ListedFile, Listing, TextFolder
from ingest.sources.page_names import PageNames, titled
from ingest.sources.parts import version_of
from ingest.sources.timelines import LOG_FILES, Timelines
from ingest.sources.tree import patterns

if TYPE_CHECKING:
    from ingest.sources.authorbooks import AuthorBooks
    from ingest.sources.beside import BesideFiles


class MarkupOptions(SourceOptions):
    """Options of a folder of text files."""

    path: Annotated[str, Wording("the folder or checkout", "de map of checkout")]
    content: Annotated[
        Literal["wiki", "blog", "documents"],
        Field(alias="as"),
        Wording("what the files are: wiki, blog, documents", "wat de bestanden zijn: wiki, blog, documents"),
    ] = "wiki"
    include: Annotated[
        Texts, Wording("patterns of the files that count", "patronen van de bestanden die meetellen")
    ] = ("*.md", "*.mdx", "*.markdown", "*.rst")
    exclude: Annotated[
        Texts,
        Wording("patterns of files and folders that do not", "patronen van bestanden en mappen die niet meetellen"),
    ] = ()
    history: Annotated[
        bool,
        Wording(
            "use git and git-log*.txt files next to the text", "gebruik git en git-log*.txt-bestanden naast de tekst"
        ),
    ] = True
    author_fields: Annotated[
        Texts,
        Wording(
            "names of more fields and labels that name the authors of a text",
            "namen van nog meer velden en labels die de auteurs van een tekst noemen",
        ),
    ] = ()
    author_files: Annotated[
        Texts,
        Wording(
            "patterns of more files next to a text that name its authors, as kep.yaml and metadata.yml do",
            "patronen van nog meer bestanden naast een tekst die de auteurs noemen, zoals kep.yaml en metadata.yml",
        ),
    ] = ()
    attendance: Annotated[bool, Wording("find those present in minutes", "zoek in verslagen wie aanwezig was")] = True
    url: Annotated[
        str | None,
        Wording(
            "address of a page, with {path}, {page} (no suffix), {name} (last part) in it",
            "adres van een pagina, met {path}, {page} (zonder achtervoegsel), {name} (laatste deel) erin",
        ),
    ] = None
    checkpoint_every: Annotated[
        Count,
        Wording(
            "files between two points from which a stopped sync resumes",
            "bestanden tussen twee punten vanwaar een gestopte synchronisatie verdergaat",
        ),
    ] = 200


MESSAGES = {
    "markup-folder-absent": Wording(
        en="The folder {path} cannot be read: {reason}. Check the path and who may read it.",
        nl="De map {path} kan niet worden gelezen: {reason}. Controleer het pad en wie haar mag lezen.",
    ),
    "markup-folder-unreadable": Wording(
        en="The folder {path} cannot be read: {reason}. Allow it, or exclude it; until then nothing is taken for "
        "deleted.",
        nl="De map {path} kan niet worden gelezen: {reason}. Geef toegang, of sluit haar uit; tot dan geldt niets "
        "als verwijderd.",
    ),
    "markup-folder-too-deep": Wording(
        en="The folder {path} lies too deep and was not read. Exclude it, or make it a source of its own.",
        nl="De map {path} ligt te diep en is niet gelezen. Sluit haar uit, of maak er een eigen bron van.",
    ),
    "markup-file-unreadable": Wording(
        en="The file {path} cannot be read: {reason}. Check who may read it.",
        nl="Het bestand {path} kan niet worden gelezen: {reason}. Controleer wie het mag lezen.",
    ),
    "markup-file-too-large": Wording(
        en="The file {path} is larger than {limit} bytes and was not read. Split it, or exclude it.",
        nl="Het bestand {path} is groter dan {limit} bytes en is niet gelezen. Splits het, of sluit het uit.",
    ),
    "markup-link-broken": Wording(
        en="The link {path} leads to nothing. Remove it, or restore what it pointed to.",
        nl="De koppeling {path} wijst naar niets. Verwijder haar, of zet terug waar ze naar wees.",
    ),
    "markup-link-circle": Wording(
        en="The link {path} leads back to a folder that it lies in, and was not followed. Remove it, or exclude it.",
        nl="De koppeling {path} wijst terug naar een map waar ze zelf in ligt, en is niet gevolgd. Verwijder haar,"
        " of sluit haar uit.",
    ),
    "markup-link-outside": Wording(
        en="The link {path} leads out of the folder and was not followed. Make what it points to a source of its own.",
        nl="De koppeling {path} wijst buiten de map en is niet gevolgd. Maak van het doel een eigen bron.",
    ),
    "authors-file-broken": Wording(
        en="The file of authors {path} cannot be read: {reason}. Correct it; until then authors are known by what "
        "the posts call them.",
        nl="Het auteursbestand {path} kan niet worden gelezen: {reason}. Verbeter het; tot dan heten auteurs zoals"
        " de berichten hen noemen.",
    ),
}
LARGEST = 20_000_000
ROOT = "/"
FORMAT = 5
"""Part of every version: one higher when the same file would be read differently."""


@dataclass(frozen=True, slots=True)
class FolderState:
    """What one pull found: files, histories, the folder of each file, what changes when any of it does, names."""

    listing: Listing
    timelines: Timelines
    places: Mapping[str, str]
    fingerprint: str
    names: PageNames
    beside: BesideFiles

    @property
    def folders(self) -> tuple[str, ...]:
        return folders_of(self.places.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.listing.problems, *self.timelines.problems)

    @property
    def author_files(self) -> list[ListedFile]:
        from ingest.sources.authorbooks import AUTHOR_FILES, AUTHOR_PAGES

        files, pages = patterns(AUTHOR_FILES), patterns(AUTHOR_PAGES)
        found = [file for file in self.listing.other_files if files.match_file(file.id)]
        return [*found, *(file for file in self.listing.files if pages.match_file(file.id))]

    def version(self, file: ListedFile, salt: str) -> str:
        """A text that changes when this file, its history or its place does."""
        history = self.timelines.of(file.id)
        told = history.acts() if history else ()
        more = (history and history.at, self.places[file.id], self.beside.stamp(file.id))
        return f"{file.size}-{file.changed}-{version_of(told, *more)}-{salt}"


class Markup:
    """A folder of text files with the history next to it."""

    def __init__(self, settings: SourceSettings, options: MarkupOptions) -> None:
        from ingest.sources.pages import KINDS, PageReader

        self.name = settings.name
        self._settings = settings
        self._options = options
        self._root = settings.base / options.path
        kind, url = KINDS[options.content], options.url or None
        self._reader = PageReader(self._root, kind, options.attendance, url, options.author_fields)

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """Folders, then files in the order of their paths; complete, for all of them are listed."""
        look = self._look()
        if cursor and cursor.get("listing") != look.fingerprint:
            yield Opening(anew=True)
            cursor = {}
        cursor = cursor or {}
        after = str(cursor.get("after") or "")
        if not after:
            yield from look.problems
        yield from (self._group(folder) for folder in look.folders)
        if cursor.get("clean"):
            yield from (Same(container=folder) for folder in look.folders)
            yield Checkpoint(dict(cursor), complete=True)
            return
        odd = yield from self._files(look, after, bool(cursor.get("odd")))
        yield Checkpoint({"listing": look.fingerprint, "clean": not (odd or look.problems)}, complete=True)

    def _look(self) -> FolderState:
        """The state of the folder now. Raises SourceError when the folder cannot be read."""
        from ingest.sources.authorbooks import AUTHOR_FILES
        from ingest.sources.beside import BESIDE_FILES, TEXTS, BesideFiles

        more = (each for each in self._options.author_files if not each.endswith(TEXTS))
        others = (*AUTHOR_FILES, *BESIDE_FILES, *more, *(LOG_FILES if self._options.history else ()))
        folder = TextFolder(self._root, self._options.include, self._options.exclude, others)
        try:
            listing = folder.listing()
        except OSError as error:
            raise SourceError("markup-folder-absent", path=str(self._root), reason=error.strerror or "") from error
        logs = [file.id for file in listing.other_files if file.id.endswith(".txt")]
        checkouts = listing.histories if self._options.history else ()
        if self._options.history and not logs and not checkouts and top_of(self._root) != self._root:
            checkouts = (".git",)
        timelines = Timelines(self._root, logs, checkouts)
        fingerprint = listing.fingerprint(timelines.state(), self._salt())
        names = PageNames(file.id for file in listing.files)
        beside = BesideFiles(self._root, listing, self._options.author_files)
        return FolderState(listing, timelines, places_of(listing.files), fingerprint, names, beside)

    def _salt(self) -> str:
        given = self._options.model_dump(by_alias=True, exclude={"path"})
        options = sorted((name, repr(value)) for name, value in given.items())
        return repr((FORMAT, self._settings.access, options))

    def _files(self, look: FolderState, after: str, odd: bool) -> Generator[Said, None, bool]:
        """Every file after this one as Item or Same, with Checkpoints; returns whether anything was odd."""
        from ingest.sources.authorbooks import AuthorBooks

        look.timelines.read(look.places)
        authors = look.author_files
        books = AuthorBooks(self._root, (file.id for file in authors))
        for problem in (*books.problems, *look.timelines.late_problems):
            odd = True
            yield problem
        salt = version_of(self._salt(), authors)
        files = [file for file in look.listing.files if file.id > after]
        step = self._options.checkpoint_every
        for start in range(0, len(files), step):
            batch = files[start : start + step]
            stored = self._settings.versions([file.id for file in batch])
            for file in batch:
                version = look.version(file, salt)
                read = partial(self._file, look, file, version, books)
                for said in [Same(file.id)] if stored.get(file.id) == version else told(read, file.id, SECONDS):
                    odd = odd or isinstance(said, Problem) or (isinstance(said, Item) and bool(said.problems))
                    yield said
            yield Checkpoint({"listing": look.fingerprint, "after": batch[-1].id, "odd": odd})
        return odd

    def _file(self, look: FolderState, file: ListedFile, version: str, books: AuthorBooks) -> tuple[Said]:
        return (self._read(look, file, version, books),)

    def _read(self, look: FolderState, file: ListedFile, version: str, books: AuthorBooks) -> Said:
        if file.size > LARGEST:
            return Problem(file.id, "markup-file-too-large", {"path": file.id, "limit": str(LARGEST)})
        try:
            beside, history = look.beside.fields(file.id), look.timelines.of(file.id)
            item = self._reader.item(file, look.places[file.id], version, history, books, beside)
            return look.names.linked(titled(item))
        except OSError as error:
            return Problem(file.id, "markup-file-unreadable", {"path": file.id, "reason": error.strerror or ""})

    def _group(self, folder: str) -> GroupRecord:
        if folder == ROOT:
            return GroupRecord(ROOT, GroupKind.FOLDER, self._settings.label or self._settings.name)
        return GroupRecord(folder, GroupKind.FOLDER, posixpath.basename(folder), folder_of(folder))


def folder_of(path: str) -> str:
    """The folder of this file or folder."""
    return posixpath.dirname(path) or ROOT


def places_of(files: Sequence[ListedFile]) -> dict[str, str]:
    """The folder of each file. A page that has a folder for itself, as its index, is in the one above."""
    held = Counter(folder_of(file.id) for file in files)
    held.update(folder_of(folder) for folder in list(held) if folder != ROOT)
    places: dict[str, str] = {}
    for file in files:
        folder = folder_of(file.id)
        alone = held[folder] == 1 and posixpath.basename(file.id).lower().startswith(("index.", "_index."))
        places[file.id] = folder_of(folder) if alone and folder != ROOT else folder
    return places


def folders_of(places: Iterable[str]) -> tuple[str, ...]:
    """All folders, the outer before the inner."""
    found: set[str] = set()
    for place in places:
        folder = place
        while folder not in found:
            found.add(folder)
            folder = folder_of(folder) if folder != ROOT else ROOT
    return tuple(sorted(found))


KIND = SourceKind(
    "markup",
    Wording(
        "Markdown, MyST or reStructuredText in a folder or git checkout: a wiki, handbook or documents",
        "Markdown, MyST of reStructuredText in een map of git-checkout: een wiki, handboek of documenten",
    ),
    MarkupOptions,
    Markup,
    MESSAGES,
)
