"""The page of a refusal or failure. It needs neither store nor index: those may be what is broken.

The header has who asks as far as the request found out before; what the gate refuses is shown to nobody in particular.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.asker import asker_found
from api.language import language_of
from api.pages.choose import local
from api.parameters import ADDRESS_MOST
from api.problems import Trouble
from api.site import Site
from ui.frame import address_of, frame_for, here_of, path_of, switch_of, trying_of
from ui.rendering import render


def came_from(request: Request) -> str:
    """The page of this site on which a form was sent; empty for a page that was only asked for."""
    try:
        said = urlsplit(request.headers.get("referer", "")[:ADDRESS_MOST])
    except ValueError:
        return ""
    if request.method in ("GET", "HEAD") or said.netloc != request.headers.get("host"):
        return ""
    return local(f"{said.path}?{said.query}" if said.query else said.path)


def trouble_page(request: Request, trouble: Trouble) -> Response:
    """The page of a trouble, in the asker's language."""
    site: Site = request.app.state.site
    if trouble.status == HTTPStatus.UNAUTHORIZED and request.method in ("GET", "HEAD"):
        return RedirectResponse("/sign-in?" + urlencode({"back": here_of(request)}), HTTPStatus.SEE_OTHER)
    language = language_of(request, site.language)
    here = path_of(request) if request.method in ("GET", "HEAD") else "/"
    switch = switch_of(request, language)
    trying = () if trouble.message == "development-elsewhere" else trying_of(request, language)
    frame = replace(frame_for(site, asker_found(request), here, switch, trying), came_from=came_from(request))
    body = render("trouble.html", language, trouble.told(site, language), frame, address_of(request))
    return HTMLResponse(body, trouble.status, dict(trouble.headers))
