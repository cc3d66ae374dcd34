"""What can be ordered? Each command writes one small thing that the worker or a later page picks up."""

from __future__ import annotations

from http import HTTPStatus

from api.problems import Refused
from api.schemas import Queued
from api.site import Site


def queue_sync(site: Site, name: str) -> Queued:
    """Read this source as soon as the worker can. One that waits already is not queued twice."""
    if all(source.name != name for source in site.sources):
        raise Refused(HTTPStatus.NOT_FOUND, "source-not-found", source=name[:80])
    return Queued(site.store.ledger.enqueue("sync", {"source": name}, site.now()))
