"""A place or group in the words of a question is a filter that is shown and can be taken away."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.api.small_facts import BUILDING, group


@pytest.mark.parametrize(
    ("question", "name", "department", "location"),
    [
        ("someone in Delft who knows about inspection", "Delft, 2nd floor", None, BUILDING),
        ("wie op de afdeling Field work weet iets van inspection", "Field work", group("field"), None),
    ],
)
def test_the_filter_is_in_the_answer(
    visitor: TestClient, question: str, name: str, department: str | None, location: str | None
) -> None:
    answer = visitor.get("/api/experts", params={"q": question}).json()
    assert (answer["narrowed"], answer["asked"], answer["filtered"]) == (name, question, True)
    asked = answer["question"]
    assert (asked["text"], asked["department"], asked["location"]) == ("inspection", department, location)
    same = visitor.get(
        "/api/experts", params={"q": "inspection", "department": department or "", "location": location or ""}
    ).json()
    assert answer["people"] == same["people"]


def test_it_is_shown_and_taken_away(visitor: TestClient) -> None:
    page = visitor.get("/search", params={"q": "wie op de afdeling Field work weet iets van inspection"}).text
    assert "Only people of Field work." in page
    assert 'href="/search?q=inspection"' in page
    assert 'value="wie op de afdeling Field work weet iets van inspection"' in page


def test_nobody_there_is_said_with_the_way_to_everybody(visitor: TestClient) -> None:
    question = "wie bij Energy storage weet iets van inspection of tank 7 day"
    answer = visitor.get("/api/experts", params={"q": f"{question} seven"}).json()
    page = visitor.get("/search", params={"q": f"{question} seven"}).text
    assert answer["narrowed"] == "Energy storage"
    assert "Ask everywhere" in page


def test_who_works_there_is_asked_without_a_subject(visitor: TestClient) -> None:
    answer = visitor.get("/api/experts", params={"q": "wie werkt er bij Energy storage"}).json()
    assert (answer["asks"], answer["subject"], answer["total"]) == ("people", "Energy storage", 0)
    assert [each["name"] for each in answer["named"]] == ["Joost van der Bakker", "Maaike de Smit", "Tunde Okafor"]


@pytest.mark.parametrize(
    "question", ["someone in Rome who knows about inspection", "inspection in Delft", "Field work"]
)
def test_other_words_stay_a_subject(visitor: TestClient, question: str) -> None:
    assert visitor.get("/api/experts", params={"q": question}).json()["narrowed"] == ""
