"""Vectors of passages of documents for everyone, by which a question is compared in meaning, whatever its language.

Two files of a generation grow, a row for each passage: the ordinal of its document and the direction of its vector.
Those of one document lie together, in the order of its passages. A document that is not for everyone has none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder
from models.grouping import run_starts
from models.index.columns import Columns
from models.index.seals import Seal, Seals
from models.index.text.passages import LONGEST_TEXT, passages, titled

DOCUMENTS, VECTORS = "passage-document.col", "passage-vector.col"
LARGEST = 127
"""What the largest number of a vector is kept as, in one byte: only the direction counts."""
MOST = 200_000
"""Passages that have a vector, at most: a hundred megabytes."""
AT_ONCE = 8192
"""Vectors that are compared at once."""
ENCODED = 32
"""Passages that are encoded together."""


@dataclass(frozen=True)
class PassageVectors:
    """The committed vectors: by row the ordinal of the document, and its direction."""

    documents: NDArray[np.int32]
    rows: NDArray[np.int8]

    def nearest(
        self, vector: NDArray[np.float32], accept: Callable[[NDArray[np.int64]], NDArray[np.bool_]], k: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
        """The k accepted documents with the nearest passage, best first: ordinals, cosines, numbers of that passage.

        Equally near ones are in the order of their ordinals.
        """
        starts = np.flatnonzero(run_starts(self.documents))
        ordinals = self.documents[starts].astype(np.int64)
        good = np.flatnonzero(accept(ordinals)) if len(ordinals) else starts
        near = self._cosines(vector)
        best = np.maximum.reduceat(near, starts)[good] if len(starts) else near
        order = np.lexsort((ordinals[good], -best))[:k]
        chosen = good[order]
        ends = np.append(starts, len(near))
        which = [int(near[ends[each] : ends[each + 1]].argmax()) for each in chosen.tolist()]
        return ordinals[chosen], best[order].astype(np.float64), np.asarray(which, dtype=np.int64)

    def _cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        found = np.zeros(len(self.rows), dtype=np.float32)
        for part, rows in self._parts():
            found[part] = rows @ vector
        return np.round(found / self._lengths, 6)

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        found = np.ones(len(self.rows), dtype=np.float32)
        for part, rows in self._parts():
            found[part] = np.maximum(1.0, np.linalg.norm(rows, axis=1))
        return found

    def _parts(self) -> Iterator[tuple[slice, NDArray[np.float32]]]:
        for first in range(0, len(self.rows), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            yield part, self.rows[part].astype(np.float32)


def read(folder: Path, files: Mapping[str, Seal]) -> PassageVectors:
    """The committed vectors of a generation; none where there is no encoder."""
    count = files.get(DOCUMENTS, Seal()).size // 4
    if not count:
        return PassageVectors(np.zeros(0, np.int32), np.zeros((0, 0), np.int8))
    width = files[VECTORS].size // count
    documents = np.memmap(folder / DOCUMENTS, np.int32, "r", shape=(count,))
    return PassageVectors(
        np.asarray(documents), np.asarray(np.memmap(folder / VECTORS, np.int8, "r", shape=(count, width)))
    )


class VectorFiles:
    """Two files that grow together: what each vector is of, and its direction. The seals say how far they count."""

    def __init__(self, folder: Path, seals: Seals, files: tuple[str, str]) -> None:
        self.folder = folder
        self.files = files
        self.seals = {name: seals[name] for name in files if name in seals}
        for name in files:  # what a killed run left behind the committed part
            if (folder / name).exists():
                with (folder / name).open("ab") as out:
                    out.truncate(self.seals.get(name, Seal()).size)

    def append(self, of: NDArray[Any], rows: NDArray[np.int8]) -> None:
        """Put these vectors behind those that are there."""
        if not len(of):
            return
        for name, data in zip(self.files, (of.tobytes(), rows.tobytes()), strict=True):
            with (self.folder / name).open("ab") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            self.seals[name] = self.seals.get(name, Seal()).grown(data)


class PassageWriter(VectorFiles):
    """Appends vectors of passages behind the committed ones."""

    def __init__(self, folder: Path, seals: Seals) -> None:
        super().__init__(folder, seals, (DOCUMENTS, VECTORS))

    def read(self) -> PassageVectors:
        """What was appended so far."""
        return read(self.folder, self.seals)

    def missing(self, counted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Those of these documents that have no vector, newest last; none when there are as many as there may be."""
        known = self.read().documents
        if len(known) >= MOST:
            return np.zeros(0, np.int64)
        without = counted.copy()
        without[known[known < len(without)]] = False
        return np.flatnonzero(without)


def encoded(
    columns: Columns, ordinals: NDArray[np.int64], encoder: Encoder, most: int, stop: Callable[[], bool]
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Vectors of the passages of the first of these documents, until there are `most`: of each as many as it has."""
    texts: list[str] = []
    documents: list[int] = []
    for ordinal in ordinals.tolist():
        if len(texts) >= most:
            break
        title = columns.name_of(ordinal)[1]
        pieces = passages(columns.text_of(ordinal, LONGEST_TEXT))
        texts += [titled(title, piece) for piece in pieces]
        documents += [ordinal] * len(pieces)
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))  # of one length: nothing is filled up
    found: list[Any] = []
    for first in range(0, len(order), ENCODED):
        if stop():
            return np.zeros(0, np.int32), np.zeros((0, 0), np.int8)
        found.append(packed(encoder.encode([texts[at] for at in order[first : first + ENCODED]])))
    if not found:
        return np.zeros(0, np.int32), np.zeros((0, 0), np.int8)
    rows = np.concatenate(found)[np.argsort(order)]
    return np.asarray(documents, dtype=np.int32), rows


def packed(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """The directions of these vectors, a byte for each number."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    found: NDArray[np.int8] = np.rint(vectors * (LARGEST / largest)).astype(np.int8)
    return found


def taken_over(
    before: PassageVectors, old: Columns, new: Columns, counted: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int8]]]:
    """The vectors of documents of an earlier generation that have the same title and text in this one."""
    starts = np.flatnonzero(run_starts(before.documents))
    ends = np.append(starts[1:], len(before.documents))
    ordinals = before.documents[starts].astype(np.int64)
    alive = np.flatnonzero(old.alive[ordinals] > 0)
    mine = np.flatnonzero(counted)
    hashes = new["key_hash"][mine]
    order = np.argsort(hashes, kind="stable")
    for first in range(0, len(alive), AT_ONCE):
        batch = alive[first : first + AT_ONCE]
        wanted = old["key_hash"][ordinals[batch]]
        place = np.minimum(np.searchsorted(hashes[order], wanted), max(0, len(order) - 1))
        same = np.flatnonzero(hashes[order][place] == wanted) if len(order) else np.zeros(0, np.int64)
        here, there = mine[order[place[same]]], ordinals[batch[same]]
        kept = [
            at
            for at, (one, other) in enumerate(zip(new.bodies_of(here), old.bodies_of(there), strict=True))
            if one == other
        ]
        runs = [np.arange(starts[each], ends[each]) for each in batch[same][kept].tolist()]
        if runs:
            rows = np.concatenate(runs)
            counts = [len(run) for run in runs]
            yield np.repeat(here[kept], counts).astype(np.int32), before.rows[rows]
