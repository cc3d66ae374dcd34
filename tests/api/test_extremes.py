"""No parameter breaks the site: every route of the OpenAPI description and its page, with extreme values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from string import Formatter
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.pages import pages
from tests.api.keys import document, person
from tests.api.small_facts import BUILDING, TOPIC, group
from tests.api.small_site import make_app, make_site

ORIGIN = {"origin": "http://127.0.0.1:8000"}
LONG = ("9" * 30, "9" * 5000, "a" * 500, "a " * 249, "e\u0301" * 100)
NUMBERS = ("0", "-1", "1", "2", "5", "99", "100", "1000", "1.5", "1e9", "NaN", "true", "null", "１", "٣")
DAYS = ("0001-01-01", "9999-12-31", "10000-01-01", "2024-02-30", "1970-01-01", "2024-01-01T00:00:00Z")
WORDS = (
    "",
    " ",
    "-",
    "*",
    "~",
    "(((((",
    "a AND (b",
    "a:b",
    ":",
    "::",
    "nl",
    "fr",
    "en,nl",
    "ß",
    "İ",
    "☃",
    "\U0001f4a9",
)
SIGNS = ("\x00", "\x7f", "\u202e", "\ud7ff", "\ufffe", "%", "%00", "%ff", "../..", "\"'<>&", "\\")
BROKEN_KEYS = ("group:", "person::", "topic:☃", "document:wiki:\x00")
ODD = (*LONG, *NUMBERS, *DAYS, *WORDS, *SIGNS, *BROKEN_KEYS)
KEYS = (TOPIC, BUILDING, person("maaike"), person("gone"), document("guide"), document("secret"), group("energy"))
PAGES = {page.path: page for page in pages() if page.path is not None}
values = st.one_of(st.sampled_from(ODD), st.sampled_from(KEYS), st.text(max_size=60), st.integers().map(str))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A site of its own: commands, such as to opt out, are given here with all the rest."""
    site = make_site(tmp_path_factory.mktemp("extremes"))
    with closing(site.store):
        yield make_app(site)


def operations(app: FastAPI) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def drawn(data: st.DataObject, names: list[str]) -> dict[str, str]:
    return {name: data.draw(values, label=name) for name in data.draw(st.sets(st.sampled_from(names))) if names}


@pytest.mark.slow
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_parameter_breaks_an_answer(app: FastAPI, visitor: TestClient, data: st.DataObject) -> None:
    known = {(method, path): operation for method, path, operation in operations(app)}
    method, path = data.draw(st.sampled_from(sorted(known)), label="operation")
    operation = known[method, path]
    told = operation.get("parameters", [])
    inside = {each["name"]: data.draw(values, label=each["name"]) for each in told if each["in"] == "path"}
    asked = drawn(data, [each["name"] for each in told if each["in"] == "query"] or ["lang"])
    path = path.format(**{name: quote(value, safe="") or "-" for name, value in inside.items()})
    answer = visitor.request(method, path, params=asked, headers=ORIGIN)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        undocumented = {404, 405} if "%2F" in path or "." in path else set()
        assert str(answer.status_code) in operation["responses"] or answer.status_code in undocumented


@pytest.mark.slow
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_parameter_breaks_a_page(visitor: TestClient, data: st.DataObject) -> None:
    page = PAGES[data.draw(st.sampled_from(sorted(PAGES)), label="page")]
    names = [name for name in page.query.__dataclass_fields__ if name != "document"]
    asked = drawn(data, [*names, "lang"])
    key = quote(data.draw(values, label="key"), safe="") or "-"
    inside = dict.fromkeys((part for _, part, _, _ in Formatter().parse(page.json) if part), key)
    shown = visitor.get(str(page.path).format(**inside), params=asked)
    twin = visitor.get(page.json.format(**inside), params=asked)
    assert shown.status_code < 500, shown.text
    assert twin.status_code < 500
    assert shown.status_code in (twin.status_code, 303)


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=a&until=9999-12-31",
        "/search?q=a&since=0001-01-01",
        "/search?q=a&since=9999-12-31&until=0001-01-01",
        "/search?q=a&page=100&limit=100",
        "/api/experts?q=a&until=9999-12-31",
        "/people?after=%E2%98%83",
    ],
)
def test_the_ends_of_the_calendar_and_of_lists_are_answered(visitor: TestClient, address: str) -> None:
    assert visitor.get(address).status_code == 200


def test_a_value_that_is_not_known_names_those_that_are(visitor: TestClient) -> None:
    for language, told in (("nl", "Kies een van deze: nl, en."), ("en", "Choose one of these: nl, en.")):
        answer = visitor.get("/api/experts?q=a&language=fr", headers={"accept-language": language})
        assert answer.json()["params"]["wanted"] == told


def test_the_description_says_what_is_sent(app: FastAPI) -> None:
    for method, path, operation in operations(app):
        assert "422" not in operation["responses"], path
        assert {"401", "403", "429", "431", "503"} <= set(operation["responses"]), path
        for status, answer in operation["responses"].items():
            kind = "application/json" if status.startswith("2") else "application/problem+json"
            assert list(answer.get("content", ())) == ([] if status == "431" else [kind]), (method, path, status)
        for parameter in operation.get("parameters", []):
            assert parameter["description"].endswith("."), (path, parameter["name"])
        if "parameters" in operation:
            assert "400" in operation["responses"], path
    assert "HTTPValidationError" not in app.openapi()["components"]["schemas"]


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "nl;q=nan"},
        {"accept-language": "nl;q=1e999,en;q=-1"},
        {"accept-language": "," * 600},
        {"accept-language": "n" * 5000},
        {"accept-encoding": "gzip;q=0, ,;"},
        {"accept": "text/html;q=x,,*/*"},
        {"cookie": "as=%00; lang=%E2%98%83"},
        {"cookie": "as=" + "x" * 3000},
        {"cookie": "as=group:x; as=person:; lang"},
        {"sec-fetch-site": "☃".encode().decode("latin-1")},
        {"referer": "http://[broken"},
        {"referer": "http://127.0.0.1:99999/"},
        {"if-none-match": "*", "range": "bytes=0-"},
    ],
    ids=lambda headers: next(iter(headers)),
)
@pytest.mark.parametrize("address", ["/", "/search?q=tank&lang=nl", "/api/me", "/about?lang=nl"])
def test_no_header_breaks_the_site(visitor: TestClient, headers: dict[str, str], address: str) -> None:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    assert visitor.get(address, headers=sent).status_code == 200


@pytest.mark.parametrize("referer", ["http://[broken", "//", "http://127.0.0.1:8000.evil.example/", "x"])
def test_a_broken_origin_of_a_command_is_refused(visitor: TestClient, referer: str) -> None:
    for name in ("origin", "referer"):
        assert visitor.post("/sources/wiki/sync", headers={name: referer}).status_code == 403
