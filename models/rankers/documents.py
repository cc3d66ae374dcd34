"""Who worked on the documents that match? Each gives 1 / rank to its people, by their share of the work."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.rankers.asked import Asked, Pieces, per_person


class Documents:
    """Votes by reciprocal rank (Macdonald and Ounis, 2006, with 1 / rank as the vote)."""

    name = "documents"
    kind = "document"

    def scores(self, asked: Asked) -> NDArray[np.float64]:
        """The votes for each person."""
        return per_person(asked, asked.owners, _weights(asked, asked.places, asked.rows))

    def evidence(self, asked: Asked, slots: NDArray[np.int64]) -> Pieces:
        """The documents that voted for these people."""
        whose = slots[asked.owners]
        mine = np.flatnonzero(whose >= 0)
        places = asked.places[mine]
        return Pieces(whose[mine], asked.ordinals[places], _weights(asked, places, asked.rows[mine]))


def _weights(asked: Asked, places: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    weights: NDArray[np.float64] = asked.votes[places] * asked.index.columns["share"][rows]
    return weights
