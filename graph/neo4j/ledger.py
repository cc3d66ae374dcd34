"""The ledger in Neo4j: cursors, runs, problems, jobs and settings; each call is a transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from graph.content import pack, unpack
from graph.erasure import is_note
from graph.facts import Cursor, Json, Problem, Seconds, key_of
from graph.neo4j.schema import at
from graph.neo4j.server import Row, Server
from graph.neo4j.writer import Neo4jWriter
from graph.rows import after_prefix, row_job, row_run
from graph.store import Job, JobState, Run, RunState

T = TypeVar("T")
_RUN = "r.id, r.source, r.state, r.started, r.ended, r.counts, r.error, r.problems"
_JOB = (
    "j.id, j.kind, j.args, j.state, j.queued, j.not_before, j.attempts, j.worker, j.heartbeat, j.ended, j.error, "
    "j.progress"
)
_DUE = (
    f"(j.state = '{JobState.WAITING.value}' AND j.not_before <= $now) "
    f"OR (j.state = '{JobState.RUNNING.value}' AND j.heartbeat < $stale)"
)


class Transact(Protocol):
    """Does some work in a transaction, and gives what it gives."""

    def __call__(self, work: Callable[[Neo4jWriter], T]) -> T: ...


class Neo4jLedger:
    """A Ledger in the same server: `write` does some work in a transaction of the store's."""

    def __init__(self, server: Server, write: Transact) -> None:
        self._server = server
        self._write = write

    def _rows(self, text: str, **values: object) -> list[Row]:
        return self._server.read(text, **values)

    def _do(self, text: str, **values: object) -> None:
        self._write(lambda writer: writer.cypher.rows(text, **values))

    # --- runs -------------------------------------------------------------------------------------------------------

    def cursor(self, source: str) -> Cursor | None:
        """The cursor from which this source goes on."""
        rows = self._rows("MATCH (c:Cursor {source: $source}) RETURN c.cursor", source=source)
        return unpack(rows[0][0]) if rows else None

    def open_run(self, source: str) -> Run | None:
        """The run of this source that did not end."""
        rows = self._rows(
            f"MATCH (r:Run {{source: $source}}) WHERE r.state IN $states RETURN {_RUN} ORDER BY r.number DESC LIMIT 1",
            source=source, states=[RunState.RUNNING.value, RunState.SWEEPING.value],
        )  # fmt: skip
        return row_run(rows[0]) if rows else None

    def start_run(self, source: str, run: str, now: Seconds) -> None:
        """Note that a run begins."""

        def start(writer: Neo4jWriter) -> None:
            writer.ensure_run(run)
            writer.cypher.rows(
                "MATCH (r:Run {id: $run}) SET r.source = $source, r.state = $state, r.started = $now, r.ended = null, "
                "r.error = null",
                run=run, source=source, state=RunState.RUNNING.value, now=now,
            )  # fmt: skip

        self._write(start)

    def end_run(self, run: str, state: RunState, now: Seconds, error: str | None = None) -> None:
        """Note how a run ended."""

        def end(writer: Neo4jWriter) -> None:
            text = "MATCH (r:Run {id: $run}) SET r.state = $state, r.ended = $now, r.error = $error"
            told = writer.suppression.blank_error(error)
            writer.cypher.rows(text, run=run, state=state.value, now=now, error=told)
            writer.cypher.rows("MATCH (t:Told {run: $run}) DELETE t", run=run)

        self._write(end)

    def told(self, run: str) -> list[bytes]:
        """What this run told up to its cursor."""
        return [ids for (ids,) in self._rows("MATCH (t:Told {run: $run}) RETURN t.ids ORDER BY t.number", run=run)]

    def runs(self, source: str | None = None, limit: int = 20) -> list[Run]:
        """The runs, newest first."""
        rows = self._rows(
            "MATCH (r:Run) WHERE r.source <> '' AND ($source IS NULL OR r.source = $source) "
            f"RETURN {_RUN} ORDER BY r.number DESC LIMIT $limit",
            source=source, limit=limit,
        )  # fmt: skip
        return [row_run(row) for row in rows]

    def problems(self, source: str, run: str | None = None, limit: int = 100) -> list[Problem]:
        """The Problems of the newest (or this) run of a source."""
        rows = self._rows(
            "MATCH (r:Run {source: $source}) WHERE $run IS NULL OR r.id = $run "
            "WITH r ORDER BY r.number DESC LIMIT 1 MATCH (p:Problem {run: r.id}) "
            "RETURN p.item, p.message, p.params ORDER BY p.number LIMIT $limit",
            source=source, run=run, limit=limit,
        )  # fmt: skip
        return [Problem(item, message, unpack(params)) for item, message, params in rows]

    def forget(self, before: Seconds, keep: Collection[str] = ()) -> int:
        """Remove jobs and runs that ended before, but the newest run of each source and those in `keep`."""
        old = (
            "MATCH (r:Run) WHERE r.source <> '' WITH r.source AS source, max(r.number) AS newest "
            "MATCH (r:Run {source: source}) WHERE r.number < newest AND r.ended < $before AND NOT r.id IN $keep "
        )
        jobs = "MATCH (j:Job) WHERE j.state IN $ended AND j.ended < $before WITH collect(j) AS old "

        def remove(writer: Neo4jWriter) -> int:
            values = {"before": before, "keep": [*keep]}
            runs = [row[0] for row in writer.cypher.rows(f"{old} RETURN r.id", **values)]
            writer.cypher.rows("MATCH (p:Problem) WHERE p.run IN $runs DELETE p", runs=runs)
            writer.cypher.rows("MATCH (r:Run) WHERE r.id IN $runs DELETE r", runs=runs)
            states = [JobState.DONE.value, JobState.FAILED.value]
            text = f"{jobs} FOREACH (j IN old | DELETE j) RETURN size(old)"
            return len(runs) + int(writer.cypher.rows(text, before=before, ended=states)[0][0])

        return self._write(remove)

    def versions(self, source: str, ids: Sequence[str]) -> dict[str, str]:
        """The `version` that is stored for these native ids of documents of this source."""
        named = {key_of("document", source, each): each for each in ids}
        text = f"UNWIND $keys AS key {at()} WHERE n.version IS NOT NULL RETURN key, n.version"
        return {named[key]: version for key, version in self._rows(text, keys=list(named))}

    # --- what is kept -------------------------------------------------------------------------------------------------

    def get(self, name: str) -> Json:
        """The value under this name; None when nothing is kept."""
        rows = self._rows("MATCH (k:Kept {name: $name}) RETURN k.value", name=name)
        kept: Json = unpack(rows[0][0]) if rows else None
        return kept

    def several(self, names: Collection[str]) -> dict[str, Json]:
        """What is kept under each of these names."""
        text = "UNWIND $names AS name MATCH (k:Kept {name: name}) RETURN k.name, k.value"
        return {name: unpack(value) for name, value in self._rows(text, names=list(names))}

    def set(self, name: str, value: Json) -> None:
        """Keep this value under this name; None forgets it."""
        if value is None:
            self._do("MATCH (k:Kept {name: $name}) DELETE k", name=name)
            return

        def keep(writer: Neo4jWriter) -> None:
            writer.set_kept(name, writer.suppression.blank_json(value) if is_note(name) else value)

        self._write(keep)

    def add(self, name: str, value: Json) -> bool:
        """Keep this value under a name that is not taken; False when it is."""
        return self._keep_if(name, value, taken=False)

    def change(self, name: str, value: Json) -> bool:
        """Keep this value under a name that is taken; False when it is not."""
        return self._keep_if(name, value, taken=True)

    def _keep_if(self, name: str, value: Json, *, taken: bool) -> bool:
        def keep(writer: Neo4jWriter) -> bool:
            if (writer.kept(name) is not None) is not taken:
                return False
            writer.set_kept(name, writer.suppression.blank_json(value) if is_note(name) else value)
            return True

        return self._write(keep)

    def take(self, name: str) -> Json:
        """Forget what is kept under this name, and give it; None when nothing is kept."""

        def forget(writer: Neo4jWriter) -> Json:
            found = writer.kept(name)
            writer.set_kept(name, None)
            return found

        return self._write(forget)

    def kept(self, prefix: str, before: str | None = None, limit: int | None = None) -> dict[str, Json]:
        """What is kept under names that begin so, the last name first."""
        text = "MATCH (k:Kept) WHERE k.name >= $prefix AND k.name < $below RETURN k.name, k.value ORDER BY k.name DESC"
        below = after_prefix(prefix) if before is None else min(before, after_prefix(prefix))
        some = "" if limit is None else f" LIMIT {int(limit)}"
        return {name: unpack(value) for name, value in self._rows(text + some, prefix=prefix, below=below)}

    # --- jobs -------------------------------------------------------------------------------------------------------

    def enqueue(self, kind: str, args: Mapping[str, Json], now: Seconds, not_before: Seconds | None = None) -> int:
        """Queue a job and return its id; one that waits already with equal kind and args is returned instead."""
        values = {
            "kind": kind, "args": pack(dict(args)).decode(), "state": JobState.WAITING.value, "queued": now,
            "not_before": now if not_before is None else not_before, "attempts": 0, "progress": "{}",
        }  # fmt: skip

        def queue(writer: Neo4jWriter) -> int:
            same = "MATCH (j:Job {state: $new.state}) WHERE j.kind = $new.kind AND j.args = $new.args RETURN j.id"
            rows = writer.cypher.rows(same, new=values) or writer.cypher.rows(
                "MATCH (n:Lock {name: 'writing'}) SET n.jobs = n.jobs + 1 CREATE (j:Job {id: n.jobs}) SET j += $new "
                "RETURN j.id",
                new=values,
            )
            return int(rows[0][0])

        return self._write(queue)

    def claim(self, worker: str, now: Seconds, stale_after: int = 60) -> Job | None:
        """Take the first job that is due, or one whose worker's heartbeat is older than `stale_after` seconds."""
        due = {"now": now, "stale": now - stale_after}
        if not self._rows(f"MATCH (j:Job) WHERE {_DUE} RETURN 1 LIMIT 1", **due):
            return None

        def take(writer: Neo4jWriter) -> Job | None:
            rows = writer.cypher.rows(
                f"MATCH (j:Job) WHERE {_DUE} WITH j ORDER BY j.not_before, j.id LIMIT 1 SET j.state = $running, "
                f"j.worker = $worker, j.heartbeat = $now, j.attempts = j.attempts + 1, j.error = null RETURN {_JOB}",
                worker=worker, running=JobState.RUNNING.value, **due,
            )  # fmt: skip
            return row_job(rows[0]) if rows else None

        return self._write(take)

    def beat(self, job: int, now: Seconds, progress: Mapping[str, Json]) -> None:
        """Say that the worker of this job lives, and how far it is."""

        def tell(writer: Neo4jWriter) -> None:
            text = "MATCH (j:Job {id: $job}) SET j.heartbeat = $now, j.progress = $progress"
            packed = pack(writer.suppression.blank_json(dict(progress))).decode()
            writer.cypher.rows(text, job=job, now=now, progress=packed)

        self._write(tell)

    def finish(self, job: int, now: Seconds, error: str | None = None, retry_at: Seconds | None = None) -> None:
        """Say that a job is done, failed, or waits for another try."""
        state = JobState.DONE if error is None else JobState.FAILED if retry_at is None else JobState.WAITING
        ended = None if state is JobState.WAITING else now

        def end(writer: Neo4jWriter) -> None:
            writer.cypher.rows(
                "MATCH (j:Job {id: $job}) SET j.state = $state, j.ended = $ended, j.error = $error, "
                "j.not_before = coalesce($retry, j.not_before), j.worker = null",
                job=job, state=state.value, ended=ended, error=writer.suppression.blank_error(error), retry=retry_at,
            )  # fmt: skip

        self._write(end)

    def jobs(self, limit: int = 50) -> list[Job]:
        """The jobs, newest first."""
        rows = self._rows(f"MATCH (j:Job) RETURN {_JOB} ORDER BY j.id DESC LIMIT $limit", limit=limit)
        return [row_job(row) for row in rows]
