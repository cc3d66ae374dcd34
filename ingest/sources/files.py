"""Documents in a folder of files. Documents of any known format, the folders as containers, versions by size and time.

A pull lists everything and is complete when it reached the end; the cursor is the path up to which a run has told
(``{"after": PATH}``), so that a killed one goes on there.
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Annotated

from pathspec import GitIgnoreSpec

from graph.facts import (
    Checkpoint,
    Cursor,
    DocumentKind,
    GroupKind,
    GroupRecord,
    Item,
    Problem,
    Said,
)
from graph.wording import Wording
from ingest.boundary import told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.conversion import ConversionError, Converter
from ingest.formats.encodings import is_utf8
from ingest.formats.registry import CALENDAR, EPUB, MAIL, OUTLOOK
from ingest.inner import INSIDE, StoredVersion, stored_documents, unchanged
from ingest.options import Count, SourceOptions, Texts
from ingest.sources.foreign_files import is_installed
from ingest.sources.media_types import media_type_of
from ingest.sources.tree import Unlisted, crossing, patterns, walk
from ingest.sources.wiki_exports import spaces_of
from ingest.sources.zipped_files import HIDDEN, ZippedFiles, holds_files, may_hold_files


class FilesOptions(SourceOptions):
    """Options of a folder of files."""

    path: Annotated[str, Wording("the folder", "de map")]
    include: Annotated[
        Texts,
        Wording(
            'patterns of paths to read, such as "**/*.pdf"', 'patronen van paden die worden gelezen, zoals "**/*.pdf"'
        ),
    ] = ("**",)
    exclude: Annotated[
        Texts, Wording("patterns of paths to leave out", "patronen van paden die worden overgeslagen")
    ] = ()
    url: Annotated[
        str | None,
        Wording(
            "address at which people open a file: its path is put behind it",
            "adres waarop men een bestand opent: het pad komt erachter",
        ),
    ] = None
    largest: Annotated[
        Count,
        Wording(
            "bytes above which a file is a problem instead of a document",
            "aantal bytes waarboven een bestand een probleem is in plaats van een document",
        ),
    ] = 50_000_000
    converter: Annotated[
        str | None,
        Wording(
            'LibreOffice, which converts Word and PowerPoint files of before 2007: "soffice", or its path',
            'LibreOffice, dat Word- en PowerPoint-bestanden van voor 2007 omzet: "soffice", of het pad ervan',
        ),
    ] = None
    converter_seconds: Annotated[
        Count,
        Wording("seconds that one conversion may take", "seconden die een omzetting mag duren"),
    ] = 60
    checkpoint: Annotated[
        Count,
        Wording(
            "files between two points from which a stopped sync resumes",
            "bestanden tussen twee punten vanwaar een gestopte synchronisatie verdergaat",
        ),
    ] = 200


MESSAGES = {
    "files-not-found": Wording(
        en="There is no folder {path}. Correct `path` in the settings, or mount the share that it is on.",
        nl="Er is geen map {path}. Verbeter `path` in de instellingen, of koppel de schijf aan waar zij op staat.",
    ),
    "files-folder-unreadable": Wording(
        en="The folder {path} cannot be listed ({reason}), so nothing is removed in this sync. Give the account of"
        " WhoKnows the right to read it, or exclude it.",
        nl="De map {path} kan niet worden opgesomd ({reason}), dus er wordt nu niets verwijderd. Geef het account "
        "van WhoKnows leesrecht, of sluit haar uit.",
    ),
    "files-folder-too-deep": Wording(
        en="The folder {path} lies too deep and was not read, so nothing is removed in this sync. Exclude it, or "
        "make it a source of its own.",
        nl="De map {path} ligt te diep en is niet gelezen, dus er wordt nu niets verwijderd. Sluit haar uit, of maak "
        "er een eigen bron van.",
    ),
    "files-link-not-followed": Wording(
        en="{path} is a link to a folder and is not followed. Put the real folder here, or make it a source of its"
        " own.",
        nl="{path} is een koppeling naar een map en wordt niet gevolgd. Zet de echte map hier, of maak er een "
        "eigen bron van.",
    ),
    "files-link-leads-out": Wording(
        en="{path} is a link that leads out of the folder and is not read. Put the file itself here.",
        nl="{path} is een koppeling die de map uit leidt en wordt niet gelezen. Zet het bestand zelf hier.",
    ),
    "files-link-circle": Wording(
        en="The link {path} leads in a circle. Remove it, or exclude it.",
        nl="De koppeling {path} leidt in een kring. Verwijder haar, of sluit haar uit.",
    ),
    "files-unreadable": Wording(
        en="{path} cannot be read ({reason}). Give the account of WhoKnows the right to read it, or exclude it.",
        nl="{path} kan niet worden gelezen ({reason}). Geef het account van WhoKnows leesrecht, of sluit het uit.",
    ),
    "files-too-large": Wording(
        en="{path} is {size}, more than the {limit} that one file may be, and was not read. Split it, exclude it, "
        "or set `largest` higher.",
        nl="{path} is {size}, meer dan de {limit} die een bestand mag zijn, en is niet gelezen. Splits het, sluit "
        "het uit, of zet `largest` hoger.",
    ),
    "files-converter-missing": Wording(
        en="{path} is in a format of before 2007, and the program {converter} that would convert it was not found. "
        "Install LibreOffice, or write its path in `converter`.",
        nl="{path} is in een indeling van voor 2007, en het programma {converter} dat het zou omzetten is niet "
        "gevonden. Installeer LibreOffice, of zet het pad ervan in `converter`.",
    ),
    "files-conversion-failed": Wording(
        en="{converter} could not convert {path}, which may be damaged. Open it in an office program and save it in "
        "a newer format.",
        nl="{converter} kon {path} niet omzetten; misschien is het beschadigd. Open het in een kantoorprogramma en "
        "bewaar het in een nieuwere indeling.",
    ),
    "files-conversion-took-too-long": Wording(
        en="Converting {path} took longer than {seconds} seconds and was given up. Save it in a newer format, or set "
        "`converter_seconds` higher.",
        nl="Het omzetten van {path} duurde langer dan {seconds} seconden en is opgegeven. Bewaar het in een nieuwere "
        "indeling, of zet `converter_seconds` hoger.",
    ),
    "files-zip-broken": Wording(
        en="The zip file {path} cannot be read ({reason}); what was read from it before is kept. Copy it again, or"
        " exclude it.",
        nl="Het zipbestand {path} kan niet worden gelezen ({reason}); wat er eerder uit is gelezen blijft. Kopieer het"
        " opnieuw, of sluit het uit.",
    ),
    "files-zip-bomb": Wording(
        en="The zip file {path} would unpack from {packed} to {size} bytes, which no documents do, and was not read."
        " Exclude it, or put its files here unpacked.",
        nl="Het zipbestand {path} zou van {packed} tot {size} bytes worden uitgepakt, wat geen documenten doen, en is"
        " niet gelezen. Sluit het uit, of zet de bestanden hier uitgepakt neer.",
    ),
    "files-zip-too-large": Wording(
        en="The zip file {path} holds more than {files} files or {limit}, and was not read. Unpack it here, or exclude"
        " it.",
        nl="Het zipbestand {path} bevat meer dan {files} bestanden of {limit}, en is niet gelezen. Pak het hier uit, of"
        " sluit het uit.",
    ),
    "files-zip-too-deep": Wording(
        en="The zip file {path} lies more than {limit} zip files deep, and was not read. Unpack it here.",
        nl="Het zipbestand {path} ligt meer dan {limit} zipbestanden diep, en is niet gelezen. Pak het hier uit.",
    ),
    "files-zip-locked": Wording(
        en="{files} files in {path} are protected by a password and were not read. Put them here without it, or"
        " exclude the zip file.",
        nl="{files} bestanden in {path} zijn met een wachtwoord beveiligd en zijn niet gelezen. Zet ze hier zonder"
        " wachtwoord neer, of sluit het zipbestand uit.",
    ),
    "files-format-unknown": Wording(
        en="{path} has a format that is not read here. Exclude it, or save it as PDF, DOCX, XLSX, PPTX, "
        "OpenDocument, HTML or text.",
        nl="{path} heeft een formaat dat hier niet wordt gelezen. Sluit het uit, of bewaar het als pdf, DOCX, XLSX, "
        "PPTX, OpenDocument, HTML of tekst.",
    ),
}


@dataclass(frozen=True, slots=True)
class Files:
    """A folder with all that is below it."""

    settings: SourceSettings
    options: FilesOptions

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def folder(self) -> Path:
        return self.settings.base / self.options.path

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """Every file in the order of its path; what is unchanged by size and time is not read."""
        if not self.folder.is_dir():
            raise SourceError("files-not-found", path=str(self.folder))
        after = str((cursor or {}).get("after") or "")
        yield from self._folders()
        with Converter(self.options.converter, self.options.converter_seconds, self.options.largest) as converter:
            yield from self._files(after, converter)
        yield Checkpoint({}, complete=True)

    def _files(self, after: str, converter: Converter) -> Iterator[Said]:
        """The files behind this one, with a checkpoint now and then."""
        walk, includes = self._walk(), self._included()
        zips = ZippedFiles(
            includes, self.options.largest, self.settings.versions, partial(self._made, converter=converter)
        )
        while page := list(islice(walk, self.options.checkpoint)):
            files = [each for each in page if isinstance(each, Path)]
            yield from (each for each in page if isinstance(each, Problem))
            names = {each: self._id(each) for each in files}
            fresh = [each for each in files if names[each] > after]
            known = stored_documents(self.settings.versions, [names[each] for each in fresh])
            for file in fresh:
                name = names[file]
                if may_hold_files(name) and self._is_zip(file, name):
                    yield from zips.told(file, name)
                elif includes(name):
                    yield from told(partial(self._file, file, name, known.get(name), converter), name)
            if files and fresh:
                yield Checkpoint({"after": names[files[-1]]})

    def _folders(self) -> Iterator[Said]:
        """Every folder that holds a file which is read, with the one that it is in; an exported space by its name."""
        told: set[str] = set()
        files = [file for file in self._walk() if isinstance(file, Path)]
        spaces = spaces_of((self._id(file), file) for file in files)
        for file in files:
            path = PurePosixPath(self._id(file)).parent
            for folder in (*reversed(path.parents), path):
                name = folder.as_posix()
                if name not in told:
                    told.add(name)
                    parent = None if name == "." else folder.parent.as_posix()
                    space = spaces.get(name)
                    kind = GroupKind.SPACE if space else GroupKind.FOLDER
                    shown = self.settings.label or space or self.name if name == "." else space or folder.name
                    yield GroupRecord(name, kind, shown, parent)

    def _walk(self) -> Iterator[Path | Problem]:
        """Problems, then files in the order of their ids. Links to folders are not followed."""
        include = patterns(crossing(self.options.include or ("**",)))
        exclude = patterns(crossing(self.options.exclude))
        found: list[str] = []
        for entry in walk(self.folder, lambda path: self._enter(path, exclude)):
            if isinstance(entry, Unlisted):
                yield _unlisted(entry)
            elif _is_hidden(entry.path) or exclude.match_file(entry.path):
                continue
            elif entry.is_link and Path(entry.entry.path).is_dir():
                yield Problem(entry.path, "files-link-not-followed", {"path": entry.path})
            elif include.match_file(entry.path) or may_hold_files(entry.path):
                found.append(entry.path)
        yield from (self.folder / path for path in sorted(found))

    def _enter(self, path: str, exclude: GitIgnoreSpec) -> bool:
        return not (_is_hidden(path) or is_installed(self.folder / path) or exclude.match_file(f"{path}/"))

    def _id(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _included(self) -> Callable[[str], bool]:
        """Which paths are read; one in a zip as if the zip were a folder."""
        include = patterns(crossing(self.options.include or ("**",)))
        exclude = patterns(crossing(self.options.exclude))
        return lambda path: include.match_file(path) and not exclude.match_file(path)

    def _made(self, name: str, body: bytes, version: str, *, converter: Converter) -> Said:
        """The document of these bytes."""
        media_type = media_type_of(name, body)
        if media_type is None:
            return Problem(name, "files-format-unknown", {"path": name})
        return _converted(self._item(name, body, media_type, version), converter)

    def _file(self, path: Path, name: str, known: StoredVersion | None, converter: Converter) -> tuple[Said, ...]:
        try:
            state = self._state(path, name)
            if isinstance(state, Problem):
                return (state,)
            if (odd := self._unfit(name, state)) is not None:
                return (odd,)
            version = f"{state.st_size}-{state.st_mtime_ns}"
            if known and known.version == version:
                return tuple(unchanged(name, known))
            return (self._made(name, path.read_bytes(), version, converter=converter),)
        except (OSError, RuntimeError) as error:  # RuntimeError: a circle of links, before Python 3.13
            if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
                return (Problem(name, "files-link-circle", {"path": name}),)
            return (Problem(name, "files-unreadable", {"path": name, "reason": _reason(error)}),)

    def _state(self, path: Path, name: str) -> os.stat_result | Problem:
        """The state of a file; a link that leads out of the folder is a Problem."""
        if path.is_symlink() and self.folder.resolve() not in path.resolve(strict=True).parents:
            return Problem(name, "files-link-leads-out", {"path": name})
        return path.stat()

    def _is_zip(self, path: Path, name: str) -> bool:
        """Whether this is a zip with files in it, in this folder. What cannot be opened is told as any other file."""
        try:
            state = self._state(path, name)
            return not isinstance(state, Problem) and stat.S_ISREG(state.st_mode) and holds_files(path)
        except (OSError, RuntimeError):
            return False

    def _unfit(self, name: str, state: os.stat_result) -> Problem | None:
        """The reason not to open this at all: pipes and devices would hang, a huge file would fill the memory."""
        if not stat.S_ISREG(state.st_mode):
            return Problem(name, "files-not-regular", {"path": name})
        if state.st_size > self.options.largest:
            sizes = {"size": _size(state.st_size), "limit": _size(self.options.largest)}
            return Problem(name, "files-too-large", {"path": name, **sizes})
        return None

    def _item(self, name: str, body: bytes, media_type: str, version: str) -> Item:
        path = PurePosixPath(name)
        title = None if media_type.partition(";")[0] in TITLED else path.stem.replace("_", " ").strip()
        return Item(
            name,
            body,
            media_type,
            DocumentKind.FILE,
            title,
            self.options.url.rstrip("/") + "/" + name.partition(INSIDE)[0] if self.options.url else None,
            container=path.parent.as_posix(),
            version=version,
            problems=() if is_utf8(name) else (Problem(name, "files-name-not-utf8", {"path": name}),),
        )


def _converted(item: Item, converter: Converter) -> Said:
    """The item in a format that is read. What a password locks stays, and is told by its reader."""
    if not converter.takes(item.media_type, item.body):
        return item
    try:
        body, media_type = converter.converted(item.body, item.media_type)
    except ConversionError as error:
        return Problem(item.id, error.message, {"path": item.id, **error.params})
    return replace(item, body=body, media_type=media_type)


TITLED = frozenset({"text/html", "application/xhtml+xml", "text/markdown", "text/x-rst", MAIL, OUTLOOK, CALENDAR, EPUB})
"""Formats whose text says its title; the others go by their file name, as their properties are often left over."""


def _is_hidden(path: str) -> bool:
    return posixpath.basename(path).startswith(HIDDEN)


def _unlisted(found: Unlisted) -> Problem:
    # What is below is not known, so nothing may be taken for deleted: no id.
    if found.reason is None:
        return Problem(None, "files-folder-too-deep", {"path": found.path})
    return Problem(None, "files-folder-unreadable", {"path": found.path, "reason": found.reason})


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else type(error).__name__


def _size(count: int) -> str:
    return f"{count / 1_000_000:.0f} MB"


KIND = SourceKind(
    "files",
    Wording(
        "documents in a folder and in zip files: HTML, PDF, Office, OpenDocument, e-books, mail, calendars and text",
        "documenten in een map en in zipbestanden: HTML, pdf, Office, OpenDocument, e-books, mail, agenda's en tekst",
    ),
    FilesOptions,
    Files,
    MESSAGES,
)
