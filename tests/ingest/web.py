"""A real web server on loopback for tests: gives the pages that a test puts in, remembers what was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass(frozen=True, slots=True)
class CannedResponse:
    """One page: `once` is given first, one after the other, before this."""

    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    path: str
    headers: Mapping[str, str]


class WebSite:
    """Pages by path; `first` are answers that a path gives before its page, one each time."""

    def __init__(self) -> None:
        self.pages: dict[str, CannedResponse] = {}
        self.first: dict[str, list[CannedResponse]] = {}
        self.asked: list[ReceivedRequest] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(
                    ReceivedRequest(self.path, {name.lower(): value for name, value in self.headers.items()})
                )
                waiting = site.first.get(self.path)
                answer = waiting.pop(0) if waiting else site.pages.get(self.path, CannedResponse(status=404))
                unchanged = answer.headers.get("ETag") and answer.headers["ETag"] == self.headers.get("If-None-Match")
                self.send_response(304 if unchanged else answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0" if unchanged else str(len(answer.body)))
                self.end_headers()
                if not unchanged:
                    self.wfile.write(answer.body)

            def log_message(self, *args: object) -> None:
                """Say nothing: a test shows what it needs."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def web_site() -> Iterator[WebSite]:
    site = WebSite()
    yield site
    site.close()
