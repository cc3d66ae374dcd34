"""Who is active in the folders, spaces and channels where the matching documents are?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.rankers.asked import Asked, Pieces, per_person
from models.rankers.places import spread


class Folder:
    """Votes of documents, handed to the people of their folder."""

    name = "folder"
    kind = "folder"

    def scores(self, asked: Asked) -> NDArray[np.float64]:
        """What each person gets from the folders."""
        found = spread(asked, "folder")
        return per_person(asked, found.owners, found.weights)

    def evidence(self, asked: Asked, slots: NDArray[np.int64]) -> Pieces:
        """The folders in which these people are active: numbers of groups."""
        found = spread(asked, "folder")
        whose = slots[found.owners]
        mine = np.flatnonzero(whose >= 0)
        return Pieces(whose[mine], found.places[found.which[mine]].astype(np.int64), found.weights[mine])
