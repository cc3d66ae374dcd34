"""Who is active in the folders, spaces and channels where the matching documents are?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.rankers.matches import Matches, Pieces
from models.rankers.places import spread


class FolderRanker:
    """Votes of documents, handed to the people of their folder."""

    name = "folder"
    kind = "folder"

    def scores(self, asked: Matches) -> NDArray[np.float64]:
        """What each person gets from the folders."""
        return spread(asked, "folder").scores

    def evidence(self, asked: Matches, slots: NDArray[np.int64]) -> Pieces:
        """The folders in which these people are active: numbers of groups."""
        found = spread(asked, "folder")
        whose, which, weights = found.of_people(slots)
        return Pieces(whose, found.places[which].astype(np.int64), weights)
