"""The gate: what reaches the site at all. Until people can sign in, only requests from this machine do.

Plain ASGI. Refused are other addresses, what a proxy passed on, a foreign Host header (DNS rebinding), and a command
from a page of another site. Every answer, refusals included, gets the security headers.
"""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import SECURITY
from api.problems import Trouble, answer_trouble
from api.site import Site

COMMANDS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Gate:
    """Refuses what does not come from this machine or this site, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it with the trouble."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "private, no-store")
            await send(message)

        trouble = self.trouble(scope)
        if trouble is None:
            await self.app(scope, receive, send_safely)
            return
        await answer_trouble(Request(scope), trouble)(scope, receive, send_safely)

    def trouble(self, scope: Scope) -> Trouble | None:
        """The reason to refuse this request, None when it may come in."""
        headers = Headers(scope=scope)
        if not from_this_machine(scope.get("client"), headers, self.site.near):
            return Trouble(HTTPStatus.FORBIDDEN, "not-on-this-machine")
        host = headers.get("host", "")
        if host_name(host) not in self.site.hosts:
            return Trouble(HTTPStatus.MISDIRECTED_REQUEST, "host-not-known", {"host": host[:80]})
        if scope["method"] in COMMANDS and not from_this_site(headers, scope["scheme"]):
            return Trouble(HTTPStatus.FORBIDDEN, "request-from-elsewhere")
        return None


def from_this_machine(client: tuple[str, int] | None, headers: Headers, near: frozenset[str] = frozenset()) -> bool:
    """True for a request from a loopback address, or one of `near`, that no proxy passed on."""
    if client is None or any(name in headers for name in PASSED_ON):
        return False
    try:
        return client[0] in near or ip_address(client[0]).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """The name in a Host header, without its port, in lower case."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def from_this_site(headers: Headers, scheme: str) -> bool:
    """True for a command given on a page of this site: browsers send Origin with a POST."""
    fetch = headers.get("sec-fetch-site")
    if fetch is not None and fetch not in ("same-origin", "none"):
        return False
    origin = headers.get("origin") or headers.get("referer")
    if origin is None:
        return fetch is not None
    told = urlsplit(origin)
    return (told.scheme, told.netloc.lower()) == (scheme, headers.get("host", "").lower())
