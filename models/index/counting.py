"""How often each person uses each word, counted over the columns; where there is much, by two processes at once."""

from __future__ import annotations

import signal
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.index.columns import Columns, Sizes
from models.index.numbers import LANGUAGE_CODES
from models.index.records import IndexProblem
from models.index.text.analysis import as_words, is_word, number_of, words

CHUNK = 1_000_000
"""Bytes that are counted at a time."""
AT_ONCE = 1000
"""Pieces of text that are analysed together."""
SHARED = 50_000_000
"""Bytes of text from which on a second process counts half of them: it takes half a second to start."""
BARE = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in bytes(range(256)).lower())
"""ASCII in lower case, and everything in it that is not a letter or digit as a space."""

Counts: TypeAlias = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.float64]]
"""The number of a word, the person, and how often, a row each; a word of a person may have more than one row."""


@dataclass(frozen=True, slots=True)
class CountingTask:
    """Act rows to count, and the person of each."""

    owners: NDArray[np.int64]
    rows: NDArray[np.int64]


def counted(columns: Columns, owners: NDArray[np.int64], rows: NDArray[np.int64]) -> list[Counts]:
    """How often each person uses each word in what these acts are about, times their share of it.

    Raises IndexProblem `index-process-ended` when the second process was killed.
    """
    task = CountingTask(owners, rows)
    sizes = np.diff(columns["text_end"], prepend=0)[columns["document"][rows]]
    if sizes.sum() < SHARED:
        return list(count_all(columns, task))
    mine, other = _halves(task, sizes)
    here, there = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_count_there, args=(there, columns.folder, columns.sizes, other))
    process.start()
    there.close()  # only the other process has it now, so that its end is noticed
    try:
        found = list(count_all(columns, mine))
        found.extend(here.recv())
    except (EOFError, OSError) as error:
        process.join()
        raise IndexProblem("index-process-ended", code=str(process.exitcode)) from error
    finally:
        here.close()
        process.kill()
        process.join()
    return found


def _halves(task: CountingTask, sizes: NDArray[Any]) -> tuple[CountingTask, CountingTask]:
    """Two tasks of about as much text; each person is in one of them."""
    before = np.cumsum(np.bincount(task.owners, weights=sizes))
    first = before[task.owners] <= before[-1] / 2
    return CountingTask(task.owners[first], task.rows[first]), CountingTask(task.owners[~first], task.rows[~first])


def _count_there(there: Connection, folder: Path, sizes: Sizes, task: CountingTask) -> None:
    """The second process: count and send. An interrupt is for the first one, which ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    there.send(list(count_all(Columns(folder, sizes), task)))


def count_all(columns: Columns, task: CountingTask) -> Iterator[Counts]:
    """How often each person uses each word in what these acts are about, counted here."""
    documents = np.asarray(columns["document"])[task.rows]
    languages, shares = np.asarray(columns["language"])[documents], np.asarray(columns["share"])[task.rows]
    for number, language in LANGUAGE_CODES.items():
        chosen = np.flatnonzero(languages == number)
        if len(chosen):
            yield _count_language(columns, language, documents[chosen], task.owners[chosen], shares[chosen])


def _count_language(
    columns: Columns, language: str, documents: NDArray[Any], owners: NDArray[np.int64], shares: NDArray[np.float32]
) -> Counts:
    order = np.lexsort((documents, shares, owners))
    documents, owners, shares = documents[order], owners[order], shares[order]
    edges = np.flatnonzero((owners[1:] != owners[:-1]) | (shares[1:] != shares[:-1])) + 1
    known = _Pieces()
    sizes, places, amounts = array("q"), array("i"), array("d")
    for start, stop in pairwise([0, *edges.tolist(), len(documents)]):
        counts = _count(columns, documents[start:stop])
        sizes.append(len(counts))
        places.extend(map(known.__getitem__, counts))
        share = float(shares[start])
        amounts.extend([share * count for count in counts.values()])
    numbers, ends = known.numbers(language)
    pieces = np.asarray(places, dtype=np.int64)
    begins = np.concatenate(([0], ends[:-1]))[pieces]
    each = ends[pieces] - begins
    within = np.arange(int(each.sum())) - np.repeat(np.cumsum(each) - each, each)
    persons = np.repeat(owners[np.concatenate(([0], edges))], np.asarray(sizes, dtype=np.int64))
    return (
        numbers[np.repeat(begins, each) + within],
        np.repeat(persons, each),
        np.repeat(np.asarray(amounts, dtype=np.float64), each),
    )


def _count(columns: Columns, documents: NDArray[Any]) -> Counter[bytes]:
    """How often each piece between spaces and signs is in these documents, so that each is analysed once."""
    counts: Counter[bytes] = Counter()
    texts: list[bytes] = []
    size = 0
    for body in columns.bodies_of(documents):
        texts.append(body)
        size += len(body)
        if size > CHUNK:
            counts.update(_pieces(texts))
            texts, size = [], 0
    counts.update(_pieces(texts))
    return counts


def _pieces(texts: Sequence[bytes]) -> list[bytes]:
    """What is between spaces and signs; of bytes that are no ASCII each is a character of its own here."""
    spelled = as_words(b"\n".join(texts).decode("latin-1"))
    return spelled.encode("latin-1").translate(BARE).split()


class _Pieces(dict[bytes, int]):
    """The place of a piece of text among those that were met. A new one gets the next place."""

    def __missing__(self, piece: bytes) -> int:
        place = self[piece] = len(self)
        return place

    def numbers(self, language: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The numbers of the index words of all pieces in the order of their places, and where those of each end."""
        known: dict[str, int] = {}
        numbers, ends = array("Q"), array("q")
        for stems in _analysed(list(self), language):
            for stem in stems:
                number = known.get(stem)
                if number is None:
                    number = known[stem] = number_of(language, stem)
                numbers.append(number)
            ends.append(len(numbers))
        return np.asarray(numbers, dtype=np.uint64), np.asarray(ends, dtype=np.int64)


def _analysed(pieces: Sequence[bytes], language: str) -> Iterator[Sequence[str]]:
    """The index words of each piece. A stop word has none. Most are one word each, which are analysed together."""
    for start in range(0, len(pieces), AT_ONCE):
        some = [piece.decode("utf-8", "replace") for piece in pieces[start : start + AT_ONCE]]
        plain = [piece for piece in some if is_word(piece, language)]
        stems = words(" ".join(plain), language)
        one_each = dict(zip(plain, stems, strict=True)) if len(stems) == len(plain) else {}
        for piece in some:
            stem = one_each.get(piece)
            yield words(piece, language) if stem is None else (stem,)
