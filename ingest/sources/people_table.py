"""The lines of a people file as people, with their departments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from graph.facts import GroupKind, GroupRecord, PersonRecord, Problem, Seconds
from ingest.contract import SourceError
from ingest.sources.columns import ONE_COLUMN, ColumnMap, known_fields, map_columns
from ingest.sources.people_addresses import addresses_in, says_no_address
from ingest.sources.people_cells import RowReader, name_of, several
from ingest.sources.people_csv import HEADER_WITHIN, SAMPLE
from ingest.sources.people_days import DayOrder, order_of, stated_order
from ingest.sources.people_rows import PersonRow
from ingest.sources.people_words import has_left, is_ahead, is_guest, is_known_status, is_person_class, yes

_MOST_TOLD = 10
"""Columns in one Problem, and different words of a status that are told."""


@dataclass(slots=True)
class PeopleTable:
    """The lines of a people file, read by the names in its header."""

    file: str
    """What the file is called, the id of Problems of the file as such."""
    cells: Iterator[list[str] | Problem]
    columns: Mapping[str, str]
    order: DayOrder | None = None
    ignored: Sequence[str] = ()
    now: Seconds | None = None
    _told: Counter[str] = field(default_factory=Counter)
    _statuses: dict[str, None] = field(default_factory=dict)

    def people(self) -> Iterator[PersonRow | Problem]:
        """Each line as a person, or why it is not one. Raises SourceError without the columns it needs."""
        unknown = set(self.columns) - set(known_fields())
        if unknown:
            raise SourceError(
                "directory-column-unknown", column=", ".join(sorted(unknown)), known=", ".join(known_fields())
            )
        first = list(islice(self.cells, HEADER_WITHIN + SAMPLE))
        at = self._header_at(first)
        header, rows = first[at], first[at + 1 :]
        assert isinstance(header, list)
        sample = [row for row in rows if isinstance(row, list)]
        columns = map_columns(header, sample, self.columns, self.ignored)
        yield from (each for each in first[:at] if isinstance(each, Problem))
        yield from self._unused(columns.unused)
        reader = self._reader(columns, sample, header)
        for number, row in enumerate(chain(rows, self.cells), at + 2):
            if isinstance(row, Problem):
                yield row
            else:
                yield from self._row(columns, reader, row, number)
        yield from self._left_out()

    def _header_at(self, rows: Sequence[list[str] | Problem]) -> int:
        """The place of the header: the first line that can be one, a title or an empty line may be above it."""
        for at, row in enumerate(rows[:HEADER_WITHIN]):
            if isinstance(row, list) and map_columns(row, [], self.columns).is_people:
                return at
        shown = next((", ".join(row) for row in rows if isinstance(row, list) and any(row)), "")
        raise SourceError("directory-no-header", found=shown[:200])

    def _reader(self, columns: ColumnMap, sample: Sequence[Sequence[str]], header: Sequence[str]) -> RowReader:
        cells = {name: _column(columns, name, sample) for name in ONE_COLUMN}
        flags = frozenset(
            name for name, some in cells.items() if any(map(_says_yes, some)) and all(map(_is_flag, some))
        )
        stated = (stated_order(header[at]) for name in ONE_COLUMN for at in columns.places.get(name, ()))
        order = self.order or next((each for each in stated if each), None)
        general = order or order_of(chain.from_iterable(cells.values()))
        orders = {name: order or order_of(some, general) or DayOrder.DAY_FIRST for name, some in cells.items()}
        return RowReader(orders, flags, self.now)

    def _row(
        self, columns: ColumnMap, reader: RowReader, row: Sequence[str], number: int
    ) -> Iterator[PersonRow | Problem]:
        found = columns.cells(row)
        if not found or self._is_nobody(found):
            return
        if not found.get("id"):
            others = (*addresses_in(found.get("emails", "")), *several(found.get("handles", "")))
            found["id"] = next((each.casefold() for each in others), "")
        yield from self._person(found, reader, number)

    def _is_nobody(self, found: Mapping[str, str]) -> bool:
        """Whether a row is about something else, a guest, or somebody who will come without a day."""
        if not is_person_class(found.get("class", "")) or found.get("id", "").endswith("$"):
            return True
        if is_guest(found.get("kind", "")) or is_guest(found.get("status", "")):
            self._told["directory-guests"] += 1
            return True
        return is_ahead(found.get("status", "")) and "joined" not in found

    def _person(self, found: Mapping[str, str], reader: RowReader, number: int) -> Iterator[PersonRow | Problem]:
        ident, name = found.get("id", ""), name_of(found)
        if not ident:
            yield Problem(None, "directory-id-missing", {"line": str(number), "name": name})
            return
        if not name:
            yield Problem(ident, "directory-name-missing", {"line": str(number), "id": ident})
            return
        for column in reader.unreadable(found):
            yield Problem(ident, "directory-date", {"id": ident, "value": found[column], "column": column})
        for column in ("emails", "former_emails"):
            if says_no_address(found.get(column, "")):
                yield Problem(ident, "directory-address", {"id": ident, "value": found[column], "column": column})
        status = found.get("status", "")
        if not is_known_status(status) and len(self._statuses) < _MOST_TOLD:
            self._statuses[status[:80]] = None
        yield reader.person(found)

    def _unused(self, headers: Sequence[str]) -> Iterator[Problem]:
        """The columns that are not understood, a few in each Problem."""
        for at in range(0, min(len(headers), 10 * _MOST_TOLD), _MOST_TOLD):
            columns = ", ".join(headers[at : at + _MOST_TOLD])
            yield Problem(self.file, "directory-columns-unused", {"columns": columns})

    def _left_out(self) -> Iterator[Problem]:
        for message, count in self._told.items():
            yield Problem(self.file, message, {"count": str(count)})
        if self._statuses:
            yield Problem(self.file, "directory-status-unknown", {"values": ", ".join(self._statuses)})


def _column(columns: ColumnMap, name: str, rows: Sequence[Sequence[str]]) -> list[str]:
    return [row[at].strip() for at in columns.places.get(name, ()) for row in rows if at < len(row) and row[at].strip()]


def _is_flag(cell: str) -> bool:
    """Whether a cell of a column of days says yes or no, or that somebody left, and no day."""
    return yes(cell) is not None or has_left(cell)


def _says_yes(cell: str) -> bool:
    return yes(cell) is True or has_left(cell)


def departments(people: Iterable[PersonRecord]) -> Iterator[GroupRecord]:
    """The departments, the outer before the inner."""
    told: set[str] = set()
    for person in people:
        names = person.department.split(" / ") if person.department else []
        for depth, name in enumerate(names):
            group, parent = " / ".join(names[: depth + 1]), " / ".join(names[:depth]) or None
            if group not in told:
                told.add(group)
                yield GroupRecord(group, GroupKind.DEPARTMENT, name, parent)
