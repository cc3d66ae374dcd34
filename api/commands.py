"""Commands: each writes one small thing that the worker or a later page picks up."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.policy import Permission, allow, needs
from api.problems import Refused

router = APIRouter(tags=["machinery"])
SourceName = Annotated[str, Path(max_length=200, description="The name of a configured source.")]


@dataclass(frozen=True, slots=True)
class Queued:
    """The job that was queued."""

    job: int


def queue_sync(asker: Asker, name: str) -> Queued:
    """Read this source as soon as the worker can. One that waits already is not queued twice."""
    allow(Permission.SYNC, asker)
    site = asker.site
    if all(source.name != name for source in site.sources):
        raise Refused(HTTPStatus.NOT_FOUND, "source-not-found", source=name[:80])
    return Queued(site.store.ledger.enqueue("sync", {"source": name}, site.now()))


@router.post(
    "/api/sources/{name}/sync",
    response_model=Queued,
    status_code=202,
    responses=documented({"job": 12}, HTTPStatus.NOT_FOUND, status=202),
)
@needs(Permission.SYNC)
def sync(request: Request, name: SourceName) -> Response:
    """Read this source now. Outside a browser, send this site's own address in an `Origin` header."""
    return as_json(queue_sync(asker_of(request), name), 202)
