"""In which language does somebody get an answer?"""

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


def test_a_choice_is_kept_and_goes_before_the_browser(visitor: TestClient) -> None:
    answer = visitor.get("/?lang=nl", headers={"accept-language": "en"})
    assert answer.headers["content-language"] == "nl"
    assert visitor.get("/", headers={"accept-language": "en"}).headers["content-language"] == "nl"
    assert visitor.get("/?lang=xx").headers["content-language"] == "nl"
    assert visitor.get("/api/me").json()["language"] == "nl"
