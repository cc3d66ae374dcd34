"""Narrows a question by the place or group of the organisation that it names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from graph.facts import Group, Key, Location, kind_of
from graph.store import View
from models.answers import Question
from models.asking.places_asked import named_place, places_asked
from models.index.contract import Index, Snapshot


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A question about a subject among the people of one place or group, and its `name`.

    Without a subject the people themselves are asked for.
    """

    question: Question
    name: str


def narrowed(question: Question, view: View, index: Index) -> Narrowed | None:
    """The question with the place or group that it names as a filter; None when the asker may see none of that name."""
    asked = places_asked(question.text)
    if not asked or question.department or question.location:
        return None
    names = _names(view, index.snapshot())
    for each in asked:
        key = named_place(each, names, lambda key: "group" if kind_of(key) == "group" else "place")
        if key is not None:
            within = replace(question, text=each.subject)
            is_group = kind_of(key) == "group"
            inside = replace(within, department=key) if is_group else replace(within, location=key)
            return Narrowed(inside, names[key])
    return None


def _names(view: View, index: Snapshot) -> dict[Key, str]:
    """The departments and locations in which people are, with those around them, by key."""
    departments = index.roster.departments
    keys: Collection[Key] = {
        *departments,
        *(edge.end for edge in view.above(departments)),
        *(key for row in index.persons for key in row.locations),
    }
    return {key: node.name for key, node in sorted(view.get(keys).items()) if isinstance(node, Group | Location)}
