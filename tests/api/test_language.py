"""The language of an answer: what the address says, what was chosen, what the browser prefers."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.language import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("nl", "nl"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("de,en;q=0.5,nl;q=0.7", "nl"),
        ("fr-FR,fr;q=0.9", "en"),
        ("nl;q=0,en;q=0.1", "en"),
        ("nl;q=zero", "en"),
        ("*", "en"),
        (",;=,", "en"),
        ("nl;q=0.5, en", "en"),
    ],
)
def test_the_browser_says_what_it_prefers(header: str, language: str) -> None:
    assert preferred(header, "en") == language


HERE = {"referer": "http://127.0.0.1:8000/topics"}
ENGLISH = {"accept-language": "en"}


def test_a_choice_is_kept_and_goes_before_the_browser(visitor: TestClient) -> None:
    answer = visitor.get("/?lang=nl", headers=HERE | ENGLISH)
    assert answer.headers["content-language"] == "nl"
    assert visitor.get("/", headers=ENGLISH).headers["content-language"] == "nl"
    assert visitor.get("/?lang=xx").headers["content-language"] == "nl"
    assert visitor.get("/api/me").json()["language"] == "nl"


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({}, False),
        ({"referer": "https://chat.example/"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", **HERE}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        (HERE, True),
    ],
)
def test_a_link_of_somebody_else_shows_its_language_and_changes_nothing(
    visitor: TestClient, headers: dict[str, str], kept: bool
) -> None:
    answer = visitor.get("/topics?lang=nl", headers=ENGLISH | headers)
    assert answer.headers["content-language"] == "nl"
    assert ("set-cookie" in answer.headers) is kept
    assert visitor.get("/topics", headers=ENGLISH).headers["content-language"] == ("nl" if kept else "en")
