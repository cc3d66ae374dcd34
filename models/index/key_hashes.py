"""The ordinal of a document by its key, for the writer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key
from models.index.columns import Columns, Sizes
from models.index.text.analysis import number_of


class KeyHashes:
    """The ordinal of each key: a sorted copy of the committed hashes, and a dictionary of what came since."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        columns = Columns(folder, sizes)
        alive = np.flatnonzero(columns.alive)
        hashes = np.asarray(columns["key_hash"])[alive]
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._ordinals = hashes[order], alive[order]
        self._new: dict[int, int] = {}

    def add(self, key_hash: int, ordinal: int) -> None:
        """From now on the key with this hash has this ordinal."""
        self._new[key_hash] = ordinal

    def find_all(self, keys: Sequence[Key]) -> NDArray[np.int64]:
        """The ordinal of each key, -1 where there is none."""
        wanted = [number_of(key) for key in keys]
        found = np.full(len(keys), -1, dtype=np.int64)
        if len(self._hashes) and wanted:
            values = np.asarray(wanted, dtype=np.uint64)
            index = np.minimum(np.searchsorted(self._hashes, values), len(self._hashes) - 1)
            found = np.where(self._hashes[index] == values, self._ordinals[index], -1)
        if self._new:
            for place, key_hash in enumerate(wanted):
                found[place] = self._new.get(key_hash, found[place])
        return found

    def find(self, keys: Sequence[Key]) -> list[int]:
        """The ordinals of those keys that have one."""
        return [int(ordinal) for ordinal in self.find_all(keys) if ordinal >= 0]
