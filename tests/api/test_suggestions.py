"""Suggestions while typing: people, topics and groups by the beginnings of their names, and nothing that is hidden."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.keys import person
from tests.api.small_facts import TOPIC, group


def suggested(visitor: TestClient, q: str) -> dict[str, Any]:
    found: dict[str, Any] = visitor.get("/api/suggestions", params={"q": q}).json()
    return found


@pytest.mark.parametrize("q", ["maai", "Maaike de S", "maiake"])
def test_people_are_suggested_by_the_beginning_of_a_name_and_with_a_typo(visitor: TestClient, q: str) -> None:
    assert person("maaike") in [each["person"] for each in suggested(visitor, q)["people"]]


@pytest.mark.parametrize("q", ["wat", "waterstofo", "hydro", "storage", "watertsof", "wie weet iets van waterst"])
def test_topics_are_suggested_in_either_language_and_say_how_much_there_is(visitor: TestClient, q: str) -> None:
    (topic,) = suggested(visitor, q)["topics"]
    assert topic["key"] == TOPIC
    assert topic["documents"] == visitor.get(f"/api/documents?topic={TOPIC}").json()["total"]


def test_a_topic_about_which_there_is_nothing_to_read_is_not_suggested(visitor: TestClient) -> None:
    assert suggested(visitor, "permits")["topics"] == []


@pytest.mark.parametrize(("q", "native"), [("ener", "energy"), ("Waterst", "hydrogen"), ("enrgy", "energy")])
def test_groups_are_suggested(visitor: TestClient, q: str, native: str) -> None:
    assert group(native) in [each["key"] for each in suggested(visitor, q)["groups"]]


@pytest.mark.parametrize("q", ["", " ", "w", "?!", "zzzz", "x" * 500])
def test_nothing_is_suggested_where_nothing_fits(visitor: TestClient, q: str) -> None:
    assert suggested(visitor, q) == {"q": q, "people": [], "topics": [], "groups": []}


@pytest.mark.parametrize(("language", "kinds"), [("nl", ["Onderwerpen", "Groepen"]), ("en", ["Topics", "Groups"])])
def test_the_list_is_said_in_the_language_of_the_reader(visitor: TestClient, language: str, kinds: list[str]) -> None:
    page = visitor.get("/suggestions?q=waterst", headers={"accept-language": language}).text
    assert re.findall(r'role="group" aria-label="([^"]+)"', page) == kinds


def test_the_browser_may_run_our_own_file_and_nothing_else(visitor: TestClient) -> None:
    answer = visitor.get("/")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    (address,) = re.findall(r'<script[^>]* src="([^"]+)"', answer.text)
    script = visitor.get(address)
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in script.headers["cache-control"]
    assert "http" not in script.text.replace("https://", "http://")
