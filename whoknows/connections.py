"""Connections of the site: a request whose head is too large, or that does not come to its end in time, is refused.

One that does not take its answer is cut, and so is one that asks much ahead. uvicorn has no limit for any of these.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import ClassVar

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.headers import SECURITY

HEAD_MOST = 32 * 1024
"""Most bytes of the address and the headers of a request; a browser sends less than 2 KB."""
PATIENCE = 10.0
"""Seconds in which a request comes in with its body, and in which the first one of a connection begins."""
AHEAD = 8
"""Most requests that wait for the answer before them on one connection. uvicorn would read and keep any number."""


class TooMuch(Exception):
    """The head of a request is larger than it may be, or too many requests wait."""


class GuardedConnection(HttpToolsProtocol):
    """One connection, with a bound to the size of a head and to the time in which a request comes in."""

    patience: ClassVar[float] = PATIENCE
    _timer: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None
    _incomplete: bool = True
    _begun: bool = False
    _head: int = 0
    _fed: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwatch()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The other side takes nothing more; it gets the same time to go on."""
        self._stuck = self._stuck or self.loop.call_later(self.patience, self.transport.abort)
        super().pause_writing()

    def resume_writing(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        if self._timer is None and (self.cycle is None or self.cycle.response_complete):
            self._watch()
        self._begun = True
        self._fed += len(data)
        super().data_received(data)
        if self._incomplete and self._fed > HEAD_MOST + len(data):
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        self._incomplete, self._head, self._fed = True, 0, 0
        if self._timer is None:
            self._watch()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + len(b": \r\n"))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._incomplete = False
        if len(self.pipeline) >= AHEAD:
            raise TooMuch
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._unwatch()
        self._begun = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what uvicorn cannot read; `msg` is for its log."""
        del msg
        large = self._head > HEAD_MOST
        self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE if large else HTTPStatus.BAD_REQUEST)

    def _count(self, size: int) -> None:
        """Count this part of the head. What it raises ends the reading of this request by `send_400_response`."""
        self._head += size
        if self._head > HEAD_MOST:
            raise TooMuch

    def _watch(self) -> None:
        self._timer = self.loop.call_later(self.patience, self._refuse, HTTPStatus.REQUEST_TIMEOUT)

    def _unwatch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer without a body, unless nothing came or another answer is on its way, and close the connection."""
        self._unwatch()
        if self.transport.is_closing():
            return
        if self._begun and (self.cycle is None or self.cycle.response_complete):
            lines = [f"HTTP/1.1 {int(status)} {status.phrase}", "content-length: 0", "connection: close"]
            lines += [f"{name}: {value}" for name, value in SECURITY.items()]
            self.transport.write("\r\n".join([*lines, "", ""]).encode("ascii"))
        self._close()

    def timeout_keep_alive_handler(self) -> None:
        """The connection has been idle for long enough."""
        super().timeout_keep_alive_handler()
        self._close()

    def _close(self) -> None:
        """Close the connection; what the other side does not take in time is thrown away."""
        self.transport.close()
        self.loop.call_later(self.patience, self.transport.abort)


def server_config(app: ASGIApp, connection: type[GuardedConnection] = GuardedConnection) -> uvicorn.Config:
    """How the site is served: no proxy is believed, no WebSocket is opened, and nothing tells what serves it."""
    return uvicorn.Config(
        app, http=connection, ws="none", proxy_headers=False, log_config=None, access_log=False, server_header=False
    )
