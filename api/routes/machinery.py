"""What is read, how is it going, and does the site answer?"""

from __future__ import annotations

from functools import cache

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import Response

from api import commands
from api.asker import asker_of
from api.queries import health as health_queries
from api.queries.sources import sources as sources_of
from api.routes.answering import as_json, documented
from api.schemas import Health, Queued, SourcesPage

router = APIRouter(tags=["machinery"])

SOURCE = {"name": "wiki", "label": "Wiki", "kind": "mediawiki", "access": "everyone", "documents": 4711}


@router.get(
    "/api/sources",
    response_model=SourcesPage,
    responses=documented({"sources": [SOURCE], "documents": 4711, "people": 150}),
)
def sources(request: Request) -> Response:
    """Which sources are read, when, and what went wrong?"""
    return as_json(sources_of(asker_of(request)))


@router.post(
    "/api/sources/{name}/sync",
    response_model=Queued,
    status_code=202,
    responses={202: {"content": {"application/json": {"example": {"job": 12}}}}},
)
def sync(request: Request, name: str) -> Response:
    """Read this source now. Outside a browser, send this site's own address in an `Origin` header."""
    return as_json(commands.queue_sync(asker_of(request).site, name), 202)


@router.get(
    "/api/health",
    response_model=Health,
    responses=documented({"status": "ok", "generation": 3, "seq": 4712}),
)
async def health(request: Request) -> Response:
    """Does the site answer, and from which generation of the index?"""
    # In a thread that answers do not use: where they wait for a store that is away, this still says how it is.
    return as_json(await run_sync(health_queries.health, request.app.state.site, limiter=_beside()))


@cache
def _beside() -> CapacityLimiter:
    return CapacityLimiter(1)
