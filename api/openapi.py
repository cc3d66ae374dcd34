"""The description of the JSON (OpenAPI) as it really is: refusals are problems, and a wrong parameter is a 400.

Whoever did not sign in gets a 401, who asks too often a 429, and too long an address or header a 431 without a body.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from api.answering import SCHEMAS, refused
from api.page import Page
from api.schemas import ProblemDetails

ANYWHERE = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""Refusals of every operation."""
WITH_A_BODY = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
"""Refusals of every operation that takes a body: one that cannot be read, and one that is too long."""
UNREAD = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
"""The answer of the server itself to a request that it does not read to its end."""


def describe(app: FastAPI, pages: Sequence[Page[Any, Any]]) -> None:
    """Make `app` describe its JSON in place of FastAPI, with the records of these pages.

    Their schemas are made here, when somebody asks: FastAPI would make them twice at every start (.8 s of processor).
    """

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app, pages)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _description(app: FastAPI, pages: Sequence[Page[Any, Any]]) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    _add_records(found, pages)
    schemas = found["components"]["schemas"]
    schemas["ProblemDetails"] = TypeAdapter(ProblemDetails).json_schema()
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for operations in found["paths"].values():
        for operation in operations.values():
            _mend(operation)
    return found


def _add_records(found: dict[str, Any], pages: Sequence[Page[Any, Any]]) -> None:
    """Says of every page which record it answers with."""
    mode: JsonSchemaMode = "serialization"
    inputs = [(page.json, mode, TypeAdapter(page.record)) for page in pages]
    answered, told = TypeAdapter.json_schemas(inputs, ref_template=SCHEMAS + "{model}")
    found["components"]["schemas"] = dict(sorted({**told.get("$defs", {}), **found["components"]["schemas"]}.items()))
    for page in pages:
        content = found["paths"][page.json]["get"]["responses"]["200"]["content"]["application/json"]
        content["schema"] = answered[page.json, mode]


def _mend(operation: dict[str, Any]) -> None:
    """Names the refusals of an operation. FastAPI would say 422 for a wrong parameter."""
    answers = operation["responses"]
    answers.pop("422", None)
    wrong = [HTTPStatus.BAD_REQUEST] if "parameters" in operation else []
    for refusal in (*ANYWHERE, *wrong, *(WITH_A_BODY if "requestBody" in operation else ())):
        answers.setdefault(str(int(refusal)), refused(refusal))
    answers.setdefault(str(int(UNREAD)), {"description": UNREAD.phrase})
    operation["responses"] = dict(sorted(answers.items()))
