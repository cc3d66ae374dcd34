"""Who works here, says a CSV file? People with departments, locations and managers; always told completely."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from graph.facts import Checkpoint, Cursor, GroupKind, GroupRecord, PersonRecord, Problem, Said
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.formats.encodings import decode
from ingest.options import Options, Wording
from ingest.sources.columns import day, fields_of, has_left, is_service, known_fields, path_of, several, yes


class DirectoryOptions(Options):
    """Options of a people directory."""

    path: Annotated[str, Wording("the CSV file", "het CSV-bestand")]
    columns: Annotated[
        dict[str, str] | None,
        Wording("your own headers: a table of field = header", "uw eigen koppen: een tabel van gegeven = kop"),
    ] = None
    delimiter: Annotated[
        str | None,
        Wording(
            "character between the cells: , or ; (recognised when not set)",
            "teken tussen de cellen: , of ; (herkend als niets is opgegeven)",
        ),
    ] = None
    encoding: Annotated[
        str | None,
        Wording(
            "such as windows-1252 (recognised when not set)", "zoals windows-1252 (herkend als niets is opgegeven)"
        ),
    ] = None


MESSAGES = {
    "directory-unreadable": Wording(
        en="The people file {path} cannot be read: {reason}. Check the path and who may read it.",
        nl="Het personenbestand {path} kan niet worden gelezen: {reason}. Controleer het pad en wie het mag lezen.",
    ),
    "directory-too-large": Wording(
        en="The people file {path} is larger than {limit} bytes. Check that it is the right file.",
        nl="Het personenbestand {path} is groter dan {limit} bytes. Controleer of het het goede bestand is.",
    ),
    "directory-encoding": Wording(
        en="The people file {path} cannot be read as {encoding}. Leave `encoding` out, or save the file as UTF-8.",
        nl="Het personenbestand {path} kan niet worden gelezen als {encoding}. Laat `encoding` weg, of bewaar het "
        "als UTF-8.",
    ),
    "directory-no-csv": Wording(
        en="Line {line} of the people file is not CSV ({reason}) and was skipped. Export the file again; until"
        " then nobody is marked as having left.",
        nl="Regel {line} van het personenbestand is geen CSV ({reason}) en is overgeslagen. Exporteer het bestand "
        "opnieuw; tot dan geldt niemand als vertrokken.",
    ),
    "directory-quote-open": Wording(
        en="A quotation mark in the people file is never closed, so that all from {start} up to line {line} is one"
        " cell; it was skipped. Close it; until then nobody is marked as having left.",
        nl="Een aanhalingsteken in het personenbestand wordt nergens gesloten, zodat alles vanaf {start} tot en "
        "met regel {line} één cel is; het is overgeslagen. Sluit het; tot dan geldt niemand als vertrokken.",
    ),
    "directory-nobody": Wording(
        en="The people file {path} names nobody, as an export that failed does, so nobody was marked as having "
        "left. Export it again.",
        nl="Het personenbestand {path} noemt niemand, zoals een mislukte export, dus niemand geldt als vertrokken."
        " Exporteer het opnieuw.",
    ),
    "directory-no-header": Wording(
        en="The first line of the people file needs a name, and an id or an e-mail address; it says: {found}. "
        "Add a line with column names, or name your own headers under `columns`.",
        nl="De eerste regel van het personenbestand moet een naam noemen, en een id of e-mailadres; er staat: {found}. "
        "Voeg een regel met kolomnamen toe, of noem uw eigen koppen bij `columns`.",
    ),
    "directory-column-unknown": Wording(
        en="`columns` names {column}, which is not a field of a person. Use one of: {known}.",
        nl="`columns` noemt {column}, en dat is geen gegeven van een persoon. Gebruik een van: {known}.",
    ),
    "directory-id-missing": Wording(
        en="Line {line} ({name}) has no id or e-mail address and was skipped. Add one; until then nobody is "
        "marked as having left.",
        nl="Regel {line} ({name}) heeft geen id of e-mailadres en is overgeslagen. Vul er een in; tot dan wordt "
        "niemand als vertrokken gezien.",
    ),
    "directory-id-twice": Wording(
        en="The id {id} is in the file twice; the second one ({name}) was skipped. Give each person an id "
        "of their own.",
        nl="Het id {id} staat twee keer in het bestand; de tweede ({name}) is overgeslagen. Geef iedere persoon "
        "een eigen id.",
    ),
    "directory-name-missing": Wording(
        en="Line {line} ({id}) has no name and was skipped. Fill in the name.",
        nl="Regel {line} ({id}) heeft geen naam en is overgeslagen. Vul de naam in.",
    ),
    "directory-date": Wording(
        en="{value} in the column {column} of {id} is not a date. Write dates as 2024-12-31.",
        nl="{value} in de kolom {column} van {id} is geen datum. Schrijf datums als 2024-12-31.",
    ),
    "directory-manager-unknown": Wording(
        en="The manager of {id} is {manager}, who is not in the file. Add this person or correct the id; {id} has "
        "no manager until then.",
        nl="De leidinggevende van {id} is {manager}, en die staat niet in het bestand. Voeg deze persoon toe of "
        "verbeter het id; tot dan heeft {id} geen leidinggevende.",
    ),
    "directory-manager-circle": Wording(
        en="These people are each other's manager: {circle}. Correct one of them; {id} has no manager until then.",
        nl="Deze personen zijn elkaars leidinggevende: {circle}. Verbeter een van hen; tot dan heeft {id} geen "
        "leidinggevende.",
    ),
}
LARGEST = 200_000_000
LEFT_SOME_DAY = 0
"""The date of a leaver whose status says so without a date."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A CSV file with a person on each line."""

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
        rows = PeopleTable(self._cells(self._text()), self.options.columns or {})
        people: dict[str, PersonRecord] = {}
        for said in rows.people():
            if isinstance(said, Problem):
                yield said
            elif said.id in people:
                yield Problem(said.id, "directory-id-twice", {"id": said.id, "name": said.name})
            else:
                people[said.id] = said
        if not people:
            raise SourceError("directory-nobody", path=str(self.path))
        yield from departments(people.values())
        yield from with_known_managers(people)
        yield Checkpoint({"people": len(people)}, complete=True)

    def _text(self) -> str:
        try:
            if self.path.stat().st_size > LARGEST:
                raise SourceError("directory-too-large", path=str(self.path), limit=str(LARGEST))
            body = self.path.read_bytes()
        except OSError as error:
            raise SourceError("directory-unreadable", path=str(self.path), reason=error.strerror or "") from error
        encoding = self.options.encoding
        if not encoding:
            return decode(body)[0]
        try:
            return body.decode(encoding)
        except (LookupError, UnicodeDecodeError) as error:
            raise SourceError("directory-encoding", path=str(self.path), encoding=encoding) from error

    def _cells(self, text: str) -> Iterator[list[str] | Problem]:
        """The lines; a Problem without id where what stands there is not known, so that nobody is taken for gone."""
        first = text.lstrip().partition("\n")[0]
        delimiter = self.options.delimiter or max((",", ";", "\t"), key=first.count)
        reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
        while True:
            try:
                line = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Problem(None, "directory-no-csv", {"line": str(reader.line_num), "reason": str(error)})
                continue
            if reader.line_num == text.count("\n") and text.count('"') % 2 and any("\n" in cell for cell in line):
                yield Problem(None, "directory-quote-open", {"line": str(reader.line_num), "start": line[0][:40]})
            else:
                yield line


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """The lines of a people file, read by the names in its first line."""

    cells: Iterator[list[str] | Problem]
    columns: Mapping[str, str]

    def people(self) -> Iterator[PersonRecord | Problem]:
        """Each line as a person, or as the reason why it is none. Raises SourceError without the columns it needs."""
        header = next(self.cells, [])
        if isinstance(header, Problem):
            raise SourceError("directory-no-header", found="")
        unknown = set(self.columns) - set(known_fields())
        if unknown:
            raise SourceError(
                "directory-column-unknown", column=", ".join(sorted(unknown)), known=", ".join(known_fields())
            )
        fields = fields_of(header, self.columns)
        named = {"name", "first", "last"} & set(fields.values())
        if not named or not {"id", "emails"} & set(fields.values()):
            raise SourceError("directory-no-header", found=", ".join(header)[:200])
        for number, row in enumerate(self.cells, 2):
            if isinstance(row, Problem):
                yield row
                continue
            found = {field: row[at].strip() for at, field in fields.items() if at < len(row)}
            if any(found.values()):
                yield from self._person(found if "id" in fields.values() else with_address_as_id(found), number)

    def _person(self, found: Mapping[str, str], number: int) -> Iterator[PersonRecord | Problem]:
        get = defaultdict(str, found).__getitem__
        if not get("id"):
            yield Problem(None, "directory-id-missing", {"line": str(number), "name": _name(found)})
            return
        if not _name(found):
            yield Problem(get("id"), "directory-name-missing", {"line": str(number), "id": get("id")})
            return
        for field in ("joined", "left"):
            if get(field) and day(get(field)) is None:
                yield Problem(get("id"), "directory-date", {"id": get("id"), "value": get(field), "column": field})
        yield person_of(found)


