"""Links of a page to itself stay on this site, whatever the address by which it was opened."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

LINK = re.compile(r'(?:href|action)="([^"]*)"')
HOSTILE = (
    "//evil.example",
    "//evil.example/search?q=x",
    "///evil.example",
    "/%5Cevil.example",
    "/%5C/evil.example",
    "/%2F%2Fevil.example",
    "//%5Cevil.example?lang=nl",
    "/%09//evil.example",
    "/%22%3E%3Cscript%3E",
    "/people//evil.example",
)


@pytest.mark.parametrize("address", HOSTILE)
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "evil.example"])
def test_no_link_leads_to_another_site(visitor: TestClient, address: str, host: str) -> None:
    answer = visitor.request("GET", f"http://127.0.0.1:8000{address}", headers={"host": host})
    assert answer.status_code in (404, 421)
    links = [found.replace("&amp;", "&").replace("\\", "/") for found in LINK.findall(answer.text)]
    assert links
    for link in links:
        assert urlsplit(urljoin("http://127.0.0.1:8000/", link)).netloc == "127.0.0.1:8000", link
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "evil"]
)
def test_no_form_leads_to_another_site(visitor: TestClient, back: str) -> None:
    assert visitor.get("/api/as", params={"back": back}).json()["back"] == "/"
