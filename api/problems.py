"""Refusals and failures as problems (RFC 9457), each with a sentence for the asker; as a page where one is read."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from pathlib import PurePath

import orjson
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.headers import UNKEPT, security_headers
from api.language import language_of
from api.schemas import ProblemDetails
from api.site import Language, Site
from graph.facts import Key, kind_of
from graph.store import StoreError
from models.index.contract import IndexProblem

MEDIA_TYPE = "application/problem+json"
TOO_LARGE = "body-not-understood"
BODY_MOST = 4096
"""Size of the largest body of a command, in bytes."""
UPLOADS: Mapping[str, int] = {
    **dict.fromkeys(("/me/photo", "/api/me/photo"), 4 * 1024 * 1024),
    **dict.fromkeys(("/review", "/api/review"), 512 * 1024),
}
"""Commands with a larger body: a picture, and a text to review, which is so small that it never leaves the memory."""
PUSHES = re.compile(r"/api/sources/[^/]+/push")
PUSH_MOST = 8 * 1024 * 1024
"""Addresses at which programs push lines, and the size of the largest body there."""
WANTED = {
    "string_too_long": ("wanted-shorter", "high", "max_length"),
    "literal_error": ("wanted-one-of", "known", "expected"),
    "enum": ("wanted-one-of", "known", "expected"),
    "greater_than_equal": ("wanted-at-least", "low", "ge"),
    "less_than_equal": ("wanted-at-most", "high", "le"),
    "int_parsing": ("wanted-number", "", ""),
    "int_parsing_size": ("wanted-number", "", ""),
    "int_from_float": ("wanted-number", "", ""),
    "missing": ("wanted-something", "", ""),
}
"""For each mistake that pydantic names, the sentence that says what is wanted, and the limit that fills it in."""
CHOICE = re.compile(r"'([^']*)'")


class Refused(Exception):
    """A refusal: a status, a message id and its parameters."""

    def __init__(self, status: int, message: str, **params: str) -> None:
        super().__init__(status, message, params)
        self.problem = Trouble(status, message, params)

    @classmethod
    def of(cls, trouble: Trouble) -> Refused:
        """The refusal with this trouble, headers included."""
        refused = cls(trouble.status, trouble.message, **trouble.params)
        refused.problem = trouble
        return refused


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, as a message id with its parameters. `headers` go with the answer."""

    status: int
    message: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def told(self, site: Site, language: Language) -> ProblemDetails:
        """The record of this trouble, in this language."""
        return ProblemDetails(
            type=f"urn:whoknows:{self.message}",
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            detail=site.sentence(self.message, self.params, language),
            message=self.message,
            params=dict(self.params),
        )


def require(key: Key, kind: str) -> None:
    """Raises Refused, as for a thing that is not there, for a key of another kind."""
    if kind_of(key) != kind:
        raise Refused(HTTPStatus.NOT_FOUND, f"{kind}-not-found")


ErrorPage = Callable[[Request, Trouble], Response]


def answer_trouble(request: Request, trouble: Trouble) -> Response:
    """This trouble as a page for whoever reads pages, else as JSON."""
    site: Site = request.app.state.site
    if trouble.status == HTTPStatus.UNAUTHORIZED:
        trouble = replace(trouble, headers={**trouble.headers, "www-authenticate": "Bearer"})
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    if page is not None and wants_page(request):
        return page(request, trouble)
    body = trouble.told(site, language_of(request, site.language))
    return Response(orjson.dumps(body), trouble.status, dict(trouble.headers), media_type=MEDIA_TYPE)


