"""Who worked on the pages and threads that match: each votes for its people, by how well it matches and their share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.wording import Wording
from models.index.contract import READERS, Mask, Numbers
from models.rankers.contract import HALF, EvidenceRows, Ranker
from models.rankers.matches import Matches
from models.rankers.votes import ThreadVotes, thread_votes

POWER = 0.5
"""A thread of many hands gives more in all than one of few, and less to each."""


class DocumentRanker(Ranker):
    """The best vote of each page or thread, handed to who worked on it (docs/decisions/0003)."""

    name = "documents"
    label = Wording(en="pages and threads", nl="pagina's en discussies")
    may_name = True

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        """What each person gets from pages and threads."""
        return matches.once(_worked).scores(matches)

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        """The documents of these people, and the threads in which they take part."""
        return matches.once(_worked).evidence(slots)

    def named(self, matches: Matches, scores: NDArray[np.float64]) -> Mask:
        """Who worked on a document that matches at least half as well as the best."""
        named = np.zeros(len(scores), dtype=bool)
        good = matches.scores >= matches.scores.max(initial=0.0) * HALF
        worked = matches.index.columns["deed"][matches.rows] < READERS
        named[matches.owners[good[matches.places] & worked]] = True
        return named & (scores > 0)


def _worked(matches: Matches) -> ThreadVotes:
    return thread_votes(matches, "thread", POWER, own=True)
