"""A body has a bound on the wire and a bound unpacked, and is never unpacked further than that."""

from __future__ import annotations

import gzip
import socket
import tracemalloc
import zlib
from itertools import repeat

import pytest

from ingest.contract import SourceError
from ingest.http import Http
from tests.ingest.http.raw_server import page, raw_server

MOST = 50_000
BOMB = gzip.compress(bytes(200 * 2**20), 9)
ENDLESS = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


def fetched(answer: bytes, most: int = MOST) -> bytes:
    """What the client makes of these bytes of a server."""
    with (
        raw_server(lambda stream, head: stream.sendall(answer)) as server,
        Http(["127.0.0.1"], max_bytes=most, tries=1) as http,
    ):
        return http.get(f"http://127.0.0.1:{server.port}/").body


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
def test_gzip_is_unpacked(coding: str) -> None:
    body = b"hello " * 5000
    assert fetched(page(gzip.compress(body), f"Content-Encoding: {coding}")) == body
    assert fetched(page(gzip.compress(body) + b"rest", f"Content-Encoding: {coding}")) == body


@pytest.mark.parametrize(
    "answer",
    [
        page(b"x" * (MOST + 1)),
        page(gzip.compress(b"x" * (MOST + 1)), "Content-Encoding: gzip"),
        page(BOMB, "Content-Encoding: gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\nx",
        ENDLESS + b"x" * (MOST + 1),
        ENDLESS.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n") + b"5\r\nhello\r\n" * MOST,
    ],
    ids=["plain", "packed", "bomb", "promised", "no length", "chunks"],
)
def test_too_much_is_refused(answer: bytes) -> None:
    with pytest.raises(SourceError, match="http-too-large"):
        fetched(answer)


def test_a_bomb_is_not_unpacked_in_memory() -> None:
    answer = page(BOMB, "Content-Encoding: gzip")
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="http-too-large"):
            fetched(answer, 2**20)
        assert tracemalloc.get_traced_memory()[1] < 16 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "gzip, identity", "compress"])
def test_what_was_not_asked_for_is_not_unpacked(coding: str) -> None:
    with pytest.raises(SourceError, match="http-encoding-unknown"):
        fetched(page(zlib.compress(b"hello"), f"Content-Encoding: {coding}"))


@pytest.mark.parametrize("body", [gzip.compress(b"hello" * 99)[:-9], b"no gzip at all"], ids=["early end", "damaged"])
def test_a_damaged_body_is_told(body: bytes) -> None:
    with pytest.raises(SourceError, match="http-unreachable"):
        fetched(page(body, "Content-Encoding: gzip"))


def test_an_empty_body_needs_no_unpacking() -> None:
    assert fetched(page(b"", "Content-Encoding: gzip")) == b""


def test_a_body_without_end_is_cut() -> None:
    def pour(stream: socket.socket, head: bytes) -> None:
        stream.sendall(ENDLESS)
        for block in repeat(b"x" * 10_000):
            stream.sendall(block)

    with (
        raw_server(pour) as server,
        Http(["127.0.0.1"], max_bytes=MOST) as http,
        pytest.raises(SourceError, match="http-too-large"),
    ):
        http.get(f"http://127.0.0.1:{server.port}/")
    assert len(server.heads) == 1
