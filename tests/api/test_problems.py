"""Refusals and failures, as JSON and as a page, in the language of the asker."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.site import Site
from graph.store import StoreError
from models.index.contract import IndexProblem
from tests.api.small_site import client, make_app
from ui.messages import sentence

ORIGIN = {"origin": "http://127.0.0.1:8000"}


@pytest.mark.parametrize(
    "case",
    [
        ("GET", "/api/nothing", 404, "page-not-found"),
        ("GET", "/api/people/person:people:nobody", 404, "person-not-found"),
        ("GET", "/api/people/document:wiki:x", 404, "person-not-found"),
        ("GET", "/api/topics/topic:nothing", 404, "topic-not-found"),
        ("GET", "/api/documents/person:x:y", 404, "document-not-found"),
        ("GET", "/api/groups/group:x:y", 404, "group-not-found"),
        ("GET", "/api/experts?q=x&page=0", 400, "parameter-not-understood"),
        ("GET", "/api/experts?q=x&page=many", 400, "parameter-not-understood"),
        ("GET", "/api/experts?q=x&language=fr", 400, "parameter-not-understood"),
        ("GET", "/api/experts?q=x&since=yesterday", 400, "parameter-not-understood"),
        ("GET", f"/api/experts?q={'x' * 4001}", 400, "parameter-not-understood"),
        ("POST", "/api/experts", 405, "method-not-allowed"),
        ("POST", "/api/sources/nothing/sync", 404, "source-not-found"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_trouble_is_told_in_the_askers_language(
    visitor: TestClient, case: tuple[str, str, int, str], language: str
) -> None:
    method, path, status, message = case
    answer = visitor.request(method, path, headers=ORIGIN | {"accept-language": language})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["message"], told["type"]) == (status, message, f"urn:whoknows:{message}")
    assert told["detail"] == sentence(message, told["params"], language)
    assert "{" not in told["detail"]


def test_the_wrong_parameter_is_named_with_what_is_wanted(visitor: TestClient) -> None:
    told = visitor.get("/api/experts?q=x&page=0", headers={"accept-language": "nl"}).json()
    assert told["params"]["name"] == "page"
    assert told["detail"] == "page is niet begrepen: 0. Schrijf 1 of een hoger getal."
    told = visitor.get("/api/experts?q=x&since=soon").json()
    assert told["detail"] == "since was not understood: soon. Write a date as 2026-05-31."


def test_a_page_is_told_as_a_page(visitor: TestClient) -> None:
    answer = visitor.get("/documents/document:wiki:never", headers={"accept-language": "nl"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "Niet gevonden" in answer.text


def broken(site: Site, error: Exception) -> TestClient:
    """A visitor of a site whose index raises this when it is opened."""

    def index() -> Any:
        raise error

    return client(replace(site, index=index))


def test_a_bug_is_a_sentence_without_its_traceback(site: Site) -> None:
    visitor = broken(site, RuntimeError("the secret plan"))
    for path in ("/search?q=x", "/api/experts?q=x"):
        answer = visitor.get(path)
        assert answer.status_code == 500
        assert "secret plan" not in answer.text
        assert "Traceback" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "private, no-store"
    assert answer.json()["message"] == "something-broke"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (StoreError("store-locked", path="x"), "store-locked"),
        (IndexProblem("index-broken", path="x"), "index-being-repaired"),
    ],
)
def test_a_store_or_index_that_is_away_is_told_as_such(site: Site, error: Exception, told: str) -> None:
    answer = broken(site, error).get("/api/experts?q=x")
    assert (answer.status_code, answer.json()["message"]) == (503, told)


@pytest.mark.parametrize("error", [StoreError, IndexProblem])
def test_where_things_are_on_the_disk_is_not_told(site: Site, error: type[Exception]) -> None:
    message = "store-locked" if error is StoreError else "index-broken"
    visitor = broken(site, error(message, path="/srv/secret/index/generation-12"))
    for address in ("/api/experts?q=x", "/search?q=x"):
        answer = visitor.get(address)
        assert answer.status_code == 503
        assert "/srv" not in answer.text
        assert "generation-12" not in answer.text or error is StoreError


def test_without_an_index_the_site_says_when_to_come_back(site: Site) -> None:
    visitor = client(replace(site, index=lambda: None))
    assert visitor.get("/api/experts?q=x").json()["message"] == "index-not-ready"
    assert visitor.get("/search?q=x").status_code == 503
    assert visitor.get("/").status_code == 200
    assert visitor.get("/api/health").json()["status"] == "no-index"


def test_the_gate_speaks_the_askers_language(site: Site) -> None:
    caller = TestClient(make_app(site), base_url="http://evil.example", client=("127.0.0.1", 1))
    told = caller.get("/api/health", headers={"accept-language": "nl"}).json()
    assert told["detail"] == "Deze site luistert niet naar de naam evil.example. Gebruik 127.0.0.1, localhost."
