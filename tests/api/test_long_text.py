"""A document and a pasted text are asked as JSON and as a page, by who may read them."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.keys import document, person

PARAGRAPH = "Yesterday we were on site and the tank in the harbour was rather warm. " * 5


def test_a_document_is_a_question(visitor: TestClient) -> None:
    answer = visitor.get("/api/experts", params={"document": document("inspection-3")}).json()
    assert answer["document"]["key"] == document("inspection-3")
    assert person("casper") not in [each["person"] for each in answer["people"]]
    assert person("casper") in answer["question"]["besides"]
    assert answer["gist"]


def test_its_page_leads_there_and_back(visitor: TestClient) -> None:
    key = document("guide")
    assert f"/search?document={key.replace(':', '%3A')}" in visitor.get(f"/documents/{key}").text
    page = visitor.get("/search", params={"document": key})
    assert page.status_code == 200
    assert f'href="/documents/{key}"' in page.text


def test_a_hidden_document_is_one_that_is_not_there(visitor: TestClient) -> None:
    hidden, missing = (visitor.get("/api/experts", params={"document": document(each)}) for each in ("secret", "none"))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.json() == missing.json()


def test_a_paragraph_is_asked_by_its_words(visitor: TestClient) -> None:
    answer = visitor.get("/api/experts", params={"q": PARAGRAPH}).json()
    assert answer["asked"] == PARAGRAPH.strip()
    assert answer["gist"]
    assert "From your text" in visitor.get("/search", params={"q": PARAGRAPH}).text
