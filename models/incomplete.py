"""Documents of a source that lack an author or a date, as far as the asker may read them: read from the index only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from graph.facts import Document, Key, Node
from graph.store import View
from models.documents import newest_first
from models.index.contract import NEVER, AccessFilter, Index, Ordinals, Snapshot
from models.withdrawn import fetched


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


@dataclass(frozen=True, slots=True)
class IncompleteDraft:
    """Of each source, by number, the ordinals of all that lack an author and of all that lack a date, newest first."""

    index: Snapshot
    access: AccessFilter
    most: int
    parts: tuple[tuple[Ordinals, ...], ...]

    @property
    def shown(self) -> set[int]:
        """The documents that are named."""
        return {ordinal for part in self.parts for lacking in part for ordinal in lacking[: self.most].tolist()}

    @property
    def keys(self) -> tuple[Key, ...]:
        """Nothing else is shown."""
        return ()

    def told(self, part: Sequence[Ordinals], nodes: Mapping[Key, Node]) -> IncompleteDocuments:
        """What one source lacks."""
        authorless, undated = part
        return IncompleteDocuments(
            len(authorless), len(undated), self._named(authorless, nodes), self._named(undated, nodes)
        )

    def _named(self, lacking: Ordinals, nodes: Mapping[Key, Node]) -> tuple[IncompleteDocument, ...]:
        found = (nodes[self.index.columns.key_of(each)] for each in lacking[: self.most].tolist())
        return tuple(IncompleteDocument(each.key, each.title) for each in found if isinstance(each, Document))


def incomplete_documents(view: View, index: Index, most: int = 5) -> dict[str, IncompleteDocuments]:
    """The incomplete documents of every source by its name; `most` are named of each."""
    snapshot = index.snapshot()
    found = fetched(view, snapshot, snapshot.access_filter(view), partial(_draft, snapshot, most))
    if found is None:
        return {}
    draft, nodes = found
    return {name: draft.told(part, nodes) for name, part in zip(snapshot.keys("sources"), draft.parts, strict=True)}


def _draft(snapshot: Snapshot, most: int, access: AccessFilter) -> IncompleteDraft:
    ordinals = np.arange(snapshot.document_count, dtype=np.int64)
    ordinals = ordinals[snapshot.visible(ordinals, access)]
    columns = snapshot.columns
    ends = np.asarray(columns["act_end"])
    acts = np.diff(ends, prepend=0)[ordinals]
    authorless, undated = ordinals[acts == 0], ordinals[columns["at"][ordinals] == NEVER]
    sources = columns["source"]
    parts = tuple(
        tuple(newest_first(snapshot, lacking[sources[lacking] == number]) for lacking in (authorless, undated))
        for number in range(len(snapshot.keys("sources")))
    )
    return IncompleteDraft(snapshot, access, most, parts)