def with_address_as_id(found: Mapping[str, str]) -> dict[str, str]:
    """The cells of a file without ids: people, and their managers, are known by their first e-mail address."""
    address = next(iter(several(found.get("emails", ""))), "")
    return {**found, "id": address.casefold(), "manager": found.get("manager", "").casefold()}


def person_of(found: Mapping[str, str]) -> PersonRecord:
    """Which person do these cells (by field) describe?"""
    get = defaultdict(str, found).__getitem__
    left = day(get("left"))
    if left is None and (has_left(get("status")) or get("left")):
        left = LEFT_SOME_DAY
    return PersonRecord(
        id=get("id"),
        name=_name(found),
        aliases=several(get("aliases")),
        emails=several(get("emails")),
        handles=several(get("handles")),
        phone=get("phone") or None,
        room=get("room") or None,
        function=get("function") or None,
        department=path_of(get("department")),
        location=path_of(get("location")),
        manager=(get("manager") or None) if get("manager") != get("id") else None,  # the head, in some files
        url=get("url") or None,
        about=get("about") or None,
        languages=several(get("languages").replace(",", ";")),
        joined=day(get("joined")),
        left=left,
        service=bool(yes(get("service"))) or is_service(get("status")),
        opted_out=yes(get("opted_out")) is not False,  # a word that is not understood is no consent
    )


