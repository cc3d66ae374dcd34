"""Equal values of a short array grouped: `np.unique` with less around it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def grouped(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64]]:
    """The distinct values in order, the place at which each is first, and for each place which of them is there."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    new = np.ones(len(values), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    inverse = np.empty(len(values), dtype=np.int64)
    inverse[order] = np.cumsum(new) - 1
    return ordered[new], order[new], inverse
