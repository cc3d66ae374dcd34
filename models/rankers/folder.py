"""Who is active in the folders, spaces and channels where the matching documents are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.wording import Wording
from models.index.contract import Numbers
from models.rankers.contract import EvidenceRows, Ranker
from models.rankers.matches import Matches
from models.rankers.places import folder_votes


class FolderRanker(Ranker):
    """Votes of documents, handed to the people of their folder."""

    name = "folder"
    label = Wording(en="folders where they are active", nl="mappen waarin ze actief zijn")
    reason = Wording(en="is active in %(title)s", nl="is actief in %(title)s")
    space = "group"
    weight = 0.5
    kind = "group"

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        """What each person gets from the folders."""
        return matches.once(folder_votes).scores

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        """The folders in which these people are active."""
        return EvidenceRows(*matches.once(folder_votes).of_people(slots))
