"""A question for a colleague is answered with that colleague, and with nobody who "knows about" a room."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def asked(visitor: TestClient, question: str, **more: str) -> dict[str, object]:
    answer = visitor.get("/api/experts", params={"q": question, **more})
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("wie is Maaike de Smit?", ["Maaike de Smit"]),
        ("who is Maaike", ["Maaike de Smit"]),
        ("Maaike de Smit", ["Maaike de Smit"]),
        ("de Smit, Maaike", ["Maaike de Smit"]),
        ("telefoonnummer van Joost", ["Joost van der Bakker"]),
        ("wie is de asset manager", ["Maaike de Smit"]),
        ("who is the researcher?", ["Tunde Okafor"]),
        ("wie is de onderzoeker", ["Tunde Okafor"]),
        ("maaike@example.org", ["Maaike de Smit"]),
        ("manager van Joost", ["Maaike de Smit"]),
        ("who is Maaike's manager", ["Tunde Okafor"]),
        ("who reports to Tunde Okafor", ["Maaike de Smit"]),
    ],
)
def test_who_is_asked_for_is_the_answer(visitor: TestClient, question: str, names: list[str]) -> None:
    answer = asked(visitor, question)
    assert answer["asks"] == "people"
    assert [each["name"] for each in answer["named"]] == names  # type: ignore[attr-defined]
    assert (answer["people"], answer["total"]) == ([], 0)


@pytest.mark.parametrize("question", ["kamer A2.14", "who sits in A2.14", "A2.14", "bel 3000", "call +31 15 200 3000"])
def test_a_room_or_a_number_gives_who_has_it(visitor: TestClient, question: str) -> None:
    answer = asked(visitor, question)
    assert (answer["asks"], answer["named_total"], answer["people"]) == ("people", 23, [])


@pytest.mark.parametrize("question", ["kamer Z9.99", "room 101", "bel 998877"])
def test_a_room_or_number_that_nobody_has_names_nobody(visitor: TestClient, question: str) -> None:
    answer = asked(visitor, question)
    assert (answer["asks"], answer["named"], answer["people"]) == ("people", [], [])
    page = visitor.get("/search", params={"q": question}).text
    assert "Nobody in the directory has" in page
    assert "plain=1" in page


@pytest.mark.parametrize(
    "question", ["who is pressure", "kamer van koophandel", "room temperature", "manager van de tank", "tank", "Maaike"]
)
def test_what_names_no_colleague_is_a_subject(visitor: TestClient, question: str) -> None:
    assert asked(visitor, question)["asks"] == "subject"


def test_all_words_are_a_subject_when_that_is_asked(visitor: TestClient) -> None:
    assert asked(visitor, "wie is Maaike de Smit?", plain="1")["asks"] == "subject"


def test_the_page_tells_whose_manager_it_is(visitor: TestClient) -> None:
    assert "manager of Joost van der Bakker" in visitor.get("/search?q=manager van Joost").text
    assert "leidinggevende van Joost" in visitor.get("/search?q=manager van Joost&lang=nl").text
