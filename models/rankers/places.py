"""Who is active where the matching documents are? The reckoning that folders and threads share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.rankers.asked import Asked


@dataclass(frozen=True, slots=True)
class Spread:
    """For each row of the table that counts: the person, the place in the table, and what it adds to the score."""

    owners: NDArray[np.int64]
    places: NDArray[np.int64]
    weights: NDArray[np.float64]


def spread(asked: Asked, place: str) -> Spread:
    """How do the votes of documents reach the people who are active in the same place?

    A place gets the votes of its documents, and each person there gets them times the logarithm of what they did; in a
    thread, which is small and about one thing, the people share them.
    """
    found = asked.kept.get(place)
    if not isinstance(found, Spread):
        found = asked.kept[place] = _spread(asked, place)
    return found


def _spread(asked: Asked, place: str) -> Spread:
    table = asked.index.active[place]
    index = table.find(asked.index.columns[place][asked.ordinals])
    inside = index >= 0
    wanted, inverse = np.unique(index[inside], return_inverse=True)
    votes = np.bincount(inverse, weights=asked.votes[inside], minlength=len(wanted))
    starts, stops = table.starts[wanted], table.starts[wanted + 1]
    counts = stops - starts
    which = np.repeat(np.arange(len(wanted)), counts)
    rows = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts) + np.arange(len(which))
    owners = asked.index.person_of[table.accounts[rows]]
    amounts = np.log1p(table.amounts[rows].astype(np.float64))
    weights = votes[which] * amounts
    if place == "thread":
        totals = np.bincount(which, weights=amounts, minlength=len(wanted))
        weights /= np.maximum(totals[which], 1e-9)
    good = (owners >= 0) & asked.able[owners]
    return Spread(owners[good], wanted[which[good]], weights[good])
