"""Who can review a text: people who know about its topics, by what the asker may read; the text is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.site import Site
from graph.store import Viewer
from tests.api.keys import person, topic
from tests.api.meeting_site import meeting_site
from tests.api.small_site import client

TEXT = "A note on rust in the tanks of Delft, and on permits: what a curious rhinoceros would say about it. " * 3


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with meeting_site(request, tmp_path) as made:
        yield made


def visitor(site: Site, who: str) -> TestClient:
    viewer = Viewer(person(who), frozenset({"everyone"}))
    asking = replace(site, viewer_of=lambda _: viewer, default_person=person(who))
    return client(asking, origin="http://127.0.0.1:8000")


def test_who_knows_about_its_topics_is_named_with_them_and_never_the_asker(works: Site) -> None:
    found = visitor(works, "ann").post("/api/review", data={"text": TEXT}).json()
    assert {each["key"] for each in found["topics"]} == {topic("rust"), topic("tanks"), topic("permits")}
    knows = {each["name"]: {shared["topic"]["key"] for shared in each["shared"]} for each in found["people"]}
    assert knows["Dia Bos"] == {topic("rust"), topic("tanks")}
    assert knows["Cem de Wit"] == {topic("permits")}
    assert "Ann Visser" not in knows
    assert found["people"][0]["name"] == "Dia Bos"


def test_the_page_tells_the_same_and_shows_no_text(works: Site) -> None:
    page = visitor(works, "ann").post("/review", data={"text": TEXT})
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert "Your text is about" in page.text
    assert "Dia Bos" in page.text
    assert "rhinoceros" not in page.text


@pytest.mark.parametrize("content", [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), f"{TEXT} Café".encode("cp1252")])
def test_a_file_of_plain_text_is_read(works: Site, content: bytes) -> None:
    found = visitor(works, "ann").post("/api/review", files={"file": ("note.txt", content)}).json()
    assert found["people"][0]["name"] == "Dia Bos"


@pytest.mark.parametrize("content", [b"%PDF-1.7 tanks", b"PK\x03\x04tanks", b"t\0a\0n\0k\0s\0", b"{\\rtf1 tanks}"])
def test_a_file_that_is_no_text_is_refused_and_the_page_says_what_to_do(works: Site, content: bytes) -> None:
    answer = visitor(works, "ann").post("/review", files={"file": ("note.pdf", content)})
    assert answer.status_code == 400
    assert "paste it here" in answer.text


def test_nothing_is_refused_and_a_text_about_nothing_says_so(works: Site) -> None:
    asking = visitor(works, "ann")
    assert asking.post("/api/review", data={"text": "  "}).json()["message"] == "review-without-text"
    assert asking.post("/api/review", data={"text": "zeppelin"}).json()["topics"] == []
    assert "names no topic" in asking.post("/review", data={"text": "zeppelin"}).text


def test_a_long_text_is_read_from_its_beginning(works: Site) -> None:
    found = visitor(works, "ann").post("/api/review", data={"text": "lorem " * 20_000 + "tanks"}).json()
    assert (found["cut"], found["topics"]) == (True, [])


def test_a_text_that_is_too_large_to_stay_in_memory_is_refused(works: Site) -> None:
    answer = visitor(works, "ann").post("/api/review", files={"file": ("note.txt", b"tanks " * 100_000)})
    assert answer.status_code == 413
