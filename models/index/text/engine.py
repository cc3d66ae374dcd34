"""Contract of a text engine: an index of words in which documents have a number, and a reader that finds the best.

Nothing else of the product knows which engine it is. One that passes `tests/contracts/text_engine_suite.py` can take
the place of Tantivy: give its opener to `IndexWriter` and `open_index`.

An engine keeps the words of a text as its `words` gives them. It scores by BM25 (k1 = 1.2, b = .75) or in any other way
in which a rarer word and a fuller match score higher. Scores are rounded to 1 / STEP, so that the order in which a
segment adds them up makes no difference, and equal scores are in the order of their numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
STEP = 1024.0
"""Scores are rounded to 1 / STEP."""

Ordinals = NDArray[np.int64]
Scores = NDArray[np.float64]
Accept = Callable[[Ordinals], NDArray[np.bool_]]
"""Says of each of these numbers whether it counts."""
Within = tuple[str, Collection[int]]
"""A field (`account` or `rule`) and the numbers of which a document must have one there."""


EngineSeal = dict[str, Any]
"""What an engine says of its files, as JSON."""


class FileSeals(Protocol):
    """Remembers which files of a folder were checked, so that nothing is read twice while it stays as it is."""

    def once(self, file: Path, work: Callable[[], T], /) -> T:
        """What `work` says of this file; worked out again when the file is another one, or was written to."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question as it is indexed: the language and the token, with its idf in the public part.

    `weight` is what it counts for: less than 1 where it is a part of what was asked.
    """

    language: str
    token: str
    idf: float = 0.0
    weight: float = 1.0


Way: TypeAlias = tuple[Word, ...]
"""One row of words by which something may be found."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is asked for. Its `ways` mean the same (a label and its synonyms)."""

    ways: tuple[Way, ...]


AnyWay: TypeAlias = tuple[Way, ...]
"""Rows of words of which a document holds one, with each of its words."""
Holding: TypeAlias = Sequence[tuple[AnyWay, ...]]
"""What a document must hold: all parts of one of these sets, each part by one of its ways."""


class EngineDocument(NamedTuple):
    """One document as an engine takes it in.

    `body` is what is searched, in the words of `language`; `rest` is found apart from it and changes no score.
    The words of `surface` are kept as they are written, for `terms_with_prefix`.
    """

    number: int
    language: str
    body: str
    surface: str = ""
    accounts: Sequence[int] = ()
    rule: int = 0
    rest: str = ""


class TextReader(Protocol):
    """One consistent state of an engine; it does not change when the engine goes on."""

    def size(self) -> int:
        """Number of documents."""

    def having(self, word: Word) -> int:
        """Number of documents with this word, deleted ones included until the engine lets go of them."""

    def top(
        self,
        clauses: Sequence[Clause],
        k: int,
        accept: Accept | None = None,
        *,
        constant: bool = False,
        within: Within | None = None,
        rest: bool = False,
        holding: Holding | None = None,
    ) -> tuple[Ordinals, Scores]:
        """The k best numbers that `accept` lets through, by falling score and then by number, and their scores.

        A document matches that has any of the words. Each clause adds to the score, and of the ways of one clause only
        the best counts. `constant`: a word that is there scores its idf times its weight, however often, so that the
        engine's own statistics do not matter. `rest`: the rest of the documents is searched instead of their body.
        `holding`: only documents that hold all parts of one of these sets; scores stay.
        """

    def held(self, word: Word | str, limit: int, accept: Accept) -> int:
        """Number of documents that have this word (a string: this surface word) and pass `accept`, at most `limit`.

        Deleted ones are not among them.
        """

    def terms_with_prefix(self, prefix: str, limit: int) -> Iterable[tuple[str, int]]:
        """At most `limit` surface words that begin like this, each with the number of documents that have it."""


class TextEngine(Protocol):
    """An index of words in a folder. Changes show in readers that are opened after the next commit."""

    def add(self, document: EngineDocument) -> None: ...
    def delete(self, numbers: Iterable[int]) -> None: ...

    def delete_from(self, first: int) -> None:
        """Delete whatever has this number or a higher one: the rest of a killed run."""

    def commit(self) -> None: ...

    def close(self) -> None:
        """Finish what goes on in the background and release the lock on the folder."""

    def reader(self) -> TextReader: ...

    def seal(self) -> EngineSeal:
        """What can be told of its files as they are committed now, for `OpenEngine.damage`."""

    def words(self, text: str, language: str) -> list[str]:
        """The words of a text as this engine indexes them, in order."""


class OpenEngine(Protocol):
    """Opens the engine in a folder, which it makes if it is not there; the class of an engine is one."""

    def __call__(self, folder: Path, /) -> TextEngine: ...

    def damage(self, folder: Path, seal: EngineSeal, files: FileSeals, /) -> str | None:
        """The name of a file in this folder that is not as it was when this seal was made; None when all are.

        Looked at before the engine is opened. What it wrote after the seal has to be whole in itself. `files` remembers
        what was checked before.
        """


def idf(documents: int, having: int) -> float:
    """How rare a word is: the formula of BM25 as Lucene and Tantivy have it."""
    return math.log(1.0 + (documents - having + 0.5) / (having + 0.5))
