"""The lines of a people file as people, with their departments and managers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.facts import GroupKind, GroupRecord, PersonRecord, Problem
from ingest.contract import SourceError
from ingest.sources.columns import day, fields_of, has_left, is_service, known_fields, path_of, several, yes

LEFT_SOME_DAY = 0
"""The date of a leaver whose status says so without a date."""


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """The lines of a people file, read by the names in its first line."""

    cells: Iterator[list[str] | Problem]
    columns: Mapping[str, str]

    def people(self) -> Iterator[PersonRecord | Problem]:
        """Each line as a person, or why it is not one. Raises SourceError without the columns it needs."""
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


def person_of(found: Mapping[str, str]) -> PersonRecord:
    """The person that these cells (by field) describe."""
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
    """The departments, the outer before the inner."""
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


def with_address_as_id(found: Mapping[str, str]) -> dict[str, str]:
    """The cells of a file without ids: people, and their managers, are known by their first e-mail address."""
    address = next(iter(several(found.get("emails", ""))), "")
    return {**found, "id": address.casefold(), "manager": found.get("manager", "").casefold()}
