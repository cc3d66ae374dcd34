"""Commands: each writes one small thing that the worker or a later page picks up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of, find_person
from api.parameters import KEY_MOST
from api.policy import Permission, allow, needs
from api.problems import Refused
from graph.decisions import DecisionError
from graph.erasures import erasure_of, receipt_code
from graph.facts import Key
from graph.opting import opt_in, opt_out
from graph.pauses import pause, resume

router = APIRouter(tags=["machinery"])
PersonKey = Annotated[Key, Path(max_length=KEY_MOST, description="The key of a person.")]
SourceName = Annotated[str, Path(max_length=200, description="The name of a configured source.")]


@dataclass(frozen=True, slots=True)
class Queued:
    """The job that was queued."""

    job: int


def queue_sync(asker: Asker, name: str) -> Queued:
    """Read this source as soon as the worker can. One that waits already is not queued twice."""
    allow(Permission.SYNC, asker, name)
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


@dataclass(frozen=True, slots=True)
class ErasureOrdered:
    """The erasure that was ordered, the job that does it, and the code by which anybody can see the receipt."""

    person: Key
    job: int
    receipt: str = ""


def order_erasure(asker: Asker, person: Key, *, sure: bool) -> ErasureOrdered:
    """Erase this person, once it was confirmed. The worker does it; one that is under way goes on."""
    allow(Permission.ERASE, asker, person)
    site = asker.site
    if site.eraser is None or (find_person(site, person) is None and erasure_of(site.store, person) is None):
        raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
    if not sure:
        raise Refused(HTTPStatus.BAD_REQUEST, "erase-not-confirmed")
    site.eraser.order(person, asker.viewer.person)
    job = site.store.ledger.enqueue("erase", {"person": person}, site.now())
    return ErasureOrdered(person, job, receipt_code(site.store, person))


def erase_now(request: Request, person: Key, *, sure: bool) -> tuple[ErasureOrdered, bool]:
    """Order it, after which no session of this person counts; and whether it was asked for oneself. Raises Refused."""
    asker = asker_of(request)
    ordered = order_erasure(asker, person, sure=sure)
    request.app.state.askers.forget()
    return ordered, person == asker.viewer.person


@router.post(
    "/api/erasures/{key}",
    response_model=ErasureOrdered,
    status_code=202,
    responses=documented(
        {"person": "person:people:abc", "job": 12}, HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST, status=202
    ),
)
@needs(Permission.ERASE)
def erase(
    request: Request,
    key: PersonKey,
    sure: Annotated[bool, Query(description="Must be true: this cannot be undone.")] = False,
) -> Response:
    """Erase this person. Outside a browser, send this site's own address in an `Origin` header."""
    return as_json(erase_now(request, key, sure=sure)[0], 202)


@dataclass(frozen=True, slots=True)
class Paused:
    """The last day up to which somebody asked not to be asked; None: they may be asked."""

    person: Key
    until: date | None


def say_pause(asker: Asker, until: date | None) -> Paused:
    """Ask not to be asked up to and including this day; None: be asked again. Only for oneself."""
    person = asker.viewer.person
    allow(Permission.SAY, asker, person)
    if person is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    if until is None:
        resume(asker.site.store, person)
    else:
        try:
            pause(asker.site.store, person, until, asker.site.now())
        except DecisionError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, error.message) from error
    return Paused(person, until)


@router.post(
    "/api/me/pause",
    response_model=Paused,
    responses=documented(
        {"person": "person:people:abc", "until": "2026-05-31"}, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN
    ),
)
@needs(Permission.SAY)
def pause_me(
    request: Request,
    until: Annotated[date | None, Query(description="The last day of the pause. Without it the pause ends.")] = None,
) -> Response:
    """Ask not to be asked for a while: answers name you after the others, with that day and without a reason.

    Outside a browser, send this site's own address in an `Origin` header.
    """
    return as_json(say_pause(asker_of(request), until))


@dataclass(frozen=True, slots=True)
class OptedOut:
    """Whether somebody opted out: listed in the directory, never inferred and never ranked."""

    person: Key
    out: bool


def say_opted_out(asker: Asker, *, out: bool) -> OptedOut:
    """Opt out, or in again. Only for oneself; what the directory says stays."""
    person = asker.viewer.person
    allow(Permission.SAY, asker, person)
    if person is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    if out:
        opt_out(asker.site.store, person, asker.site.now())
    else:
        opt_in(asker.site.store, person)
    return OptedOut(person, out)


OPTED = documented({"person": "person:people:abc", "out": True}, HTTPStatus.FORBIDDEN)


@router.post("/api/me/opt-out", response_model=OptedOut, responses=OPTED)
@needs(Permission.SAY)
def opt_me_out(request: Request) -> Response:
    """Opt out: the directory lists you, nothing is inferred about you, and no answer names you by what you wrote.

    Outside a browser, send this site's own address in an `Origin` header.
    """
    return as_json(say_opted_out(asker_of(request), out=True))


@router.delete("/api/me/opt-out", response_model=OptedOut, responses=OPTED)
@needs(Permission.SAY)
def opt_me_in(request: Request) -> Response:
    """Opt in again. Outside a browser, send this site's own address in an `Origin` header."""
    return as_json(say_opted_out(asker_of(request), out=False))
