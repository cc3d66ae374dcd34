"""How does an answer become JSON? Straight from the records: no model is validated on the way out."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from api.schemas import Problem

Documented = dict[int | str, dict[str, Any]]


def as_json(value: object, status: int = 200) -> Response:
    """The JSON of a frozen record."""
    return Response(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS), status, media_type="application/json")


def documented(example: object, *troubles: int) -> Documented:
    """What does the description of a route say: an example, and which troubles it can answer with?"""
    found: Documented = {200: {"content": {"application/json": {"example": example}}}}
    for status in troubles:
        found[status] = {"model": Problem, "description": "A problem, with a sentence for the asker."}
    return found
