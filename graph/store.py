"""The contracts that every store keeps: Store, Writer, View, Ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol, TypeAlias

from graph.content import Ready
from graph.facts import (
    Account,
    Cursor,
    Document,
    Edge,
    EdgeKind,
    Extraction,
    Fact,
    Json,
    Judgement,
    Key,
    Node,
    Problem,
)
from graph.ledger import Job, JobState, Ledger, Run, RunState
from graph.receipt import Receipt
from graph.schema import ASPECTS, Aspect
from graph.suppression import Suppression

__all__ = [
    "Change",
    "Derived",
    "Direction",
    "Filed",
    "Job",
    "JobState",
    "Ledger",
    "Outcome",
    "Run",
    "RunState",
    "Store",
    "StoreError",
    "Touched",
    "View",
    "Viewer",
    "Writer",
]


class StoreError(Exception):
    """The store cannot do what was asked; `message` is a message id and `params` fill it in."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


class Outcome(StrEnum):
    """Result of a put. Only NEW and CHANGED record a change."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """A node that changed, and in which aspect: one line for each of its aspects, with its newest `seq` only.

    `gone` means dropped or erased.
    """

    seq: int
    key: Key
    gone: bool = False
    aspect: Aspect = Aspect.CONTENT


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads, and by which principals. `system` reads everything and is made in `whoknows/wiring.py` only."""

    person: Key | None = None
    principals: frozenset[str] = frozenset({"everyone"})
    system: bool = False


Direction: TypeAlias = Literal["out", "in", "both"]
Derived: TypeAlias = Edge | Extraction | Node


class Filed(NamedTuple):
    """One document whole: with its text, what accounts did to it, and its innermost container."""

    document: Document
    text: str
    acts: Sequence[Edge]
    container: Key | None


class Touched(NamedTuple):
    """A document or group that changed, the number of its change, and whether the viewer of a View may read it now."""

    seq: int
    key: Key
    readable: bool


class View(Protocol):
    """What one viewer may read; everything else does not exist for them. A context manager: one consistent read.

    Private edges (`EdgeRule.private`) are in the View of the person at their start and in the system's, in no other.
    """

    viewer: Viewer

    def __enter__(self) -> View: ...
    def __exit__(self, *exc: object) -> None: ...

    def rules(self) -> frozenset[Key]:
        """The rules by which this viewer may read; in the system's view every rule."""

    def touched(self, after: int) -> list[Touched]:
        """The documents and groups of which content or rights changed after this seq, also those gone, in order.

        For an index that lags behind: keys alone, also of what may not be read. Whoever sees n sees all lower ones.
        """

    def get(self, keys: Collection[Key]) -> dict[Key, Node]:
        """These nodes, without those that do not exist or may not be read. Documents come without text."""

    def texts(self, keys: Collection[Key]) -> dict[Key, str]:
        """The plain text of these documents."""

    def nodes(self, kind: str, after: Key | None = None, limit: int = 1000, source: str | None = None) -> list[Node]:
        """The nodes of this kind (lower case) after this key, in key order."""

    def filed(self, after: Key | None = None, limit: int = 1000) -> list[Filed]:
        """The documents after this key, in key order, each whole: what `get`, `texts` and `edges` say of it."""

    def edges(
        self,
        kinds: Collection[EdgeKind],
        keys: Collection[Key],
        direction: Direction = "out",
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Edge]:
        """The edges of these kinds that start ("out") or end ("in") at these keys. Both ends must be readable."""

    def above(self, keys: Collection[Key]) -> list[Edge]:
        """The PART_OF edges that lead up from these groups and locations, all the way. Both ends must be readable."""

    def all_edges(self, kind: EdgeKind) -> Iterator[Edge]:
        """All edges of one kind, streamed. Both ends must be readable."""

    def extractions(self, keys: Collection[Key] | None = None) -> Iterator[Extraction]:
        """What extraction found in these documents (None: in all that may be read, in key order), streamed."""

    def judgements(self, subjects: Collection[Key] | None = None) -> list[Judgement]:
        """The judgements about these accounts, terms or topics, also those taken back, oldest first."""

    def count(self, kind: str, source: str | None = None) -> int:
        """The number of nodes of this kind that may be read."""


