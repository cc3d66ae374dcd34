"""The pages: every declaration of `api.pages` that has a template, the forms, and the static files."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, FastAPI, Form, Request
from starlette.responses import RedirectResponse, Response

from api import commands
from api.asker import COOKIE, asker_of, find_person
from api.development import COOKIE as DEVELOPMENT
from api.development import chosen_person
from api.page import Page, endpoint_of, pages_at
from api.pages import pages as all_pages
from api.pages.choose import local
from api.parameters import ADDRESS_MOST, KEY_MOST
from api.policy import Permission, allow, needs
from api.problems import Refused
from api.site import Site
from ui.assets import static_files
from ui.files import add_files
from ui.insight_files import VIEWS
from ui.map_files import MAP
from ui.own_forms import own_forms
from ui.rendering import YEAR, show
from ui.review_form import review_form
from ui.token_forms import token_forms
from ui.trouble import trouble_page


def add_pages(app: FastAPI, pages: Iterable[Page[Any, Any]] | None = None) -> None:
    """Add the pages to the application, errors included."""
    router = APIRouter(include_in_schema=False)
    site: Site = app.state.site
    for page in pages_at(site, all_pages() if pages is None else pages):
        if page.path is not None:
            endpoint = endpoint_of(page, show(page), partial(elsewhere, page))
            router.add_api_route(page.path, endpoint, methods=["GET"], name=page.answer.__name__)
    app.include_router(router)
    app.include_router(forms)
    app.include_router(files)
    app.include_router(own_forms)
    app.include_router(review_form)
    app.include_router(token_forms if site.has_tokens else choosing)
    if site.development is not None:
        app.include_router(trying)
    app.state.error_page = trouble_page


def elsewhere(page: Page[Any, Any], query: object) -> Response | None:
    """The way to another page where this one would be empty."""
    address = page.instead(query) if page.instead is not None else None
    return None if address is None else RedirectResponse(address, HTTPStatus.SEE_OTHER)


forms = APIRouter(include_in_schema=False)
choosing = APIRouter(include_in_schema=False)
"""Where nobody signs in: as whom to ask."""
files = APIRouter(include_in_schema=False)
for filed in (MAP, *VIEWS):
    add_files(files, filed)
trying = APIRouter(include_in_schema=False)
"""Where the site is tried: as which of the people of the settings to ask."""


@forms.post("/sources/{name}/sync")
@needs(Permission.SYNC)
def sync(request: Request, name: commands.SourceName) -> Response:
    """Read this source now, then show the sources."""
    commands.queue_sync(asker_of(request), name)
    return RedirectResponse("/sources?" + urlencode({"queued": name}), HTTPStatus.SEE_OTHER)


@forms.post("/erasures/{key}")
@needs(Permission.ERASE)
def erase(request: Request, key: commands.PersonKey, sure: Annotated[str, Form(max_length=10)] = "") -> Response:
    """Erase this person, then show how far it is: to themselves by the receipt, as they are no colleague any more."""
    ordered, own = commands.erase_now(request, key, sure=sure == "yes")
    return RedirectResponse(f"/receipts/{ordered.receipt}" if own else f"/erasures/{quote(key)}", HTTPStatus.SEE_OTHER)


@choosing.post("/as")
@needs(Permission.ASK_AS)
def become(
    request: Request,
    person: Annotated[str, Form(max_length=KEY_MOST)],
    back: Annotated[str, Form(max_length=ADDRESS_MOST)] = "/",
) -> Response:
    """Ask as this colleague from now on."""
    asker = asker_of(request)
    allow(Permission.ASK_AS, asker)
    if find_person(asker.site, person) is None:
        raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
    response = RedirectResponse(local(back), HTTPStatus.SEE_OTHER)
    response.set_cookie(COOKIE, person, max_age=YEAR, httponly=True, samesite="lax")
    return response


@trying.post("/development/person")
@needs(Permission.LOOK)
def try_as(
    request: Request,
    person: Annotated[str, Form(max_length=KEY_MOST)],
    back: Annotated[str, Form(max_length=ADDRESS_MOST)] = "/",
) -> Response:
    """Ask as this one of the people of the development sign-in, until the browser is closed."""
    site: Site = request.app.state.site
    found = chosen_person(site, person)
    if found is None or found.person != person:
        raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
    response = RedirectResponse(local(back), HTTPStatus.SEE_OTHER)
    response.set_cookie(DEVELOPMENT, person, httponly=True, samesite="strict")
    return response


@forms.get("/static/{name}")
@needs(Permission.LOOK)
async def static(name: str) -> Response:
    """A file that never changes under its address."""
    found = static_files().get(name)
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "page-not-found")
    content, media_type, _ = found
    return Response(content, media_type=media_type, headers={"cache-control": "public, max-age=31536000, immutable"})


@forms.get("/favicon.ico")
@needs(Permission.LOOK)
async def icon() -> Response:
    """The small picture of the site."""
    return await static("icon.svg")
