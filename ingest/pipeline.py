"""One source into the store: `sync` pulls it, parses and maps what it says, and writes it in short batches.

A killed run goes on from its cursor under the same id, so that "complete" holds over the kill. What is not seen in a
run that listed everything is swept; a record that could not be read is kept as it was.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from graph.facts import Checkpoint, Cursor, Fact, Opening, Problem, Said, SourceNode
from graph.store import Run, RunState, Store
from ingest.access import access_of
from ingest.batches import PAUSE, Batches, brief_turns
from ingest.boundary import told_of_source
from ingest.bounds import bounded, can_be_kept
from ingest.contract import Source, SourceError, SourceSettings
from ingest.cycles import seldom_collected
from ingest.disowned import disowned
from ingest.formats import LIMITS, Limits
from ingest.isolation import Isolated
from ingest.mapping import Mapper
from ingest.mass_removal import is_mass_removal
from ingest.progress import Progress, ProgressReport
from ingest.reading import is_of_today, note_reading
from ingest.runs import fail_run, forget_partial, has_passed_over, is_partial, start_run
from ingest.seen import SeenIds
from ingest.sources import is_directory
from ingest.standing import StandingProblems
from ingest.writing import RecordWriter

SWEEP = 200
"""Nodes in one transaction of a sweep."""


def sync(
    source: Source,
    settings: SourceSettings,
    store: Store,
    *,
    now: Callable[[], int],
    tell: Callable[[Progress], None],
    stop: Callable[[], bool],
    limits: Limits = LIMITS,
    accept_loss: bool = False,
) -> Run:
    """Read a source from where its last run stopped, until it ends or `stop` says so (then the run stays open).

    Raises SourceError when the source cannot be read: its cursor stays and the run is closed as failed. So it is when
    all or nearly all that there was is missing, unless `accept_loss`: nothing is removed, and the next run lists all.
    """
    if settings.access not in ("everyone", "from-source") and not settings.access.removeprefix("group:").strip():
        raise SourceError("access-not-stated", source=settings.name)
    pending = store.ledger.open_run(settings.name)
    if pending is not None and pending.state is RunState.SWEEPING:
        _Pull(source, settings, store, pending, now=now, tell=tell, limits=limits).sweep()
        pending = None
    run = pending or start_run(store, settings.name, now())
    resumed = pending is not None
    pull = _Pull(source, settings, store, run, now=now, tell=tell, limits=limits, resumed=resumed)
    try:
        with pull.isolated, seldom_collected(), brief_turns(store):
            ended = pull.all(stop, accept_loss)
    except SourceError as error:
        pull.fail(error)
        raise
    if ended:
        pull.sweep()
    return pull.result(RunState.ENDED if ended else RunState.RUNNING)


class _Pull:
    """One run of one source: its cursor, its writer, and its end."""

    def __init__(
        self,
        source: Source,
        settings: SourceSettings,
        store: Store,
        run: Run,
        *,
        now: Callable[[], int],
        tell: Callable[[Progress], None],
        limits: Limits,
        resumed: bool = False,
    ) -> None:
        self.isolated = Isolated(limits)
        self._source, self._settings, self._store, self._run = source, settings, store, run
        self._now, self._resumed = now, resumed
        self._writer = self._writer_of(Counter(run.counts), SeenIds(store.ledger.told(run.id)))
        self._standing = StandingProblems(store.ledger, run)
        self._progress = ProgressReport(store, settings.name, tell)
        self._cursor: Cursor | None = store.ledger.cursor(settings.name)
        self._complete = False
        self._told: set[str] = set()
        self._moved = bool(run.counts)

    def _writer_of(self, counts: Counter[str], seen: SeenIds) -> RecordWriter:
        batches = Batches(self._store, self._run.source, self._run.id, counts)
        return RecordWriter(self._store, self._run, batches, seen, self.isolated, self._now)

    @property
    def _batches(self) -> Batches:
        return self._writer.batches

    def all(self, stop: Callable[[], bool], accept_loss: bool = False) -> bool:
        """Pull to the end; False when stopped before it. Raises SourceError when too much is missing to be believed."""
        self._open()
        self._read_as_today()
        for said in told_of_source(iter(self._source.pull(self._cursor)), self._run.source):
            self._take(said)
            if self._batches.due:
                self._batches.go_on()
                self._report()
            if stop():
                self._batches.flush()
                self._report(at_once=True)
                return False
        self._batches.flush()
        self._complete = self._complete and not is_partial(self._store, self._run)
        if self._complete and not accept_loss and is_mass_removal(self._store.unseen(self._run.source, self._run.id)):
            self._batches.mark({}, RunState.RUNNING)  # the next pull tells all again, so that it may sweep
            raise SourceError("source-all-but-gone", source=self._run.source)
        state = RunState.SWEEPING if self._complete else RunState.RUNNING
        self._batches.mark(self._cursor, state, self._writer.seen.fresh())
        self._batches.flush()
        return True

    def _open(self) -> None:
        """Put the source itself and its rules."""
        settings = self._settings
        access, rules, problem = access_of(settings, self._store)
        anchors = is_directory(settings.kind, settings.options)
        mapper = Mapper(settings.name, access, anchors, settings.organisation, settings.languages)
        self._writer.mapper = mapper
        key = mapper.key("source", settings.name)
        label = settings.label or settings.name
        self._batches.put(Fact(SourceNode(key, settings.name, settings.name, settings.kind, label)))
        for rule in rules:
            self._batches.put(rule)
        if problem is not None:
            self._batches.problem(problem)

    def _read_as_today(self) -> None:
        """Have the source tell all again when it was listed last by another reading of texts."""
        ledger, source = self._store.ledger, self._run.source
        if is_of_today(ledger, source):
            return
        if self._cursor is not None:
            self._begin(Opening(anew=True))
            self._cursor = {}
            self._batches.mark({}, RunState.RUNNING)
            self._batches.flush()
        note_reading(ledger, source)

    def _take(self, said: Said) -> None:
        self._progress.count()
        held = bounded(said)
        for problem in held.problems:
            self._standing.see(problem)
            self._writer.problem(problem)
        if held.said is None:
            self._writer.refuse(said)
        else:
            self._take_in(held.said)

    def _take_in(self, said: Said) -> None:
        self._standing.see(said)
        if isinstance(said, Opening):
            self._begin(said)
        elif isinstance(said, Checkpoint):
            self._checkpoint(said)
        else:
            self._writer.write(said)

    def _checkpoint(self, said: Checkpoint) -> None:
        if not can_be_kept(said.cursor):
            self._tell_once(Problem(self._run.source, "cursor-too-large", {"source": self._run.source}))
            said = replace(said, cursor={})  # nothing is lost: the next pull tells all again
            if not said.complete:
                return
        self._cursor, self._complete, self._moved = said.cursor, said.complete, True
        # The last one is marked with the state of the whole run: a kill in between would forget the sweep.
        if not said.complete:
            self._batches.mark(said.cursor, RunState.RUNNING, self._writer.seen.fresh())

    def _tell_once(self, problem: Problem) -> None:
        """Tell a problem of the source as such the first time that it is met in this run."""
        if problem.message not in self._told:
            self._told.add(problem.message)
            self._writer.problem(problem)

    def _begin(self, said: Opening) -> None:
        """A listing that starts again is another run: what the run before it saw may have gone since."""
        if said.anew:
            forget_partial(self._store, self._run)
        if said.anew and self._resumed:
            self._batches.flush()
            self._store.ledger.end_run(self._run.id, RunState.ENDED, self._now())
            self._run = start_run(self._store, self._run.source, self._now())
            self._writer = self._writer_of(Counter(), SeenIds())
            self._moved = False
            self._batches.mark({}, RunState.RUNNING)  # the old place means nothing in the new listing
            self._open()
        self._writer.log = said.log

    def sweep(self) -> None:
        """Drop what the source no longer has, when it listed everything, and close the run."""
        name, run = self._run.source, self._run.id
        if self._complete or self._run.state is RunState.SWEEPING:
            while swept := self._store.sweep(name, run, SWEEP):
                self._batches.counts["gone"] += swept
                self._report(sweeping=True)
                time.sleep(PAUSE)
            self._disown()
        with self._store.writer() as writer:
            state = RunState.SWEEPING if self._complete else RunState.RUNNING
            writer.mark(name, self._cursor, run, state, dict(self._batches.counts))
        forget_partial(self._store, self._run)
        self._store.ledger.end_run(run, RunState.ENDED, self._now())
        self._standing.note()
        self._report(at_once=True)

    def _disown(self) -> None:
        """Take back what this source vouched for of people whom it no longer tells. Directories have leavers."""
        settings = self._settings
        if is_directory(settings.kind, settings.options) or has_passed_over(self._store, self._run):
            return
        for fact in disowned(self._store, Mapper(settings.name, organisation=settings.organisation), self._writer.seen):
            self._batches.correct(fact)
        self._batches.flush()

    def fail(self, error: SourceError) -> None:
        """Close the run as failed."""
        self._batches.flush()
        fail_run(self._store, self._run, error, self._now(), in_a_listing=self._moved and not self._complete)
        self._standing.note(failed=True)

    def result(self, state: RunState) -> Run:
        """The run as it is now."""
        ended = self._now() if state is RunState.ENDED else None
        return replace(self._run, state=state, ended=ended, counts=dict(self._batches.counts))

    def _report(self, at_once: bool = False, sweeping: bool = False) -> None:
        self._progress.report(self._run.id, self._batches.counts, at_once=at_once, sweeping=sweeping)
