"""What is shown when something went wrong? A page that needs neither store nor index: those may be what is broken."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from api.language import language_of
from api.problems import Trouble
from api.site import Site
from ui.rendering import environment, switch_of
from ui.speech import Speech, speech


def trouble_page(request: Request, trouble: Trouble) -> Response:
    """The page of a trouble, in the asker's language."""
    site: Site = request.app.state.site
    language = language_of(request, site.language)
    body = (
        environment(language)
        .get_template("trouble.html")
        .render(
            asker=None,
            organisation=site.organisation,
            path=request.url.path,
            switch=switch_of(request, language),
            twin=None,
            q=request.query_params.get("q", ""),
            trouble=trouble,
            headline=headline(speech(language), trouble.status),
            told=site.sentence(trouble.message, trouble.params, language),
        )
    )
    return HTMLResponse(body, trouble.status, dict(trouble.headers))


def headline(words: Speech, status: int) -> str:
    """What happened, in a few words?"""
    if status == HTTPStatus.NOT_FOUND:
        return words.text("Not found")
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return words.text("That cannot be done")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return words.text("Not now")
    return words.text("Something broke")
