"""Which questions does the site answer over HTTP? The application: the gate, the table of rights, the routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from api.asker import Askers
from api.gate import Gate
from api.policy import permit
from api.problems import add_problems
from api.routes import experts, machinery, people, things
from api.routes.answering import as_json
from api.site import Site

ABOUT = """Who knows what, always with the evidence. Every answer holds only what the asker may read.

Times are whole seconds since 1970 (UTC), null when nobody knows. Keys say nothing about what they stand for.
Troubles are `application/problem+json` with a message id, its parameters, and a sentence in the asker's language.
"""


AT_ONCE = 2
"""So many questions are answered at once in a process: one works while another waits for the store.

An answer is work for the processor, where more get in each other's way: asked 8 at once, one process gave 157 answers a
second with 2, 127 with 4 and 115 with 40 (962,529 documents, 2 cores). Who waits is served in the order of asking.
"""


@asynccontextmanager
async def _few_at_once(app: FastAPI) -> AsyncIterator[None]:
    del app
    current_default_thread_limiter().total_tokens = AT_ONCE
    yield


def create_app(site: Site) -> FastAPI:
    """The site of this site, without pages: those are added by `ui.pages.add_pages`."""
    app = FastAPI(
        title="WhoKnows",
        version="1",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(permit)],
        redirect_slashes=False,
        lifespan=_few_at_once,
    )
    app.state.site = site
    app.state.askers = Askers(site)
    add_problems(app)
    app.add_middleware(Gate, site=site)
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
