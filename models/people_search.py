"""Finds people by name, phone number, room or function."""

from __future__ import annotations

from graph.facts import Seconds
from models.answers import FoundPerson
from models.index.contract import Index
from models.index.text.subject import subject_of


def find_people(text: str, index: Index, now: Seconds | None = None) -> tuple[FoundPerson, ...]:
    """Everybody in the directory whom this text names, best match first."""
    snapshot = index.snapshot()
    found = snapshot.names(now).find(subject_of(text), len(snapshot.persons))
    rows = snapshot.persons
    return tuple(FoundPerson(rows[each.person].key, each.matched, each.typo) for each in found)
