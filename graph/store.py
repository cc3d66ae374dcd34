"""How do facts get in and out? The contracts that every store keeps: Store, Writer, View, Ledger."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol, TypeAlias

from graph.content import Ready
from graph.facts import (
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
    Seconds,
)
from graph.suppression import Receipt, Suppression


class StoreError(Exception):
    """The store cannot do what was asked; `message` is a message id and `params` fill it in."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


class Outcome(StrEnum):
    """What did a put do? Only NEW and CHANGED record a change."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """Which node changed? One line per node: its newest `seq` only. `gone` means dropped or erased."""

    seq: int
    key: Key
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads, and by which principals? `system` reads everything and is made in `whoknows/wiring.py` only."""

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


class View(Protocol):
    """What may one viewer read? All else does not exist for them. Use as a context manager: one consistent read."""

    viewer: Viewer

    def __enter__(self) -> View: ...
    def __exit__(self, *exc: object) -> None: ...

    def rules(self) -> frozenset[Key]:
        """By which rules may this viewer read? The system's view returns every rule."""

    def get(self, keys: Collection[Key]) -> dict[Key, Node]:
        """What are these nodes? Those that do not exist or may not be read are missing. Documents come without text."""

    def texts(self, keys: Collection[Key]) -> dict[Key, str]:
        """What is the plain text of these documents?"""

    def nodes(self, kind: str, after: Key | None = None, limit: int = 1000, source: str | None = None) -> list[Node]:
        """Which nodes of this kind (lower case) are there, in key order, after this key?"""

    def filed(self, after: Key | None = None, limit: int = 1000) -> list[Filed]:
        """Which documents are there, in key order, after this key, each whole? What `get`, `texts` and `edges` say."""

    def edges(
        self,
        kinds: Collection[EdgeKind],
        keys: Collection[Key],
        direction: Direction = "out",
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Edge]:
        """Which edges of these kinds start ("out") or end ("in") at these keys? Both ends must be readable."""

    def above(self, keys: Collection[Key]) -> list[Edge]:
        """Which PART_OF edges lead up from these groups and locations, however high? Both ends must be readable."""

    def all_edges(self, kind: EdgeKind) -> Iterator[Edge]:
        """Which edges of one kind are there at all, streamed? Both ends must be readable."""

    def extractions(self, keys: Collection[Key] | None = None) -> Iterator[Extraction]:
        """What did extraction find in these documents (None: in all that may be read, in key order), streamed?"""

    def judgements(self, subjects: Collection[Key] | None = None) -> list[Judgement]:
        """Which judgements, those taken back included, were made about these accounts or terms? Oldest first."""

    def count(self, kind: str, source: str | None = None) -> int:
        """How many nodes of this kind may be read?"""


