"""Each question gets its answer as JSON, in the shape that the description promises."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api.pages import pages
from api.site import Site
from tests.api.keys import document, person
from tests.api.small_facts import TEXTS, TOPIC, group
from tests.api.small_site import client, make_site

ANSWERS = (
    "/api/experts?q=tank",
    "/api/experts?q=zzz",
    "/api/people",
    "/api/people?q=maaike",
    f"/api/people/{person('maaike')}",
    "/api/topics",
    "/api/topics?q=HYDRO",
    f"/api/topics/{TOPIC}",
    f"/api/documents/{document('guide')}",
    f"/api/groups/{group('energy')}",
    "/api/sources",
    "/api/me",
    "/api/health",
    "/api/health/details",
    "/api/start",
    "/api/about",
    "/api/as",
    "/api/openapi.json",
)


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_has_the_shape_that_is_described(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    address = path.partition("?")[0]
    (page,) = (each for each in pages() if re.fullmatch(each.json.replace("{key}", "[^/]+"), address))
    TypeAdapter(page.record).validate_json(answer.content)


def test_filters_reach_the_question(visitor: TestClient) -> None:
    path = "/api/experts?q=tank&department=group:x&location=location:y&language=nl&since=2024-01-01&until=2024-01-31"
    asked = visitor.get(f"{path}&page=3&limit=5&evidence=2").json()["question"]
    assert asked == {
        "text": "tank",
        "department": "group:x",
        "location": "location:y",
        "language": "nl",
        "since": 1704067200,
        "until": 1706745599,
        "limit": 5,
        "offset": 10,
        "evidence": 2,
        "documents": 10,
        "teams": [],
        "phrases": [],
        "excluded": [],
        "besides": [],
        "loose": False,
        "everybody": False,
    }


def test_a_period_counts_back_from_now(visitor: TestClient, site: Site) -> None:
    asked = visitor.get("/api/experts?q=tank&period=2").json()["question"]
    assert asked["since"] == site.now() - 2 * 365 * 86400


def test_a_document_tells_who_did_what_and_where_it_is(visitor: TestClient) -> None:
    page = visitor.get(f"/api/documents/{document('guide')}").json()
    assert [(each["name"], each["kind"], each["count"]) for each in page["people"]] == [
        ("Maaike de Smit", "wrote", 1),
        ("Joost van der Bakker", "edited", 3),
    ]
    assert [each["name"] for each in page["groups"]] == ["Energy storage", "Waterstof"]
    assert [each["key"] for each in page["topics"]] == [TOPIC]
    assert page["for_everyone"] is True
    assert page["excerpt"] == TEXTS["guide"][3]


def test_a_long_document_is_shown_to_the_end_of_a_word(visitor: TestClient) -> None:
    page = visitor.get(f"/api/documents/{document('valves')}").json()
    assert page["shortened"] is True
    assert len(page["excerpt"]) <= 3000
    assert page["excerpt"].split()[-1] in ("Again", "and", "again.")


def test_a_hidden_document_is_as_if_it_were_not_there(site: Site, visitor: TestClient) -> None:
    hidden = visitor.get(f"/api/documents/{document('secret')}")
    missing = visitor.get(f"/api/documents/{document('never-was')}")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert hidden.headers == missing.headers
    reader = client(site, cookie=f"as={person('tunde')}").get(f"/api/documents/{document('secret')}")
    assert reader.status_code == 200
    assert reader.json()["for_everyone"] is False
    assert [each["name"] for each in reader.json()["visible_by"]] == ["Tunde Okafor"]


def test_hidden_documents_do_not_count(site: Site, visitor: TestClient) -> None:
    asked = visitor.get(f"/api/groups/{group('hydrogen')}").json()
    reader = client(site, cookie=f"as={person('tunde')}").get(f"/api/groups/{group('hydrogen')}").json()
    assert reader["documents_total"] == asked["documents_total"] + 1
    assert TEXTS["secret"][0] not in {each["title"] for each in asked["documents"]}


def test_who_left_is_not_listed(visitor: TestClient) -> None:
    assert "Geert Weg" not in visitor.get("/api/people").text
    assert "Geert Weg" not in visitor.get(f"/api/groups/{group('energy')}").text


def test_the_asker_is_who_was_chosen_else_the_default(site: Site, visitor: TestClient) -> None:
    me = {
        "person": person("maaike"),
        "name": "Maaike de Smit",
        "language": "en",
        "not_now": None,
        "load": None,
        "chats": {},
    }
    assert visitor.get("/api/me").json() == me
    for cookie, name in ((person("tunde"), "Tunde Okafor"), ("person:people:nobody", "Maaike de Smit"), ("x", None)):
        told = client(site, cookie=f"as={cookie}").get("/api/me").json()["name"]
        assert told == (name or "Maaike de Smit")


def test_choosing_somebody_sets_a_cookie_that_scripts_cannot_read(visitor: TestClient) -> None:
    chosen = f"person={person('tunde')}&back=/topics"
    form = {"content-type": "application/x-www-form-urlencoded", "origin": "http://127.0.0.1:8000"}
    answer = visitor.post("/as", content=chosen, headers=form)
    assert answer.headers["location"] == "/topics"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert visitor.get("/api/me").json()["name"] == "Tunde Okafor"


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_choosing_leads_only_to_our_own_pages(visitor: TestClient, back: str) -> None:
    answer = visitor.post(
        "/as", data={"person": person("tunde"), "back": back}, headers={"origin": "http://127.0.0.1:8000"}
    )
    assert answer.headers["location"] == "/"


def test_a_form_that_is_too_long_is_refused(visitor: TestClient) -> None:
    answer = visitor.post("/as", content=b"x" * 5000, headers={"origin": "http://127.0.0.1:8000"})
    assert answer.status_code == 413


def test_a_source_is_queued_once(tmp_path: Any) -> None:
    site = make_site(tmp_path)
    caller = client(site, origin="http://127.0.0.1:8000")
    first, second = (caller.post("/api/sources/wiki/sync") for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert [(job.kind, dict(job.args)) for job in site.store.ledger.jobs()] == [("sync", {"source": "wiki"})]
    waiting = {row["name"]: row["waiting"] for row in caller.get("/api/sources").json()["sources"]}
    assert waiting == {"wiki": True, "board": False}
    assert caller.post("/sources/board/sync").headers["location"] == "/sources?queued=board"
    site.store.close()


def test_problems_are_told_alike_and_only_for_sources_of_everyone(visitor: TestClient) -> None:
    wiki, board = visitor.get("/api/sources").json()["sources"]
    assert wiki["problems_total"] == 2
    assert [(each["times"], each["id"]) for each in wiki["problems"]] == [(2, "a.pdf")]
    assert (board["told"], board["counts"], board["problems"]) == (False, {}, [])
    assert (board["error"], board["ended"], board["last_good"]) == (None, None, None)


def test_where_items_have_rights_of_their_own_counts_tell_nothing(tmp_path: Any) -> None:
    site = make_site(tmp_path)
    (wiki, *_) = site.sources
    visitor = client(replace(site, sources=(replace(wiki, own_rights=True),)))
    (told,) = visitor.get("/api/sources").json()["sources"]
    assert (told["told"], told["counts"], told["problems"], told["problems_total"]) == (False, {}, [], 0)
    site.store.close()


def test_the_description_names_every_question_with_an_example(visitor: TestClient) -> None:
    description = visitor.get("/api/openapi.json").json()
    assert set(description["paths"]) == {path for path in description["paths"] if path.startswith("/api/")}
    for path, methods in description["paths"].items():
        for each in methods.values():
            answers = each["responses"]
            good = answers.get("200") or answers["202"]
            assert good["content"]["application/json"]["example"], path
            assert each["description"], path
