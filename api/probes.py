"""Probes of a process manager: whether the process lives, and whether it can answer questions now."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api.policy import Permission, needs
from api.site import Site
from graph.store import StoreError

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
@needs(Permission.LOOK)
async def alive() -> Response:
    """The process lives. Reads nothing."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
@needs(Permission.LOOK)
async def ready(request: Request) -> Response:
    """The store answers. Before the first sync there is no index yet, and nothing to wait for."""
    status = await run_sync(partial(readiness, request.app.state.site), limiter=request.app.state.aside)
    fine = status != "no-store"
    return JSONResponse({"status": status}, HTTPStatus.OK if fine else HTTPStatus.SERVICE_UNAVAILABLE)


def readiness(site: Site) -> str:
    """`ok`; `no-index` before anything was indexed, `index-damaged` until a new one is made, or `no-store`."""
    try:
        site.store.seq()
    except StoreError:
        return "no-store"
    if site.index_trouble() is not None:
        return "index-damaged"
    return "ok" if site.index_if_any() is not None else "no-index"
