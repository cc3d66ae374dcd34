"""All routes of an application, with the permission that each names."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.policy import Permission, permission_of


def routes(app: FastAPI) -> Iterator[tuple[str, Permission | None]]:
    """Every route with its permission, those of included routers as well."""
    waiting = list(app.router.routes)
    while waiting:
        route = waiting.pop()
        inner = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield from ((f"{method} {route.path}", permission_of(route.endpoint)) for method in route.methods)
        elif inner is not None:
            waiting += inner.routes
        else:
            raise AssertionError(f"{route} is of a kind that the policy does not know")
