"""The page of a refusal or failure. It needs neither store nor index: those may be what is broken."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from api.language import language_of
from api.problems import Trouble
from api.site import Site
from ui.frame import Frame, address_of, path_of, switch_of
from ui.rendering import render


def trouble_page(request: Request, trouble: Trouble) -> Response:
    """The page of a trouble, in the asker's language."""
    site: Site = request.app.state.site
    language = language_of(request, site.language)
    frame = Frame(site.organisation, None, path_of(request), switch_of(request, language), None)
    body = render("trouble.html", language, trouble.told(site, language), frame, address_of(request))
    return HTMLResponse(body, trouble.status, dict(trouble.headers))
