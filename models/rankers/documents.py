"""Who worked on the documents that match? Each votes for its people, by how well it matches and their share of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.rankers.matches import Matches, Pieces, per_person

SHARPNESS = 8.0
"""By how many times e is the vote of the best document above that of one which matches not at all."""


class DocumentRanker:
    """Votes exponential in the score (expCombSUM; Macdonald and Ounis, 2006), of the best score of the question.

    On the graphs of six organisations it beat 1 / rank in five and was level in one (docs/decisions/0003).
    """

    name = "documents"
    kind = "document"

    def scores(self, asked: Matches) -> NDArray[np.float64]:
        """The votes for each person."""
        return per_person(asked, asked.owners, _weights(asked, asked.places, asked.rows))

    def evidence(self, asked: Matches, slots: NDArray[np.int64]) -> Pieces:
        """The documents that voted for these people."""
        whose = slots[asked.owners]
        mine = np.flatnonzero(whose >= 0)
        places = asked.places[mine]
        return Pieces(whose[mine], asked.ordinals[places], _weights(asked, places, asked.rows[mine]))


def _weights(asked: Matches, places: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    best = max(float(asked.scores.max(initial=0.0)), 1e-9)
    votes = np.exp(SHARPNESS * (np.asarray(asked.scores, dtype=np.float64) / best - 1.0))
    weights: NDArray[np.float64] = votes.take(places) * asked.index.columns["share"].take(rows)
    return weights
