"""The organisation as trees that can be walked: departments with those in them, and places with those who sit there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.facts import Edge, EdgeKind, Group, GroupKind, Key, Location, Node, Seconds, anchor_key, kind_of, person_key
from graph.store import View
from models.people import PersonEntry, PersonKind

AT_ONCE = 5000
"""People whose edges are asked for in one call."""
MANAGES = frozenset({"manager", "lead", "head", "leider", "hoofd"})
"""Roles of who manages a department, as directories write them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A department or a place in a tree: the larger one that it is in (None: it is in none)."""

    key: Key
    name: str
    kind: str
    larger: Key | None = None


class PartTree:
    """Departments or places, each in a larger one, and the people of each. People are in the order of their names."""

    def __init__(
        self, parts: Mapping[Key, Unit], people: Mapping[Key, Sequence[Key]], order: Mapping[Key, int]
    ) -> None:
        self._parts, self._people, self._order = parts, people, order
        self._inner: dict[Key | None, list[Key]] = {}
        for part in sorted(parts.values(), key=lambda part: (part.name.casefold(), part.key)):
            self._inner.setdefault(self._larger(part), []).append(part.key)
        self._within: dict[Key, frozenset[Key]] = {}
        self._whole: dict[Key, tuple[Key, ...]] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._parts

    def __getitem__(self, key: Key) -> Unit:
        return self._parts[key]

    def parts(self) -> Iterable[Unit]:
        """All of them."""
        return self._parts.values()

    def inner(self, key: Key | None) -> list[Key]:
        """What lies in this one, by name; None gives the largest ones."""
        return self._inner.get(key, [])

    def way(self, key: Key) -> list[Unit]:
        """The larger ones around this one, the largest first, and itself."""
        way: dict[Key, Unit] = {}
        at: Key | None = key
        while at is not None and at in self._parts and at not in way:
            way[at] = self._parts[at]
            at = way[at].larger
        return list(reversed(way.values()))

    def directly(self, key: Key) -> list[Key]:
        """The people of this one itself, by name."""
        return sorted(self._people.get(key, ()), key=self._order.__getitem__)

    def whole(self, key: Key) -> list[Key]:
        """The people of this one and of all within it, by name, each once."""
        if key not in self._whole:
            self._whole[key] = tuple(sorted(self.within(key), key=self._order.__getitem__))
        return list(self._whole[key])

    def count(self, key: Key) -> int:
        """Number of people of this one and of all within it."""
        return len(self.within(key))

    def within(self, key: Key) -> frozenset[Key]:
        """The people of this one and of all within it, in no order."""
        if key not in self._within:
            inner = (self.within(each) for each in self.inner(key))
            self._within[key] = frozenset(self._people.get(key, ())).union(*inner)
        return self._within[key]

    def _larger(self, part: Unit) -> Key | None:
        """What this one lies in; None where sources say that both lie in each other."""
        if part.larger is None or part.larger not in self._parts:
            return None
        return None if any(each.key == part.key for each in self.way(part.larger)) else part.larger


@dataclass(frozen=True, slots=True)
class OrganisationChart:
    """Who works and sits where, of the colleagues of today; `until` is when the next one begins or leaves, if ever."""

    departments: PartTree
    places: PartTree
    groups: Mapping[Key, tuple[Key, ...]]
    """By person the groups that the directory tells, departments among them."""
    reports: Mapping[Key, Key]
    """By person whom they report to."""
    roles: Mapping[tuple[Key, Key], str]
    """By person and group their role there, where one is told."""
    named: Mapping[Key, Unit]
    """All groups of `groups`."""
    seats: Mapping[Key, Key]
    """By person the innermost place where they sit."""
    sizes: Mapping[Key, int] = field(default_factory=dict)
    """By group how many of these people are in it."""
    outside: int = 0
    """Number of colleagues of whom no department is told."""
    until: Seconds | None = None
    homes: dict[Key, Key | None] = field(default_factory=dict, compare=False)
    """By department the building of most of its people, as far as it was asked for before."""

    def manager(self, department: Key) -> Key | None:
        """Who manages this department: by role, else the person to whom more than half of the others in it report."""
        people = self.departments.directly(department)
        heads = [each for each in people if self.roles.get((each, department), "").casefold() in MANAGES]
        if heads:
            return heads[0]
        told = Counter(self.reports[each] for each in people if each in self.reports)
        for head, count in told.most_common(1):
            return head if 2 * count > len([each for each in people if each != head]) else None
        return None


def read_organisation(view: View, everybody: Sequence[PersonEntry], now: Seconds) -> OrganisationChart:
    """The organisation as the asker may see it. `everybody` is the list of people, in its order."""
    order = {entry.person: place for place, entry in enumerate(everybody) if entry.kind(now) is PersonKind.COLLEAGUE}
    edges = _edges_of(view, order)
    parts = _parts_of(view, {edge.end for edge in edges if edge.kind is not EdgeKind.REPORTS_TO})
    groups, members, seats = dict[Key, list[Key]](), dict[Key, list[Key]](), dict[Key, list[Key]]()
    for edge in edges:
        person = person_key(edge.start)
        if edge.kind is EdgeKind.MEMBER_OF and edge.end in parts:
            groups.setdefault(person, []).append(edge.end)
            members.setdefault(edge.end, []).append(person)
        elif edge.kind is EdgeKind.AT and edge.end in parts:
            seats.setdefault(edge.end, []).append(person)
    managers = ((person_key(edge.start), person_key(edge.end)) for edge in edges if edge.kind is EdgeKind.REPORTS_TO)
    departments = _tree(parts, {GroupKind.DEPARTMENT.value}, members, order)
    plans = [at for entry in everybody for at in (entry.left, entry.joined) if at is not None and at > now]
    return OrganisationChart(
        departments=departments,
        places=PartTree({key: part for key, part in parts.items() if _is_place(key)}, seats, order),
        groups={person: tuple(dict.fromkeys(keys)) for person, keys in groups.items()},
        reports={person: manager for person, manager in managers if manager in order and manager != person},
        roles={(person_key(edge.start), edge.end): edge.role for edge in edges if edge.role},
        named={key: part for key, part in parts.items() if not _is_place(key)},
        seats={person: key for key, people in sorted(seats.items()) for person in people},
        sizes={key: len(people) for key, people in members.items()},
        outside=len(order) - len({each for part in departments.parts() for each in members.get(part.key, ())}),
        until=min(plans, default=None),
    )


def _edges_of(view: View, people: Iterable[Key]) -> list[Edge]:
    kinds = (EdgeKind.MEMBER_OF, EdgeKind.AT, EdgeKind.REPORTS_TO)
    anchors = [anchor_key(each) for each in people]
    parts = (anchors[first : first + AT_ONCE] for first in range(0, len(anchors), AT_ONCE))
    return [edge for some in parts for edge in view.edges(kinds, some)]


def _parts_of(view: View, keys: set[Key]) -> dict[Key, Unit]:
    """These groups and places, and the larger ones around them."""
    above: dict[Key, Key] = {}
    for edge in view.above(keys):
        above.setdefault(edge.start, edge.end)
    nodes = view.get({*keys, *above, *above.values()})
    return {key: part for key, node in nodes.items() if (part := _part(node, above.get(key)))}


def _part(node: Node, larger: Key | None) -> Unit | None:
    if isinstance(node, Group):
        return Unit(node.key, node.name, node.kind.value, larger)
    return Unit(node.key, node.name, node.kind, larger) if isinstance(node, Location) else None


def _is_place(key: Key) -> bool:
    return kind_of(key) == "location"


def _tree(
    parts: Mapping[Key, Unit], kinds: set[str], people: Mapping[Key, Sequence[Key]], order: Mapping[Key, int]
) -> PartTree:
    return PartTree({key: part for key, part in parts.items() if part.kind in kinds}, people, order)
