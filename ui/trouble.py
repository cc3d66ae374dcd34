"""The page of a refusal or failure. It needs neither store nor index: those may be what is broken.

The header has who asks as far as the request found out before; what the gate refuses is shown to nobody in particular.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.asker import asker_found
from api.language import language_of
from api.problems import Trouble
from api.site import Site
from ui.frame import address_of, frame_for, here_of, path_of, switch_of, trying_of
from ui.rendering import render


def trouble_page(request: Request, trouble: Trouble) -> Response:
    """The page of a trouble, in the asker's language."""
    site: Site = request.app.state.site
    if trouble.status == HTTPStatus.UNAUTHORIZED and request.method in ("GET", "HEAD"):
        return RedirectResponse("/sign-in?" + urlencode({"back": here_of(request)}), HTTPStatus.SEE_OTHER)
    language = language_of(request, site.language)
    here = path_of(request) if request.method in ("GET", "HEAD") else "/"
    switch = switch_of(request, language)
    trying = () if trouble.message == "development-elsewhere" else trying_of(request, language)
    frame = frame_for(site, asker_found(request), here, switch, trying)
    body = render("trouble.html", language, trouble.told(site, language), frame, address_of(request))
    return HTMLResponse(body, trouble.status, dict(trouble.headers))
