"""Who takes part in the conversations and pages that matching documents belong to, under one title in one folder."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.wording import Wording
from models.index.contract import Numbers
from models.rankers.contract import EvidenceRows, Ranker
from models.rankers.matches import Matches
from models.rankers.places import thread_votes


class ThreadRanker(Ranker):
    """Votes of documents, handed to the people of their thread."""

    name = "thread"
    label = Wording(en="threads where they are active", nl="discussies waarin ze actief zijn")
    kind = "thread"

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        """What each person gets from the threads."""
        return matches.once(thread_votes).scores

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        """The threads in which these people take part, each by its best matching document."""
        found = matches.once(thread_votes)
        whose, which, weights = found.of_people(slots)
        return EvidenceRows(whose, found.best[which], weights)
