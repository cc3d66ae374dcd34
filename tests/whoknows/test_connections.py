"""What a connection may send and how fast, against the real server, by raw sockets."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.api.small_site import make_app, make_site
from whoknows.connections import AHEAD, HEAD_MOST, GuardedConnection, server_config

HOST = b"Host: 127.0.0.1\r\n"
START = b"GET /healthz HTTP/1.1\r\n" + HOST
LAST = b"Connection: close\r\n\r\n"


class HastyConnection(GuardedConnection):
    """A connection with little patience, so that tests need little time."""

    patience = 0.3


@contextmanager
def serving(app: ASGIApp) -> Iterator[int]:
    """The port of a real server with this application."""
    server = uvicorn.Server(server_config(app, HastyConnection))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a real server with a small site."""
    site = make_site(tmp_path_factory.mktemp("site"))
    with serving(make_app(site)) as number:
        yield number
    site.store.close()


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        yield connection


def rest(connection: socket.socket) -> bytes:
    """All that the server says until it closes the connection."""
    told = b""
    try:
        while block := connection.recv(65536):
            told += block
    except ConnectionResetError:  # it closed while something was still being sent
        pass
    return told


def statuses(told: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", told)]


def asked(port: int, request: bytes) -> list[int]:
    with connected(port) as connection:
        connection.sendall(request)
        return statuses(rest(connection))


def with_head_of(size: int) -> bytes:
    """A request whose address and headers have exactly this many bytes, without the frame of the first line."""
    counted = len(b"/healthz") + len(HOST) + len(b"Connection: close\r\n") + len(b"X-Long: \r\n")
    return START + b"X-Long: " + b"x" * (size - counted) + b"\r\n" + LAST


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (START + LAST, [200]),
        (START + b"\r\n" + START + LAST, [200, 200]),
        (with_head_of(HEAD_MOST), [200]),
        (with_head_of(HEAD_MOST + 1), [431]),
        (START + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + LAST, [431]),
        (b"GET /" + b"x" * HEAD_MOST + b" HTTP/1.1\r\n" + HOST + LAST, [431]),
        (START + HOST + LAST, [400]),
        (START + b"host: evil.example\r\n" + LAST, [400]),
        (b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n" + LAST, [421]),
        (b"GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\n" + LAST, [421]),
        (b"GET /healthz HTTP/1.1\r\n" + LAST, [400]),
        (b"nonsense\r\n\r\n", [400]),
        (START + b"Content-Length: 1\r\nContent-Length: 2\r\n" + LAST, [400]),
        (START + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n" + LAST, [400]),
        (START + b"X-Folded: a\r\n b\r\n" + LAST, [400]),
        (START + b"Space : a\r\n" + LAST, [400]),
    ],
    ids=lambda value: value[:40] if isinstance(value, bytes) else None,
)
def test_what_a_request_gets(port: int, request_: bytes, expected: list[int]) -> None:
    assert asked(port, request_) == expected


def test_a_head_without_end_is_cut_at_its_bound(port: int) -> None:
    sent = 0
    with connected(port) as connection, suppress(ConnectionError):
        connection.sendall(START + b"X-Long: ")
        while sent < 1000 * HEAD_MOST:
            connection.sendall(b"x" * 1024)
            sent += 1024
    assert sent < 100 * HEAD_MOST


@pytest.mark.parametrize(
    ("first", "drop", "expected"),
    [
        (b"", b"", []),
        (b"GET", b"", [408]),
        (START, b"", [408]),
        (START + b"X-Slow: ", b"x", [408]),
        (START, b"X: y\r\n", [408]),
        (b"", b"\r\n", [408]),
        (START + b"\r\n", b"\r\n", [200, 408]),
        (START + b"\r\n" + START, b"X: y\r\n", [200, 408]),
    ],
    ids=["silence", "word", "head", "header", "headers", "empty lines", "empty lines after", "second request"],
)
def test_a_slow_request_is_cut(port: int, first: bytes, drop: bytes, expected: list[int]) -> None:
    """Slowloris: a connection that never comes to the end of its request."""
    over = threading.Event()

    def drip(connection: socket.socket) -> None:
        try:
            while drop and not over.wait(0.02):
                connection.sendall(drop)
        except OSError:
            return

    with connected(port) as connection:
        connection.sendall(first)
        dripping = threading.Thread(target=drip, args=(connection,))
        began = time.monotonic()
        dripping.start()
        told = rest(connection)
        spent = time.monotonic() - began
        over.set()
        dripping.join()
    assert statuses(told) == expected
    assert spent < 10


def test_a_slow_body_is_cut(port: int) -> None:
    form = b"POST /as HTTP/1.1\r\n" + HOST + b"Origin: http://127.0.0.1\r\nContent-Length: 4000\r\n"
    with connected(port) as connection:
        connection.sendall(form + b"Content-Type: application/x-www-form-urlencoded\r\n\r\nperson=")
        assert statuses(rest(connection)) in ([], [408])


def test_who_asks_far_ahead_is_cut(port: int) -> None:
    ahead = START + b"\r\n"
    assert asked(port, ahead * AHEAD + START + LAST) == [200] * (AHEAD + 1)
    sent = 0
    with connected(port) as connection, suppress(ConnectionError):
        while sent < 100_000:
            connection.sendall(ahead * 100)
            sent += 100
    assert sent < 100_000


class Endless:
    """An application whose answer has no end; `cut` is set when the connection is gone."""

    def __init__(self) -> None:
        self.cut = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            sending = asyncio.create_task(self._pour(send))
            while (await receive())["type"] != "http.disconnect":
                pass
            self.cut.set()
            sending.cancel()

    async def _pour(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while not self.cut.is_set():
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})


def test_who_does_not_take_the_answer_is_cut() -> None:
    app = Endless()
    with serving(app) as number, connected(number) as connection:
        connection.sendall(START + b"\r\n")
        assert app.cut.wait(20)


def test_others_are_answered_while_many_are_slow(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    for connection in slow:
        connection.sendall(START)
    assert asked(port, START + LAST) == [200]
    for connection in slow:
        connection.settimeout(20)
        assert statuses(rest(connection)) == [408]
        connection.close()


def test_a_refusal_has_the_security_headers(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        told = rest(connection)
    assert b"content-security-policy: default-src 'none'" in told
    assert b"\r\nserver:" not in told.lower()


def test_no_proxy_is_believed(port: int) -> None:
    assert asked(port, START + b"X-Forwarded-For: 10.0.0.1\r\n" + LAST) == [403]
    assert asked(port, START + b"X-Forwarded-Proto: https\r\n" + LAST) == [403]


def test_the_real_patience_is_short_and_heads_are_small() -> None:
    assert GuardedConnection.patience == 10
    assert HEAD_MOST == 32 * 1024
