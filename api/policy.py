"""Who may do what? One line for every thing that can be asked of the site; what is not in the table is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus

from starlette.requests import Request

from api.problems import Refused


class Who(StrEnum):
    """Who may do a thing? Each next one is more than the one before.

    Until people can sign in, whoever reaches the site sits at its own machine: a reader in the shoes of the chosen
    colleague, and the operator as well. What a reader gets to see is decided by the View, never here.
    """

    ANYONE = "anyone"
    READER = "reader"
    OPERATOR = "operator"


POLICY: Mapping[str, Who] = {
    # the questions, as JSON
    "GET /api/experts": Who.READER,
    "GET /api/people": Who.READER,
    "GET /api/people/{key}": Who.READER,
    "GET /api/topics": Who.READER,
    "GET /api/topics/{key}": Who.READER,
    "GET /api/documents/{key}": Who.READER,
    "GET /api/groups/{key}": Who.READER,
    "GET /api/sources": Who.READER,
    "GET /api/me": Who.READER,
    "GET /api/health": Who.ANYONE,
    "GET /api/openapi.json": Who.ANYONE,
    # the commands
    "POST /api/sources/{name}/sync": Who.OPERATOR,
    "POST /sources/{name}/sync": Who.OPERATOR,
    "POST /as": Who.OPERATOR,
    # the same questions, as pages
    "GET /": Who.READER,
    "GET /search": Who.READER,
    "GET /people": Who.READER,
    "GET /people/{key}": Who.READER,
    "GET /topics": Who.READER,
    "GET /topics/{key}": Who.READER,
    "GET /documents/{key}": Who.READER,
    "GET /groups/{key}": Who.READER,
    "GET /sources": Who.READER,
    "GET /as": Who.OPERATOR,
    "GET /about": Who.ANYONE,
    "GET /api/docs": Who.ANYONE,
    "GET /static/{name}": Who.ANYONE,
    "GET /favicon.ico": Who.ANYONE,
}

_GRANTED = frozenset(Who)
"""What the one who sits at the machine may do until people can sign in: everything in the table."""


async def permit(request: Request) -> None:
    """May this be done? Raises Refused when not, and when nobody wrote a line for it."""
    route = request.scope["route"]
    who = POLICY.get(f"{request.method} {route.path}")
    if who is None or who not in _GRANTED:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
