"""Who knows about X?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.asker import asker_of
from api.queries import search as search_queries
from api.questions import Asked
from api.routes.answering import as_json, documented
from api.schemas import Answer

router = APIRouter(tags=["questions"])

EXAMPLE = {
    "question": {"text": "waterstofopslag", "limit": 10, "offset": 0},
    "total": 1,
    "people": [
        {
            "person": "person:people:3k2j5h7a",
            "name": "Maaike de Smit",
            "function": "Asset manager",
            "points": 0.83,
            "shares": [{"ranker": "votes", "points": 0.83, "rank": 1, "evidence": 1}],
            "evidence": [
                {
                    "ranker": "votes",
                    "kind": "page",
                    "key": "document:wiki:q2w3e4r5",
                    "title": "Waterstofopslag, ontwerpgids",
                    "points": 0.83,
                    "did": [{"kind": "wrote", "at": 1779000000, "count": 1}],
                }
            ],
            "others": 0.0,
        }
    ],
}


@router.get("/api/experts", response_model=Answer, responses=documented(EXAMPLE, 400, 503))
def experts(request: Request, asked: Annotated[Asked, Depends()]) -> Response:
    """Who knows about this, and why? `points` are the sum of `shares`, and of all evidence with `others`."""
    asker = asker_of(request)
    return as_json(search_queries.search(asker, asked.question(asker.site.now())))
