"""Is there one line in the table of rights for everything that can be asked?"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.app import create_app
from api.policy import POLICY
from api.site import Site
from tests.api.small_site import make_app


def routes(app: FastAPI) -> Iterator[str]:
    """What can be asked? Through the description that FastAPI itself routes by, included routers as well."""
    waiting = list(app.router.routes)
    while waiting:
        route = waiting.pop()
        inner = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield from (f"{method} {route.path}" for method in route.methods)
        elif inner is not None:
            waiting += inner.routes
        else:
            raise AssertionError(f"{route} is not known to the table of rights")


def test_every_route_has_its_line_and_every_line_its_route(site: Site) -> None:
    assert set(routes(make_app(site))) == set(POLICY)


def test_what_nobody_wrote_a_line_for_is_refused(site: Site) -> None:
    app = create_app(site)

    @app.get("/api/forgotten")
    def forgotten() -> str:
        return "a secret"

    caller = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1))
    answer = caller.get("/api/forgotten")
    assert answer.status_code == 403
    assert answer.json()["message"] == "not-allowed"
    assert "a secret" not in answer.text
