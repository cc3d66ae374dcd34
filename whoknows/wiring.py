"""The installation: the one place where settings become a store, an index and a site."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from graph import access
from graph.facts import Key
from graph.open_store import open_store
from graph.store import Store, Viewer
from ingest.contract import SourceSettings
from ingest.reading import stored_versions
from whoknows.data_folder import keep_private, make_folder
from whoknows.environment import read_secret
from whoknows.settings import Settings, SourceEntry, source_settings

SYSTEM = Viewer(system=True)
"""The viewer that reads everything: for jobs, never for an answer to a person."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One opened installation: its settings and its store."""

    settings: Settings
    store: Store


@contextmanager
def open_installation(settings: Settings, *, create: bool = True) -> Iterator[Installation]:
    """Open the store of these settings and close it afterwards. Raises StoreError with what to do."""
    if create:
        make_folder(settings)
    else:
        keep_private(settings)
    store = open_store(settings.store, create=create, secret=read_secret)
    try:
        yield Installation(settings, store)
    finally:
        store.close()


def now() -> int:
    """The time, in whole seconds UTC. The clock is read only here and passed on."""
    return int(time.time())


def viewer_of(store: Store, person: Key | None) -> Viewer:
    """The viewer of this person, with the principals by which they read now. Without a person: what is for everyone."""
    if person is None:
        return Viewer()
    with store.view(SYSTEM) as view:
        return access.viewer_of(view, person, now())


def settings_of_source(installation: Installation, entry: SourceEntry) -> SourceSettings:
    """The settings with which this source is opened, and the versions that the store keeps."""
    ledger = installation.store.ledger
    return replace(
        source_settings(installation.settings, entry),
        versions=stored_versions(ledger, entry.name),
        now=now,
    )


@contextmanager
def sole_holder(settings: Settings, name: str) -> Iterator[bool]:
    """Take the lock `name` of this host; gives False when another process holds it."""
    make_folder(settings)
    with (settings.data / f"{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
