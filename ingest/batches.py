"""Facts go into the store in short transactions with a pause between them, in the order they were told.

Transactions aim at what the store proposes (SQLite: 10 ms), with 2 ms between them: SQLite's busy wait is unfair, and
without the pause a page's command waits up to 600 ms. What one writes was parsed and fetched before it is open. A mark
(cursor) is written in the transaction of what was told before it, or in a later one.

Where the store is a server, it works on one transaction while the source is read and parsed for the next one.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from graph.content import ready
from graph.facts import Cursor, Document, Fact, Key, Problem
from graph.store import Outcome, RunState, Store, Writer

PAUSE = 0.002
WAITING = 1.0
"""Seconds that a fact may wait in memory for others."""
MOST_FACTS = 2_000
FEWEST_FAR = 250
"""Facts in one transaction with a server, however slow it is at the moment: each costs a dozen journeys besides."""
MOST_CHARACTERS = 4_000_000
TURN = 0.0005
"""Seconds after which the thread that parses lets the one that writes go on: each answer of a server waits for it."""
FAR = 0.1
"""A store that proposes transactions of this many seconds or more is a server: waiting for it leaves time to parse."""

Step = Callable[[Writer], None]
Waiting = tuple[Step, tuple[Key, ...]]
"""A step, and the keys that it puts, keeps or drops."""


@dataclass(slots=True)
class Pace:
    """Number of steps that fit in one transaction. Follows the measured seconds for one."""

    aim: float
    seconds: float = 0.0002

    @property
    def fewest(self) -> int:
        return FEWEST_FAR if self.aim >= FAR else 1

    @property
    def steps(self) -> int:
        return max(self.fewest, min(MOST_FACTS, int(self.aim / self.seconds)))

    def learn(self, steps: int, seconds: float) -> None:
        self.seconds += 0.2 * (max(seconds / steps, 1e-7) - self.seconds)


@contextmanager
def brief_turns(store: Store) -> Iterator[None]:
    """In this block threads take brief turns where another one writes, to a store that is far away."""
    before = sys.getswitchinterval()
    if store.aim >= FAR:
        sys.setswitchinterval(min(TURN, before))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class Batches:
    """What is told and not yet written. `counts` has only what was written, so that a mark never counts too much."""

    def __init__(self, store: Store, source: str, run: str, counts: Counter[str]) -> None:
        self.counts = counts
        self._store, self._source, self._run = store, source, run
        self._steps: deque[Waiting] = deque()
        self._pace = Pace(store.aim)
        self._characters = 0
        self._oldest = self._ended = 0.0
        self._beside = ThreadPoolExecutor(1, "writing") if store.aim >= FAR else None
        self._writing: Future[None] | None = None

    def put(self, fact: Fact, counted: bool = False) -> None:
        """Store this fact; `counted` when it is what the source is about (a document, a person)."""

        made = ready(fact)  # here, and not while the store waits

        def step(writer: Writer) -> None:
            outcome = writer.put(made, self._run)
            if counted:
                self.counts[outcome.value] += 1

        self._characters += len(fact.node.text) if isinstance(fact.node, Document) else 0
        self._add(step, fact.node.key)

    def ensure(self, fact: Fact) -> None:
        """Store this fact unless something better is stored about its node."""

        def step(writer: Writer) -> None:
            if not writer.keep([fact.node.key], self._run, below=False):
                writer.put(fact, self._run)

        self._add(step, fact.node.key)

    def correct(self, fact: Fact) -> None:
        """Store this fact where its node is there."""

        def step(writer: Writer) -> None:
            if writer.keep([fact.node.key], self._run, below=False):
                self.counts["gone"] += writer.put(fact, self._run) is not Outcome.SAME

        self._add(step, fact.node.key)

    def keep(self, keys: Sequence[Key], counted: bool = True) -> None:
        def step(writer: Writer) -> None:
            kept = writer.keep(keys, self._run)
            if counted:
                self.counts[Outcome.SAME.value] += kept

        self._add(step, *keys)

    def drop(self, keys: Sequence[Key]) -> None:
        def step(writer: Writer) -> None:
            self.counts["gone"] += writer.drop(keys)

        self._add(step, *keys)

    def problem(self, problem: Problem) -> None:
        def step(writer: Writer) -> None:
            writer.problem(self._source, self._run, problem)
            self.counts["problems"] += 1

        self._add(step)

    def count(self, name: str) -> None:
        """Count one of these when what was told before it is written."""

        def step(_: Writer) -> None:
            self.counts[name] += 1

        self._add(step)

    def mark(self, cursor: Cursor | None, state: RunState, told: bytes = b"") -> None:
        """From here a killed run goes on; `told` is what it said since the last mark."""

        def step(writer: Writer) -> None:
            if told:
                writer.tell(self._run, told)
            writer.mark(self._source, cursor, self._run, state, dict(self.counts))

        self._add(step)

    @property
    def due(self) -> bool:
        """Whether it is time to write."""
        return bool(self._steps) and (
            len(self._steps) >= self._pace.steps
            or self._characters >= MOST_CHARACTERS
            or time.perf_counter() - self._oldest > WAITING
        )

    def go_on(self) -> None:
        """Write what is due; where the store is a server, while the source is read. Raises what it met before."""
        if self._beside is None:
            self.flush()
            return
        self._wait()
        self._writing = self._beside.submit(self._write_all, self._taken())

    def flush(self) -> None:
        """Write all that was told, in as many transactions as it takes, and be done with it."""
        self._wait()
        self._write_all(self._taken())

    def _wait(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def _taken(self) -> deque[Waiting]:
        steps, self._steps = self._steps, deque()
        self._characters = 0
        return steps

    def _write_all(self, steps: deque[Waiting]) -> None:
        while steps:
            pause(self._ended)
            self._write(steps)

    def _add(self, step: Step, *keys: Key) -> None:
        if not self._steps:
            self._oldest = time.perf_counter()
        self._steps.append((step, keys))

    def _write(self, steps: deque[Waiting]) -> None:
        done, most = 0, self._pace.steps
        with self._store.writer() as writer:
            began = time.perf_counter()  # the lock is held: waiting for it is no part of the transaction
            writer.expect([key for _, keys in islice(steps, most) for key in keys])
            while steps and done < most and (done < self._pace.fewest or time.perf_counter() - began < self._store.aim):
                step, _ = steps.popleft()
                step(writer)
                done += 1
        self._ended = time.perf_counter()
        self._pace.learn(done, self._ended - began)


def pause(ended: float) -> None:
    """Let others write: until 2 ms after the last transaction ended (seconds of ``time.perf_counter``)."""
    left = ended + PAUSE - time.perf_counter()
    if left > 0:
        time.sleep(left)
