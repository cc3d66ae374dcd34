"""Documents of a source that lack an author or a date, as far as the asker may read them: read from the index only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.facts import Key
from graph.store import View
from models.documents import newest_first
from models.index.contract import NEVER, Index, Ordinals, Snapshot


@dataclass(frozen=True, slots=True)
class IncompleteDocument:
    """A document that lacks an author or a date."""

    document: Key
    title: str


@dataclass(frozen=True, slots=True)
class IncompleteDocuments:
    """Number of documents of one source without an author and without a date, and the first ones of each."""

    authorless: int = 0
    undated: int = 0
    without_author: tuple[IncompleteDocument, ...] = ()
    without_date: tuple[IncompleteDocument, ...] = ()


def incomplete_documents(view: View, index: Index, most: int = 5) -> dict[str, IncompleteDocuments]:
    """The incomplete documents of every source by its name; `most` are named of each."""
    snapshot = index.snapshot()
    ordinals = np.arange(snapshot.document_count, dtype=np.int64)
    ordinals = ordinals[snapshot.visible(ordinals, snapshot.access_filter(view))]
    columns = snapshot.columns
    ends = np.asarray(columns["act_end"])
    acts = np.diff(ends, prepend=0)[ordinals]
    authorless, undated = ordinals[acts == 0], ordinals[columns["at"][ordinals] == NEVER]
    sources = columns["source"]
    return {
        name: _of_source(snapshot, authorless[sources[authorless] == number], undated[sources[undated] == number], most)
        for number, name in enumerate(snapshot.keys("sources"))
    }


def _of_source(index: Snapshot, authorless: Ordinals, undated: Ordinals, most: int) -> IncompleteDocuments:
    return IncompleteDocuments(
        len(authorless), len(undated), _named(index, authorless, most), _named(index, undated, most)
    )


def _named(index: Snapshot, ordinals: Ordinals, most: int) -> tuple[IncompleteDocument, ...]:
    first = newest_first(index, ordinals)[:most].tolist()
    return tuple(IncompleteDocument(*index.columns.name_of(ordinal)[:2]) for ordinal in first)
