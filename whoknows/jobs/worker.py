"""The worker: runs queued jobs and schedules, and keeps the host's index process alive.

The queue lies in the store, so that it survives a crash and needs no server. Here alone everything is caught:
a bug in one job is written down and must not end the others.
"""

from __future__ import annotations

import logging
import os
import socket
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from threading import Event
from typing import Any

from graph.facts import Json
from graph.store import Job, JobState, StoreError
from ingest.contract import SourceError
from whoknows.console import say
from whoknows.errors import SettingsError
from whoknows.jobs.cleanup import remove_old
from whoknows.jobs.directory_photos import shows_photos, take_in_photos
from whoknows.jobs.erase import erase_person, unfinished
from whoknows.jobs.insight import follow_insight, insight_is_due
from whoknows.jobs.knowledge import follow_knowledge, knowledge_is_due
from whoknows.jobs.passes import run_passes
from whoknows.jobs.sync import sync_source
from whoknows.jobs.texts import take_in_texts
from whoknows.logs import note
from whoknows.processes import end_child, start_command
from whoknows.wiring import Installation, now, sole_holder

POLL = 0.5
BEAT = 5
RETRIES = 5
GIVE_UP = 20
"""A job that was begun so often and never ended, because it kills its worker, is not begun again."""
AGAIN = 60
"""Seconds between two looks whether an erasure was stopped half-way."""
NIGHT = 3 * 3600
DAY = 86400
log = logging.getLogger("whoknows.worker")

Tell = Callable[[object], None]


def run_worker(installation: Installation, stop: Event, *, index: bool = True) -> None:
    """Work until told to stop. Raises SettingsError when this installation has a worker on this host already."""
    with sole_holder(installation.settings, "worker") as alone:
        if not alone:
            raise SettingsError("worker-already-running", path=str(installation.settings.data))
        name = f"{socket.gethostname()}:{os.getpid()}"
        note(log, logging.INFO, "worker-started")
        _put_back(installation)
        process = start_command(installation.settings.file, "follow") if index else None
        try:
            while not stop.is_set():
                if process is not None and process.poll() is not None:
                    note(log, logging.ERROR, "index-process-ended", code=process.returncode)
                    process = start_command(installation.settings.file, "follow")
                    stop.wait(2)
                if not _turn(installation, name, stop):
                    stop.wait(POLL)
        finally:
            if process is not None:
                end_child(process, 30)
            note(log, logging.INFO, "worker-ended")


def _put_back(installation: Installation) -> None:
    """Queue what a worker of this host had in hand when it was killed: whoever holds the lock knows that it is gone."""
    ledger = installation.store.ledger
    host = f"{socket.gethostname()}:"
    for job in ledger.jobs(1000):
        if job.state is JobState.RUNNING and (job.worker or "").startswith(host):
            ledger.finish(job.id, now(), error="worker-died", retry_at=now())


def _turn(installation: Installation, name: str, stop: Event) -> bool:
    """Queue what is due, then do one job; True when there was one. A store that is away for a moment is waited for."""
    try:
        queue_due(installation, now())
        job = installation.store.ledger.claim(name, now())
        if job is None:
            return False
        if job.attempts > GIVE_UP:
            installation.store.ledger.finish(job.id, now(), error="job-gave-up")
        else:
            _do(installation, job, stop)
    except StoreError as error:
        note(log, logging.ERROR, "store-away", says=say(error.message, **error.params))
        stop.wait(5)
        return False
    return True


def queue_due(installation: Installation, at: int) -> None:
    """Queue the syncs whose time has come, the nightly passes, and what follows from it all when it may differ."""
    ledger = installation.store.ledger
    for entry in installation.settings.sources:
        if entry.every is None:
            continue
        due = ledger.get(f"due:{entry.name}")
        if due is None or (isinstance(due, int) and due <= at):
            ledger.enqueue("sync", {"source": entry.name}, at)
            ledger.set(f"due:{entry.name}", at + entry.every)
    night = ledger.get("due-passes")
    if not isinstance(night, int) or night <= at:
        if isinstance(night, int):
            ledger.enqueue("passes", {"why": "night"}, at)
        ledger.set("due-passes", at - at % DAY + DAY + NIGHT)
    cleanup = ledger.get("due-cleanup")
    if not isinstance(cleanup, int) or cleanup <= at:
        if isinstance(cleanup, int):
            ledger.enqueue("cleanup", {}, at)
        ledger.set("due-cleanup", at + DAY)
    again = ledger.get("due-erase")
    if not isinstance(again, int) or again <= at:
        ledger.set("due-erase", at + AGAIN)
        for person in unfinished(installation):
            ledger.enqueue("erase", {"person": person}, at)
    if knowledge_is_due(installation.store, installation.settings.index, at):
        ledger.enqueue("knowledge", {}, at)
    if insight_is_due(installation.store, installation.settings.index, at, installation.settings.fewest):
        ledger.enqueue("insight", {}, at)


