"""Who is named in matching documents that others wrote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.facts import ActKind
from graph.wording import Wording
from models.grouping import grouped
from models.index.contract import ACT_KINDS, NO_AUTHOR, Mask, Numbers
from models.rankers.contract import EvidenceRows, Ranker
from models.rankers.matches import Matches, per_person
from models.rankers.votes import votes

NAMED = next(number for number, kind in ACT_KINDS.items() if kind is ActKind.NAMED)


@dataclass(frozen=True, slots=True)
class NamedVotes:
    """Votes for those who are named, in rows: the person, the place of the document, and how much."""

    persons: Numbers
    places: Numbers
    votes: NDArray[np.float64]


class NamedRanker(Ranker):
    """The vote of each document for those whom it names, less to each where it names many."""

    name = "named"
    label = Wording(en="named by others", nl="genoemd door anderen")

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        """What each person gets for being named."""
        found = matches.once(named_votes)
        return per_person(matches, found.persons, found.votes)

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        """The documents that name these people."""
        found = matches.once(named_votes)
        whose = slots[found.persons]
        mine = np.flatnonzero(whose >= 0)
        return EvidenceRows(whose[mine], matches.ordinals[found.places[mine]], found.votes[mine])


def named_votes(matches: Matches) -> NamedVotes:
    """Whom the matching documents name, by their sources or in their text, without those who wrote them.

    Who was present or commented did not write a text that names them.
    """
    width, count = len(matches.able) + 1, len(matches.ordinals)
    texts, in_texts = matches.index.named_in(matches.ordinals)
    told = matches.index.columns["deed"].take(matches.rows) == NAMED
    persons, places = np.concatenate((texts, matches.owners[told])), np.concatenate((in_texts, matches.places[told]))
    if not len(persons):  # as with most messages
        return NamedVotes(persons, places, np.zeros(0))
    naming = np.zeros(count, dtype=bool)
    naming[places] = True  # most documents name nobody: who wrote those need not be looked at
    wrote = matches.index.columns["deed"].take(matches.rows) < NO_AUTHOR
    wrote &= naming.take(matches.places)
    authors = np.sort(matches.places[wrote] * width + matches.owners[wrote])
    good = (persons >= 0) & matches.able[persons]
    codes, _, _ = grouped(places[good] * width + persons[good])
    places, persons = np.divmod(codes[~_among(codes, authors)], width)
    many = np.bincount(places, minlength=count)
    return NamedVotes(persons, places, matches.once(votes).take(places) / np.log2(1 + many.take(places)))


def _among(codes: Numbers, known: Numbers) -> Mask:
    """Which of these codes are known; both ascend."""
    if not len(known):
        return np.zeros(len(codes), dtype=bool)
    found: Mask = known.take(known.searchsorted(codes), mode="clip") == codes
    return found
