"""Who works here, and who is this?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.asker import asker_of
from api.queries import health as health_queries
from api.queries import people as people_queries
from api.questions import TEXT_MOST
from api.routes.answering import as_json, documented
from api.schemas import Me, PeoplePage, Profile

router = APIRouter(tags=["people"])

ROW = {"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "function": "Asset manager", "room": "A2.14"}


@router.get(
    "/api/people",
    response_model=PeoplePage,
    responses=documented({"people": [ROW], "total": 1, "q": "maaike", "next": None}, 400, 503),
)
def people(
    request: Request,
    q: Annotated[str, Query(max_length=TEXT_MOST, description="A name, phone number, room or function.")] = "",
    after: Annotated[str, Query(max_length=200, description="`next` of the page before.")] = "",
) -> Response:
    """Which colleagues are there? Accents and typing errors do not matter."""
    return as_json(people_queries.people(asker_of(request), q, after or None))


@router.get("/api/people/{key}", response_model=Profile, responses=documented(ROW, 404, 503))
def person(request: Request, key: str) -> Response:
    """Who is this, what do they know about, and what did they do?"""
    return as_json(people_queries.person(asker_of(request), key))


@router.get("/api/me", response_model=Me, responses=documented({"person": ROW["person"], "name": ROW["name"]}))
def me(request: Request) -> Response:
    """In whose shoes do I ask?"""
    return as_json(health_queries.me(asker_of(request)))