def _do(installation: Installation, job: Job, stop: Event) -> None:
    """Run one job; write down how it ended. A stopped job goes back to the queue, a failed one is tried again later."""
    ledger = installation.store.ledger
    error: str | None = None
    began = time.monotonic()
    try:
        JOBS[job.kind](installation, job.args, _beating(installation, job), stop)
    except (SourceError, SettingsError, StoreError) as known:
        error = known.message
        note(log, logging.WARNING, "job-failed", job=job.kind, id=job.id, reason=known.message, **_about(job))
    except Exception:  # noqa: BLE001 - a bug in one job must not end the worker: the traceback is kept with the job
        error = traceback.format_exc(limit=-8)
        note(log, logging.ERROR, "job-failed", failing=True, job=job.kind, id=job.id, **_about(job))
    retry = None
    if stop.is_set():
        error, retry = error or "worker-stopped", now()
    elif error is not None and job.attempts < RETRIES:
        retry = now() + min(3600, 30 * 2**job.attempts)
    ledger.finish(job.id, now(), error=error, retry_at=retry)
    if error is None:
        spent = round(time.monotonic() - began, 1)
        note(log, logging.INFO, "job-done", job=job.kind, id=job.id, seconds=spent, **_about(job))


def _about(job: Job) -> dict[str, Any]:
    """The source that a job is about."""
    return {"source": job.args["source"]} if "source" in job.args else {}


def _beating(installation: Installation, job: Job) -> Tell:
    last = 0

    def tell(progress: object) -> None:
        nonlocal last
        if now() - last >= BEAT:
            last = now()
            installation.store.ledger.beat(job.id, last, _plain(progress))

    return tell


def _plain(progress: object) -> dict[str, Json]:
    """The parts of a progress record that can be shown as JSON."""
    if not is_dataclass(progress) or isinstance(progress, type):
        return {}
    return {key: value for key, value in asdict(progress).items() if isinstance(value, str | int | float | bool)}


def _sync(installation: Installation, args: Mapping[str, Json], tell: Tell, stop: Event) -> None:
    entry = installation.settings.source(str(args["source"]))
    run = sync_source(installation, entry, tell=tell, stop=stop.is_set)
    if stop.is_set():
        return
    if any(run.counts.get(what, 0) for what in ("new", "changed", "gone")):
        installation.store.ledger.enqueue("extract", {}, now())
        installation.store.ledger.enqueue("passes", {"why": "sync"}, now())
    if shows_photos(installation, entry):
        installation.store.ledger.enqueue("photos", {"source": entry.name}, now())


def _photos(installation: Installation, args: Mapping[str, Json], tell: Tell, stop: Event) -> None:
    del tell
    entry = installation.settings.source(str(args["source"]))
    if not take_in_photos(installation, entry, stop=stop.is_set) and not stop.is_set():
        installation.store.ledger.enqueue("photos", {"source": entry.name}, now(), now() + 1)


def _extract(installation: Installation, args: Mapping[str, Json], tell: Tell, stop: Event) -> None:
    del args
    take_in_texts(installation, tell=tell, stop=stop.is_set)


def _passes(installation: Installation, args: Mapping[str, Json], tell: Tell, stop: Event) -> None:
    del args
    run_passes(installation, tell=tell, stop=stop.is_set)


def _knowledge(installation: Installation, args: Mapping[str, Json], tell: Tell, stop: Event) -> None:
    del args, tell
    follow_knowledge(installation.store, installation.settings.index, now=now(), stop=stop.is_set)


def _insight(installation: Installation, args: Mapping[str, Json], tell: Tell, stop: Event) -> None:
    del args, tell, stop
    settings = installation.settings
    follow_insight(installation.store, settings.index, now=now(), fewest=settings.fewest)


def _erase(installation: Installation, args: Mapping[str, Json], tell: Tell, stop: Event) -> None:
    erase_person(installation, str(args["person"]), tell=tell, stop=stop.is_set)


def _cleanup(installation: Installation, args: Mapping[str, Json], tell: Tell, stop: Event) -> None:
    del args, tell, stop
    remove_old(installation, now())


JOBS: Mapping[str, Callable[[Installation, Mapping[str, Json], Tell, Event], None]] = {
    "sync": _sync,
    "photos": _photos,
    "extract": _extract,
    "passes": _passes,
    "knowledge": _knowledge,
    "insight": _insight,
    "cleanup": _cleanup,
    "erase": _erase,
}
