"""How far a sync is, reported at most four times a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graph.store import RunState, Store

REPORT_EVERY = 0.25
"""Seconds between two reports."""


@dataclass(frozen=True, slots=True)
class Progress:
    """State of a running sync: `done` records at `rate` a second. `expected`: records of the last run that ended."""

    source: str
    run: str
    done: int
    rate: float
    seconds: float
    counts: Mapping[str, int] = field(default_factory=dict)
    expected: int | None = None
    sweeping: bool = False


class ProgressReport:
    """Counts records and reports them with their rate."""

    def __init__(self, store: Store, source: str, tell: Callable[[Progress], None]) -> None:
        self._source, self._tell = source, tell
        self._expected = _expected(store, source)
        self._done, self._began, self._reported = 0, time.perf_counter(), 0.0

    def count(self) -> None:
        """One more record."""
        self._done += 1

    def report(self, run: str, counts: Mapping[str, int], *, at_once: bool = False, sweeping: bool = False) -> None:
        """Report, unless the last report was a moment ago and this one is not wanted `at_once`."""
        moment = time.perf_counter()
        if not at_once and moment - self._reported < REPORT_EVERY:
            return
        self._reported, seconds = moment, moment - self._began
        rate = self._done / seconds if seconds > 0 else 0.0
        self._tell(
            Progress(self._source, run, self._done, rate, seconds, dict(counts), self._expected, sweeping=sweeping)
        )


def _expected(store: Store, source: str) -> int | None:
    """Number of records that the last run of this source had that ended."""
    for run in store.ledger.runs(source, limit=5):
        if run.state is RunState.ENDED:
            return sum(run.counts.get(name, 0) for name in ("new", "changed", "same"))
    return None
