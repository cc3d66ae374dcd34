"""Who is active where the matching documents are? The reckoning that folders and threads share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.index.active import Active
from models.rankers.asked import Asked

LONG = 40
"""Rows of a place from which copying them at once is quicker than picking them."""


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
    which = np.repeat(np.arange(len(wanted)), counts)
    accounts, amounts = _rows_of(table, starts, counts)
    nobody = len(asked.able)
    mine = asked.index.person_of  # of accounts first: there are far fewer of them than rows
    owners = np.where(np.append(asked.able, False).take(mine), mine, nobody).take(accounts)
    heard: NDArray[np.float64] = votes.astype(np.float64)
    if place == "thread":
        totals = np.bincount(which, weights=amounts, minlength=len(wanted))
        heard = votes / np.maximum(totals, 1e-9)
    weights = np.repeat(heard, counts) * amounts
    return Spread(owners, which, weights, table.places[wanted], asked.ordinals[inside[first]])


def _rows_of(
    table: Active, starts: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The accounts and amounts of some places, one place after the other; long rows are copied whole."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    if total < LONG * len(counts):
        rows = np.repeat(starts - ends + counts, counts) + np.arange(total)
        return table.accounts.take(rows), table.amounts.take(rows).astype(np.float64)
    runs = [slice(start, stop) for start, stop in zip(starts.tolist(), (starts + counts).tolist(), strict=True)]
    empty = slice(0, 0)
    accounts = np.concatenate([table.accounts[run] for run in (*runs, empty)])
    return accounts, np.concatenate([table.amounts[run] for run in (*runs, empty)]).astype(np.float64)