def _name(found: Mapping[str, str]) -> str:
    parts = (found.get("first", ""), found.get("infix", ""), found.get("last", ""))
    return " ".join((found.get("name") or " ".join(parts)).split())


def departments(people: Iterable[PersonRecord]) -> Iterator[GroupRecord]:
    """Which departments are there, the outer before the inner?"""
    told: set[str] = set()
    for person in people:
        names = person.department.split(" / ") if person.department else []
        for depth, name in enumerate(names):
            group, parent = " / ".join(names[: depth + 1]), " / ".join(names[:depth]) or None
            if group not in told:
                told.add(group)
                yield GroupRecord(group, GroupKind.DEPARTMENT, name, parent)


def with_known_managers(people: Mapping[str, PersonRecord]) -> Iterator[PersonRecord | Problem]:
    """The people, each with a manager that exists and that does not report to them; else without, and a Problem."""
    broken = cycle_starts(people)
    for person in people.values():
        if person.manager and person.manager not in people:
            yield Problem(person.id, "directory-manager-unknown", {"id": person.id, "manager": person.manager})
            yield replace(person, manager=None)
        elif person.id in broken:
            yield Problem(person.id, "directory-manager-circle", {"id": person.id, "circle": broken[person.id]})
            yield replace(person, manager=None)
        else:
            yield person


def cycle_starts(people: Mapping[str, PersonRecord]) -> dict[str, str]:
    """Which people head a circle of managers, each circle once: the one of its members that the file names first."""
    order = {native_id: place for place, native_id in enumerate(people)}
    done: set[str] = set()
    found: dict[str, str] = {}
    for start in people:
        walk: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in people and at not in done and at not in walk:
            walk[at] = None
            at = people[at].manager
        if at is not None and at in walk:
            circle = list(walk)[list(walk).index(at) :]
            found[min(circle, key=order.__getitem__)] = " > ".join([*circle[:5], at])
        done.update(walk)
    return found


KIND = SourceKind(
    "directory",
    Wording(
        "who works here: people, departments, places, managers (CSV)",
        "wie hier werkt: personen, afdelingen, plaatsen, leidinggevenden (CSV)",
    ),
    DirectoryOptions,
    Directory,
    MESSAGES,
    is_directory=lambda _options: True,
)
