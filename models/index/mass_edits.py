"""Acts of one moment on many documents, as of an import or a search and replace: nobody wrote those texts just then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.grouping import run_starts
from models.index.columns import Columns
from models.index.numbers import NEVER

MOST = 20
"""Documents that one person may write or edit at the same second; more is a program's work."""


def find(columns: Columns) -> NDArray[np.int64]:
    """The act rows of accounts that did something to more than `MOST` documents of one rule at the same second.

    Documents of different rules are counted apart, so that what is hidden changes nothing of what is not.
    """
    documents = columns["document"]
    rows = np.flatnonzero((columns.alive[documents] > 0) & (columns["act_at"] != NEVER))
    account, at, rule = columns["account"][rows], columns["act_at"][rows], columns["rule"][documents[rows]]
    order = np.lexsort((rule, at, account))
    starts = np.flatnonzero(run_starts(account[order], at[order], rule[order]))
    sizes = np.diff(starts, append=len(order))
    many: NDArray[np.int64] = np.sort(rows[order[np.repeat(sizes > MOST, sizes)]])
    return many
