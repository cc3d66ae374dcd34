"""The gate: what reaches the site at all. Until people can sign in, only requests from this machine do.

Plain ASGI. Refused are other addresses, what a proxy passed on, a foreign Host header (DNS rebinding), and a command
from a page of another site. Every answer, refusals included, gets the security headers. HEAD is GET without the body.
"""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import SECURITY, UNKEPT
from api.problems import BODY_MOST, Trouble, answer_trouble, too_large
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

        send = _safely(send, without_body=scope["method"] == "HEAD")
        trouble = self.trouble(scope)
        if trouble is not None:
            await answer_trouble(Request(scope), trouble)(scope, receive, send)
            return
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        inside = {**scope, "method": method, "headers": _headers_inside(Headers(scope=scope))}
        await self.app(inside, _limited(receive), send)

    def trouble(self, scope: Scope) -> Trouble | None:
        """The reason to refuse this request, None when it may come in."""
        headers = Headers(scope=scope)
        if not from_this_machine(scope.get("client"), headers, self.site.near):
            return Trouble(HTTPStatus.FORBIDDEN, "not-on-this-machine")
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return Trouble(HTTPStatus.BAD_REQUEST, "host-not-single", {"count": str(len(hosts))})
        host = hosts[0]
        if host_name(host) not in self.site.hosts:
            return Trouble(HTTPStatus.MISDIRECTED_REQUEST, "host-not-known", {"host": host[:80]})
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > BODY_MOST:
            return too_large()
        if scope["method"] in COMMANDS and not from_this_site(headers, scope["scheme"]):
            return Trouble(HTTPStatus.FORBIDDEN, "request-from-elsewhere")
        return None


def _safely(send: Send, without_body: bool) -> Send:
    """Adds the security headers to an answer, and leaves out its body where none was asked for."""

    async def send_safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in (SECURITY | UNKEPT).items():
                headers.setdefault(name, value)
        elif without_body:
            message = {**message, "body": b""}
        await send(message)

    return send_safely


def _headers_inside(headers: Headers) -> list[tuple[bytes, bytes]]:
    """The headers of a request. One that another site began gets no compressed answer.

    The length of a compressed page could tell that site what is on it (BREACH), together with words of its own choice.
    """
    raw = list(headers.raw)
    return [each for each in raw if each[0] != b"accept-encoding"] if from_another_site(headers) else raw


def _limited(receive: Receive) -> Receive:
    """Ends a body that is too long with HTTPException 413."""
    read = 0

    async def receive_limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > BODY_MOST:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return receive_limited


def chosen_here(headers: Headers) -> bool:
    """True for a request that somebody began on a page of this site, and not by a link from elsewhere."""
    fetch = headers.get("sec-fetch-site")
    if fetch is not None:
        return fetch == "same-origin"
    return site_of(headers.get("referer", ""))[1] == headers.get("host", "").lower()


def from_another_site(headers: Headers) -> bool:
    """True for a request that the browser says a page of another site began."""
    return headers.get("sec-fetch-site") in ("cross-site", "same-site")


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
    return site_of(origin) == (scheme, headers.get("host", "").lower())


def site_of(address: str) -> tuple[str, str]:
    """Scheme and host of an address, empty for one that is broken."""
    try:
        told = urlsplit(address)
    except ValueError:
        return "", ""
    return told.scheme, told.netloc.lower()
