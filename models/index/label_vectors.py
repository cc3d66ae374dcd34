"""Vectors of what topics are called, by which a question in the other language finds those without a name in it.

Two files of a generation grow, a row for each label: a hash of the label and the direction of its vector. They outlive
the tables of topics, of which each has mostly the same labels as the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder
from models.index.meaning import ENCODED, VectorFiles, packed
from models.index.seals import Seal, Seals
from models.index.text.analysis import LANGUAGES, number_of
from models.index.topics import Topics

HASHES, VECTORS = "label-hash.col", "label-vector.col"
FILES = (HASHES, VECTORS)
NEIGHBOURS = 10
"""Nearest labels whose mean nearness tells how crowded it is around a label."""
MOST = 30_000
"""Labels that have a vector, at most: fifteen megabytes."""


@dataclass(frozen=True, slots=True)
class LabelVectors:
    """The committed vectors: by row the hash of a label, and its direction."""

    hashes: NDArray[np.uint64]
    rows: NDArray[np.int8]

    def places(self, labels: Sequence[str]) -> NDArray[np.int64]:
        """The row of each of these labels, -1 where it has none."""
        wanted = np.asarray([number_of(label) for label in labels], dtype=np.uint64)
        order = np.argsort(self.hashes, kind="stable")
        at = np.searchsorted(self.hashes[order], wanted)
        found: NDArray[np.int64] = np.append(order, 0)[at].astype(np.int64)
        known = np.append(self.hashes, np.uint64(0))[found] == wanted
        return np.where(known & (at < len(order)), found, -1)


@dataclass(frozen=True, slots=True)
class TopicLabels:
    """The topics that have a name in one language only and a vector of it, a row for each."""

    numbers: NDArray[np.int64]
    languages: tuple[str, ...]
    surfaces: tuple[str, ...]
    rows: NDArray[np.float32]
    crowded: NDArray[np.float32]
    """By row the mean cosine of the labels that are nearest to it."""

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """How near each label (a column) is to each of these vectors."""
        found: NDArray[np.float32] = np.round(vectors @ self.rows.T, 6)
        return found

    def margins(self, cosines: NDArray[np.float32], language: str) -> NDArray[np.float32]:
        """Twice these cosines of what is said in a language, less how crowded it is around either.

        What is near to everything is near to nothing. Names in the same language are no others to choose from.
        """
        others = np.asarray([each != language for each in self.languages], dtype=bool)
        found: NDArray[np.float32] = np.round(2 * cosines - _crowding(cosines[:, others])[:, None] - self.crowded, 6)
        return found


def _others(rows: NDArray[np.float32], start: int) -> NDArray[np.float32]:
    """The cosines of the next rows from here with all others."""
    found: NDArray[np.float32] = rows[start : start + ENCODED] @ rows.T
    found[np.arange(len(found)), np.arange(start, start + len(found))] = -1.0
    return found


def _crowding(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """By row the mean of the largest ones."""
    most = min(NEIGHBOURS, cosines.shape[1])
    if not most:
        return np.zeros(len(cosines), np.float32)
    found: NDArray[np.float32] = np.partition(cosines, cosines.shape[1] - most, axis=1)[:, -most:].mean(axis=1)
    return found


def as_encoded(label: str) -> str:
    """A label as within a sentence: a capital makes another word of it for the encoder (decision 29)."""
    return " ".join(word.lower() if word[1:] == word[1:].lower() else word for word in label.split())


def one_sided(topics: Topics) -> list[tuple[int, str, str]]:
    """The topics that are called something in one language only: number, language, label."""
    found = []
    for number, row in enumerate(topics.rows):
        languages = {language for language, _ in row.forms if language in LANGUAGES}  # a tag may be in none
        if len(languages) == 1 and (language := languages.pop()) in row.labels:
            found.append((number, language, row.labels[language]))
    return found


def topic_labels(topics: Topics, vectors: LabelVectors) -> TopicLabels:
    """Those of these topics that have a name in one language only, with its vector."""
    named = one_sided(topics)
    places = vectors.places([label for *_, label in named])
    known = [(place, *row) for place, row in zip(places.tolist(), named, strict=True) if place >= 0]
    rows = vectors.rows[[place for place, *_ in known]].astype(np.float32) if known else np.zeros((0, 0), np.float32)
    lengths = np.maximum(1.0, np.linalg.norm(rows, axis=1, keepdims=True)) if known else 1.0
    made = rows / lengths
    parts = [_crowding(_others(made, start)) for start in range(0, len(known), ENCODED)]
    return TopicLabels(
        np.asarray([number for _, number, *_ in known], dtype=np.int64),
        tuple(language for *_, language, _ in known),
        tuple(label for *_, label in known),
        made,
        np.concatenate(parts) if parts else np.zeros(0, np.float32),
    )


def read(folder: Path, files: Seals) -> LabelVectors:
    """The committed vectors of a generation; none where there is no encoder."""
    count = files.get(HASHES, Seal()).size // 8
    if not count:
        return LabelVectors(np.zeros(0, np.uint64), np.zeros((0, 0), np.int8))
    width = files[VECTORS].size // count
    hashes = np.fromfile(folder / HASHES, np.uint64, count)
    return LabelVectors(hashes, np.asarray(np.memmap(folder / VECTORS, np.int8, "r", shape=(count, width))))


class LabelWriter(VectorFiles):
    """Appends vectors of labels behind the committed ones."""

    def __init__(self, folder: Path, seals: Seals) -> None:
        super().__init__(folder, seals, FILES)

    def read(self) -> LabelVectors:
        """What was appended so far."""
        return read(self.folder, self.seals)

    def missing(self, topics: Topics) -> list[str]:
        """The labels of these topics that have no vector yet; none when there are as many as there may be."""
        known = self.read()
        labels = list(dict.fromkeys(label for *_, label in one_sided(topics)))[: max(0, MOST - len(known.hashes))]
        return [label for label, place in zip(labels, known.places(labels).tolist(), strict=True) if place < 0]

    def taken_over(self, topics: Topics, before: LabelVectors) -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
        """The vectors that an earlier generation has of labels of these topics."""
        places = before.places(self.missing(topics))
        kept = places[places >= 0]
        return before.hashes[kept], before.rows[kept]


def encoded(
    labels: Iterable[str], encoder: Encoder, stop: Callable[[], bool]
) -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
    """Vectors of these labels; none when it was broken off."""
    ordered = sorted(labels, key=len)  # of one length: nothing is filled up
    found: list[NDArray[np.int8]] = []
    for first in range(0, len(ordered), ENCODED):
        if stop():
            return np.zeros(0, np.uint64), np.zeros((0, 0), np.int8)
        found.append(packed(encoder.encode([as_encoded(label) for label in ordered[first : first + ENCODED]])))
    if not found:
        return np.zeros(0, np.uint64), np.zeros((0, 0), np.int8)
    return np.asarray([number_of(label) for label in ordered], dtype=np.uint64), np.concatenate(found)
