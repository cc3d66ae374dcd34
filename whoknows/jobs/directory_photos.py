"""Photos of the directory are made anew, as those that people send of themselves, and kept for its people."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator

from api.photos.bounded import NotAPhoto, recoded
from graph.directory_photos import (
    NONE,
    DirectoryPhoto,
    directory_photos,
    forget_directory_photos,
    keep_directory_photo,
)
from graph.facts import Key, key_of, person_key
from ingest import sources
from ingest.sources.people_photos import ShowsPhotos
from whoknows.settings import SourceEntry
from whoknows.wiring import SYSTEM, Installation, settings_of_source, sole_holder

PATIENCE = 30.0
"""Seconds after which a worker does something else first."""


def shows_photos(installation: Installation, entry: SourceEntry) -> bool:
    """Whether this source can have pictures of people."""
    return isinstance(sources.open_source(settings_of_source(installation, entry)), ShowsPhotos)


def take_in_photos(
    installation: Installation, entry: SourceEntry, *, stop: Callable[[], bool], patience: float = PATIENCE
) -> bool:
    """Keep the photos of this directory that are new; False when some are left for the next time.

    Each is kept at once and a picture that did not change is not made again, so that this may be stopped anywhere.
    Photos of who is no longer told go.
    """
    source = sources.open_source(settings_of_source(installation, entry))
    if not isinstance(source, ShowsPhotos):
        return True
    with sole_holder(installation.settings, f"photos-{entry.name}") as alone:
        return alone and _take_in(installation, entry.name, source, stop, time.monotonic() + patience)


def _take_in(
    installation: Installation, name: str, source: ShowsPhotos, stop: Callable[[], bool], until: float
) -> bool:
    ledger = installation.store.ledger
    known = directory_photos(ledger, name)
    told: set[Key] = set()
    without: set[Key] = set()
    for person, picture in _pictures(source, name):
        if not picture:
            without.add(person)
            continue
        told.add(person)
        sent = hashlib.sha256(picture).hexdigest()
        if known.get(person, NONE).sent == sent:
            continue
        if stop() or time.monotonic() > until:
            return False
        _keep(installation, person, picture, sent)
    gone = known.keys() if source.tells_all else without | _gone(installation, known)
    forget_directory_photos(ledger, [person for person in known if person in gone and person not in told])
    return True


def _gone(installation: Installation, people: Iterable[Key]) -> set[Key]:
    """Those of these people who are there no longer."""
    with installation.store.view(SYSTEM) as view:
        return {*people} - view.get([*people]).keys()


def _pictures(source: ShowsPhotos, name: str) -> Iterator[tuple[Key, bytes]]:
    for ident, picture in source.photos():
        yield person_key(key_of("account", name, ident)), picture


def _keep(installation: Installation, person: Key, picture: bytes, sent: str) -> None:
    """Make this photo anew and keep it, for somebody who is there: nothing is kept of who was erased."""
    sizes: dict[str, bytes] = {}
    try:
        made = recoded(picture)
        sizes = {"jpeg": made.large, "small": made.small}
    except NotAPhoto:
        pass  # that it is none is kept with what was sent, so that it is not tried each time
    photo = DirectoryPhoto(hashlib.sha256(sizes["jpeg"]).hexdigest() if sizes else "", sent)
    store = installation.store
    with store.writer():
        with store.view(SYSTEM) as view:
            there = person in view.get([person])
        if there:
            kept = {size: base64.b64encode(content).decode() for size, content in sizes.items()}
            keep_directory_photo(store.ledger, person, photo, dict(kept))
