"""Whose whole work is about this: all that a person wrote for everyone, as one language model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.wording import Wording
from models.index.contract import READERS, Mask, Numbers, Ordinals, Scores
from models.rankers.contract import EvidenceRows, Ranker
from models.rankers.matches import Matches

FULL_UP_TO = 6
"""Clauses of a question up to which a profile counts in full."""
FEW = 10
"""Documents that are searched for, of a person who has none among those that voted."""


class ProfileRanker(Ranker):
    """How much likelier the question is from a person's whole work than from everybody's (models/index/profiles.py).

    It knows how much a person wrote in all, which votes do not: it looks for those whose work is about this, and on six
    organisations it found other people than the votes did, where BM25 over profiles did not (docs/decisions/0003).
    """

    name = "profile"
    label = Wording(en="everything they wrote", nl="alles wat ze schreven")
    may_name = True

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        """The score of each person's profile; with a filter only of those who have an act that passes it."""
        scores = np.zeros(len(matches.able))
        found = self._found(matches)[: len(scores)]
        scores[: len(found)] = found
        scores[~matches.able] = 0.0
        question = matches.question
        if (question.since, question.until, question.language) != (None, None, None):
            voted = np.zeros(len(scores), dtype=bool)
            voted[matches.owners] = True
            scores[~voted] = 0.0
        return scores

    def _found(self, matches: Matches) -> NDArray[np.float64]:
        return matches.index.profiles_for(matches.access).likelihood(matches.parsed.clauses)

    def worth(self, matches: Matches) -> float:
        """Less for a question of many words, in which a whole life's work is rarely about all."""
        return min(1.0, FULL_UP_TO / max(1, len(matches.parsed.clauses)))

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        """The documents of these people that match best; beyond the depth of the votes they are searched for."""
        return matches.once(_evidence, slots)


class UsageRanker(ProfileRanker):
    """BM25 over the same profiles: how often a person used these words, and how rare they are among people."""

    name = "usage"
    label = Wording(en="how often they wrote about it", nl="hoe vaak ze erover schreven")
    may_name = False

    def _found(self, matches: Matches) -> NDArray[np.float64]:
        return matches.index.profiles_for(matches.access).bm25(matches.parsed.clauses)


def _evidence(matches: Matches, slots: Numbers) -> EvidenceRows:
    """What people wrote that matches, which is the evidence of both rankers."""
    columns, whose = matches.index.columns, slots.take(matches.owners)
    mine = (whose >= 0).nonzero()[0]
    rows = matches.rows.take(mine)
    mine = mine[(columns["share"].take(rows) > 0) & (columns["deed"].take(rows) < READERS)]
    whose, places = whose.take(mine), matches.places.take(mine)
    known = np.zeros(int(slots.max(initial=-1)) + 1, dtype=bool)
    known[whose] = True
    parts = [(whose, matches.ordinals.take(places), matches.scores.take(places))]
    for slot in (~known).nonzero()[0].tolist():
        ordinals, scores = _search(matches, int((slots == slot).nonzero()[0][0]), FEW)
        parts.append((np.full(len(ordinals), slot), ordinals, scores))
    return EvidenceRows(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _search(matches: Matches, person: int, limit: int) -> tuple[Ordinals, Scores]:
    """The public documents of this person that match, however far down, without copies of what comes before them."""
    index, access = matches.index, matches.access
    accounts = index.accounts_of(person)

    def accept(ordinals: Ordinals) -> Mask:
        good = index.visible(ordinals, access)
        good[good] = index.first_of(ordinals[good], access) == ordinals[good]
        return good

    return index.public.top(matches.parsed.clauses, limit, accept, within=("account", accounts))
