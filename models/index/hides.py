"""Acts that cast no vote, because the person hides the topic: the act rows, found through mentions of the topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import EdgeKind, Key, kind_of
from graph.store import View
from models.index.columns import Columns
from models.index.dictionary import Dictionary
from models.index.people import People

Find = Callable[[Sequence[Key]], NDArray[Any]]


def find(
    view: View, columns: Columns, ordinals_of: Find, books: Mapping[str, Dictionary], people: People
) -> NDArray[np.int64]:
    """The act rows of persons on documents that mention what they hide."""
    edges = list(view.all_edges(EdgeKind.HIDES))
    rows: list[NDArray[Any]] = []
    for edge in edges:
        person = books["persons"].find(edge.start)
        found = ordinals_of(_documents(view, edge.end)) if person >= 0 else np.zeros(0, np.int64)
        found = np.unique(found[(found >= 0) & (found < columns.sizes.documents)])
        if len(found):
            acts, _ = columns.acts_of(found)
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
