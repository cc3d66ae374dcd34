"""Who is active where the matching documents are? The reckoning that folders and threads share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.grouping import grouped
from models.index.contract import Place, Scores
from models.rankers.matches import Matches


@dataclass(frozen=True, slots=True)
class PlaceVotes:
    """What the matching documents give to the people of their places.

    `scores` is by person number. By place, in rows: what each person did there (`work`, persons in columns), what is
    handed on there (`heard`), its number or hash, and the document in it that matches best.
    """

    scores: NDArray[np.float64]
    work: csr_array
    heard: NDArray[np.float64]
    places: NDArray[Any]
    best: NDArray[np.int64]

    def of_people(self, slots: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Whose (the slot of the person) is what share of the scores, and from which place? Only of who has a slot."""
        whose = slots.take(self.work.indices)
        mine = np.flatnonzero(whose >= 0)
        which = np.searchsorted(self.work.indptr, mine, side="right") - 1
        return whose[mine], which, self.heard[which] * self.work.data[mine]


def spread(asked: Matches, place: Place) -> PlaceVotes:
    """How do the votes of documents reach the people who are active in the same place?

    A place gets the votes of its documents, and each person there gets them times the logarithm of what they did; in a
    thread, which is small and about one thing, the people share them.
    """
    found = asked.kept.get(place)
    if not isinstance(found, PlaceVotes):
        found = asked.kept[place] = _spread(asked, place)
    return found


def _spread(asked: Matches, place: Place) -> PlaceVotes:
    table = asked.index.activity(place)
    there, first, inverse = grouped(asked.index.columns[place][asked.ordinals])
    found = table.find(there)
    inside = np.flatnonzero(found >= 0)
    wanted = found[inside]
    heard = np.bincount(inverse, weights=_votes(asked), minlength=len(there))[inside].astype(np.float64)
    if place == "thread":
        heard = heard / np.maximum(table.totals[wanted], 1e-9)
    work = table.work[wanted]
    scores = np.zeros(len(asked.able))
    given = work.T @ heard
    scores[: len(given)] = given
    scores[~asked.able] = 0.0
    return PlaceVotes(scores, work, heard, there[inside], asked.ordinals[first[inside]])


def _votes(asked: Matches) -> NDArray[np.float64]:
    """The vote of each document by its place; folders and threads share them."""
    found = asked.kept.get("votes")
    if found is None:
        found = asked.kept["votes"] = _by_place(asked.scores)
    return np.asarray(found)


def _by_place(scores: Scores) -> NDArray[np.float64]:
    """1 / place for each document, best first; equal ones get the mean of theirs: which comes first is chance."""
    votes = 1.0 / np.arange(1, len(scores) + 1)
    new = np.ones(len(scores), dtype=bool)
    new[1:] = scores[1:] != scores[:-1]
    first = np.flatnonzero(new)
    counts = np.diff(np.append(first, len(scores)))
    return np.repeat(np.add.reduceat(votes, first) / counts, counts) if len(scores) else votes
