"""What HTTP itself asks of the site: HEAD, compression, bodies, and answers that do not wait for slower ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import AT_ONCE
from api.site import Site
from tests.api.keys import document, person
from tests.api.small_site import make_app

ORIGIN = {"origin": "http://127.0.0.1:8000"}
FORM = ORIGIN | {"content-type": "application/x-www-form-urlencoded"}
ADDRESSES = ("/", "/search?q=tank", "/people", "/about", "/api/experts?q=tank", "/static/site.css", "/favicon.ico")


@pytest.mark.parametrize("address", [*ADDRESSES, "/nowhere", f"/documents/{document('secret')}"])
def test_head_is_get_without_the_body(visitor: TestClient, address: str) -> None:
    got, head = visitor.get(address), visitor.head(address)
    assert head.status_code == got.status_code
    assert head.content == b""
    lasting = {name: value for name, value in got.headers.items() if not address.startswith("/api/experts")}
    assert {name: head.headers[name] for name in lasting} == lasting


def test_what_is_not_taken_names_what_is(visitor: TestClient) -> None:
    answer = visitor.delete("/people", headers=ORIGIN)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert visitor.get("/sources/wiki/sync").headers["allow"] == "POST"


@pytest.mark.parametrize("address", ["/search?q=tank", "/api/experts?q=tank", "/static/site.css", "/api/docs"])
def test_text_is_compressed_for_those_who_take_it(visitor: TestClient, address: str) -> None:
    small = visitor.get(address, headers={"accept-encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["vary"]
    assert int(small.headers["content-length"]) < len(small.content) / 2
    plain = visitor.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_fonts_are_small_already(visitor: TestClient) -> None:
    answer = visitor.get("/static/source-sans-3.woff2", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(("fetch", "small"), [("cross-site", False), ("same-site", False), ("same-origin", True)])
def test_another_site_learns_nothing_from_the_length(visitor: TestClient, fetch: str, small: bool) -> None:
    headers = {"accept-encoding": "gzip", "sec-fetch-site": fetch}
    assert ("content-encoding" in visitor.get("/search?q=tank", headers=headers).headers) is small


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"back=/topics", 400),
        (b"person=", 400),
        ("person=\N{SNOWMAN}".encode(), 404),
        (b"person=%E2%98%83", 404),
        (b"person=%FF%00", 404),
        (f"person={person('gone')}".encode(), 303),
        (f"person={person('maaike')}&back=//evil.example".encode(), 303),
        (b"person=" + b"x" * 401, 400),
        (b"person=" + b"x" * 5000, 413),
        (b"&".join([b"a=b"] * 1001), 400),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_form_is_read_or_refused_with_a_sentence(
    visitor: TestClient, body: bytes, status: int, language: str
) -> None:
    answer = visitor.post("/as", content=body, headers={**FORM, "accept-language": language})
    assert answer.status_code == status
    assert ("set-cookie" in answer.headers) is (status == 303)
    if language == "nl" and status != 303:
        assert " required" not in answer.text


def test_a_form_of_another_kind_is_refused(visitor: TestClient) -> None:
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert visitor.post("/as", content=b"--x\r\nnonsense", headers=ORIGIN | broken).status_code == 400
    assert visitor.post("/as", json={"person": person("maaike")}, headers=ORIGIN).status_code == 400


def test_a_body_without_a_length_is_cut_off(visitor: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        yield b"person="
        for _ in range(100):
            yield b"x" * 100

    answer = visitor.post("/as", content=endless(), headers=FORM)
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "9" * 40])
def test_a_length_that_is_none_is_refused(visitor: TestClient, length: str) -> None:
    assert visitor.post("/as", content=b"person=x", headers=FORM | {"content-length": length}).status_code == 413


class Slow:
    """An index that opens only when it is let, and counts how many wait for it."""

    def __init__(self, site: Site) -> None:
        self._open = site.index
        self.let = threading.Event()
        self.waiting = threading.Semaphore(0)

    def __call__(self) -> object:
        self.waiting.release()
        self.let.wait(30)
        return self._open()


def test_what_needs_no_index_never_waits_for_answers(site: Site) -> None:
    slow = Slow(site)
    app = make_app(replace(site, index=slow))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        with ThreadPoolExecutor(AT_ONCE * 3) as pool, httpx.Client(base_url=url, timeout=20) as visitor:
            asked = [pool.submit(httpx.get, f"{url}/search?q=tank", timeout=60) for _ in range(AT_ONCE * 3)]
            for _ in range(AT_ONCE):
                assert slow.waiting.acquire(timeout=20)
            for address in ("/static/site.css", "/about", "/api/about", "/api/docs", "/favicon.ico"):
                assert visitor.get(address).status_code == 200, address
            assert not slow.waiting.acquire(blocking=False), "more answers at once than the site computes"
            slow.let.set()
            assert [each.result().status_code for each in asked] == [200] * (AT_ONCE * 3)
    finally:
        slow.let.set()
        server.should_exit = True
        thread.join(10)
