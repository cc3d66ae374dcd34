"""What a person did in the year up to their last work, by month and kind: own work that the asker may read."""

from __future__ import annotations

import numpy as np

from graph.facts import Seconds
from models.answers import MonthOfWork
from models.index.contract import DOCUMENT_KINDS, NEVER, NO_AUTHOR, Numbers, Snapshot

MONTHS = 12


def year_of(index: Snapshot, rows: Numbers, documents: Numbers, now: Seconds | None = None) -> tuple[MonthOfWork, ...]:
    """Twelve months, the last one that of the newest of these acts; none without work that has a date.

    To write, to answer and to edit is work. A date ahead of `now` is none.
    """
    at = index.columns["act_at"][rows]
    good = (index.columns["deed"][rows] < NO_AUTHOR) & (at != NEVER)
    if now is not None:
        good &= at <= now
    if not good.any():
        return ()
    months = at[good].astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    kinds, last = index.columns["kind"][documents[good]], int(months.max())
    return tuple(_month(month, kinds[months == month]) for month in range(last - MONTHS + 1, last + 1))


def _month(month: int, kinds: Numbers) -> MonthOfWork:
    begun = np.datetime64(month, "M").astype("datetime64[s]").astype(np.int64)
    numbers, counts = np.unique(kinds, return_counts=True)
    found = {DOCUMENT_KINDS[int(number)]: int(count) for number, count in zip(numbers, counts, strict=True)}
    return MonthOfWork(int(begun), found)
