"""What casts no vote because the person hides it, or used to know about it: the acts on documents that mention it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.authored import USED_TO
from graph.facts import Edge, EdgeKind, Key, kind_of
from graph.store import View
from models.index.columns import Columns
from models.index.dictionary import Dictionary
from models.index.people import People

Find = Callable[[Sequence[Key]], NDArray[Any]]


HiddenDocuments = Sequence[tuple[int, NDArray[np.int64]]]
"""Persons, each with documents on what that person hides."""


def documents(view: View, columns: Columns, ordinals_of: Find, persons: Dictionary) -> HiddenDocuments:
    """The documents that mention what somebody hides or used to know about."""
    found = []
    for edge in _without_vote(view):
        person = persons.find(edge.start)
        ordinals = ordinals_of(_documents(view, edge.end)) if person >= 0 else np.zeros(0, np.int64)
        ordinals = np.unique(ordinals[(ordinals >= 0) & (ordinals < columns.sizes.documents)])
        if len(ordinals):
            found.append((person, ordinals))
    return found


def _without_vote(view: View) -> Iterator[Edge]:
    """The edges by which people say that their acts on something cast no vote."""
    yield from view.all_edges(EdgeKind.HIDES)
    yield from (edge for edge in view.all_edges(EdgeKind.CLAIMS) if edge.role == USED_TO)


def acts_of(columns: Columns, hidden: HiddenDocuments, people: People) -> NDArray[np.int64]:
    """The act rows of these persons on the documents that they hide."""
    rows: list[NDArray[Any]] = []
    for person, ordinals in hidden:
        acts, _ = columns.acts_of(ordinals)
        mine = [number for number, owner in enumerate(people.accounts) if owner == person]
        rows.append(acts[np.isin(columns["account"][acts], mine)])
    return np.unique(np.concatenate(rows)) if rows else np.zeros(0, np.int64)


def _documents(view: View, hidden: Key) -> list[Key]:
    """The documents that mention what is hidden: a topic, a term, or the document itself."""
    if kind_of(hidden) == "document":
        return [hidden]
    terms = [hidden]
    if kind_of(hidden) == "topic":
        terms = [edge.start for edge in view.edges([EdgeKind.LABELS], [hidden], "in")]
    found = view.edges([EdgeKind.MENTIONS, EdgeKind.TAGGED], terms, "in") if terms else []
    return [edge.start for edge in found]
