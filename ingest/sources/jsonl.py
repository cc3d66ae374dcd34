"""Records that other programs push as JSON Lines, plain or compressed; documented in ``docs/jsonl.md``.

The cursor is ``{"files": {NAME: [position, head]}}``: bytes read of a plain file, lines of a compressed one, and a
fingerprint of the beginning, which tells a file that grew from one that was replaced. With ``complete`` a pull of
changed files reads all of them, notes as ``listing`` how they were, and ends with ``{"listed": fingerprint}``.
"""

from __future__ import annotations

import codecs
import hashlib
import lzma
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Annotated

import orjson
from pydantic import Field

from graph.facts import Checkpoint, Cursor, GroupRecord, Item, Json, Opening, Problem, Said
from graph.wording import Wording
from ingest.boundary import told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import Count, SourceOptions, Texts
from ingest.sources.people_photos import NoPicture, picture_in
from ingest.sources.pushed_folder import overwrite_lines
from ingest.sources.pushed_lines import PushedLines, is_packed, opened
from ingest.sources.record_fields import BadRecord
from ingest.sources.records import Shape


class JsonLinesOptions(SourceOptions):
    """Options of pushed records."""

    path: Annotated[
        str,
        Wording(
            "a file (.jsonl, .jsonl.gz, .jsonl.xz) or a folder of them, read in the order of their names",
            "een bestand (.jsonl, .jsonl.gz, .jsonl.xz) of een map ervan, gelezen in de volgorde van hun namen",
        ),
    ]
    complete: Annotated[
        bool,
        Wording(
            "the files list all that exists: what is not in them is gone",
            "de bestanden noemen alles wat bestaat: wat er niet in staat is weg",
        ),
    ] = False
    directory: Annotated[
        bool, Wording("the person records are the people directory", "de persoonsregels zijn het personenbestand")
    ] = False
    fields: Annotated[
        dict[str, str | Texts],
        Wording(
            'names in your lines for ours, such as { id = "mid", at = "ts" }',
            'namen in uw regels voor de onze, zoals { id = "mid", at = "ts" }',
        ),
    ] = Field(default_factory=dict)
    kind_of_item: Annotated[
        str,
        Wording(
            "kind of an item that names none: post, page, reply, file, micropost, ...",
            "soort van een item dat er geen noemt: post, page, reply, file, micropost, ...",
        ),
    ] = "post"
    push: Annotated[
        bool,
        Wording(
            "programs with a token push lines here over HTTP; `path` is the folder that keeps them",
            "programma's met een token leveren hier regels aan via HTTP; `path` is de map die ze bewaart",
        ),
    ] = False
    checkpoint: Annotated[
        Count,
        Wording(
            "lines between two points from which a stopped sync resumes",
            "regels tussen twee punten vanwaar een gestopte synchronisatie verdergaat",
        ),
    ] = 1000


