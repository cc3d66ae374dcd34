"""The application that answers over HTTP: the gate, the policy, and the JSON of every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from anyio import CapacityLimiter
from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api import cards, commands, curation, introductions, own_profile, probes, pushes, review, statements, tokens
from api.answering import json_routes
from api.asker import Askers
from api.gate import Gate
from api.openapi import describe
from api.page import Page, pages_at
from api.pages import pages as all_pages
from api.photos import commands as photos
from api.policy import refuse_unnamed
from api.problems import add_problems
from api.site import Site

ABOUT = """Who knows what, always with the evidence. Every answer holds only what the asker may read.

Times are whole seconds since 1970 (UTC), null when unknown. Keys say nothing about what they stand for.
Refusals are `application/problem+json` with a message id, its parameters, and a sentence in the asker's language.
"""
AT_ONCE = 2
"""Number of answers that a process computes at the same time: one works while another waits for the store.

An answer is work for the processor, where more get in each other's way: asked 8 at once, one process gave 157 answers a
second with 2, 127 with 4 and 115 with 40 (962,529 documents, 2 cores). Those that wait are served in order.
"""
ASIDE = 4
"""Number of answers at the same time that need neither index nor documents, such as the health of the site."""
COMPRESSED_FROM = 1000
LEVEL = 5
"""Size in bytes from which text is compressed, and how hard."""


def create_app(site: Site, pages: Iterable[Page[Any, Any]] | None = None) -> FastAPI:
    """The application of this site, without the pages themselves: those are added by `ui.pages.add_pages`."""
    app = FastAPI(
        title="WhoKnows",
        version="1",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(refuse_unnamed)],
        redirect_slashes=False,
    )
    app.state.site = site
    app.state.askers = Askers(site)
    app.state.answers, app.state.aside = CapacityLimiter(AT_ONCE), CapacityLimiter(ASIDE)
    add_problems(app)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM, compresslevel=LEVEL)
    app.add_middleware(Gate, site=site)
    shown = tuple(pages_at(site, all_pages() if pages is None else pages))
    app.include_router(json_routes(shown))
    app.include_router(cards.router)
    app.include_router(commands.router)
    app.include_router(curation.router)
    app.include_router(statements.router)
    app.include_router(introductions.router)
    app.include_router(own_profile.router)
    app.include_router(photos.router)
    app.include_router(review.router)
    app.include_router(probes.router)
    if site.has_tokens:
        app.include_router(tokens.router)
        app.include_router(pushes.router)
    if site.sign_in is not None:  # its libraries take 33 MB, which other sites do without
        from api.sign_in.routes import sign_in_routes

        app.include_router(sign_in_routes(site, site.sign_in))
    describe(app, shown)
    return app
