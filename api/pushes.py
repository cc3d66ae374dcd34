"""Lines that programs push to a source with a token of their own: kept on the disk, then read by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.commands import SourceName
from api.policy import Permission, allow, needs
from api.problems import Refused
from graph.facts import Seconds
from graph.ledger import Job

router = APIRouter(tags=["machinery"])
MOST_TOLD = 100
"""Mistakes that one answer tells by line; the others are counted."""
KNOWN_JOBS = 1000


@dataclass(frozen=True, slots=True)
class LineMistake:
    """What is wrong with a line, counted from 1. One that is not `kept` gives no record."""

    line: int
    message: str
    detail: str
    kept: bool


@dataclass(frozen=True, slots=True)
class PushAccepted:
    """What was kept: the job that reads it, the number of lines, and what is wrong with some of them."""

    job: int
    status: str
    lines: int
    mistakes: tuple[LineMistake, ...]
    more_mistakes: int = 0


@dataclass(frozen=True, slots=True)
class PushState:
    """How far the reading of pushed lines is: waiting, running, done or failed, and why it failed."""

    job: int
    source: str
    state: str
    queued: Seconds
    ended: Seconds | None
    error: str | None


def push_lines(asker: Asker, name: str, body: bytes) -> PushAccepted:
    """Keep these lines for this source and have it read. Raises Refused."""
    site = asker.site
    allow(Permission.PUSH, asker, name)
    pusher = site.pusher
    if pusher is None or not any(each.name == name and each.pushed and each.usable for each in site.sources):
        raise Refused(HTTPStatus.NOT_FOUND, "source-takes-no-lines", source=name[:80])
    lines = sum(not line.isspace() for line in body.splitlines() if line)
    found = [
        LineMistake(line, message, site.sentence(message, params, asker.language), kept)
        for line, message, params, kept in pusher.mistakes(name, body)
    ]
    if lines <= len({each.line for each in found if not each.kept}):
        first = found[0].detail if found else "-"
        raise Refused(HTTPStatus.BAD_REQUEST, "push-without-records", lines=str(lines), first=first[:500])
    try:
        pusher.keep(name, body)
    except OSError as error:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "push-not-kept") from error
    job = site.store.ledger.enqueue("sync", {"source": name}, site.now())
    told = tuple(found[:MOST_TOLD])
    return PushAccepted(job, f"/api/pushes/{job}", lines, told, len(found) - len(told))


def push_state(asker: Asker, number: int) -> PushState:
    """How far this job is. Raises Refused for one that reads no source of this program."""
    found = next((each for each in asker.site.store.ledger.jobs(KNOWN_JOBS) if each.id == number), None)
    name = str(found.args.get("source", "")) if found is not None and found.kind == "sync" else ""
    allow(Permission.PUSH, asker, name or None)
    if found is None or not any(each.name == name and each.pushed for each in asker.site.sources):
        raise Refused(HTTPStatus.NOT_FOUND, "push-not-found")
    return PushState(found.id, name, found.state.value, found.queued, found.ended, _error(found))


def _error(job: Job) -> str | None:
    """The message id of why a job failed; a traceback is for the operator."""
    if not job.error:
        return None
    return job.error if job.error.replace("-", "").isalnum() else "something-broke"


EXAMPLE = {"job": 12, "status": "/api/pushes/12", "lines": 2, "mistakes": [], "more_mistakes": 0}
STATE = {"job": 12, "source": "forum", "state": "done", "queued": 1780000000, "ended": 1780000004, "error": None}


@router.post(
    "/api/sources/{name}/push",
    response_model=PushAccepted,
    status_code=202,
    responses=documented(EXAMPLE, HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, status=202),
    openapi_extra={"requestBody": {"content": {"application/jsonl": {"schema": {"type": "string"}}}}},
)
@needs(Permission.PUSH)
async def push(request: Request, name: SourceName) -> Response:
    """Push lines of JSON to this source, with a token of a program. What is right in them is kept before the answer."""
    aside = request.app.state.aside
    asker = await run_sync(partial(asker_of, request), limiter=aside)
    allow(Permission.PUSH, asker, name)
    body = await request.body()
    return as_json(await run_sync(partial(push_lines, asker, name, body), limiter=aside), 202)


@router.get("/api/pushes/{job}", response_model=PushState, responses=documented(STATE, HTTPStatus.NOT_FOUND))
@needs(Permission.PUSH)
def state(
    request: Request, job: Annotated[int, Path(ge=0, le=1 << 53, description="The number of a job.")]
) -> Response:
    """How far the reading of pushed lines is."""
    return as_json(push_state(asker_of(request), job))