MESSAGES = {
    "jsonl-not-found": Wording(
        en="There is no file or folder {path}. Correct `path` in the settings, or start the program that writes it.",
        nl="Er is geen bestand of map {path}. Verbeter `path` in de instellingen, of start het programma dat het "
        "schrijft.",
    ),
    "jsonl-unreadable": Wording(
        en="{path} cannot be read ({reason}). Check its rights, and that it was written to its end.",
        nl="{path} kan niet worden gelezen ({reason}). Controleer de rechten, en of het tot het einde is geschreven.",
    ),
    "jsonl-push-complete": Wording(
        en="The source {source} has `push` and `complete`. What is pushed is no full listing: remove `complete`, and "
        "push gone lines for what no longer exists.",
        nl="De bron {source} heeft `push` en `complete`. Wat wordt aangeleverd is geen volledige lijst: verwijder "
        "`complete`, en lever gone-regels aan voor wat niet meer bestaat.",
    ),
    "jsonl-line-too-long": Wording(
        en="The line {place} is longer than any record may be and was skipped. Send large texts as files instead.",
        nl="De regel {place} is langer dan een regel mag zijn en is overgeslagen. Lever grote teksten als bestand aan.",
    ),
    "jsonl-no-json": Wording(
        en="The line {place} is not JSON ({reason}) and was skipped. Write each record as one JSON object on one line.",
        nl="De regel {place} is geen JSON ({reason}) en is overgeslagen. Schrijf elke regel als een JSON-object.",
    ),
    "jsonl-no-object": Wording(
        en="The line {place} is JSON but not an object, and was skipped. Write an object with at least an id.",
        nl="De regel {place} is JSON maar geen object, en is overgeslagen. Schrijf een object met ten minste een id.",
    ),
    "jsonl-id-missing": Wording(
        en="The line {place} has no id and was skipped. Give each record an id that stays the same.",
        nl="De regel {place} heeft geen id en is overgeslagen. Geef elke regel een id dat gelijk blijft.",
    ),
    "jsonl-field-wrong": Wording(
        en="The field {field} of {id}, in the line {place}, cannot be understood; the record was "
        "skipped. See docs/jsonl.md for what it may contain.",
        nl="Het veld {field} van {id}, in de regel {place}, is onbegrijpelijk; de regel is "
        "overgeslagen. Zie docs/jsonl.md voor wat erin mag staan.",
    ),
    "jsonl-date-unreadable": Wording(
        en='The field {field} of {id}, in the line {place}, is not a time: "{value}". The record was read without it. '
        "Write it as ISO 8601 or as seconds since 1970.",
        nl='Het veld {field} van {id}, in de regel {place}, is geen tijd: "{value}". Het record is zonder gelezen. '
        "Schrijf het als ISO 8601 of in seconden sinds 1970.",
    ),
    "jsonl-part-unreadable": Wording(
        en="Part of the field {field} of {id}, in the line {place}, cannot be understood. The rest was read. See "
        "docs/jsonl.md for what it may contain.",
        nl="Een deel van het veld {field} van {id}, in de regel {place}, is onbegrijpelijk. De rest is gelezen. Zie "
        "docs/jsonl.md voor wat erin mag staan.",
    ),
    "jsonl-attachment-unreadable": Wording(
        en="The attachment {path} of {id}, in the line {place}, cannot be read. Put the file below the folder of the "
        "pushed lines, and give its path from there.",
        nl="De bijlage {path} van {id}, in de regel {place}, is niet te lezen. Zet het bestand onder de map met de "
        "aangeleverde regels, en geef het pad vanaf daar.",
    ),
    "jsonl-type-unknown": Wording(
        en="The line {place} has the unknown type {type} and was skipped. Use item, person, group, access or gone.",
        nl="De regel {place} heeft de onbekende soort {type} en is overgeslagen. Gebruik item, "
        "person, group, access of gone.",
    ),
}
SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.xz", ".ndjson.gz", ".ndjson.xz")
HEAD = 512
ATTACHED = "files"
"""Folder in that of pushed lines with the files that they may attach."""


