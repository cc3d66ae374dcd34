"""Votes of documents handed to the people who are active in the same place; folders and threads share it.

A place gets the votes of its documents, and each person there gets them times the logarithm of what they did; in a
thread, which is small and about one thing, the people share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.grouping import grouped, run_starts
from models.index.contract import Array, Numbers, Place, Scores
from models.rankers.matches import Matches


@dataclass(frozen=True, slots=True)
class PlaceVotes:
    """What the matching documents give to the people of their places.

    `scores` is by person number. By place, in rows: what each person did there (`work`, a CSR array with persons in
    columns), what is handed on there (`heard`), its number or hash, and the document in it that matches best.
    """

    scores: NDArray[np.float64]
    work: Any
    heard: NDArray[np.float64]
    places: Array
    best: Numbers

    def of_people(self, slots: Numbers) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
        """Shares of the scores in rows: the slot of the person, the row of the place, and how much."""
        whose = slots.take(self.work.indices)
        mine = np.flatnonzero(whose >= 0)
        which = np.searchsorted(self.work.indptr, mine, side="right") - 1
        return whose[mine], which, self.heard[which] * self.work.data[mine]


def folder_votes(matches: Matches) -> PlaceVotes:
    """The votes by folder."""
    return _votes_by(matches, "folder")


def thread_votes(matches: Matches) -> PlaceVotes:
    """The votes by thread."""
    return _votes_by(matches, "thread")


def _votes_by(matches: Matches, place: Place) -> PlaceVotes:
    table = matches.index.activity(place, matches.access)
    there, first, inverse = grouped(matches.index.columns[place][matches.ordinals])
    found = table.find(there)
    inside = np.flatnonzero(found >= 0)
    wanted = found[inside]
    heard = np.bincount(inverse, weights=matches.once(_reciprocal), minlength=len(there))[inside].astype(np.float64)
    if place == "thread":
        heard = heard / np.maximum(table.totals[wanted], 1e-9)
    work = table.work[wanted]
    scores = np.zeros(len(matches.able))
    given = work.T @ heard
    scores[: len(given)] = given
    scores[~matches.able] = 0.0
    return PlaceVotes(scores, work, heard, there[inside], matches.ordinals[first[inside]])


def _reciprocal(matches: Matches) -> Scores:
    """1 / place for each document, best first; equal ones get the mean of theirs: which comes first is chance."""
    scores = matches.scores
    votes = 1.0 / np.arange(1, len(scores) + 1)
    first = np.flatnonzero(run_starts(scores))
    counts = np.diff(np.append(first, len(scores)))
    return np.repeat(np.add.reduceat(votes, first) / counts, counts) if len(scores) else votes
