"""How does one source get into the store? `sync` pulls it, parses and maps what it says, writes it in short batches.

A killed run goes on from its cursor under the same id, so that "complete" holds over the kill. What is not seen in a
run that listed everything is swept; a record that could not be read is kept as it was.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from graph.content import pack
from graph.facts import (
    AccessRecord,
    Checkpoint,
    Cursor,
    DocumentKind,
    Fact,
    Gone,
    GroupRecord,
    Item,
    Key,
    Opening,
    PersonRecord,
    Problem,
    Said,
    Same,
    Seconds,
    SourceNode,
)
from graph.store import Run, RunState, Store
from ingest import formats
from ingest.access import access_of
from ingest.batches import PAUSE, Batches
from ingest.contract import Source as SourceProtocol
from ingest.contract import SourceError, SourceSettings
from ingest.cycles import seldom_collected
from ingest.extract.language import LOOKED_AT, detect_language
from ingest.formats import LIMITS, FormatError, Limits, ParsedBody
from ingest.isolation import Isolated
from ingest.leavers import gone_person
from ingest.mapping import Mapped, Mapper, clean, redacted, with_visible
from ingest.mass_removal import is_mass_removal
from ingest.seen import SeenIds, Sighting
from ingest.sources import is_directory
from ingest.standing import StandingProblems

SWEEP = 200
"""Nodes in one transaction of a sweep."""
TOLD_EVERY = 0.25
"""Seconds between two reports of progress."""
GONE_KINDS = {"person": "account", "container": "group"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far is a sync? `done` records at `rate` a second; `expected` is how many the last run had that ended,"""

    source: str
    run: str
    done: int
    rate: float
    seconds: float
    counts: Mapping[str, int] = field(default_factory=dict)
    expected: int | None = None
    sweeping: bool = False


