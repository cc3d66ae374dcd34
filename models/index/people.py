"""Who is behind an account, where they work, and whether they may appear: a small table, read at question time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from graph.facts import EVERYONE, Account, Edge, EdgeKind, Group, GroupKind, Key, Location, anchor_key, person_key
from graph.names import has_family_name
from graph.opting import opted_out
from graph.store import View
from models.index.dictionary import Dictionary
from models.index.generation import write_whole
from models.index.records import IndexedPerson
from models.services import is_service

MOST_EMAILS = 8


class People:
    """The table of people by number, and the person's number of each account number (-1: nobody yet)."""

    def __init__(self, persons: list[IndexedPerson], accounts: list[int]) -> None:
        self.persons = persons
        self.accounts = accounts

    @classmethod
    def read(cls, file: Path) -> People:
        """The table that `write` wrote."""
        raw = json.loads(file.read_bytes())
        return cls([IndexedPerson(**row) for row in raw["persons"]], list(raw["accounts"]))

    def write(self, file: Path) -> None:
        """Write the whole table; it is small."""
        names = [each.name for each in fields(IndexedPerson)]
        rows = [{name: getattr(row, name) for name in names} for row in self.persons]
        raw = {"persons": rows, "accounts": self.accounts}
        write_whole(file, json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def place(self, person: int, key: Key) -> IndexedPerson:
        """The row of this person number, made if it is new."""
        while len(self.persons) <= person:
            self.persons.append(IndexedPerson(key=""))
        self.persons[person].key = key
        return self.persons[person]

    def bind(self, account: int, person: int) -> int:
        """From now on this account is this person; the person it was before, -1 if nobody."""
        while len(self.accounts) <= account:
            self.accounts.append(-1)
        before, self.accounts[account] = self.accounts[account], person
        return before

    def persons_of(self, accounts: Iterable[int]) -> set[int]:
        """The persons of these accounts, -1 among them if one is nobody's; new accounts are left out."""
        return {self.accounts[each] for each in accounts if each < len(self.accounts)}


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The persons that have other work now, and whether anything of the table is another."""

    moved: frozenset[int]
    changed: bool


def refresh(
    people: People,
    view: View,
    keys: Collection[Key],
    accounts: Dictionary,
    persons: Dictionary,
    rules: Collection[Key] = (EVERYONE,),
) -> Refreshed:
    """Read these accounts and who they are again; which persons have other work now, and whether any row changed.

    `rules` are those that are open to everyone: of several departments, one that everyone may see comes first.
    """
    nodes = {key: node for key, node in view.get(keys).items() if isinstance(node, Account)}
    owners = {edge.start: edge.end for edge in view.edges([EdgeKind.IS], keys)}
    moved: set[int] = set()
    wanted: set[Key] = set()
    rows: dict[int, IndexedPerson] = {}
    for key in keys:
        person = owners.get(key) or person_key(key)
        number = persons.number_for(person)
        before = people.bind(accounts.number_for(key), number)
        if before != number:
            moved.update(each for each in (before, number) if each >= 0)
        new = number >= len(people.persons)
        row = people.place(number, person)
        rows.setdefault(number, IndexedPerson(key="") if new else replace(row))
        node = nodes.get(key)
        if node is not None and not row.name:
            row.name = node.name
        wanted.add(anchor_key(person))
        if key == anchor_key(person) and node is None:
            people.persons[number] = IndexedPerson(key=person, name="")
    _describe(people, view, wanted, nodes, persons, rules)
    changed = bool(moved) or any(people.persons[number] != row for number, row in rows.items())
    return Refreshed(frozenset(moved), changed)


def people_in(people: People, places: Collection[Key]) -> list[Key]:
    """The anchors of the persons who are in one of these departments or locations."""
    wanted = set(places)
    return [anchor_key(row.key) for row in people.persons if row.department in wanted or wanted & {*row.locations}]


def _describe(
    people: People,
    view: View,
    anchors: set[Key],
    known: Mapping[Key, Account],
    persons: Dictionary,
    rules: Collection[Key],
) -> None:
    """Fill in the rows of the persons with these anchors."""
    missing = anchors - known.keys()
    nodes = dict(known)
    nodes |= {key: node for key, node in view.get(missing).items() if isinstance(node, Account)} if missing else {}
    found = [nodes[key] for key in anchors if key in nodes]
    places = _places(view, [node.key for node in found if node.anchor], rules)
    out = opted_out(view, [person_key(node.key) for node in found])
    for node in found:
        person = person_key(node.key)
        number = persons.find(person)
        if number >= 0:
            _fill(people.place(number, person), node, places, out=person in out)


@dataclass(frozen=True, slots=True)
class _Places:
    departments: Mapping[Key, Group]
    locations: Mapping[Key, list[Location]]


def _places(view: View, anchors: Collection[Key], rules: Collection[Key]) -> _Places:
    """The department and the locations (innermost first) of each of these accounts."""
    if not anchors:
        return _Places({}, {})
    edges = view.edges([EdgeKind.MEMBER_OF, EdgeKind.AT], anchors)
    inner = {edge.end for edge in edges if edge.kind is EdgeKind.AT}
    above = _above(view, inner)
    ends = {edge.end for edge in edges} | set(above) | set(above.values())
    nodes = view.get(ends)
    departments: dict[Key, Group] = {}
    locations: dict[Key, list[Location]] = {}
    for edge in sorted(edges, key=lambda each: each.end):
        node = nodes.get(edge.end)
        if isinstance(node, Group) and node.kind is GroupKind.DEPARTMENT:
            first = departments.setdefault(edge.start, node)
            if first.rule not in rules and node.rule in rules:
                departments[edge.start] = node
        elif isinstance(node, Location):
            locations.setdefault(edge.start, _chain(node, above, nodes))
    return _Places(departments, locations)


def _above(view: View, keys: Collection[Key]) -> dict[Key, Key]:
    above: dict[Key, Key] = {}
    todo = set(keys)
    while todo:
        edges: list[Edge] = view.edges([EdgeKind.PART_OF], todo)
        above |= {edge.start: edge.end for edge in edges}
        todo = {edge.end for edge in edges} - above.keys()
    return above


def _chain(node: Location, above: Mapping[Key, Key], nodes: Mapping[Key, object]) -> list[Location]:
    chain, seen = [node], {node.key}
    while (key := above.get(chain[-1].key)) is not None and key not in seen:
        outer = nodes.get(key)
        if not isinstance(outer, Location):
            break
        chain.append(outer)
        seen.add(key)
    return chain


def _fill(row: IndexedPerson, node: Account, places: _Places, *, out: bool) -> None:
    department = places.departments.get(node.key)
    chain = places.locations.get(node.key, [])
    row.name, row.names = node.name, [node.name, *node.aliases, *node.handles]
    row.emails = [email.casefold() for email in node.emails[:MOST_EMAILS]]
    row.phone, row.room, row.function = node.phone, node.room, node.function
    row.department = department.key if department else None
    row.department_name = department.name if department else None
    row.locations = [each.key for each in chain]
    row.location_name = chain[-1].name if chain else None
    row.joined, row.left, row.listed = node.joined, node.left, node.anchor
    row.service, row.opted_out = is_service(node), node.opted_out or out
    row.named = node.anchor or has_family_name(node.name)
