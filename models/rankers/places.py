"""Who is active where the matching documents are? The reckoning that folders and threads share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.rankers.asked import Asked


@dataclass(frozen=True, slots=True)
class Spread:
    """For each row of the table that counts: the person, which of the places it is about, and what it adds.

    By place: its number or hash, and the document in it that matches best. The number after the last person is nobody.
    """

    owners: NDArray[np.int64]
    which: NDArray[np.int64]
    weights: NDArray[np.float64]
    places: NDArray[Any]
    best: NDArray[np.int64]


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
    inside = np.flatnonzero(index >= 0)
    wanted, first, inverse = np.unique(index[inside], return_index=True, return_inverse=True)
    votes = np.bincount(inverse, weights=asked.votes[inside], minlength=len(wanted))
    starts = table.starts[wanted]
    counts = table.starts[wanted + 1] - starts
    ends = np.cumsum(counts)
    which = np.repeat(np.arange(len(wanted)), counts)
    rows = np.repeat(starts - ends + counts, counts) + np.arange(len(which))
    owners = asked.index.person_of.take(table.accounts.take(rows))
    amounts = table.amounts.take(rows).astype(np.float64)
    heard: NDArray[np.float64] = votes.astype(np.float64)
    if place == "thread":
        totals = np.bincount(which, weights=amounts, minlength=len(wanted))
        heard = votes / np.maximum(totals, 1e-9)
    nobody = len(asked.able)
    able = np.append(asked.able, False)
    owners = np.where(able.take(owners), owners, nobody)
    return Spread(owners, which, heard.take(which) * amounts, table.places[wanted], asked.ordinals[inside[first]])
