"""What casts no vote because the person hides it: documents on it, found through mentions, and the acts on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import EdgeKind, Key, kind_of
from graph.store import View
from models.index.columns import Columns
from models.index.dictionary import Dictionary
from models.index.people import People

Find = Callable[[Sequence[Key]], NDArray[Any]]


HiddenDocuments = Sequence[tuple[int, NDArray[np.int64]]]
"""Persons, each with documents on what that person hides."""


def documents(view: View, columns: Columns, ordinals_of: Find, persons: Dictionary) -> HiddenDocuments:
    """The documents that mention what somebody hides."""
    found = []
    for edge in view.all_edges(EdgeKind.HIDES):
        person = persons.find(edge.start)
        ordinals = ordinals_of(_documents(view, edge.end)) if person >= 0 else np.zeros(0, np.int64)
        ordinals = np.unique(ordinals[(ordinals >= 0) & (ordinals < columns.sizes.documents)])
        if len(ordinals):
            found.append((person, ordinals))
    return found


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
