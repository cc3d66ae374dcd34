"""Whom a cell means as a manager: an id, an address, a login, a distinguished name or a name of one person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from graph.facts import PersonRecord, Problem
from graph.names import fold, read
from ingest.sources.people_addresses import addresses_in
from ingest.sources.people_rows import PersonRow

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
_NUMBER = re.compile(r"(?<!\w)[A-Za-z]{0,4}\d{1,20}(?!\w)")
_DN_PART = re.compile(r"(?:\A|[,;+])[ ]?([A-Za-z]{1,20})[ ]?=[ ]?((?:[^,;+\\]|\\.){1,200})")
_ESCAPED = re.compile(r"\\(.)")
_DOMAIN = re.compile(r"[\w.-]{1,60}\\([\w.-]{1,60})")
_LONGEST = 2_000


class ManagerIndex:
    """The people of a file by everything that a column of managers may hold."""

    def __init__(self, rows: Iterable[PersonRow]) -> None:
        self._here: dict[str, bool] = {}
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._logins: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._add(row)

    def _add(self, row: PersonRow) -> None:
        person = row.person
        self._here[person.id] = person.left is None
        for key in (person.id, *row.keys):
            self._ids[_key(key)].add(person.id)
        for login in (*person.emails, *person.handles, *(email.partition("@")[0] for email in person.emails)):
            self._logins[_key(login)].add(person.id)
        for called in (person.name, *person.aliases):
            for whole in _wholes(called):
                self._names[whole].add(person.id)

    def find(self, cell: str) -> set[str]:
        """The ids of who may be meant; the first way to read the cell that fits anybody decides.

        Of several people with one name, those who did not leave are meant.
        """
        for said in cell[:_LONGEST].split("\n"):
            if said in self._here:
                return {said}
            for found in self._ways(said.strip()):
                if found:
                    return {each for each in found if self._here[each]} or found
        return set()

    def _ways(self, said: str) -> Iterator[set[str]]:
        yield self._ids.get(_key(said), set())
        for address in addresses_in(said):
            yield self._ids.get(_key(address), set()) or self._logins.get(_key(address), set())
        parts = dict(
            reversed([(name.casefold(), _ESCAPED.sub(r"\1", value)) for name, value in _DN_PART.findall(said)])
        )
        named = parts.get("cn") or parts.get("uid") or "" if len(parts) > 1 or "cn" in parts else ""
        for text in (named, said):
            yield from self._ways_of_text(text)

    def _ways_of_text(self, text: str) -> Iterator[set[str]]:
        domain = _DOMAIN.fullmatch(text)
        login = domain[1] if domain else text
        yield self._ids.get(_key(login), set())
        yield self._logins.get(_key(login), set())
        for inner in (*_BRACKETS.findall(text), *_NUMBER.findall(text)):
            yield self._ids.get(_key(inner), set()) or self._logins.get(_key(inner), set())
        bare = _NUMBER.sub(" ", _BRACKETS.sub(" ", text)).strip(" -–,;:/")
        yield set().union(*(self._names.get(whole, set()) for whole in _wholes(bare)))
        if "; " in text or ";" in text:
            yield from self._ways_of_text(text.partition(";")[0].strip())


def _key(text: str) -> str:
    """An id or login as people mix them up: without case and the zeros that spreadsheets leave out."""
    plain = fold(text).strip()
    return plain.lstrip("0") or "0" if plain.isdecimal() else plain


def _wholes(text: str) -> frozenset[str]:
    name = read(text) if text else None
    return name.wholes if name is not None and name.full else frozenset()


def with_managers(rows: Iterable[PersonRow]) -> Iterator[PersonRecord | Problem]:
    """The people, each with the id of a manager that is in the file and does not report to them; else without one."""
    known = list(rows)
    index = ManagerIndex(known)
    people: dict[str, PersonRecord] = {}
    for person in (row.person for row in known):
        found = index.find(person.manager) if person.manager else set()
        if person.manager and len(found) != 1:
            message = "directory-manager-unclear" if found else "directory-manager-unknown"
            manager = person.manager.partition("\n")[0]
            yield Problem(person.id, message, {"id": person.id, "manager": manager})
        manager_id = next(iter(found)) if len(found) == 1 else None
        people[person.id] = replace(person, manager=None if manager_id == person.id else manager_id)
    yield from _without_circles(people)


def _without_circles(people: Mapping[str, PersonRecord]) -> Iterator[PersonRecord | Problem]:
    broken = cycle_starts(people)
    for person in people.values():
        if person.id in broken:
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
