"""Where a new colleague can begin: by department, place and manager, with reasons, a first question, and ticks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.site import Site
from graph.facts import Edge, EdgeKind
from graph.own_fields import names_of_own
from graph.store import Viewer
from graph.welcome import MOST, WELCOME, tick, ticked
from tests.api.keys import document, person, topic
from tests.api.meeting_facts import NOW
from tests.api.meeting_site import asked, meeting_site
from tests.api.small_site import client


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with meeting_site(request, tmp_path) as made:
        yield made


def begin(site: Site, who: str = "fresh") -> dict[str, Any]:
    found: dict[str, Any] = asked(site, "/api/me/welcome", who).json()
    return found


def visitor(site: Site, who: str) -> TestClient:
    viewer = Viewer(person(who), frozenset({"everyone"}))
    return client(replace(site, viewer_of=lambda _: viewer, default_person=person(who)), origin="http://127.0.0.1:8000")


def test_the_manager_comes_first_then_those_of_the_manager_then_who_knows_the_topics_of_the_department(
    works: Site,
) -> None:
    found = begin(works)
    assert [(each["name"], each["line"]) for each in found["people"][:2]] == [
        ("Eva Pol", "manager"),
        ("Dia Bos", "same-manager"),
    ]
    knowing = {each["name"]: each["topic"]["key"] for each in found["people"] if each["topic"]}
    assert knowing.keys() <= {"Ann Visser", "Bob Aalders"}
    assert set(knowing.values()) <= {topic("tanks"), topic("rust")}
    assert knowing


def test_topics_and_documents_are_those_of_the_department(works: Site) -> None:
    found = begin(works)
    assert {each["topic"] for each in found["topics"]} == {topic("tanks"), topic("rust")}
    assert {each["topic"]["key"] for each in found["documents"]} == {topic("tanks"), topic("rust")}
    assert all(each["title"].casefold().startswith(each["topic"]["labels"]["en"]) for each in found["documents"])


def test_who_left_with_the_same_function_is_told_with_the_topics_of_their_work(works: Site) -> None:
    before = begin(works)["before"]
    assert (before["name"], before["same_function"], before["same_department"]) == ("Gert Weg", True, True)
    assert [each["key"] for each in before["topics"]] == [topic("rust")]


def test_each_line_has_a_first_question_in_the_language_of_the_reader(works: Site) -> None:
    english, dutch = (asked(works, "/welcome", "fresh", each).text for each in ("en", "nl"))
    assert "What should I have learnt after three months?" in english
    assert "Wat moet ik na drie maanden geleerd hebben?" in dutch
    assert english.count("A first question:") >= len(begin(works)["people"]) + 2


def test_who_opted_out_and_what_was_withdrawn_is_not_there_any_more(works: Site) -> None:
    with works.store.writer() as writer:
        writer.say(Edge(EdgeKind.OPTS_OUT, person("ann"), person("ann"), at=NOW))
        writer.drop([document(f"tanks-{who}-{number}") for who in ("ann", "bob", "dia", "eva") for number in range(3)])
    found = begin(works)
    assert "Ann Visser" not in [each["name"] for each in found["people"]]
    assert topic("tanks") not in [each["topic"]["key"] for each in found["documents"]]
    assert topic("tanks") not in [each["topic"]["key"] for each in found["people"] if each["topic"]]


def test_a_tick_is_remembered_for_oneself_and_taken_back(works: Site) -> None:
    fresh = visitor(works, "fresh")
    answer = fresh.post("/me/welcome", data={"about": topic("tanks"), "back": "/welcome#topics"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/welcome#topics")
    assert begin(works)["done"] == [topic("tanks")]
    assert begin(works, "ann")["done"] == []
    assert "not done yet" in fresh.get("/welcome").text
    fresh.post("/me/welcome", data={"about": topic("tanks"), "undo": "yes"})
    assert begin(works)["done"] == []


def test_ticks_are_bounded_and_go_with_the_person(works: Site) -> None:
    ledger, me = works.store.ledger, person("fresh")
    for number in range(MOST + 1):
        tick(ledger, me, f"topic:en:{number}", done=True)
    assert (len(ticked(ledger, me)), ticked(ledger, me)[0]) == (MOST, "topic:en:1")
    assert WELCOME + me in names_of_own(me)


def test_the_start_page_leads_there_for_who_began_lately(works: Site) -> None:
    assert 'href="/welcome"' in asked(works, "/", "fresh").text
    assert 'href="/welcome"' not in asked(works, "/", "ann").text


def test_it_leads_there_before_everything_else_that_it_says(works: Site) -> None:
    page = asked(works, "/", "fresh", "en").text
    assert page.index('name="q"') < page.index('href="/welcome"') < page.index("What colleagues write about")


def test_somebody_without_a_department_is_told_what_to_do(works: Site) -> None:
    viewer = Viewer(None, frozenset({"everyone"}))
    nobody = client(replace(works, viewer_of=lambda _: viewer, default_person=None))
    assert nobody.get("/api/me/welcome").json()["people"] == []
