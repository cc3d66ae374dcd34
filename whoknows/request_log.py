"""The log of requests: one event for each, with its id, its route and how long it took."""

from __future__ import annotations

import logging
import secrets
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whoknows.logs import REQUEST, note

HEADER = "x-request-id"
PROBES = frozenset({"/healthz", "/readyz", "/api/health"})
"""Routes that machines ask all the time: they are told at the level debug only."""
log = logging.getLogger("whoknows.site")


class RequestLog:
    """Gives every request an id, sends it back in a header, and logs how the request went.

    Plain ASGI, and the outermost layer. The route is logged and not the address: that holds what was asked.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and log it, also when the answer fails."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        named, began, status = secrets.token_hex(8), time.perf_counter(), 500
        token, state = REQUEST.set(named), scope.setdefault("state", {})

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = named
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        finally:
            route = state.get("route", "-")
            level = logging.DEBUG if route in PROBES else logging.WARNING if status >= 500 else logging.INFO
            spent = round((time.perf_counter() - began) * 1000, 1)
            note(log, level, "request", method=scope["method"], route=route, status=status, ms=spent)
            REQUEST.reset(token)