def open_lines(settings: SourceSettings, options: JsonLinesOptions) -> JsonLines:
    """The files that are configured here."""
    path = settings.base / options.path
    if options.push and options.complete:
        raise SourceError("jsonl-push-complete", source=settings.name)
    # What is pushed says which files are attached, so it reaches none of the lines that others pushed.
    folder = path / ATTACHED if options.push else path if path.is_dir() else path.parent
    shape = Shape.of(options.fields, options.kind_of_item, folder)
    made = PeopleLines if options.directory else JsonLines
    return made(settings.name, path, shape, options.complete, options.checkpoint, options.push)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One or more files of records."""

    name: str
    path: Path
    shape: Shape
    complete: bool
    checkpoint: int
    push: bool = False

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """What is new since the cursor; with `complete` everything, unless no file changed."""
        files = self._files()
        listed = _fingerprint(files)
        if self.complete and (cursor or {}).get("listed") == listed:
            yield Checkpoint(dict(cursor or {}))
            return
        anew = self.complete and bool(cursor) and (cursor or {}).get("listing") != listed
        places = {} if anew else _places(cursor)
        replaced = not self.complete and any(_begins_again(file, places) for file in files)
        yield Opening(anew=anew or replaced, log=not self.complete)
        named: set[str] = set()
        for file in files:
            head = _head(file)
            start = 0 if _begins_again(file, places) else places.get(file.name, (0, head))[0]
            for said in self._file(file, start, head, places, named):
                halfway = self.complete and isinstance(said, Checkpoint)
                yield Checkpoint({**_cursor(places), "listing": listed}) if halfway else said
        # What a complete listing leaves behind is not a place to go on from, but what it was a listing of.
        yield Checkpoint({"listed": listed}, complete=True) if self.complete else Checkpoint(_cursor(places))

    def _files(self) -> list[Path]:
        if self.path.is_file():
            return [self.path]
        if self.push and not self.path.exists():
            return []
        if not self.path.is_dir():
            raise SourceError("jsonl-not-found", path=str(self.path))
        return sorted(each for each in self.path.iterdir() if each.is_file() and each.name.endswith(SUFFIXES))

    def _file(
        self, file: Path, start: int, head: str, places: dict[str, tuple[int, str]], named: set[str]
    ) -> Iterator[Said]:
        try:
            with opened(file) as stream:
                lines = PushedLines(file, stream, start, growing=not self.complete)
                for count, line in enumerate(lines, start=1):
                    yield from told(partial(self._line, line, lines, named), None)
                    if count % self.checkpoint == 0:
                        places[file.name] = (lines.place, head)
                        yield Checkpoint(_cursor(places))
                places[file.name] = (lines.place, head)
        except (OSError, EOFError, lzma.LZMAError) as error:
            raise SourceError("jsonl-unreadable", path=str(file), reason=str(error)[:200]) from error

    def mistakes(self, body: bytes) -> Iterator[tuple[int, Problem, bool]]:
        """What is wrong with these lines: the number of the line, the problem, and whether its record is kept."""
        lines = PushedLines(Path("line"), BytesIO(body), 0, growing=False)
        for number, line in enumerate(lines, start=1):
            for said in told(partial(self._line, line, lines, set()), None):
                found = (said,) if isinstance(said, Problem) else said.problems if isinstance(said, Item) else ()
                for each in found:
                    yield number, replace(each, params={**each.params, "place": str(number)}), each is not said

    def records(self, line: bytes) -> list[Said]:
        """What one line says."""
        lines = PushedLines(Path("line"), BytesIO(line), 0, growing=False)
        return list(told(partial(self._line, line, lines, set()), None))

    def overwritten(self, cursor: Cursor | None, cleaned: Callable[[bytes], bytes]) -> Cursor | None:
        """Write what `cleaned` makes of each line over it; gives the cursor that goes on at the same places."""
        files = {file.name: file for file in self._files()} if self.path.is_dir() else {}
        places = _places(cursor)
        known = [name for name, (_, head) in places.items() if name in files and head == _head(files[name])]
        overwrite_lines(self.path, cleaned)
        places |= {name: (places[name][0], _head(files[name])) for name in known}
        return cursor if cursor is None else {**cursor, **_cursor(places)}

    def _line(self, line: bytes | None, lines: PushedLines, named: set[str]) -> Iterator[Said]:
        if line is None:
            yield Problem(None, "jsonl-line-too-long", {"place": lines.where()})
            return
        if line.isspace():
            return
        try:
            record = orjson.loads(line.removeprefix(codecs.BOM_UTF8))
            read = self.shape.read(record)
        except orjson.JSONDecodeError as error:
            yield Problem(
                None, "jsonl-no-json", {"place": lines.where(), "reason": f"{error.msg}, column {error.colno}"[:100]}
            )
        except BadRecord as error:
            yield Problem(error.id, error.message, {**error.params, "place": lines.where()})
        else:
            odd = tuple(replace(each, params={**each.params, "place": lines.where()}) for each in read.odd)
            yield from self._said(read.said, odd, record, named)
            yield from read.attached

    def _said(
        self, said: Said, odd: tuple[Problem, ...], record: Mapping[str, Json], named: set[str]
    ) -> Iterator[Said]:
        """The record of a line, behind the groups that it names; what was odd in it is told with it."""
        if isinstance(said, Item):
            if said.container is not None and said.container not in named:
                yield from self._containers(record, named)
            yield replace(said, problems=odd) if odd else said
        else:
            yield from odd
            yield said

    def _containers(self, record: Mapping[str, Json], named: set[str]) -> Iterator[GroupRecord]:
        for group in self.shape.containers(record):
            if group.id not in named:
                named.add(group.id)
                yield group


@dataclass(frozen=True, slots=True)
class PeopleLines(JsonLines):
    """Lines that are the people directory, with pictures of people. The last line about somebody counts."""

    @property
    def tells_all(self) -> bool:
        return not self.push  # files of pushed lines that were read go after some time

    def photos(self) -> Iterator[tuple[str, bytes]]:
        """The picture of everybody of whom a line tells, empty where it is none; two looks, so that few are held."""
        last = {ident: number for number, (ident, _) in enumerate(self._cells())}
        for number, (ident, cell) in enumerate(self._cells()):
            if last.get(ident) == number:
                try:
                    yield ident, picture_in(cell, self.shape.files.folder) if cell else b""
                except NoPicture:
                    yield ident, b""

    def _cells(self) -> Iterator[tuple[str, str]]:
        for file in self._files():
            try:
                with opened(file) as stream:
                    for line in PushedLines(file, stream, 0, growing=not self.complete):
                        with suppress(orjson.JSONDecodeError):
                            record = orjson.loads(line.removeprefix(codecs.BOM_UTF8)) if line else None
                            if (found := self.shape.photo(record)) is not None:
                                yield found
            except (OSError, EOFError, lzma.LZMAError) as error:
                raise SourceError("jsonl-unreadable", path=str(file), reason=str(error)[:200]) from error


def _begins_again(file: Path, places: Mapping[str, tuple[int, str]]) -> bool:
    """True for a file that was read before and has been replaced since."""
    if file.name not in places:
        return False
    place, known = places[file.name]
    return known != _head(file) or place > _most(file)


def _head(file: Path) -> str:
    """A fingerprint of a file: of its first line (as long as that may change, nothing was read), or 512 bytes."""
    try:
        with file.open("rb") as stream:
            beginning = stream.read(HEAD)
    except OSError as error:
        raise SourceError("jsonl-unreadable", path=str(file), reason=error.strerror or "") from error
    text = beginning if is_packed(file) else beginning.partition(b"\n")[0]
    if is_packed(file):  # a compressed file is replaced as a whole
        state = file.stat()
        text += f"{state.st_size}".encode()
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def _most(file: Path) -> int:
    """The last place that is possible in this file."""
    return 1 << 62 if is_packed(file) else file.stat().st_size


def _fingerprint(files: list[Path]) -> str:
    states = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.blake2b(repr(states).encode(), digest_size=12).hexdigest()


def _places(cursor: Cursor | None) -> dict[str, tuple[int, str]]:
    files = (cursor or {}).get("files")
    if not isinstance(files, dict):
        return {}
    return {
        name: (value[0], str(value[1]))
        for name, value in files.items()
        if isinstance(value, list) and len(value) == 2 and isinstance(value[0], int)
    }


def _cursor(places: Mapping[str, tuple[int, str]]) -> dict[str, Json]:
    return {"files": {name: [place, head] for name, (place, head) in places.items()}}


KIND = SourceKind(
    "jsonl",
    Wording(
        "anything else, pushed as JSON Lines (docs/jsonl.md)",
        "al het andere, aangeleverd als JSON Lines (docs/jsonl.md)",
    ),
    JsonLinesOptions,
    open_lines,
    MESSAGES,
    own_rights=True,
    is_directory=lambda options: options.get("directory") is True,
)
