"""The people of the organisation with departments, places and managers, from CSV, Excel or LDIF; all told each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from graph.facts import Checkpoint, Cursor, Problem, Said, Seconds
from graph.wording import Wording
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.formats.encodings import decode
from ingest.options import SourceOptions, Texts
from ingest.sources import people_csv, people_ldif, people_sheets
from ingest.sources.people_days import DayOrder
from ingest.sources.people_managers import with_managers
from ingest.sources.people_messages import MESSAGES
from ingest.sources.people_photos import NoPicture, check_picture, picture_in
from ingest.sources.people_rows import PersonRow, one_each
from ingest.sources.people_table import PeopleTable, departments


class DirectoryOptions(SourceOptions):
    """Options of a people directory."""

    path: Annotated[str, Wording("the CSV, Excel (xlsx) or LDIF file", "het CSV-, Excel- (xlsx) of LDIF-bestand")]
    columns: Annotated[
        dict[str, str] | None,
        Wording("your own headers: a table of field = header", "uw eigen koppen: een tabel van gegeven = kop"),
    ] = None
    delimiter: Annotated[
        str | None,
        Field(max_length=1),
        Wording(
            "character between the cells: , or ; (recognised when not set)",
            "teken tussen de cellen: , of ; (herkend als niets is opgegeven)",
        ),
    ] = None
    date_order: Annotated[
        Literal["day-first", "month-first"] | None,
        Wording(
            "what comes first in dates such as 03-04-2026: day-first or month-first (recognised when not set)",
            "wat vooraan staat in datums als 03-04-2026: day-first (dag) of month-first (maand); herkend als niets is "
            "opgegeven",
        ),
    ] = None
    ignore: Annotated[
        Texts, Wording("headers of columns that need no mention", "koppen van kolommen die geen melding behoeven")
    ] = ()
    encoding: Annotated[
        str | None,
        Wording(
            "such as windows-1252 (recognised when not set)", "zoals windows-1252 (herkend als niets is opgegeven)"
        ),
    ] = None


LARGEST = 200_000_000


@dataclass(frozen=True, slots=True)
class Directory:
    """A file with a person on each line."""

    settings: SourceSettings
    options: DirectoryOptions

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def path(self) -> Path:
        return self.settings.base / self.options.path

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:  # noqa: ARG002 (the contract)
        """Everyone, whatever the cursor says: a file of people is small, and who is missing has left."""
        people: list[PersonRow] = []
        for each in self._people():
            if isinstance(each, Problem):
                yield each
            else:
                people.append(each)
        if not people:
            raise SourceError("directory-nobody", path=str(self.path))
        yield from self._without_picture(people)
        yield from departments(row.person for row in people)
        yield from with_managers(people)
        yield Checkpoint({"people": len(people)}, complete=True)

    @property
    def tells_all(self) -> bool:
        return True

    def photos(self) -> Iterator[tuple[str, bytes]]:
        """The pictures of people that can be read, each with the id of whose it is."""
        for each in self._people():
            if isinstance(each, PersonRow) and each.photo:
                with suppress(NoPicture):
                    yield each.person.id, picture_in(each.photo, self.path.parent)

    def _people(self) -> Iterator[PersonRow | Problem]:
        """Everybody once, and what is wrong with lines."""
        now = self.settings.now() if self.settings.now else None
        rows: list[PersonRow] = []
        for said in self._table(now).people():
            if isinstance(said, Problem):
                yield said
            else:
                rows.append(said)
        yield from one_each(rows, now)

    def _without_picture(self, people: Sequence[PersonRow]) -> Iterator[Problem]:
        """Whose picture cannot be read, and why."""
        for row in people:
            try:
                if row.photo:
                    check_picture(row.photo, self.path.parent)
            except NoPicture as error:
                yield Problem(row.person.id, error.message, {"id": row.person.id, "value": row.photo[:80]})

    def _table(self, now: Seconds | None) -> PeopleTable:
        options, body = self.options, self._body()
        order = DayOrder(options.date_order) if options.date_order else None
        return PeopleTable(options.path, self._cells(body), options.columns or {}, order, options.ignore, now)

    def _cells(self, body: bytes) -> Iterator[list[str] | Problem]:
        if body.startswith(people_sheets.SIGNATURE):
            return people_sheets.cells_of_workbook(body, self.options.columns or {})
        text = self._text(body)
        if people_ldif.is_ldif(text):
            return people_ldif.cells_of_entries(text)
        return people_csv.cells_of(text, self.options.delimiter)

    def _body(self) -> bytes:
        try:
            if self.path.stat().st_size > LARGEST:
                raise SourceError("directory-too-large", path=str(self.path), limit=str(LARGEST))
            return self.path.read_bytes()
        except OSError as error:
            raise SourceError("directory-unreadable", path=str(self.path), reason=error.strerror or "") from error

    def _text(self, body: bytes) -> str:
        encoding = self.options.encoding
        if not encoding:
            return decode(body)[0]
        try:
            return body.decode(encoding)
        except (LookupError, UnicodeDecodeError) as error:
            raise SourceError("directory-encoding", path=str(self.path), encoding=encoding) from error


KIND = SourceKind(
    "directory",
    Wording(
        "who works here: people, departments, places, managers (CSV, LDIF)",
        "wie hier werkt: personen, afdelingen, plaatsen, leidinggevenden (CSV, LDIF)",
    ),
    DirectoryOptions,
    Directory,
    MESSAGES,
    is_directory=lambda _options: True,
)
