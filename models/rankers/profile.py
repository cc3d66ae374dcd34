"""Whose whole work is about this? All that a person wrote for everyone, as one language model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.rankers.matches import Matches, Pieces

FEW = 10


class ProfileRanker:
    """How much likelier the question is from a person's whole work than from everybody's (models/index/profiles.py).

    It knows how much a person wrote in all, which votes do not: it looks for those whose work is about this, and on six
    organisations it found other people than the votes did, where BM25 over profiles did not (docs/decisions/0003).
    """

    name = "profile"
    kind = "document"

    def scores(self, asked: Matches) -> NDArray[np.float64]:
        """The score of each person's profile; with a filter only of those who have an act that passes it."""
        scores = np.zeros(len(asked.able))
        found = asked.index.profiles.likelihood(asked.parsed.clauses)[: len(scores)]
        scores[: len(found)] = found
        scores[~asked.able] = 0.0
        question = asked.question
        if (question.since, question.until, question.language) != (None, None, None):
            voted = np.zeros(len(scores), dtype=bool)
            voted[asked.owners] = True
            scores[~voted] = 0.0
        return scores

    def evidence(self, asked: Matches, slots: NDArray[np.int64]) -> Pieces:
        """The documents of these people that match best; beyond the depth of the votes they are searched for."""
        whose = slots[asked.owners]
        mine = np.flatnonzero((whose >= 0) & (asked.index.columns["share"][asked.rows] > 0))
        whose, places = whose[mine], asked.places[mine]
        parts = [(whose, asked.ordinals[places], asked.scores[places])]
        known = np.isin(np.arange(slots.max(initial=-1) + 1), whose)
        for slot in np.flatnonzero(~known).tolist():
            ordinals, scores = _search(asked, int(np.flatnonzero(slots == slot)[0]), FEW)
            parts.append((np.full(len(ordinals), slot), ordinals, scores))
        return Pieces(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _search(asked: Matches, person: int, limit: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Which public documents of this person match, however far down?"""
    public = asked.index.public
    accounts = asked.index.accounts_of(person)

    def accept(ordinals: NDArray[np.int64]) -> NDArray[np.bool_]:
        return asked.index.visible(ordinals, asked.access)

    return public.top(asked.parsed.clauses, limit, accept, within=("account", accounts))
