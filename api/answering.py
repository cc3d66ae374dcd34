"""Records as JSON, and the JSON routes of all pages. Nothing is validated on the way out."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any, TypeAlias

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.asker import Asker
from api.page import Page, endpoint_of
from api.problems import MEDIA_TYPE

SCHEMAS = "#/components/schemas/"
"""Where the description keeps what it refers to by name."""
Documented: TypeAlias = dict[int | str, dict[str, Any]]


def as_json(value: object, status: int = 200) -> Response:
    """The JSON of a frozen record."""
    return Response(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS), status, media_type="application/json")


def documented(example: object, *troubles: HTTPStatus, status: int = 200) -> Documented:
    """What the description of a route says: an example of its answer, and the refusals that it can give."""
    found: Documented = {status: {"content": {"application/json": {"example": example}}}}
    return found | {int(trouble): refused(trouble) for trouble in troubles}


def refused(status: HTTPStatus) -> dict[str, Any]:
    """What the description of a route says about one refusal."""
    schema = {"$ref": f"{SCHEMAS}ProblemDetails"}
    return {"description": status.phrase, "content": {MEDIA_TYPE: {"schema": schema}}}


@cache
def json_routes(pages: tuple[Page[Any, Any], ...]) -> APIRouter:
    """The JSON of every page. Its record is described when somebody asks for the description: see `api.openapi`."""
    router = APIRouter()
    for page in pages:
        router.add_api_route(
            page.json,
            endpoint_of(page, _as_json),
            methods=["GET"],
            response_model=None,
            responses=documented(page.example, *page.troubles),
            tags=[page.tag],
            name=page.answer.__name__,
        )
    return router


def _as_json(request: Request, asker: Asker, record: object) -> Response:
    del request, asker
    return as_json(record)
