"""Cookies of the site: with `__Host-` and Secure behind https, readable by the server alone."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from api.site import Site

SESSION = "session"


def named(site: Site, name: str) -> str:
    """The name of this cookie: behind https one that no other host and no page without https can set."""
    return f"__Host-{name}" if site.https else name


def read_cookie(request: HTTPConnection, name: str) -> str:
    """The value of this cookie; empty when there is none."""
    return request.cookies.get(named(request.app.state.site, name), "")


def set_cookie(site: Site, response: Response, name: str, value: str, lasts: int | None = None) -> None:
    """Give the browser this cookie, for its session or so many seconds."""
    response.set_cookie(
        named(site, name), value, max_age=lasts, path="/", secure=site.https, httponly=True, samesite="lax"
    )


def remove_cookie(site: Site, response: Response, name: str) -> None:
    """Make the browser forget this cookie."""
    response.delete_cookie(named(site, name), path="/", secure=site.https, httponly=True, samesite="lax")
