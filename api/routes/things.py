"""What is known about a topic, a document or a group?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.asker import asker_of
from api.queries import documents as documents_queries
from api.queries import groups as groups_queries
from api.queries import topics as topics_queries
from api.questions import TEXT_MOST
from api.routes.answering import as_json, documented
from api.schemas import DocumentPage, GroupPage, TopicPage, TopicsPage

router = APIRouter(tags=["things"])

TOPIC = {
    "key": "topic:p7x9",
    "labels": {"nl": "waterstofopslag", "en": "hydrogen storage"},
    "documents": 23,
}
DOCUMENT = {"key": "document:wiki:q2w3e4r5", "title": "Waterstofopslag, ontwerpgids", "kind": "page", "language": "nl"}
GROUP = {"key": "group:wiki:z1x2c3v4", "name": "Waterstof", "kind": "space", "members_total": 12}


@router.get(
    "/api/topics",
    response_model=TopicsPage,
    responses=documented({"topics": [TOPIC], "total": 1, "page": 1, "pages": 1}, 400),
)
def topics(
    request: Request,
    q: Annotated[str, Query(max_length=TEXT_MOST, description="A part of a label, in any language.")] = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """Which topics do people write about?"""
    return as_json(topics_queries.topics(asker_of(request), q, page))


@router.get("/api/topics/{key}", response_model=TopicPage, responses=documented({"topic": TOPIC}, 404, 503))
def topic(request: Request, key: str) -> Response:
    """Who knows about this topic?"""
    return as_json(topics_queries.topic(asker_of(request), key))


@router.get("/api/documents/{key}", response_model=DocumentPage, responses=documented(DOCUMENT, 404))
def document(request: Request, key: str) -> Response:
    """What is this document, and who did what to it? One that is hidden does not exist."""
    return as_json(documents_queries.document(asker_of(request), key))


@router.get("/api/groups/{key}", response_model=GroupPage, responses=documented(GROUP, 404))
def group(request: Request, key: str) -> Response:
    """Who is in this group, and what is written there?"""
    return as_json(groups_queries.group(asker_of(request), key))
