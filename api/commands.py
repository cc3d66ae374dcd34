"""What can be ordered? Each command writes one small thing that the worker or a later page picks up."""

from __future__ import annotations

from http import HTTPStatus

from api.deps import House
from api.problems import Refused
from api.schemas import Queued


def queue_sync(house: House, name: str) -> Queued:
    """Read this source as soon as the worker can. One that waits already is not queued twice."""
    if all(source.name != name for source in house.sources):
        raise Refused(HTTPStatus.NOT_FOUND, "source-not-found", source=name[:80])
    return Queued(house.store.ledger.enqueue("sync", {"source": name}, house.now()))