def wants_page(request: Request) -> bool:
    """Whether whoever asks reads pages and no JSON."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


async def recognise(request: Request) -> None:
    """Find out who asks before a trouble is shown as a page: somebody who is refused is still who they are.

    For requests that the gate let in: what it refuses may come from a page of another site.
    """
    state = request.app.state
    if getattr(request.state, "asker", None) is None and wants_page(request):
        with suppress(Refused, StoreError):
            await run_sync(partial(state.askers.of, request), limiter=state.aside)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return answer_trouble(request, error.problem)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    await recognise(request)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = ", ".join(_allowed(headers.pop("Allow", headers.pop("allow", "GET"))))
        params = {"method": request.method, "allowed": allowed}
        return answer_trouble(request, Trouble(error.status_code, "method-not-allowed", params, {"allow": allowed}))
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return answer_trouble(request, too_large(request.url.path))
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return answer_trouble(request, replace(too_large(request.url.path), status=error.status_code))
    message = "page-not-found" if error.status_code == HTTPStatus.NOT_FOUND else "something-broke"
    return answer_trouble(request, Trouble(error.status_code, message, headers=headers))


def body_most(path: str) -> int:
    """The size of the largest body that this address takes, in bytes."""
    return PUSH_MOST if PUSHES.fullmatch(path) else UPLOADS.get(path, BODY_MOST)


def is_upload(path: str) -> bool:
    """Whether this address takes a body that is read only from who may send it."""
    return body_most(path) > BODY_MOST


def too_large(path: str) -> Trouble:
    """The refusal of a body that is too long for this address or cannot be read."""
    return Trouble(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE, {"high": str(body_most(path))})


def too_often(seconds: int) -> Trouble:
    """The refusal of who asks too often, with the seconds to wait."""
    params = {"seconds": str(seconds)}
    return Trouble(HTTPStatus.TOO_MANY_REQUESTS, "too-often", params, {"retry-after": str(seconds)})


def _allowed(methods: str) -> list[str]:
    """Methods of an address. HEAD comes with GET: the gate makes it one."""
    named = {method.strip() for method in methods.split(",")}
    return sorted(named | {"HEAD"}) if "GET" in named else sorted(named)


async def _invalid(request: Request, error: Exception) -> Response:
    """A parameter that FastAPI refused: its name as the asker wrote it, and a sentence about what is wanted."""
    assert isinstance(error, RequestValidationError)
    await recognise(request)
    first = error.errors()[0]
    site: Site = request.app.state.site
    told = site.sentence(*_wanted(first), language_of(request, site.language))
    name = str(first["loc"][:2][-1])
    shown = str(first.get("input") or "")[:80]
    trouble = Trouble(
        HTTPStatus.BAD_REQUEST, "parameter-not-understood", {"name": name, "value": shown, "wanted": told}
    )
    return answer_trouble(request, trouble)


def _wanted(error: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    context = error.get("ctx")
    limits = context if isinstance(context, Mapping) else {}
    kind = str(error.get("type"))
    if kind.startswith("date"):
        return "wanted-date", {}
    message, name, limit = WANTED.get(kind, ("wanted-other", "", ""))
    told = str(limits.get(limit))
    choices = ", ".join(filter(None, CHOICE.findall(told)))
    return message, {name: choices or told} if name else {}


async def _away(request: Request, error: Exception) -> Response:
    """The store or the index cannot be used at this moment. Where it is on the disk is the operator's business."""
    assert isinstance(error, StoreError | IndexProblem)
    params = dict(error.params)
    if "path" in params:
        params["path"] = "index" if isinstance(error, IndexProblem) else PurePath(params["path"]).name
    return answer_trouble(request, Trouble(HTTPStatus.SERVICE_UNAVAILABLE, error.message, params))


async def _broke(request: Request, error: Exception) -> Response:
    """A bug: the server logs the traceback, the asker reads a sentence. The gate does not see this answer."""
    del error
    site: Site = request.app.state.site
    safe = security_headers(site.address, site.sign_in.issuer if site.sign_in else None) | UNKEPT
    trouble = Trouble(HTTPStatus.INTERNAL_SERVER_ERROR, "something-broke", headers=safe)
    return answer_trouble(request, trouble)


def add_problems(app: FastAPI) -> None:
    """Make every error of this app a Problem."""
    handlers: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
        Refused: _refused,
        HTTPException: _http,
        RequestValidationError: _invalid,
        StoreError: _away,
        IndexProblem: _away,
        Exception: _broke,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
