"""The description of everything that programs can ask (OpenAPI)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from api.asker import Asker
from api.page import Page
from api.policy import Permission


def _openapi(request: Request) -> dict[str, Any]:
    document: dict[str, Any] = request.app.openapi()
    return document


@dataclass(frozen=True, slots=True)
class DescriptionQuery:
    """The description that the application makes of its routes."""

    document: Annotated[dict[str, Any], Depends(_openapi)]


def describe(asker: Asker, query: DescriptionQuery) -> dict[str, Any]:
    """Everything that programs can ask, as OpenAPI."""
    del asker
    return query.document


PAGE: Page[DescriptionQuery, dict[str, Any]] = Page(
    path="/api/docs",
    json="/api/openapi.json",
    template="description.html",
    permission=Permission.LOOK,
    query=DescriptionQuery,
    record=dict,
    answer=describe,
    example={"openapi": "3.1.0", "paths": {}},
    tag="machinery",
    aside=True,
)
