"""Who takes part in the conversations and pages that matching documents belong to, under one title in one folder?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.rankers.matches import Matches, Pieces
from models.rankers.places import spread


class ThreadRanker:
    """Votes of documents, handed to the people of their thread."""

    name = "thread"
    kind = "thread"

    def scores(self, asked: Matches) -> NDArray[np.float64]:
        """What each person gets from the threads."""
        return spread(asked, "thread").scores

    def evidence(self, asked: Matches, slots: NDArray[np.int64]) -> Pieces:
        """The threads in which these people take part, each by its best matching document."""
        found = spread(asked, "thread")
        whose, which, weights = found.of_people(slots)
        return Pieces(whose, found.best[which], weights)
