"""What do the Markdown, MyST and reStructuredText files of a folder or checkout say, and who wrote them?

Item ids are paths below the folder. An item's version is made of size, time, history and settings, so that an
unchanged file is answered with Same without being read; when nothing at all changed, its folders are.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import Checkpoint, Cursor, GroupKind, GroupRecord, Item, Opening, Problem, Said, Same
from ingest.contract import Option, Source, SourceError, SourceSettings
from ingest.sources.authorbooks import BESIDE, AuthorBooks
from ingest.sources.folder import Folder, Listed, Listing
from ingest.sources.pages import KINDS, PageReader
from ingest.sources.parts import version_of
from ingest.sources.timelines import LOG_FILES, Timelines, checkout_above

OPTIONS: tuple[Option, ...] = (
    Option("path", "the folder or checkout", required=True),
    Option("as", "what the files are: " + ", ".join(KINDS), default="wiki"),
    Option("include", "patterns of the files that count", default=("*.md", "*.mdx", "*.markdown", "*.rst"), type=list),
    Option("exclude", "patterns of files and folders that do not", default=(), type=list),
    Option("history", "use git and git-log*.txt files beside the text", default=True, type=bool),
    Option("attendance", "find those present in minutes", default=True, type=bool),
    Option("url", "address of a page, with {path}, {page} (no suffix), {name} (last part) in it"),
    Option("checkpoint_every", "so many files between two points to go on from", default=200, type=int),
)
LARGEST = 20_000_000
ROOT = "/"
FORMAT = 2
"""Part of every version: one higher when the same file would be read differently."""


def open_source(settings: SourceSettings) -> Source:
    """Which folder is configured here? Raises SourceError for a kind of text that does not exist."""
    return Markup(settings)


@dataclass(frozen=True, slots=True)
class FolderState:
    """What one pull found: files, histories, in which folder each file counts, and what changes when any of it does."""

    listing: Listing
    timelines: Timelines
    places: Mapping[str, str]
    fingerprint: str

    @property
    def folders(self) -> tuple[str, ...]:
        return folders_of(self.places.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.listing.problems, *self.timelines.problems)

    @property
    def author_files(self) -> list[Listed]:
        return [file for file in self.listing.beside if not file.id.endswith(".txt")]

    def version(self, file: Listed, salt: str) -> str:
        """What changes when this file, its history or its place does?"""
        history = self.timelines.of(file.id)
        told = history.acts() if history else ()
        return f"{file.size}-{file.changed}-{version_of(told, history and history.at, self.places[file.id])}-{salt}"


class Markup:
    """A folder of text files with the history beside it."""

    def __init__(self, settings: SourceSettings) -> None:
        self.name = settings.name
        self._settings = settings
        self._root = settings.base / str(settings.options.get("path") or "")
        kind = str(self._option("as"))
        if kind not in KINDS:
            raise SourceError("markup-kind-unknown", kind=kind, known=", ".join(KINDS))
        url = self._option("url")
        self._reader = PageReader(self._root, KINDS[kind], bool(self._option("attendance")), str(url) if url else None)

    def _option(self, name: str) -> object:
        default = next(option.default for option in OPTIONS if option.name == name)
        return self._settings.options.get(name, default)

    def _patterns(self, name: str) -> tuple[str, ...]:
        value = self._option(name)
        return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list | tuple) else ()

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
        """What lies there now? Raises SourceError when the folder cannot be read."""
        beside = (*BESIDE, *(LOG_FILES if self._option("history") else ()))
        folder = Folder(self._root, self._patterns("include"), self._patterns("exclude"), beside)
        try:
            listing = folder.listing()
        except OSError as error:
            raise SourceError("markup-folder-absent", path=str(self._root), reason=error.strerror or "") from error
        logs = [file.id for file in listing.beside if file.id.endswith(".txt")]
        checkouts = listing.histories if self._option("history") else ()
        if self._option("history") and not logs and not checkouts and any(checkout_above(self._root)):
            checkouts = (".git",)
        timelines = Timelines(self._root, logs, checkouts)
        fingerprint = listing.fingerprint(timelines.state(), self._salt())
        return FolderState(listing, timelines, places_of(listing.files), fingerprint)

    def _salt(self) -> str:
        options = sorted((name, repr(value)) for name, value in self._settings.options.items() if name != "path")
        return repr((FORMAT, self._settings.access, options))

    def _files(self, look: FolderState, after: str, odd: bool) -> Generator[Said, None, bool]:
        """Every file after this one as Item or Same, with Checkpoints; returns whether anything was odd."""
        look.timelines.read(look.places)
        books = AuthorBooks(self._root, (file.id for file in look.author_files))
        for problem in (*books.problems, *look.timelines.late_problems):
            odd = True
            yield problem
        salt = version_of(self._salt(), look.author_files)
        files = [file for file in look.listing.files if file.id > after]
        step = max(1, int(str(self._option("checkpoint_every"))))
        for start in range(0, len(files), step):
            batch = files[start : start + step]
            stored = self._settings.versions([file.id for file in batch])
            for file in batch:
                version = look.version(file, salt)
                said = Same(file.id) if stored.get(file.id) == version else self._file(look, file, version, books)
                odd = odd or isinstance(said, Problem) or (isinstance(said, Item) and bool(said.problems))
                yield said
            yield Checkpoint({"listing": look.fingerprint, "after": batch[-1].id, "odd": odd})
        return odd

    def _file(self, look: FolderState, file: Listed, version: str, books: AuthorBooks) -> Item | Problem:
        if file.size > LARGEST:
            return Problem(file.id, "markup-file-too-large", {"path": file.id, "limit": str(LARGEST)})
        try:
            return self._reader.item(file, look.places[file.id], version, look.timelines.of(file.id), books)
        except OSError as error:
            return Problem(file.id, "markup-file-unreadable", {"path": file.id, "reason": error.strerror or ""})

    def _group(self, folder: str) -> GroupRecord:
        if folder == ROOT:
            return GroupRecord(ROOT, GroupKind.FOLDER, self._settings.label or self._settings.name)
        return GroupRecord(folder, GroupKind.FOLDER, posixpath.basename(folder), folder_of(folder))


def folder_of(path: str) -> str:
    """In which folder does this file or folder lie?"""
    return posixpath.dirname(path) or ROOT


def places_of(files: Sequence[Listed]) -> dict[str, str]:
    """In which folder is each file? A page that has a folder for itself, as its index, is in the one above."""
    held = Counter(folder_of(file.id) for file in files)
    held.update(folder_of(folder) for folder in list(held) if folder != ROOT)
    places: dict[str, str] = {}
    for file in files:
        folder = folder_of(file.id)
        alone = held[folder] == 1 and posixpath.basename(file.id).lower().startswith(("index.", "_index."))
        places[file.id] = folder_of(folder) if alone and folder != ROOT else folder
    return places


def folders_of(places: Iterable[str]) -> tuple[str, ...]:
    """Which folders are there, the outer before the inner?"""
    found: set[str] = set()
    for place in places:
        folder = place
        while folder not in found:
            found.add(folder)
            folder = folder_of(folder) if folder != ROOT else ROOT
    return tuple(sorted(found))
