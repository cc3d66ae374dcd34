"""The worked example of docs/ARCHITECTURE.md, "How to add a ranker": people whose function has a word of the question.

It is here and not in the product, because it was not shown to find people better (docs/decisions/0003).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.wording import Wording
from models.index.contract import Numbers
from models.index.text.analysis import folded
from models.rankers.contract import EvidenceRows, Ranker
from models.rankers.matches import Matches


class FunctionRanker(Ranker):
    """As many points as words of the question stand in the function."""

    name = "function"
    label = Wording(en="their function", nl="hun functie")
    reason = Wording(en="has the function %(title)s", nl="heeft de functie %(title)s")
    space = "function"
    kind = "function"

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        asked, scores = set(matches.parsed.rarity), np.zeros(len(matches.able))
        for number, row in enumerate(matches.index.persons):
            scores[number] = len(asked.intersection(folded(row.function or "")))
        return scores * matches.able

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        scores = self.scores(matches)
        persons = np.flatnonzero((slots[:-1] >= 0) & (scores > 0))
        return EvidenceRows(slots[persons], persons, scores[persons])
