"""What was just changed, told on the page that is shown next: it goes to the browser and back, and is kept nowhere."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.cookies import read_cookie, remove_cookie, set_cookie
from api.own_changes import OwnChange, State
from api.pages.choose import local
from api.site import Site

COOKIE = "changed"
LASTS = 60
"""Seconds in which the next page is shown."""
MOST = 3500
"""Characters of a cookie that every browser keeps; what is longer is not told."""
STATE_MOST = 2000
"""Characters of a state as text."""


def told(request: Request, change: OwnChange, back: str) -> Response:
    """Back to the page on which this was changed, which tells it."""
    site: Site = request.app.state.site
    response = RedirectResponse(local(back), HTTPStatus.SEE_OTHER)
    sealed = urlsafe_b64encode(json.dumps(asdict(change), ensure_ascii=False).encode()).decode("ascii")
    if change.before != change.after and len(sealed) <= MOST:
        set_cookie(site, response, COOKIE, sealed, LASTS)
    return response


def change_in(request: Request) -> OwnChange | None:
    """What this browser changed just now, if anything."""
    kept = read_cookie(request, COOKIE)
    if not kept:
        return None
    try:
        said = json.loads(urlsafe_b64decode(kept))
        return OwnChange(str(said["about"]), *(_words(said[each]) for each in ("before", "after", "names")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def once(request: Request, response: Response) -> None:
    """Tell it on one page only."""
    if read_cookie(request, COOKIE):
        remove_cookie(request.app.state.site, response, COOKIE)


def state_of(text: str) -> State:
    """A state as a form has it; empty for what is none."""
    try:
        return _words(json.loads(text))
    except (ValueError, AttributeError):
        return {}


def _words(said: dict[str, Any]) -> State:
    return {str(name): str(value) for name, value in said.items()}
