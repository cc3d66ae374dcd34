"""The gate: what reaches the site at all. Without sign-in, only requests from this machine do.

Plain ASGI. Refused are other addresses, what a proxy passed on that is not believed, a foreign Host header (DNS
rebinding), a command from a page of another site, and who asks too often. Every answer, refusals included, gets the
security headers. HEAD is GET without the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.development import from_elsewhere
from api.headers import UNKEPT, security_headers
from api.limits import ADDRESS, Limiter
from api.origins import from_another_site, from_this_site, host_name, site_of
from api.problems import (
    TOO_LARGE,
    Refused,
    Trouble,
    answer_trouble,
    body_most,
    is_upload,
    recognise,
    too_large,
    too_often,
)
from api.proxies import Caller, caller_of
from api.site import Site

COMMANDS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FROM_THE_PROVIDER = "/sign-in/back-channel"
"""The one command that comes from elsewhere: what the identity provider signed is its permission."""


class Gate:
    """Refuses what does not come from this machine or this site, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        provider = site.sign_in.issuer if site.sign_in else None
        self.headers = security_headers(site.address, provider) | UNKEPT
        self.limiter = Limiter(ADDRESS, site.ticks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it with the trouble."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        send = _safely(send, self.headers, without_body=scope["method"] == "HEAD")
        headers = Headers(scope=scope)
        site = self.site
        caller = caller_of(scope.get("client"), headers, site.near, site.proxies if site.sign_in else ())
        trouble = self.trouble(scope, headers, caller)
        if trouble is not None or caller is None:
            refusal, request = trouble or Trouble(HTTPStatus.FORBIDDEN, "not-on-this-machine"), Request(scope)
            if refusal.message == TOO_LARGE:
                await recognise(request)
            await answer_trouble(request, refusal)(scope, receive, send)
            return
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        inside = {**scope, "method": method, "headers": _headers_inside(headers)}
        if caller.proxied:
            inside |= {"client": (caller.address, 0), "scheme": "https" if caller.secure else "http"}
        if (unknown := await self._unknown(Request(inside))) is not None:
            await answer_trouble(Request(inside), unknown)(scope, receive, send)
            return
        await self.app(inside, _limited(receive, body_most(scope["path"])), send)

    async def _unknown(self, request: Request) -> Trouble | None:
        """The reason not to begin to read an upload: whoever sends it did not sign in."""
        if not self.site.has_tokens or not is_upload(request.url.path):
            return None
        state = request.app.state
        try:
            await run_sync(partial(state.askers.of, request), limiter=state.aside)
        except Refused as refused:
            return refused.problem
        return None

    def trouble(self, scope: Scope, headers: Headers, caller: Caller | None) -> Trouble | None:
        """The reason to refuse this request, None when it may come in."""
        site = self.site
        if site.development is not None and from_elsewhere(scope, headers):
            return Trouble(HTTPStatus.FORBIDDEN, "development-elsewhere")
        if caller is None:
            return Trouble(HTTPStatus.FORBIDDEN, "not-by-a-known-proxy" if site.sign_in else "not-on-this-machine")
        if site.sign_in is not None and (wait := self.limiter.wait(caller.address)):
            return too_often(wait)
        return self._wrong_host(headers, caller) or self._wrong_command(scope, headers, caller)

    def _wrong_host(self, headers: Headers, caller: Caller) -> Trouble | None:
        """The reason to refuse a request that is meant for another site, or for this one by http."""
        hosts, site = headers.getlist("host"), self.site
        if len(hosts) != 1:
            return Trouble(HTTPStatus.BAD_REQUEST, "host-not-single", {"count": str(len(hosts))})
        own = site_of(site.address)[1]
        if not (hosts[0].lower() == own if caller.proxied else host_name(hosts[0]) in site.hosts):
            params = {"host": hosts[0][:80], "ours": own or "127.0.0.1, localhost"}
            return Trouble(HTTPStatus.MISDIRECTED_REQUEST, "host-not-known", params)
        if caller.proxied and site.https is not caller.secure:
            return Trouble(HTTPStatus.FORBIDDEN, "https-only", {"address": site.address})
        return None

    def _wrong_command(self, scope: Scope, headers: Headers, caller: Caller) -> Trouble | None:
        """The reason to refuse a request that is too large, or a command that was not given here."""
        here = site_of(self.site.address) if caller.proxied else (scope["scheme"], headers.get("host", "").lower())
        if scope["method"] in COMMANDS and not self._may_command(scope, headers, here):
            return Trouble(HTTPStatus.FORBIDDEN, "request-from-elsewhere")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > body_most(scope["path"]):
            return too_large(scope["path"])
        return None

    def _may_command(self, scope: Scope, headers: Headers, here: tuple[str, str]) -> bool:
        """Whether a command is given on a page of this site, by a program with a token, or by the provider.

        No page of another site can send a token, and with one no cookie counts.
        """
        if self.site.sign_in is not None and scope["path"] == FROM_THE_PROVIDER:
            return True
        if self.site.has_tokens and bearer_of(scope["path"], headers) is not None:
            return True
        return from_this_site(headers, here)


def _safely(send: Send, safe: Mapping[str, str], without_body: bool) -> Send:
    """Adds the security headers to an answer, and leaves out its body where none was asked for."""

    async def send_safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in safe.items():
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


def _limited(receive: Receive, most: int) -> Receive:
    """Ends a body of more than `most` bytes with HTTPException 413."""
    read = 0

    async def receive_limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return receive_limited


def bearer_of(path: str, headers: Headers) -> str | None:
    """The token of a program in an Authorization header; None without one, and where pages are asked for."""
    if not path.startswith("/api/"):
        return None
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
