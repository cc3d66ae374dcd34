"""Who answers in the threads that match, which others began."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.wording import Wording
from models.index.contract import Numbers
from models.rankers.contract import EvidenceRows, Ranker
from models.rankers.matches import Matches
from models.rankers.votes import ThreadVotes, thread_votes


class AnswerRanker(Ranker):
    """The best vote of each thread, shared by those who answered in it: who asks is not who knows."""

    name = "answers"
    label = Wording(en="answers to others", nl="antwoorden aan anderen")

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        """What each person gets for answers."""
        return matches.once(_answered).scores(matches)

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        """The answers of these people, or the threads in which they answered."""
        return matches.once(_answered).evidence(slots)


def _answered(matches: Matches) -> ThreadVotes:
    return thread_votes(matches, "answers", 1.0, own=False)
