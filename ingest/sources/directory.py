"""The people of the organisation with departments, locations and managers, from a CSV file; always told completely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from graph.facts import Checkpoint, Cursor, PersonRecord, Problem, Said
from graph.wording import Wording
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.formats.encodings import decode
from ingest.options import SourceOptions
from ingest.sources.people_table import PeopleTable, departments, with_known_managers


class DirectoryOptions(SourceOptions):
    """Options of a people directory."""

    path: Annotated[str, Wording("the CSV file", "het CSV-bestand")]
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
        """The lines; a Problem without id where it is not known what a line says, so that nobody is taken for gone."""
        first = text.lstrip().partition("\n")[0]
        delimiter = self.options.delimiter or max((",", ";", "\t"), key=first.count)
        last = text.count("\n")
        open_quote = text.count('"') % 2 == 1
        reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
        while True:
            try:
                line = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Problem(None, "directory-no-csv", {"line": str(reader.line_num), "reason": str(error)})
                continue
            if open_quote and reader.line_num == last and any("\n" in cell for cell in line):
                yield Problem(None, "directory-quote-open", {"line": str(reader.line_num), "start": line[0][:40]})
            else:
                yield line


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
