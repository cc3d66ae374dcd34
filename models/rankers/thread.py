"""Who takes part in the conversations and pages that matching documents belong to, under one title in one folder?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.rankers.asked import Asked, Reason, per_person, strongest
from models.rankers.places import spread


class Thread:
    """Votes of documents, handed to the people of their thread."""

    name = "thread"

    def scores(self, asked: Asked) -> NDArray[np.float64]:
        """What each person gets from the threads."""
        found = spread(asked, "thread")
        return per_person(asked, found.owners, found.weights)

    def reasons(self, asked: Asked, person: int, limit: int) -> Sequence[Reason]:
        """The threads in which this person takes part, each by its best matching document."""
        found = spread(asked, "thread")
        mine = np.flatnonzero(found.owners == person)
        best = _best(asked)
        references = np.asarray([best[place] for place in found.places[mine].tolist()], dtype=np.int64)
        return strongest("thread", references, found.weights[mine], limit)


def _best(asked: Asked) -> dict[int, int]:
    """Which document of each thread matches best?"""
    best = asked.kept.get("best")
    if not isinstance(best, dict):
        index = asked.index.active["thread"].find(asked.index.columns["thread"][asked.ordinals])
        _, first = np.unique(index, return_index=True)
        best = dict(zip(index[first].tolist(), asked.ordinals[first].tolist(), strict=True))
        asked.kept["best"] = best
    return best
