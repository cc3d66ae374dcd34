"""The ledger: what the machinery itself notes. Cursors, runs, problems, jobs and settings."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from graph.facts import Cursor, Json, Problem, Seconds


class RunState(StrEnum):
    """State of a run. RUNNING can be resumed; SWEEPING listed everything and must only finish its sweep."""

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
        """Why it failed, or None. `error` is a message id, or JSON of one with its parameters."""
        if self.state is not RunState.FAILED or not self.error:
            return None
        try:
            said = json.loads(self.error)
        except json.JSONDecodeError:
            return Problem(None, self.error.splitlines()[0][:200])
        return Problem(None, str(said["message"]), {name: str(value) for name, value in said["params"].items()})


class JobState(StrEnum):
    """State of a job."""

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
    """The notes of the machinery: cursors, runs, problems, jobs. Each call is its own transaction."""

    def cursor(self, source: str) -> Cursor | None: ...
    def open_run(self, source: str) -> Run | None:
        """The run of this source that did not end (RUNNING or SWEEPING), if any."""

    def start_run(self, source: str, run: str, now: Seconds) -> None: ...
    def end_run(self, run: str, state: RunState, now: Seconds, error: str | None = None) -> None: ...
    def runs(self, source: str | None = None, limit: int = 20) -> list[Run]:
        """The runs, newest first."""

    def told(self, run: str) -> list[bytes]:
        """What this run told up to its cursor, in order. Empty once it has ended."""

    def problems(self, source: str, run: str | None = None, limit: int = 100) -> list[Problem]:
        """The Problems of the newest (or this) run of a source."""

    def forget(self, before: Seconds, keep: Collection[str] = ()) -> int:
        """Remove jobs and runs that ended before, with the problems of these runs; how many were removed.

        The newest run of each source and the runs whose ids are in `keep` stay, with their problems.
        """

    def versions(self, source: str, ids: Sequence[str]) -> dict[str, str]:
        """The stored `version` of each of these native ids of documents of this source."""

    def get(self, name: str) -> Json:
        """What is kept under this name (positions of followers, secrets, schedules), or None."""

    def several(self, names: Collection[str]) -> dict[str, Json]:
        """What is kept under each of these names; those under which nothing is are left out."""

    def set(self, name: str, value: Json) -> None: ...

    def add(self, name: str, value: Json) -> bool:
        """Keep this value under a name that is not taken. False, and nothing is written, when it is."""

    def change(self, name: str, value: Json) -> bool:
        """Keep this value under a name that is taken. False, and nothing is written, when it is not."""

    def take(self, name: str) -> Json:
        """Forget what is kept under this name, and give it to one caller only; None when nothing is kept."""

    def kept(self, prefix: str, before: str | None = None, limit: int | None = None) -> dict[str, Json]:
        """What is kept under names that begin so, the last name first; with `before`, only names below it."""

    def enqueue(self, kind: str, args: Mapping[str, Json], now: Seconds, not_before: Seconds | None = None) -> int:
        """Queue a job and return its id; one that waits already with equal kind and args is returned instead."""

    def claim(self, worker: str, now: Seconds, stale_after: int = 60) -> Job | None:
        """Take the first job that is due, or one whose worker's heartbeat is older than `stale_after` seconds."""

    def beat(self, job: int, now: Seconds, progress: Mapping[str, Json]) -> None: ...
    def finish(self, job: int, now: Seconds, error: str | None = None, retry_at: Seconds | None = None) -> None: ...
    def jobs(self, limit: int = 50) -> list[Job]:
        """The jobs, newest first."""
