"""The ledger in SQLite: cursors, runs, problems, jobs and settings; each call is a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from graph.content import pack, unpack
from graph.erasure import is_note
from graph.facts import Cursor, Json, Problem, Seconds, key_of
from graph.rows import after_prefix, row_job, row_run
from graph.store import Job, JobState, Run, RunState
from graph.suppression import Suppression

Row = tuple[Any, ...]
_RUN = "SELECT id, source, state, started, ended, counts, error, problems FROM run"
_JOB = "SELECT id, kind, args, state, queued, not_before, attempts, worker, heartbeat, ended, error, progress FROM job"


class SqliteLedger:
    """A Ledger over the store's connections: `write` gives the writing one in a transaction, `rows` reads."""

    def __init__(
        self,
        write: Callable[[], AbstractContextManager[sqlite3.Connection]],
        rows: Callable[[str, Sequence[object]], list[Row]],
        suppressed: Callable[[], Suppression],
    ) -> None:
        self._write = write
        self._rows = rows
        self._suppressed = suppressed
        """What may not be noted. To be asked while writing."""

    def _do(self, sql: str, *args: object) -> None:
        with self._write() as connection:
            connection.execute(sql, args)

    # --- runs -------------------------------------------------------------------------------------------------------

    def cursor(self, source: str) -> Cursor | None:
        """The cursor from which this source goes on."""
        rows = self._rows("SELECT cursor FROM cursor WHERE source = ?", (source,))
        return unpack(rows[0][0]) if rows else None

    def open_run(self, source: str) -> Run | None:
        """The run of this source that did not end."""
        states = (source, RunState.RUNNING.value, RunState.SWEEPING.value)
        rows = self._rows(f"{_RUN} WHERE source = ? AND state IN (?, ?) ORDER BY number DESC LIMIT 1", states)
        return row_run(rows[0]) if rows else None

    def start_run(self, source: str, run: str, now: Seconds) -> None:
        """Note that a run begins."""
        self._do(
            "INSERT INTO run(id, source, state, started) VALUES (?,?,?,?) ON CONFLICT(id) DO UPDATE SET "
            "source = excluded.source, state = excluded.state, started = excluded.started, ended = NULL, error = NULL",
            run, source, RunState.RUNNING.value, now,
        )  # fmt: skip

    def end_run(self, run: str, state: RunState, now: Seconds, error: str | None = None) -> None:
        """Note how a run ended."""
        with self._write() as connection:
            connection.execute(
                "UPDATE run SET state = ?, ended = ?, error = ? WHERE id = ?",
                (state.value, now, self._suppressed().blank_error(error), run),
            )
            connection.execute("DELETE FROM told WHERE run = (SELECT number FROM run WHERE id = ?)", (run,))

    def told(self, run: str) -> list[bytes]:
        """What this run told up to its cursor."""
        sql = "SELECT ids FROM told WHERE run = (SELECT number FROM run WHERE id = ?) ORDER BY number"
        return [ids for (ids,) in self._rows(sql, (run,))]

    def runs(self, source: str | None = None, limit: int = 20) -> list[Run]:
        """The runs, newest first."""
        where = "WHERE source <> '' AND (?1 IS NULL OR source = ?1)"
        return [row_run(row) for row in self._rows(f"{_RUN} {where} ORDER BY number DESC LIMIT ?2", (source, limit))]

    def problems(self, source: str, run: str | None = None, limit: int = 100) -> list[Problem]:
        """The Problems of the newest (or this) run of a source."""
        rows = self._rows(
            "SELECT item, message, params FROM problem WHERE run = (SELECT number FROM run WHERE source = ?1 "
            "AND (?2 IS NULL OR id = ?2) ORDER BY number DESC LIMIT 1) ORDER BY number LIMIT ?3",
            (source, run, limit),
        )
        return [Problem(item, message, unpack(params)) for item, message, params in rows]

    def forget(self, before: Seconds, keep: Collection[str] = ()) -> int:
        """Remove jobs and runs that ended before, but the newest run of each source and those in `keep`."""
        old = (
            "SELECT number FROM run WHERE source <> '' AND ended < ?1 AND id NOT IN (SELECT value FROM json_each(?2)) "
            "AND number NOT IN (SELECT max(number) FROM run GROUP BY source UNION SELECT max(number) FROM run)"
        )
        with self._write() as connection:
            named = (before, pack([*keep]).decode())
            connection.execute(f"DELETE FROM problem WHERE run IN ({old})", named)
            runs = connection.execute(f"DELETE FROM run WHERE number IN ({old})", named).rowcount
            ended = (JobState.DONE.value, JobState.FAILED.value, before)
            jobs = connection.execute("DELETE FROM job WHERE state IN (?, ?) AND ended < ?", ended).rowcount
            return runs + jobs

    def versions(self, source: str, ids: Sequence[str]) -> dict[str, str]:
        """The `version` that is stored for these native ids of documents of this source."""
        named = {key_of("document", source, each): each for each in ids}
        rows = self._rows(
            "SELECT n.key, seen.version FROM json_each(?) j JOIN node n ON n.key = j.value JOIN seen ON seen.id = n.id "
            "WHERE seen.version IS NOT NULL",
            (pack(list(named)).decode(),),
        )
        return {named[key]: version for key, version in rows}

    # --- what is kept -------------------------------------------------------------------------------------------------

    def get(self, name: str) -> Json:
        """The value under this name; None when nothing is kept."""
        rows = self._rows("SELECT value FROM kept WHERE name = ?", (name,))
        kept: Json = unpack(rows[0][0]) if rows else None
        return kept

    def several(self, names: Collection[str]) -> dict[str, Json]:
        """What is kept under each of these names."""
        sql = "SELECT name, value FROM kept WHERE name IN (SELECT value FROM json_each(?))"
        return {name: unpack(value) for name, value in self._rows(sql, (pack(sorted(names)).decode(),))}

    def set(self, name: str, value: Json) -> None:
        """Keep this value under this name; None forgets it."""
        if value is None:
            self._do("DELETE FROM kept WHERE name = ?", name)
            return
        self._keep("INSERT OR REPLACE INTO kept(value, name) VALUES (?,?)", name, value)

    def add(self, name: str, value: Json) -> bool:
        """Keep this value under a name that is not taken; False when it is."""
        return self._keep("INSERT OR IGNORE INTO kept(value, name) VALUES (?,?)", name, value)

    def change(self, name: str, value: Json) -> bool:
        """Keep this value under a name that is taken; False when it is not."""
        return self._keep("UPDATE kept SET value = ? WHERE name = ?", name, value)

    def _keep(self, sql: str, name: str, value: Json) -> bool:
        with self._write() as connection:
            noted = self._suppressed().blank_json(value) if is_note(name) else value
            return connection.execute(sql, (pack(noted).decode(), name)).rowcount > 0

    def take(self, name: str) -> Json:
        """Forget what is kept under this name, and give it; None when nothing is kept."""
        with self._write() as connection:
            rows = connection.execute("DELETE FROM kept WHERE name = ? RETURNING value", (name,)).fetchall()
        taken: Json = unpack(rows[0][0]) if rows else None
        return taken

    def kept(self, prefix: str, before: str | None = None, limit: int | None = None) -> dict[str, Json]:
        """What is kept under names that begin so, the last name first."""
        below = after_prefix(prefix) if before is None else min(before, after_prefix(prefix))
        sql = "SELECT name, value FROM kept WHERE name >= ? AND name < ? ORDER BY name DESC LIMIT ?"
        return {name: unpack(value) for name, value in self._rows(sql, (prefix, below, -1 if limit is None else limit))}

    # --- jobs -------------------------------------------------------------------------------------------------------

    def enqueue(self, kind: str, args: Mapping[str, Json], now: Seconds, not_before: Seconds | None = None) -> int:
        """Queue a job and return its id; one that waits already with equal kind and args is returned instead."""
        packed = pack(dict(args)).decode()
        with self._write() as connection:
            row = connection.execute(
                "SELECT id FROM job WHERE state = ? AND kind = ? AND args = ?", (JobState.WAITING.value, kind, packed)
            ).fetchone()
            if row is None:
                row = connection.execute(
                    "INSERT INTO job(kind, args, state, queued, not_before) VALUES (?,?,?,?,?) RETURNING id",
                    (kind, packed, JobState.WAITING.value, now, now if not_before is None else not_before),
                ).fetchone()
            return int(row[0])

    def claim(self, worker: str, now: Seconds, stale_after: int = 60) -> Job | None:
        """Take the first job that is due, or one whose worker's heartbeat is older than `stale_after` seconds."""
        due = (JobState.WAITING.value, now, JobState.RUNNING.value, now - stale_after)
        where = "(state = ? AND not_before <= ?) OR (state = ? AND heartbeat < ?)"
        if not self._rows(f"SELECT 1 FROM job WHERE {where} LIMIT 1", due):
            return None
        with self._write() as connection:
            row = connection.execute(
                f"SELECT id FROM job WHERE {where} ORDER BY not_before, id LIMIT 1", due
            ).fetchone()
            if row is None:
                return None
            connection.execute(
                "UPDATE job SET state = ?, worker = ?, heartbeat = ?, attempts = attempts + 1, error = NULL "
                "WHERE id = ?",
                (JobState.RUNNING.value, worker, now, row[0]),
            )
            return row_job(connection.execute(f"{_JOB} WHERE id = ?", row).fetchone())

    def beat(self, job: int, now: Seconds, progress: Mapping[str, Json]) -> None:
        """Say that the worker of this job lives, and how far it is."""
        with self._write() as connection:
            packed = pack(self._suppressed().blank_json(dict(progress))).decode()
            connection.execute("UPDATE job SET heartbeat = ?, progress = ? WHERE id = ?", (now, packed, job))

    def finish(self, job: int, now: Seconds, error: str | None = None, retry_at: Seconds | None = None) -> None:
        """Say that a job is done, failed, or waits for another try."""
        state = JobState.DONE if error is None else JobState.FAILED if retry_at is None else JobState.WAITING
        with self._write() as connection:
            ended, told = None if state is JobState.WAITING else now, self._suppressed().blank_error(error)
            connection.execute(
                "UPDATE job SET state = ?, ended = ?, error = ?, not_before = ifnull(?, not_before), "
                "worker = NULL WHERE id = ?",
                (state.value, ended, told, retry_at, job),
            )

    def jobs(self, limit: int = 50) -> list[Job]:
        """The jobs, newest first."""
        return [row_job(row) for row in self._rows(f"{_JOB} ORDER BY id DESC LIMIT ?", (limit,))]
