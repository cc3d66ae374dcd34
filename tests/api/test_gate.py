"""The site answers only this machine, and takes commands only from its own pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.origins import host_name
from api.site import Site
from tests.api.keys import person
from tests.api.small_site import client, make_app

FORM = {"content-type": "application/x-www-form-urlencoded"}


def from_address(site: Site, address: str, **headers: str) -> int:
    caller = TestClient(make_app(site), base_url="http://127.0.0.1:8000", client=(address, 1), headers=headers)
    return caller.get("/api/health").status_code


@pytest.mark.parametrize(
    ("address", "status"),
    [("127.0.0.1", 200), ("127.8.0.1", 200), ("::1", 200), ("10.0.0.5", 403), ("2001:db8::1", 403), ("elsewhere", 403)],
)
def test_only_this_machine_gets_an_answer(site: Site, address: str, status: int) -> None:
    assert from_address(site, address) == status


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host"])
def test_what_a_proxy_passes_on_comes_from_elsewhere(site: Site, header: str) -> None:
    assert from_address(site, "127.0.0.1", **{header: "127.0.0.1"}) == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8000", 421),
        ("localhost:8000@evil.example", 421),
        ("", 421),
    ],
)
def test_a_foreign_host_name_is_refused(visitor: TestClient, host: str, status: int) -> None:
    assert visitor.get("/api/health", headers={"host": host}).status_code == status


@pytest.mark.parametrize("hosts", [["127.0.0.1:8000", "evil.example"], ["127.0.0.1:8000"] * 2, ["", "localhost"]])
def test_two_host_headers_are_refused(visitor: TestClient, hosts: list[str]) -> None:
    answer = visitor.get("/api/health", headers=[("host", host) for host in hosts])
    assert (answer.status_code, answer.json()["message"]) == (400, "host-not-single")


@pytest.mark.parametrize(
    ("host", "name"), [("a:1", "a"), ("[::1]", "[::1]"), ("[::1]:80", "[::1]"), ("A.B", "a.b"), ("a:x", "a:x")]
)
def test_host_name_without_port(host: str, name: str) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://127.0.0.1:8000"}, 303),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"referer": "http://127.0.0.1:8000/sources"}, 303),
        ({}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9000"}, 403),
        ({"origin": "https://127.0.0.1:8000"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"referer": "http://evil.example/127.0.0.1:8000"}, 403),
        ({"origin": "http://127.0.0.1:8000", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-site"}, 403),
    ],
)
def test_commands_come_from_our_own_pages(visitor: TestClient, headers: dict[str, str], status: int) -> None:
    assert visitor.post("/as", content=f"person={person('tunde')}", headers=FORM | headers).status_code == status


def test_a_command_from_elsewhere_changes_nothing(site: Site) -> None:
    before = site.store.ledger.jobs()
    answer = client(site).post("/sources/wiki/sync", headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert site.store.ledger.jobs() == before
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/search?q=tank", "/nothing", "/api/health", "/static/site.css", "/api/nothing"])
def test_every_answer_has_the_security_headers(visitor: TestClient, path: str) -> None:
    headers = visitor.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_refusal_has_the_security_headers_too(visitor: TestClient) -> None:
    headers = visitor.get("/", headers={"host": "evil.example"}).headers
    assert "default-src 'none'" in headers["content-security-policy"]


def test_answers_are_not_kept_by_the_browser_but_files_are(visitor: TestClient) -> None:
    assert visitor.get("/search?q=tank").headers["cache-control"] == "private, no-store"
    assert "immutable" in visitor.get("/static/site.css").headers["cache-control"]


@pytest.mark.parametrize(("address", "status"), [("172.19.0.1", 200), ("127.0.0.1", 200), ("172.19.0.2", 403)])
def test_in_a_container_the_host_is_this_machine_too(site: Site, address: str, status: int) -> None:
    near = replace(site, near=frozenset({"172.19.0.1"}))
    assert from_address(near, address) == status
    assert from_address(near, address, host="evil.example") == (403 if status == 403 else 421)
