"""Who worked on the documents that match? Each gives 1 / rank to its people, by their share of the work."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.rankers.asked import Asked, Reason, per_person, strongest


class Documents:
    """Votes by reciprocal rank (Macdonald and Ounis, 2006, with 1 / rank as the vote)."""

    name = "documents"

    def scores(self, asked: Asked) -> NDArray[np.float64]:
        """The votes for each person."""
        return per_person(asked, asked.owners, self._weights(asked))

    def _weights(self, asked: Asked) -> NDArray[np.float64]:
        weights: NDArray[np.float64] = asked.votes[asked.places] * asked.index.columns["share"][asked.rows]
        return weights

    def reasons(self, asked: Asked, person: int, limit: int) -> Sequence[Reason]:
        """The documents that voted for this person."""
        mine = np.flatnonzero(asked.owners == person)
        return strongest("document", asked.ordinals[asked.places[mine]], self._weights(asked)[mine], limit)
