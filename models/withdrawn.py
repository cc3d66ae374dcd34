"""Answers that hold only what the store's View gives at that moment, whatever the index still has.

What was withdrawn since the commit of the index counts nowhere (`AccessFilter.lag`). The documents that are shown are
asked of the View besides, in the call that fetches names: an index that belongs to another state of the store, as after
a backup was put back, shows nothing that this one does not give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Protocol, TypeVar

import numpy as np

from graph.facts import Key, Node
from graph.store import View
from models.index.contract import AccessFilter, Snapshot

ROUNDS = 3
"""Times that an answer is worked out, each without the documents that the View did not give; then it is empty."""


class Drafted(Protocol):
    """An answer before it is told: the ordinals that it shows, and the keys of what else must be fetched."""

    @property
    def shown(self) -> Collection[int]: ...
    @property
    def keys(self) -> Collection[Key]: ...


D = TypeVar("D", bound=Drafted)


def fetched(
    view: View, index: Snapshot, access: AccessFilter, draft: Callable[[AccessFilter], D]
) -> tuple[D, Mapping[Key, Node]] | None:
    """The draft of which the View gives every document, with the nodes; None when there is no end to what is missing.

    One call to the store, as long as the index belongs to it.
    """
    for _ in range(ROUNDS):
        made = draft(access)
        shown = [*made.shown]
        documents = index.columns.keys_of(np.asarray(shown, dtype=np.int64))
        nodes = view.get({*made.keys, *documents})
        missing = [ordinal for ordinal, key in zip(shown, documents, strict=True) if key not in nodes]
        if not missing:
            return made, nodes
        access = index.without(access, missing)
    return None
