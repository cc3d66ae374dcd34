"""Votes of documents handed to the people who are active in the same folder.

A folder gets the votes of its documents, and the people there share them by the logarithm of what they did. A folder as
large as a repository says nothing about who knows what: its votes would go to everybody who is active in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.grouping import grouped, run_starts
from models.index.contract import Array, Numbers, Scores
from models.rankers.matches import Matches

MOST_DOCUMENTS = 50


@dataclass(frozen=True, slots=True)
class PlaceVotes:
    """What the matching documents give to the people of their places.

    `scores` is by person number. In rows: which place, the person, and what of its votes is handed on to them.
    """

    scores: NDArray[np.float64]
    places: Array
    which: Numbers
    persons: Numbers
    given: NDArray[np.float64]

    def of_people(self, slots: Numbers) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
        """Shares of the scores in rows: the slot of the person, the place, and how much."""
        whose = slots.take(self.persons)
        mine = (whose >= 0).nonzero()[0]
        return whose.take(mine), self.places.take(self.which.take(mine)).astype(np.int64), self.given.take(mine)


def folder_votes(matches: Matches) -> PlaceVotes:
    """What small folders hand on: 1 / place of each of their documents, divided by what everybody did there."""
    table = matches.index.activity("folder", matches.access)
    there, _, inverse = grouped(matches.index.columns["folder"].take(matches.ordinals))
    found = table.find(there)
    small = found >= 0
    if small.any():
        small &= table.documents.take(found) <= MOST_DOCUMENTS
    inside = small.nonzero()[0]
    wanted, scores = found.take(inside), np.zeros(len(matches.able))
    if not len(inside):
        return PlaceVotes(scores, there[:0], wanted, wanted, scores[:0])
    votes = np.bincount(inverse, weights=matches.once(_reciprocal), minlength=len(there)).take(inside)
    heard = votes / np.maximum(table.totals.take(wanted), 1e-9)
    which, persons, amounts = table.rows_of(wanted)
    given = heard.take(which) * amounts
    scores += np.bincount(persons, weights=given, minlength=len(scores))[: len(scores)]
    scores[~matches.able] = 0.0
    return PlaceVotes(scores, there.take(inside), which, persons, given)


def _reciprocal(matches: Matches) -> Scores:
    """1 / place for each document, best first; equal ones get the mean of theirs: which comes first is chance."""
    scores = matches.scores
    votes = 1.0 / np.arange(1, len(scores) + 1)
    first = np.flatnonzero(run_starts(scores))
    counts = np.diff(np.append(first, len(scores)))
    return np.repeat(np.add.reduceat(votes, first) / counts, counts) if len(scores) else votes
