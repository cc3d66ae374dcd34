"""Which pages are there? The same questions as the JSON ones, shown; and the two forms that change something."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from starlette.responses import RedirectResponse, Response

from api import commands
from api.asker import COOKIE, asker_of
from api.problems import Refused
from api.queries import documents as documents_queries
from api.queries import groups as groups_queries
from api.queries import people as people_queries
from api.queries import search as search_queries
from api.queries import start as start_queries
from api.queries import topics as topics_queries
from api.queries.sources import sources as sources_of
from api.questions import TEXT_MOST, Asked
from api.site import Site
from ui.filters import options
from ui.rendering import YEAR, render, static_files
from ui.speech import speech
from ui.trouble import trouble_page

router = APIRouter(include_in_schema=False)
BODY_MOST = 4096
Text = Annotated[str, Query(max_length=TEXT_MOST)]


def add_pages(app: FastAPI, site: Site) -> None:
    """Add the pages of this site to its site, errors included."""
    del site
    app.include_router(router)
    app.state.error_page = trouble_page


@router.get("/")
def start(request: Request) -> Response:
    """What can be asked here?"""
    return render(request, "start.html", start=start_queries.start(asker_of(request)), twin="/api/topics")


@router.get("/search")
def search(request: Request, asked: Annotated[Asked, Depends()]) -> Response:
    """Who knows about this?"""
    asker = asker_of(request)
    if not asked.q.strip():
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    answer = search_queries.search(asker, asked.question(asker.site.now()))
    rows = people_queries.contacts(
        asker, [expert.person for expert in answer.people] + [hit.person for hit in answer.named]
    )
    return render(
        request,
        "search.html",
        q=asked.q,
        asked=asked,
        answer=answer,
        rows=rows,
        most=answer.people[0].points if answer.people else 0.0,
        options=options(speech(asker.language), answer, asked),
        twin=f"/api/experts?{_query(request)}",
    )


def _query(request: Request) -> str:
    return urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "lang" and value])


@router.get("/people")
def people(request: Request, q: Text = "", after: Text = "") -> Response:
    """Which colleagues are there?"""
    page = people_queries.people(asker_of(request), q, after or None)
    return render(request, "people.html", page=page, twin=f"/api/people?{_query(request)}")


@router.get("/people/{key}")
def person(request: Request, key: str) -> Response:
    """Who is this?"""
    asker = asker_of(request)
    profile = people_queries.person(asker, key)
    row = people_queries.contacts(asker, [key]).get(key)
    place = row.location if row else profile.location
    spoken = [speech(asker.language).language_name(code) for code in profile.languages]
    return render(request, "person.html", profile=profile, place=place, spoken=spoken, twin=f"/api/people/{key}")


@router.get("/topics")
def topics(request: Request, q: Text = "", page: Annotated[int, Query(ge=1, le=1000)] = 1) -> Response:
    """What do people write about?"""
    found = topics_queries.topics(asker_of(request), q, page)
    return render(request, "topics.html", found=found, twin=f"/api/topics?{_query(request)}")


@router.get("/topics/{key}")
def topic(request: Request, key: str) -> Response:
    """Who knows about this topic?"""
    asker = asker_of(request)
    page = topics_queries.topic(asker, key)
    rows = people_queries.contacts(asker, [expert.person for expert in page.people])
    return render(request, "topic.html", page=page, rows=rows, twin=f"/api/topics/{key}")


@router.get("/documents/{key}")
def document(request: Request, key: str) -> Response:
    """What is this document?"""
    page = documents_queries.document(asker_of(request), key)
    return render(request, "document.html", page=page, twin=f"/api/documents/{key}")


@router.get("/groups/{key}")
def group(request: Request, key: str) -> Response:
    """What is this group?"""
    page = groups_queries.group(asker_of(request), key)
    return render(request, "group.html", page=page, twin=f"/api/groups/{key}")


@router.get("/sources")
def sources(request: Request, queued: Annotated[str, Query(max_length=80)] = "") -> Response:
    """What is read, and how is it going?"""
    page = sources_of(asker_of(request))
    return render(request, "sources.html", page=page, queued=queued, twin="/api/sources")


@router.post("/sources/{name}/sync")
def sync(request: Request, name: str) -> Response:
    """Read this source now, then show the sources."""
    commands.queue_sync(asker_of(request).site, name)
    return RedirectResponse("/sources?" + urlencode({"queued": name}), HTTPStatus.SEE_OTHER)


@router.get("/as")
def choose(request: Request, q: Text = "", after: Text = "", back: Text = "/") -> Response:
    """In whose shoes do I ask?"""
    page = people_queries.people(asker_of(request), q, after or None)
    return render(request, "choose.html", page=page, back=local(back), twin=f"/api/people?{_query(request)}")


@router.post("/as")
async def become(request: Request) -> Response:
    """Ask as this colleague from now on."""
    form = parse_qs((await _body(request)).decode("utf-8", "replace"))
    person, back = form.get("person", [""])[0], form.get("back", ["/"])[0]
    response = RedirectResponse(local(back), HTTPStatus.SEE_OTHER)
    response.set_cookie(COOKIE, person[:200], max_age=YEAR, httponly=True, samesite="lax")
    return response


async def _body(request: Request) -> bytes:
    """The form that was sent; one that is too long is refused before it is read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MOST:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-not-understood", high=str(BODY_MOST))
    return body


def local(address: str) -> str:
    """Where to go on? Only to a page of this site; anything else leads to the start."""
    safe = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if safe else "/"


@router.get("/about")
def about(request: Request) -> Response:
    """What is this, and what can it not tell?"""
    return render(request, "about.html", twin="/api/health")


@router.get("/api/docs")
def describe(request: Request) -> Response:
    """What can programs ask?"""
    return render(request, "description.html", description=request.app.openapi(), twin="/api/openapi.json")


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A file that never changes under its address."""
    found = static_files().get(name)
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "page-not-found")
    content, media_type, _ = found
    return Response(content, media_type=media_type, headers={"cache-control": "public, max-age=31536000, immutable"})


@router.get("/favicon.ico")
def icon() -> Response:
    """The small picture of the site."""
    return static("icon.svg")
