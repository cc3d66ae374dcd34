"""Runs of an array: where each run of equal values begins, which values there are, and the rows of several runs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def run_starts(first: NDArray[Any], *others: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a run begins: at the first place, and wherever one of these arrays has another value than just before."""
    new = np.ones(len(first), dtype=bool)
    np.not_equal(first[1:], first[:-1], out=new[1:])
    for each in others:
        new[1:] |= each[1:] != each[:-1]
    return new


def grouped(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64]]:
    """The distinct values in order, the place at which each is first, and for each place which of them is there."""
    order = values.argsort(kind="stable")
    ordered = values.take(order)
    new = run_starts(ordered)
    first = new.nonzero()[0]
    inverse = np.empty(len(values), dtype=np.int64)
    inverse[order] = new.cumsum() - 1
    return ordered.take(first), order.take(first), inverse


def is_among(values: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of these values are wanted, as `np.isin` tells; that hashes, which takes long for a short array."""
    return is_in(values, np.sort(wanted))


def is_in(values: NDArray[Any], ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of these values are among those that are in ascending order."""
    if not len(ordered):
        return np.zeros(len(values), dtype=bool)
    found: NDArray[np.bool_] = ordered.take(ordered.searchsorted(values), mode="clip") == values
    return found


def is_numbered(values: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of these small numbers, none below 0, are wanted: by a table, which is fastest for many values."""
    most = int(values.max(initial=-1))
    table = np.zeros(most + 1, dtype=bool)
    table[wanted[(wanted >= 0) & (wanted <= most)]] = True
    found: NDArray[np.bool_] = table[values]
    return found


def run_rows(first: NDArray[Any], counts: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The rows of runs of which each begins at `first` and has `counts` rows, and for each row which run it is of."""
    ends = counts.cumsum()
    which = np.arange(len(counts)).repeat(counts)
    return (first - ends + counts).take(which) + np.arange(len(which)), which
