"""What the store has changed since a commit of the index: it leaves every answer before the index follows.

A document that was dropped, or that the asker may no longer read, counts nowhere; neither does what tables over
documents for everyone say of it. A document that changed is shown under its new title, without a snippet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key
from graph.store import Touched
from models.index.columns import Columns
from models.index.records import Lag
from models.index.text.analysis import number_of


class OrdinalsByKey:
    """The ordinals of keys in one generation: a sorted copy of the hashes, and a look at the rows that came since."""

    def __init__(self) -> None:
        self._hashes: NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._ordinals: NDArray[np.int64] = np.zeros(0, np.int64)

    def find(self, columns: Columns, keys: Iterable[Key]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """The ordinals of all rows with one of these keys, and the hash of the key of each."""
        wanted = np.unique(np.fromiter((number_of(key) for key in keys), np.uint64))
        size = columns.sizes.documents
        if size > 2 * len(self._hashes):
            hashes = np.asarray(columns["key_hash"])
            self._ordinals = np.argsort(hashes, kind="stable")
            self._hashes = hashes[self._ordinals]
        first = np.searchsorted(self._hashes, wanted, "left")
        last = np.searchsorted(self._hashes, wanted, "right")
        old = [self._ordinals[start:stop] for start, stop in zip(first.tolist(), last.tolist(), strict=True)]
        begin = len(self._hashes)
        new = begin + np.flatnonzero(np.isin(columns["key_hash"][begin:], wanted))
        ordinals = np.concatenate((*old, new)).astype(np.int64)
        return ordinals, columns["key_hash"][ordinals]


def further(
    lag: Lag | None, columns: Columns, by_key: OrdinalsByKey, touched: Iterable[Touched], withheld: Iterable[int] = ()
) -> Lag | None:
    """What lags behind with these changes on top of `lag`; itself when none of them is about a document here.

    `withheld` are ordinals of more documents that the asker may not read.
    """
    readable: Mapping[int, bool] = {number_of(each.key): each.readable for each in touched}
    ordinals, hashes = by_key.find(columns, (each.key for each in touched))
    there = columns.alive[ordinals] > 0
    ordinals, hashes = ordinals[there], hashes[there]
    gone = np.fromiter(withheld, np.int64)
    if not len(ordinals) and not len(gone):
        return lag
    before = lag or Lag(np.zeros(0, np.int64), np.zeros(0, np.int64), np.ones(columns.sizes.documents, dtype=bool))
    good = np.fromiter((readable[each] for each in hashes.tolist()), bool, len(hashes))
    withdrawn = np.union1d(np.setdiff1d(before.withdrawn, ordinals), np.concatenate((ordinals[~good], gone)))
    kept = np.ones(columns.sizes.documents, dtype=bool)
    kept[withdrawn] = False
    return Lag(withdrawn, np.union1d(before.touched, ordinals), kept)
