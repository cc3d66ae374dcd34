"""Votes of documents handed to the people who are active in the same folder.

A folder gets the votes of its documents, and the people there share them by the logarithm of what they did. A folder as
large as a repository says nothing about who knows what: its votes would go to everybody who is active in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.grouping import grouped, run_starts
from models.index.contract import Array, Numbers, Scores
from models.rankers.matches import Matches

MOST_DOCUMENTS = 50


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
    """What small folders hand on: 1 / place of each of their documents, divided by what everybody did there."""
    table = matches.index.activity("folder", matches.access)
    there, first, inverse = grouped(matches.index.columns["folder"][matches.ordinals])
    found = table.find(there)
    inside = (
        np.flatnonzero((found >= 0) & (table.documents[found] <= MOST_DOCUMENTS)) if len(table.documents) else found[:0]
    )
    wanted = found[inside]
    heard = np.bincount(inverse, weights=matches.once(_reciprocal), minlength=len(there))[inside].astype(np.float64)
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
