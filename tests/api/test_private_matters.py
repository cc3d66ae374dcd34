"""A question about people's private matters names nobody, in no answer, and says where to turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models.asking.private_matters import read_private_matters
from tests.api.small_site import client, make_site


@pytest.mark.parametrize(
    "question", ["who is ill?", "wie verdient het meest", "is Maaike pregnant", "salary of Tunde Okafor"]
)
@pytest.mark.parametrize("plain", ["", "1"])
def test_nobody_is_named(visitor: TestClient, question: str, plain: str) -> None:
    answer = visitor.get("/api/experts", params={"q": question, "plain": plain}).json()
    assert (answer["asks"], answer["people"], answer["named"], answer["documents"]) == ("private", [], [], [])
    page = visitor.get("/search", params={"q": question}).text
    assert "your manager or HR" in page
    assert "Asset manager" not in page


@pytest.mark.parametrize("question", ["sick leave policy", "is the tank ill", "salary of the tank"])
def test_a_subject_is_asked_about_as_ever(visitor: TestClient, question: str) -> None:
    assert visitor.get("/api/experts", params={"q": question}).json()["asks"] == "subject"


def test_the_organisation_says_where_to_turn(tmp_path: Path) -> None:
    site = make_site(tmp_path, private=read_private_matters(turn_to="Bureau Zorg, 4400"))
    assert "Bureau Zorg, 4400" in client(site).get("/search?q=wie is ziek&lang=nl").text
