"""What a source sends with its requests stays with their scheme, host and port, across redirects and later requests."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from ingest.contract import SourceError
from ingest.http import Http
from tests.ingest.http.raw_server import RawServer, page, raw_server

SECRET = {"Authorization": "Bearer secret", "Cookie": "pass=secret", "X-Api-Key": "secret", "PRIVATE-TOKEN": "secret"}
HOSTS = ["127.0.0.1", "localhost"]


class CookieServer:
    """A server whose answers a test gives by path; it sets a cookie with each of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.leads: dict[str, tuple[int, str]] = {}
        self.server: RawServer

    def answer(self, stream: socket.socket, head: bytes) -> None:
        status, location = self.leads.get(head.split()[1].decode(), (200, ""))
        cookie = f"Set-Cookie: from={self.name}; Path=/"
        more = (cookie, f"Location: {location}") if location else (cookie,)
        stream.sendall(page(self.name.encode(), *more, status=f"{status} Said"))

    def url(self, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.port}"

    @property
    def heads(self) -> list[str]:
        return [head.decode() for head in self.server.heads]


@pytest.fixture
def places() -> Iterator[tuple[CookieServer, CookieServer]]:
    with ExitStack() as stack:
        made = CookieServer("one"), CookieServer("two")
        for place in made:
            place.server = stack.enter_context(raw_server(place.answer))
        yield made


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_secrets_stay_within_a_port(places: tuple[CookieServer, CookieServer], status: int) -> None:
    one, two = places
    one.leads = {"/": (status, "/here"), "/here": (status, two.url() + "/there")}
    two.leads = {"/there": (status, one.url() + "/back")}
    with Http(HOSTS) as http:
        assert http.get(one.url() + "/", headers=SECRET, etag='"1"').body == b"one"
    first, second, back = one.heads
    assert first.count("secret") == second.count("secret") == len(SECRET)
    assert "secret" not in two.heads[0]
    assert "secret" not in back
    assert "from=one" not in two.heads[0]
    assert 'if-none-match: "1"' in two.heads[0].lower()


def test_secrets_stay_with_a_host_name(places: tuple[CookieServer, CookieServer]) -> None:
    one, _ = places
    one.leads = {"/": (302, one.url("localhost") + "/")}
    with Http(HOSTS, resolve=lambda host, port: ["127.0.0.1"]) as http:
        one.leads["/"] = (302, one.url("localhost") + "/there")
        http.get(one.url() + "/", headers=SECRET)
    assert "secret" in one.heads[0]
    assert "secret" not in one.heads[1]
    assert "from=one" not in one.heads[1]


def test_cookies_go_back_to_the_port_that_set_them(places: tuple[CookieServer, CookieServer]) -> None:
    one, two = places
    with Http(HOSTS) as http:
        for place in (one, two, one, two):
            http.get(place.url() + "/")
    assert ["from=" in head for head in one.heads] == [False, True]
    assert "from=one" in one.heads[1]
    assert "from=two" in two.heads[1]
    assert "from=one" not in two.heads[1]


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_form_is_not_repeated_by_a_plain_redirect(places: tuple[CookieServer, CookieServer], status: int) -> None:
    one, two = places
    one.leads = {"/": (status, two.url() + "/there")}
    with Http(HOSTS) as http:
        http.post(one.url() + "/", {"password": "secret"})
    assert two.heads[0].startswith("GET /there ")
    assert "secret" not in two.heads[0]


@pytest.mark.parametrize("status", [307, 308])
def test_a_form_goes_to_nobody_else(places: tuple[CookieServer, CookieServer], status: int) -> None:
    one, two = places
    one.leads = {"/": (status, two.url() + "/there")}
    with Http(HOSTS) as http, pytest.raises(SourceError, match="http-form-sent-on"):
        http.post(one.url() + "/", {"password": "secret"})
    assert two.heads == []
    one.leads = {"/": (status, "/here")}
    with Http(HOSTS) as http:
        assert http.post(one.url() + "/", {"password": "x"}).body == b"one"
    assert one.heads[-1].startswith("POST /here ")


def test_no_message_repeats_what_may_be_a_token(places: tuple[CookieServer, CookieServer]) -> None:
    one, _ = places
    one.leads = {"/feed?token=secret": (404, "")}
    with Http(HOSTS) as http, pytest.raises(SourceError, match="http-status") as refused:
        http.get(one.url() + "/feed?token=secret")
    assert "secret" not in str(refused.value.params)