class Writer(Protocol):
    """One transaction. It commits when the `with` block ends well and leaves no trace when it does not."""

    def expect(self, keys: Iterable[Key]) -> None:
        """Announce keys that will be put or kept in this transaction, so that a remote store looks them up at once."""

    def put(self, fact: Fact | Ready, run: str) -> Outcome:
        """Replace all that this source said about this node; mark it seen in `run`. Equal content records no change.

        ValueError for a node of the source `self`: see `write`.
        """

    def keep(self, keys: Collection[Key], run: str, below: bool = True) -> int:
        """Mark nodes as seen in `run` without reading them; with `below` a group keeps all that is in it and below it.

        What is kept keeps what it is in and the rule that it states, since its source need not tell of these again.
        Returns the number of these nodes, and of those below them, that are there.
        """

    def drop(self, keys: Collection[Key]) -> int:
        """The source says that these are gone: remove them, their edges and what was derived from them."""

    def judge(self, judgement: Judgement) -> None:
        """Record (or, with `undone`, take back) a judgement and let it act: one change, of its subject."""

    def derive(self, kind: str, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        """Replace the derived facts of one kind that belong to `keys` (None: all) by `facts`; returns how many differ.

        `kind` is an EdgeKind of derived state, ``extraction``, or a derived kind of node (``topic``, ``term``, ...).
        Extractions and IS edges record a change of their owner, the others none.
        """

    def say(self, edge: Edge) -> bool:
        """Record one authored edge, of which its identity is there once. False when it was said before, if only at
        another time: then nothing is written. Else one change of its start, in the aspect of its rule.

        Both ends may be unknown yet: until they are there, nobody sees the edge. Nothing is recorded about a person
        who was erased. ValueError for an edge that is not authored or cannot run between these nodes.
        """

    def unsay(self, edge: Edge) -> bool:
        """Remove the authored edge of this identity, whatever its other properties. False when it is not there."""

    def write(self, fact: Fact | Ready) -> Outcome:
        """Put a document or group of the source `self`: what a person wrote in the product.

        It is authored state: no sync and no sweep touches it, `drop` removes it when its writer does. The edges that
        it states are replaced as by `put`. ValueError for another source.
        """

    def problem(self, source: str, run: str, problem: Problem) -> None:
        """Count one Problem of a run; the text of the first 1,000 is kept."""

    def mark(
        self, source: str, cursor: Cursor | None, run: str, state: RunState, counts: Mapping[str, int] = ...
    ) -> None:
        """Write the cursor of a source and the state of its run, in this transaction."""

    def tell(self, run: str, told: bytes) -> None:
        """Keep, until this run ends, what it has told up to the cursor: ids in a form that only the caller reads."""


class Store(Protocol):
    """One graph. `url` says where, without secrets.

    `aim` is how many seconds a writing transaction should take when much is written: short where each holds up the
    commands of people, longer where each costs a journey to a server.
    """

    url: str
    aim: float
    ledger: Ledger

    def writer(self) -> AbstractContextManager[Writer]: ...
    def view(self, viewer: Viewer, recent: bool = False) -> View:
        """What this viewer may read. With `recent`, what another process wrote in the last 0.1 s may be missing."""

    def changes(self, after: int, limit: int = 1000, aspects: Collection[Aspect] = ASPECTS) -> list[Change]:
        """The changes after this seq in these aspects, in order. Whoever sees n sees all lower ones."""

    def seq(self, aspects: Collection[Aspect] = ASPECTS) -> int:
        """The number of the newest change in these aspects; 0 when there is none."""

    def unseen(self, source: str, run: str) -> dict[str, tuple[int, int]]:
        """The number of documents of this source that were seen in this run, and of those that were not.

        By kind: `document`, and `account` for people whom a directory lists; those who left by then are not missing.
        """

    def vouched(self, source: str, after: Key, limit: int) -> list[Account]:
        """The accounts of this source that it vouches for and no directory lists, by key, after this one.

        For the reading of the source itself: whoever may see them is not asked.
        """

    def sweep(self, source: str, run: str, limit: int = 500) -> int:
        """Drop up to `limit` nodes of this source that were not seen in this run; 0 means finished.

        ValueError for the source `self`, which nobody lists.
        """

    def erase(self, person: Key, limit: int = 500) -> int:
        """Remove up to `limit` traces of a person; 0 means finished.

        Accounts, acts, texts that they alone wrote, and every authored edge from or to them.
        """

    def compact(self) -> bool:
        """Leave nothing in the files of what was removed, as far as the store can; False when somebody who reads an
        older state keeps it there: to be asked again.
        """

    def receipt(self, person: Key) -> Receipt | None:
        """What was removed of this person so far, or None."""

    def suppression(self) -> Suppression:
        """The forms of names and addresses that must not come in again."""

    def dump(self, derived: bool = False) -> Iterator[dict[str, Json]]:
        """Source and authored state (and derived), sorted: everything but seqs, run ids and sync times."""

    def load(self, lines: Iterable[dict[str, Json]]) -> int:
        """Take in what `dump` gave, also that of an older version; returns the number of records."""

    def close(self) -> None: ...
