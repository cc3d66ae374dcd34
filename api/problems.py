"""What does the site say when it cannot answer? Problems as JSON (RFC 9457), each with a sentence for the asker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.headers import SECURITY
from api.language import language_of
from api.site import Language, Site
from graph.store import StoreError
from models.index.errors import IndexProblem

MEDIA_TYPE = "application/problem+json"


WANTED = {
    "string_too_long": ("wanted-shorter", "high", "max_length"),
    "literal_error": ("wanted-one-of", "known", "expected"),
    "greater_than_equal": ("wanted-at-least", "low", "ge"),
    "less_than_equal": ("wanted-at-most", "high", "le"),
    "int_parsing": ("wanted-number", "", ""),
}
"""Which sentence says what is wanted, for each mistake that pydantic names, and which of its limits fills it in?"""


class Refused(Exception):
    """The question cannot be answered: a status, a message id and its parameters."""

    def __init__(self, status: int, message: str, **params: str) -> None:
        super().__init__(status, message, params)
        self.problem = Trouble(status, message, params)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong? `headers` go with the answer."""

    status: int
    message: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def told(self, site: Site, language: Language) -> dict[str, object]:
        """What is the JSON of this trouble, in this language?"""
        return {
            "type": f"urn:whoknows:{self.message}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": site.sentence(self.message, self.params, language),
            "message": self.message,
            "params": dict(self.params),
        }


ErrorPage = Callable[[Request, Trouble], Response]


def answer_trouble(request: Request, trouble: Trouble) -> Response:
    """How is this trouble told: as a page to who reads pages, else as JSON?"""
    site: Site = request.app.state.site
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    if page is not None and wants_page:
        return page(request, trouble)
    body = trouble.told(site, language_of(request, site.language))
    return Response(orjson.dumps(body), trouble.status, dict(trouble.headers), media_type=MEDIA_TYPE)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return answer_trouble(request, error.problem)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        params = {"method": request.method, "allowed": headers.get("Allow", headers.get("allow", "GET"))}
        return answer_trouble(request, Trouble(error.status_code, "method-not-allowed", params, headers))
    message = "page-not-found" if error.status_code == HTTPStatus.NOT_FOUND else "something-broke"
    return answer_trouble(request, Trouble(error.status_code, message, headers=headers))


async def _invalid(request: Request, error: Exception) -> Response:
    """A parameter that FastAPI refused: named as the asker wrote it, with the sentence about what is wanted."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    site: Site = request.app.state.site
    wanted, params = _wanted(first)
    told = site.sentence(wanted, params, language_of(request, site.language)) if wanted else str(first["msg"])
    name = str(first["loc"][:2][-1])
    shown = str(first.get("input", ""))[:80]
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
    message, name, limit = WANTED.get(kind, ("", "", ""))
    return message, {name: str(limits.get(limit)).replace("'", "")} if name else {}


async def _away(request: Request, error: Exception) -> Response:
    """The store or the index cannot be used at this moment."""
    assert isinstance(error, StoreError | IndexProblem)
    return answer_trouble(request, Trouble(HTTPStatus.SERVICE_UNAVAILABLE, error.message, error.params))


async def _broke(request: Request, error: Exception) -> Response:
    """A bug: the server logs the traceback, the asker reads a sentence. The gate does not see this answer."""
    del error
    trouble = Trouble(HTTPStatus.INTERNAL_SERVER_ERROR, "something-broke", headers=SECURITY)
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
