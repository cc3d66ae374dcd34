"""The start and the end of a run in the ledger, and which run did not list everything, whatever its Checkpoint says."""

from __future__ import annotations

import json
import uuid

from graph.facts import Seconds
from graph.store import Run, RunState, Store
from ingest.errors import SourceError
from ingest.texts import redacted

NEXT = "next"
"""The mark of a source whose next run starts in the middle of a listing."""


def start_run(store: Store, source: str, now: Seconds) -> Run:
    """A new run of this source, written to the ledger."""
    run = Run(uuid.uuid4().hex[:16], source, RunState.RUNNING, now)
    store.ledger.start_run(source, run.id, now)
    if store.ledger.get(_partial(source)) == NEXT:
        mark_partial(store, run)
    return run


def fail_run(store: Store, run: Run, error: SourceError, now: Seconds, *, in_a_listing: bool) -> None:
    """Close the run as failed. When it ends inside a listing, the next one starts there, so it may not sweep."""
    if in_a_listing:
        store.ledger.set(_partial(run.source), NEXT)
    text = json.dumps({"message": error.message, "params": redacted(error.params)}, ensure_ascii=False)
    store.ledger.end_run(run.id, RunState.FAILED, now, text)


def mark_partial(store: Store, run: Run) -> None:
    """Note that this run does not list everything."""
    store.ledger.set(_partial(run.source), run.id)


def is_partial(store: Store, run: Run) -> bool:
    """Whether this run was noted as one that does not list everything."""
    return store.ledger.get(_partial(run.source)) == run.id


def mark_passed_over(store: Store, run: Run) -> None:
    """Note that this run passed over a container, and so over the people in it."""
    if not has_passed_over(store, run):
        store.ledger.set(_passed_over(run.source), run.id)


def has_passed_over(store: Store, run: Run) -> bool:
    """Whether this run passed over a container."""
    return store.ledger.get(_passed_over(run.source)) == run.id


def forget_partial(store: Store, run: Run) -> None:
    """Take back the note about this run, if there is one."""
    if is_partial(store, run):
        store.ledger.set(_partial(run.source), None)


def _partial(source: str) -> str:
    return f"partial-run:{source}"


def _passed_over(source: str) -> str:
    return f"passed-over:{source}"
