"""Which questions does the site answer over HTTP? The application: the gate, the table of rights, the routes."""

from __future__ import annotations

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from api.auth import Askers, Gate
from api.deps import House
from api.policy import permit
from api.problems import add_problems
from api.routes import experts, machinery, people, things
from api.routes.answering import as_json

ABOUT = """Who knows what, always with the evidence. Every answer holds only what the asker may read.

Times are whole seconds since 1970 (UTC), null when nobody knows. Keys say nothing about what they stand for.
Troubles are `application/problem+json` with a message id, its parameters, and a sentence in the asker's language.
"""


def create_app(house: House) -> FastAPI:
    """The site of this house, without pages: those are added by `ui.pages.add_pages`."""
    app = FastAPI(
        title="WhoKnows",
        version="1",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(permit)],
        redirect_slashes=False,
    )
    app.state.house = house
    app.state.askers = Askers(house)
    add_problems(app)
    app.add_middleware(Gate, house=house)
    for routes in (experts, people, things, machinery):
        app.include_router(routes.router)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Serve the description of the JSON questions (OpenAPI), as a route with its line in the table of rights."""

    @app.get("/api/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> Response:
        """What can be asked, and what is answered?"""
        return as_json(request.app.openapi())
