"""Who worked on the documents that match: each votes for its people, by how well it matches and their share of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.wording import Wording
from models.index.contract import READERS, Mask, Numbers
from models.rankers.contract import HALF, EvidenceRows, Ranker
from models.rankers.matches import Matches, per_person

SHARPNESS = 8.0
"""Exponent of the vote of a document, per unit of its score divided by the best score of the question."""


class DocumentRanker(Ranker):
    """Votes exponential in the score (expCombSUM; Macdonald and Ounis, 2006), of the best score of the question.

    On the graphs of six organisations it beat 1 / rank in five and was level in one (docs/decisions/0003).
    """

    name = "documents"
    label = Wording(en="documents", nl="documenten")
    may_name = True

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        """The votes for each person."""
        return per_person(matches, matches.owners, _weights(matches, matches.places, matches.rows))

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        """The documents that voted for these people."""
        whose = slots[matches.owners]
        mine = np.flatnonzero(whose >= 0)
        places = matches.places[mine]
        return EvidenceRows(whose[mine], matches.ordinals[places], _weights(matches, places, matches.rows[mine]))

    def named(self, matches: Matches, scores: NDArray[np.float64]) -> Mask:
        """Who worked on a document that matches at least half as well as the best."""
        named = np.zeros(len(scores), dtype=bool)
        good = matches.scores >= matches.scores.max(initial=0.0) * HALF
        worked = matches.index.columns["deed"][matches.rows] < READERS
        named[matches.owners[good[matches.places] & worked]] = True
        return named


def _weights(matches: Matches, places: Numbers, rows: Numbers) -> NDArray[np.float64]:
    best = max(float(matches.scores.max(initial=0.0)), 1e-9)
    votes = np.exp(SHARPNESS * (np.asarray(matches.scores, dtype=np.float64) / best - 1.0))
    weights: NDArray[np.float64] = votes.take(places) * matches.index.columns["share"].take(rows)
    return weights