def sync(
    source: SourceProtocol,
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
    run = pending or _start(settings, store, now())
    resumed = pending is not None
    pull = _Pull(source, settings, store, run, now=now, tell=tell, limits=limits, resumed=resumed)
    try:
        with pull.isolated, seldom_collected():
            ended = pull.all(stop, accept_loss)
    except SourceError as error:
        pull.fail(error)
        raise
    if ended:
        pull.sweep()
    return pull.result(RunState.ENDED if ended else RunState.RUNNING)


def _start(settings: SourceSettings, store: Store, now: Seconds) -> Run:
    run = Run(uuid.uuid4().hex[:16], settings.name, RunState.RUNNING, now)
    store.ledger.start_run(settings.name, run.id, now)
    if store.ledger.get(_partial(settings.name)) == "next":
        store.ledger.set(_partial(settings.name), run.id)
    return run


def _partial(source: str) -> str:
    """Under which name is kept which run of a source did not list everything, whatever its Checkpoint says?"""
    return f"partial-run:{source}"


class _Pull:
    """One run of one source."""

    def __init__(
        self,
        source: SourceProtocol,
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
        self._now, self._tell, self._limits = now, tell, limits
        self._batches = Batches(store, settings.name, run.id, Counter(run.counts))
        self._seen = SeenIds(store.ledger.told(run.id))
        self._log, self._resumed = False, resumed
        self._standing = StandingProblems(store.ledger, run)
        self._accounts: set[Key] = set()
        self._cursor: Cursor | None = store.ledger.cursor(settings.name)
        self._complete = False
        self._moved = bool(run.counts)
        self._done, self._began, self._told = 0, time.perf_counter(), 0.0
        self._expected = _expected(store, settings.name)
        self._mapper = Mapper(settings.name)
        self._directory = is_directory(settings.kind, settings.options)

    def all(self, stop: Callable[[], bool], accept_loss: bool = False) -> bool:
        """Pull to the end; False when stopped before it. Raises SourceError when too much is missing to be believed."""
        self._open()
        for said in self._source.pull(self._cursor):
            self._take(said)
            if self._batches.due:
                self._batches.go_on()
                self._report()
            if stop():
                self._batches.flush()
                self._report(at_once=True)
                return False
        self._batches.flush()
        name = self._settings.name
        self._complete = self._complete and self._store.ledger.get(_partial(name)) != self._run.id
        if self._complete and not accept_loss and is_mass_removal(self._store.unseen(name, self._run.id)):
            self._batches.mark({}, RunState.RUNNING)  # the next pull tells all again, so that it may sweep
            raise SourceError("source-all-but-gone", source=name)
        self._batches.mark(self._cursor, RunState.SWEEPING if self._complete else RunState.RUNNING)
        self._batches.flush()
        return True

    def _open(self) -> None:
        access, rules, problem = access_of(self._settings, self._store)
        self._mapper = Mapper(self._settings.name, access, self._directory)
        key = self._mapper.key("source", self._settings.name)
        label = self._settings.label or self._settings.name
        node = SourceNode(key, self._settings.name, self._settings.name, self._settings.kind, label)
        self._batches.put(Fact(node))
        for rule in rules:
            self._batches.put(rule)
        if problem is not None:
            self._batches.problem(problem)

    def _take(self, said: Said) -> None:
        self._done += 1
        self._standing.see(said)
        if isinstance(said, Opening):
            self._begin(said)
        elif isinstance(said, Item):
            self._item(said)
        elif isinstance(said, Same):
            self._same(said)
        elif isinstance(said, Checkpoint):
            if not _can_be_kept(said.cursor):
                said = replace(said, cursor={})  # nothing is lost: the next pull tells all again
                if not said.complete:
                    return
            self._cursor, self._complete, self._moved = said.cursor, said.complete, True
            # The last one is marked with the state of the whole run: a kill in between would forget the sweep.
            if not said.complete:
                self._batches.mark(said.cursor, RunState.RUNNING, self._seen.fresh())
        elif isinstance(said, Problem):
            self._problem(said)
        elif isinstance(said, PersonRecord):
            self._person(said)
        elif isinstance(said, GroupRecord):
            self._write(self._mapper.group(said))
        elif isinstance(said, AccessRecord):
            self._batches.put(self._mapper.access_rule(said))
        else:
            self._gone(said)

    def _begin(self, said: Opening) -> None:
        """A listing that starts again is another run: what the run before it saw may have gone since."""
        self._log = said.log
        if not said.anew:
            return
        if self._store.ledger.get(_partial(self._settings.name)) == self._run.id:
            self._store.ledger.set(_partial(self._settings.name), None)
        if self._resumed:
            self._batches.flush()
            self._store.ledger.end_run(self._run.id, RunState.ENDED, self._now())
            self._run, self._seen = _start(self._settings, self._store, self._now()), SeenIds()
            self._batches = Batches(self._store, self._settings.name, self._run.id, Counter())
            self._accounts.clear()
            self._moved = False
            self._batches.mark({}, RunState.RUNNING)  # the old place is none in the new listing
            self._open()

    def _is_first(self, native_id: str, shown: str, body: bytes, content: object) -> bool:
        """Is this id told for the first time? In a log every time counts; in a listing another content is a Problem."""
        told = Sighting.FIRST if self._log else self._seen.tell(native_id, body, content)
        if told is Sighting.TWICE:
            self._problem(Problem(shown, "id-twice", {"id": shown}))
        return told is Sighting.FIRST

    def _item(self, item: Item) -> None:
        content = (item.title, item.acts, item.at, item.container, item.parent, item.access)
        if not self._is_first(item.id, item.id, item.body, content):
            return
        try:
            parsed = self._parse(item)
        except FormatError as error:
            self._problem(Problem(item.id, error.message, error.params))
            self._batches.keep([self._mapper.key("document", item.id)], counted=False)
            return
        if not parsed.text.strip():
            self._without_text(item)
            return
        item = with_visible(item, parsed)
        title = item.title or parsed.title or ""
        language = detect_language(f"{title}\n{parsed.text[:LOOKED_AT]}", parsed.language)
        mapped = self._mapper.document(item, parsed, language, self._now())
        self._write(mapped, counted=True)
        if not mapped.fact.edges or not (item.acts or parsed.authors):
            self._batches.count("authorless")
        if getattr(mapped.fact.node, "at", None) is None:
            self._batches.count("undated")

    def _parse(self, item: Item) -> ParsedBody:
        if formats.is_risky(item.media_type, len(item.body)):
            parsed = self.isolated.parse(item.body, item.media_type)
        else:
            parsed = formats.parse(item.body, item.media_type, self._limits)
        if not parsed.text.strip() and item.kind is DocumentKind.BOOKMARK and item.title:
            return replace(parsed, text=item.title)
        return parsed

    def _without_text(self, item: Item) -> None:
        """Emptied by its author: gone. Not empty, but nothing to read in it (a scan): what was read before stays."""
        key = self._mapper.key("document", item.id)
        self._problem(Problem(item.id, "no-text", {"id": item.id}))
        if item.body.strip():
            self._batches.keep([key], counted=False)
        else:
            self._batches.drop([key])

    def _same(self, said: Same) -> None:
        if said.id is not None:
            self._batches.keep([self._mapper.key("document", said.id)])
        if said.container is not None:
            self._batches.keep([self._mapper.key("group", said.container)])

    def _person(self, record: PersonRecord) -> None:
        if not self._is_first(f"\0person:{record.id}", record.id, b"", record):
            return
        mapped = self._mapper.person(record)
        self._accounts.add(mapped.fact.node.key)
        self._write(mapped, counted=True)

    def _problem(self, problem: Problem) -> None:
        if problem.id is None:
            self._store.ledger.set(_partial(self._settings.name), self._run.id)
        named = None if problem.id is None else clean(problem.id)
        self._batches.problem(replace(problem, id=named, params=redacted(problem.params)))

    def _gone(self, said: Gone) -> None:
        kind = GONE_KINDS.get(said.kind, said.kind)
        key = self._mapper.key(kind, said.id)
        if kind == "account":
            self._batches.flush()
            fact = gone_person(self._store, key, self._now())
            if fact is not None:
                self._batches.put(fact)
                self._batches.count("gone")
        else:
            self._batches.drop([key])

    def _write(self, mapped: Mapped, counted: bool = False) -> None:
        for extra in mapped.extras:
            if extra.node.key not in self._accounts:
                self._accounts.add(extra.node.key)
                self._batches.ensure(extra)
        self._batches.put(mapped.fact, counted)
        for problem in mapped.problems:
            self._problem(problem)

    def sweep(self) -> None:
        """Drop what the source no longer has, when it listed everything, and close the run."""
        name, run = self._settings.name, self._run.id
        if self._complete or self._run.state is RunState.SWEEPING:
            while swept := self._store.sweep(name, run, SWEEP):
                self._batches.counts["gone"] += swept
                self._report(sweeping=True)
                time.sleep(PAUSE)
        with self._store.writer() as writer:
            state = RunState.SWEEPING if self._complete else RunState.RUNNING
            writer.mark(name, self._cursor, run, state, dict(self._batches.counts))
        if self._store.ledger.get(_partial(name)) == run:
            self._store.ledger.set(_partial(name), None)
        self._store.ledger.end_run(run, RunState.ENDED, self._now())
        self._standing.note()
        self._report(at_once=True)

    def fail(self, error: SourceError) -> None:
        """Close the run as failed. The next one starts in the middle of a listing, so it may not sweep."""
        self._batches.flush()
        name = self._settings.name
        if self._moved and not self._complete:
            self._store.ledger.set(_partial(name), "next")
        text = json.dumps({"message": error.message, "params": redacted(error.params)}, ensure_ascii=False)
        self._store.ledger.end_run(self._run.id, RunState.FAILED, self._now(), text)
        self._standing.note(failed=True)

    def result(self, state: RunState) -> Run:
        ended = self._now() if state is RunState.ENDED else None
        return replace(self._run, state=state, ended=ended, counts=dict(self._batches.counts))

    def _report(self, at_once: bool = False, sweeping: bool = False) -> None:
        moment = time.perf_counter()
        if not at_once and moment - self._told < TOLD_EVERY:
            return
        self._told, seconds = moment, moment - self._began
        rate = self._done / seconds if seconds > 0 else 0.0
        counts = dict(self._batches.counts)
        self._tell(
            Progress(self._settings.name, self._run.id, self._done, rate, seconds, counts, self._expected, sweeping)
        )


def _can_be_kept(cursor: Cursor) -> bool:
    """Is this cursor whole characters? The name of a file may hold bytes that are none."""
    try:
        pack(dict(cursor))
    except TypeError:
        return False
    return True


def _expected(store: Store, source: str) -> int | None:
    """How many records had the last run of this source that ended?"""
    for run in store.ledger.runs(source, limit=5):
        if run.state is RunState.ENDED:
            return sum(run.counts.get(name, 0) for name in ("new", "changed", "same"))
    return None