class Writer(Protocol):
    """One transaction. It commits when the `with` block ends well and leaves no trace when it does not."""

    def expect(self, keys: Iterable[Key]) -> None:
        """These keys will be put or kept in this transaction: a store that is far away looks them up at once."""

    def put(self, fact: Fact | Ready, run: str) -> Outcome:
        """Replace all that this source said about this node; mark it seen in `run`. Equal content records no change."""

    def keep(self, keys: Collection[Key], run: str) -> int:
        """Mark nodes as seen in `run` without reading them; a group key keeps all documents in it and below it."""

    def drop(self, keys: Collection[Key]) -> int:
        """The source says that these are gone: remove them, their edges and what was derived from them."""

    def judge(self, judgement: Judgement) -> None:
        """Record (or, with `undone`, take back) a judgement and let it act: one change, of its subject."""

    def derive(self, kind: str, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        """Replace the derived facts of one kind that belong to `keys` (None: all of them) by `facts`; how many differ?

        `kind` is an EdgeKind of derived state, ``extraction``, or a derived kind of node (``topic``, ``term``, ...).
        Extractions and IS edges record a change of their owner, the others none.
        """

    def author(self, kind: EdgeKind, start: Key, edges: Iterable[Edge]) -> None:
        """Replace what a person typed: the authored edges of one kind that start at `start`."""

    def problem(self, source: str, run: str, problem: Problem) -> None:
        """Count and keep one Problem of a run (the first 1,000 with their text, the rest only in the count)."""

    def mark(
        self, source: str, cursor: Cursor | None, run: str, state: RunState, counts: Mapping[str, int] = ...
    ) -> None:
        """Write the cursor of a source and the state of its run, in this transaction."""

    def tell(self, run: str, told: bytes) -> None:
        """Keep, until this run ends, what it has told up to the cursor: ids in a form that only the caller reads."""


class RunState(StrEnum):
    """How far is a run? RUNNING can be resumed; SWEEPING listed everything and must only finish its sweep."""

    RUNNING = "running"
    SWEEPING = "sweeping"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """One sync of one source. `counts`: new, changed, same, gone, problems, undated, authorless, ..."""

    id: str
    source: str
    state: RunState
    started: Seconds
    ended: Seconds | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None

    def failure(self) -> Problem | None:
        """Why did it fail? `error` is a message id, or JSON of one with its parameters. None when it did not fail."""
        if self.state is not RunState.FAILED or not self.error:
            return None
        try:
            said = json.loads(self.error)
        except json.JSONDecodeError:
            return Problem(None, self.error.splitlines()[0][:200])
        return Problem(None, str(said["message"]), {name: str(value) for name, value in said["params"].items()})


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work for the worker: `kind` and `args` say what; `not_before` when; `error` why it failed."""

    id: int
    kind: str
    args: Mapping[str, Json]
    state: JobState
    queued: Seconds
    not_before: Seconds
    attempts: int = 0
    worker: str | None = None
    heartbeat: Seconds | None = None
    ended: Seconds | None = None
    error: str | None = None
    progress: Mapping[str, Json] = field(default_factory=dict)


class Ledger(Protocol):
    """What did the machinery itself write down? Cursors, runs, problems, jobs. Each call is its own transaction."""

    def cursor(self, source: str) -> Cursor | None: ...
    def open_run(self, source: str) -> Run | None:
        """Which run of this source did not end (RUNNING or SWEEPING)?"""

    def start_run(self, source: str, run: str, now: Seconds) -> None: ...
    def end_run(self, run: str, state: RunState, now: Seconds, error: str | None = None) -> None: ...
    def runs(self, source: str | None = None, limit: int = 20) -> list[Run]:
        """Which runs were there, newest first?"""

    def told(self, run: str) -> list[bytes]:
        """What did this run tell up to its cursor, in the order of telling? Nothing when it has ended."""

    def problems(self, source: str, run: str | None = None, limit: int = 100) -> list[Problem]:
        """Which Problems has the newest (or this) run of a source?"""

    def forget(self, before: Seconds, keep: Collection[str] = ()) -> int:
        """Remove jobs and runs that ended before, with the problems of these runs; how many were removed.

        The newest run of each source and the runs whose ids are in `keep` stay, with their problems.
        """

    def versions(self, source: str, ids: Sequence[str]) -> dict[str, str]:
        """Which `version` is stored for these native ids of documents of this source?"""

    def get(self, name: str) -> Json:
        """What is kept under this name (positions of followers, secrets, schedules)? None if nothing is."""

    def set(self, name: str, value: Json) -> None: ...

    def enqueue(self, kind: str, args: Mapping[str, Json], now: Seconds, not_before: Seconds | None = None) -> int:
        """Queue a job and return its id; one that waits already with equal kind and args is returned instead."""

    def claim(self, worker: str, now: Seconds, stale_after: int = 60) -> Job | None:
        """Take the first job that is due, or one whose worker's heartbeat is older than `stale_after` seconds."""

    def beat(self, job: int, now: Seconds, progress: Mapping[str, Json]) -> None: ...
    def finish(self, job: int, now: Seconds, error: str | None = None, retry_at: Seconds | None = None) -> None: ...
    def jobs(self, limit: int = 50) -> list[Job]:
        """Which jobs are there, newest first?"""


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
        """What may this viewer read? With `recent`, what another process wrote 0.1 s ago or later may lack."""

    def changes(self, after: int, limit: int = 1000) -> list[Change]:
        """Which nodes changed after this seq, in order? Whoever sees n sees all lower ones."""

    def seq(self) -> int:
        """What is the number of the newest change?"""

    def unseen(self, source: str, run: str) -> dict[str, tuple[int, int]]:
        """How many documents of this source were seen in this run, and how many that are there were not?

        By kind: `document`, and `account` for people whom a directory lists; who left by then is not missing.
        """

    def sweep(self, source: str, run: str, limit: int = 500) -> int:
        """Drop up to `limit` nodes of this source that were not seen in this run; 0 means that it is finished."""

    def erase(self, person: Key, limit: int = 500) -> int:
        """Remove up to `limit` traces of a person (accounts, acts, texts written alone); 0 means finished."""

    def receipt(self, person: Key) -> Receipt | None:
        """What was removed of this person so far? None if nothing was."""

    def suppression(self) -> Suppression:
        """Which forms of names and addresses must not come in again?"""

    def dump(self, derived: bool = False) -> Iterator[dict[str, Json]]:
        """What is in the graph, sorted, complete but for seq, run ids and sync times? Source and authored state."""

    def load(self, lines: Iterable[dict[str, Json]]) -> int:
        """Take in what `dump` gave; how many records?"""

    def close(self) -> None: ...
