"""Finds people by name, phone number, room or function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.facts import Account, Group, Key, Location, Node, Seconds, anchor_key
from graph.store import View
from models.answers import FoundPerson, PersonHit
from models.index.contract import Index, NameMatch, Snapshot
from models.index.text.subject import subject_of
from models.offering import with_pauses


def find_people(text: str, index: Index, now: Seconds | None = None) -> tuple[FoundPerson, ...]:
    """Everybody in the directory whom this text names, best match first."""
    snapshot = index.snapshot()
    rows = snapshot.persons
    return tuple(FoundPerson(rows[each.person].key, each.matched, each.typo) for each in _find(text, snapshot, now))


def describe_people(
    text: str, view: View, index: Index, limit: int, now: Seconds | None = None
) -> tuple[PersonHit, ...]:
    """At most `limit` of those whom this text names, best match first, with what the asker may see of them."""
    snapshot = index.snapshot()
    found = _find(text, snapshot, now)[:limit]
    nodes = view.get(keys_of(snapshot, found))
    hits = tuple(hit for each in found if (hit := person_hit(snapshot, each, nodes)) is not None)
    return with_pauses(hits, view, now)


def _find(text: str, snapshot: Snapshot, now: Seconds | None) -> Sequence[NameMatch]:
    return snapshot.names(now).find(subject_of(text), len(snapshot.persons))


def keys_of(snapshot: Snapshot, found: Sequence[NameMatch]) -> set[Key]:
    """Keys of the nodes that show these people: account, department and innermost location of each."""
    keys: set[Key] = set()
    for each in found:
        row = snapshot.persons[each.person]
        keys.update(key for key in (anchor_key(row.key), row.department, *row.locations[-1:]) if key)
    return keys


def person_hit(snapshot: Snapshot, found: NameMatch, nodes: Mapping[Key, Node]) -> PersonHit | None:
    """A person who was found, as the nodes of the asker tell; None when their account is not among them."""
    row = snapshot.persons[found.person]
    node = nodes.get(anchor_key(row.key))
    if not isinstance(node, Account):
        return None
    department = nodes.get(row.department) if row.department else None
    location = nodes.get(row.locations[-1]) if row.locations else None
    return PersonHit(
        person=row.key,
        name=node.name,
        matched=found.matched,
        function=node.function,
        department=department.name if isinstance(department, Group) else None,
        location=location.name if isinstance(location, Location) else None,
        phone=node.phone,
        room=node.room,
        typo=found.typo,
    )
