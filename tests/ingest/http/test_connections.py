"""Where the client goes and for how long, against real servers on loopback."""

from __future__ import annotations

import socket
import ssl
import threading
from itertools import repeat
from pathlib import Path

import pytest

from ingest.contract import SourceError
from ingest.http import Http
from tests.ingest.http.raw_server import page, raw_server

CERTIFICATE = Path(__file__).parents[2] / "data" / "tls" / "wiki.test.pem"
"""Of the host wiki.test, signed by itself, for ever."""


class NameServer:
    """A name server: the addresses of each host, the last ones for good. Remembers who was asked for."""

    def __init__(self, **hosts: list[list[str]]) -> None:
        self._hosts = {name.replace("_", "."): answers for name, answers in hosts.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answers = self._hosts[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


def greet(stream: socket.socket, head: bytes) -> None:
    stream.sendall(page(b"hello"))


def test_a_name_that_changes_its_address_is_asked_where_it_was_checked() -> None:
    """DNS rebinding: a second look would give an address that is refused, or worse, one that is not."""
    names = NameServer(wiki_test=[["127.0.0.1"], ["169.254.169.254"]])
    with raw_server(greet) as server, Http(["wiki.test"], resolve=names) as http:
        assert http.get(f"http://wiki.test:{server.port}/").body == b"hello"
    assert names.asked == ["wiki.test"]
    assert b"\r\nhost: wiki.test:" in server.heads[0].lower()


def test_a_redirect_to_the_same_host_goes_to_the_same_address() -> None:
    names = NameServer(wiki_test=[["127.0.0.1"], ["127.0.0.2"]])

    def answer(stream: socket.socket, head: bytes) -> None:
        there = head.startswith(b"GET /there ")
        stream.sendall(page(b"hello") if there else page(b"", "Location: /there", status="302 Found"))

    with raw_server(answer) as server, Http(["wiki.test"], resolve=names) as http:
        assert http.get(f"http://wiki.test:{server.port}/").body == b"hello"
    assert names.asked == ["wiki.test"]
    assert len(server.heads) == 2


def test_a_redirect_to_a_name_that_leads_inside_is_refused() -> None:
    names = NameServer(wiki_test=[["127.0.0.1"]], evil_test=[["127.0.0.1"]])
    with raw_server(greet) as inside:

        def away(stream: socket.socket, head: bytes) -> None:
            stream.sendall(page(b"", f"Location: http://evil.test:{inside.port}/", status="302 Found"))

        with (
            raw_server(away) as server,
            Http(["wiki.test"], resolve=names) as http,
            pytest.raises(SourceError, match="http-address-not-allowed"),
        ):
            http.get(f"http://wiki.test:{server.port}/")
        assert inside.heads == []


@pytest.mark.parametrize(
    "location",
    ["http://xn--/", "http://a..b/", "http://[::1", "http://2130706433/", "file:///etc/hostname", "\x00", "http://a:b@c/"],
)  # fmt: skip
def test_a_redirect_to_nowhere_is_an_error_of_the_source(location: str) -> None:
    def away(stream: socket.socket, head: bytes) -> None:
        stream.sendall(page(b"", f"Location: {location}", status="302 Found"))

    with (
        raw_server(away) as server,
        Http(["127.0.0.1"], tries=1) as http,
        pytest.raises(SourceError, match=r"http-(url-invalid|url-with-user|unreachable)"),
    ):
        http.get(f"http://127.0.0.1:{server.port}/")


def test_the_next_address_of_a_host_is_tried() -> None:
    names = NameServer(wiki_test=[["127.0.0.2", "127.0.0.1"]])
    with raw_server(greet) as server, Http(["wiki.test"], resolve=names) as http:
        assert http.get(f"http://wiki.test:{server.port}/").body == b"hello"


@pytest.mark.parametrize(("name", "reached"), [("wiki.test", True), ("other.test", False)])
def test_the_certificate_is_that_of_the_name(monkeypatch: pytest.MonkeyPatch, name: str, reached: bool) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    names = NameServer(wiki_test=[["127.0.0.1"]], other_test=[["127.0.0.1"]])
    with raw_server(greet, tls) as server, Http([name], resolve=names, tries=1) as http:
        url = f"https://{name}:{server.port}/"
        if reached:
            assert http.get(url).body == b"hello"
            assert f"host: {name}:".encode() in server.heads[0].lower()
        else:
            with pytest.raises(SourceError, match="http-unreachable"):
                http.get(url)
            assert server.heads == []
        assert server.names == [name]


HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (HEAD + b"X-Slow: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b""),
    ],
    ids=["body", "chunks", "headers", "continue", "silence"],
)
def test_a_byte_at_a_time_is_cut_after_the_total(start: bytes, drop: bytes) -> None:
    over = threading.Event()

    def drip(stream: socket.socket, head: bytes) -> None:
        stream.sendall(start)
        for block in repeat(drop):
            if over.wait(0.02):
                return
            stream.sendall(block)

    with raw_server(drip) as server, Http(["127.0.0.1"], total=0.2, timeout=30.0) as http:
        try:
            with pytest.raises(SourceError, match="http-too-slow") as slow:
                http.get(f"http://127.0.0.1:{server.port}/")
        finally:
            over.set()
    assert slow.value.params["seconds"] == "0.2"
    assert len(server.heads) == 1


def test_a_hand_shake_that_never_ends_is_cut() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    with listening, Http(["127.0.0.1"], total=0.2) as http, pytest.raises(SourceError, match="http-too-slow"):
        http.get(f"https://127.0.0.1:{listening.getsockname()[1]}/")


def test_waiting_for_a_busy_server_does_not_count() -> None:
    answers = [page(b"", "Retry-After: 9", status="503 Busy")] * 2 + [page(b"at last")]
    waits: list[float] = []
    with (
        raw_server(lambda stream, head: stream.sendall(answers.pop(0))) as server,
        Http(["127.0.0.1"], total=5.0, wait=waits.append) as http,
    ):
        assert http.get(f"http://127.0.0.1:{server.port}/").body == b"at last"
    assert waits == [9.0, 9.0]


@pytest.mark.parametrize("line", [b"X: " + b"x" * 300_000, b"\r\n".join([b"X: y"] * 60_000)], ids=["long", "many"])
def test_headers_have_a_bound(line: bytes) -> None:
    with (
        raw_server(lambda stream, head: stream.sendall(HEAD + line + b"\r\n\r\nbody")) as server,
        Http(["127.0.0.1"], tries=1) as http,
        pytest.raises(SourceError, match="http-unreachable"),
    ):
        http.get(f"http://127.0.0.1:{server.port}/")
