"""Who is active in the folders, spaces and channels where the matching documents are?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.rankers.asked import Asked, Reason, per_person, strongest
from models.rankers.places import spread


class Folder:
    """Votes of documents, handed to the people of their folder."""

    name = "folder"

    def scores(self, asked: Asked) -> NDArray[np.float64]:
        """What each person gets from the folders."""
        found = spread(asked, "folder")
        return per_person(asked, found.owners, found.weights)

    def reasons(self, asked: Asked, person: int, limit: int) -> Sequence[Reason]:
        """The folders in which this person is active: numbers of groups."""
        found = spread(asked, "folder")
        mine = np.flatnonzero(found.owners == person)
        return strongest("folder", asked.index.active["folder"].places[found.places[mine]], found.weights[mine], limit)
