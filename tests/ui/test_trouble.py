"""The page of a refusal or failure shows who is signed in; what the gate refuses shows nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.roles import Role
from graph.store import StoreError
from models.index.contract import IndexProblem
from tests.api.keys import person
from tests.api.signed_site import HOME, Browser, SignedSite, signed_site
from tests.api.small_site import make_app, make_site
from tests.oidc_provider import LoopbackProvider, serving_provider

NAME = "Maaike de Smit"


@pytest.fixture(scope="module")
def provider() -> Iterator[LoopbackProvider]:
    with serving_provider() as listening:
        yield listening


@pytest.fixture
def at(tmp_path: Path, provider: LoopbackProvider) -> Iterator[SignedSite]:
    site = make_site(tmp_path)
    yield signed_site(site, provider)
    site.store.close()


@pytest.fixture
def signed_in(at: SignedSite) -> Browser:
    browser = at.browser()
    browser.sign_in()
    return browser


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/documents/document:wiki:never", 404),
        ("/people/person:people:nobody", 404),
        ("/audit", 403),
        ("/search?q=x&page=many", 400),
        (f"/search?q={'x' * 4001}", 400),
    ],
)
def test_an_error_shows_who_is_signed_in(signed_in: Browser, path: str, status: int) -> None:
    answer = signed_in.get(path)
    assert answer.status_code == status
    assert NAME in answer.text
    assert 'action="/sign-out"' in answer.text


def test_wrong_input_shows_who_is_signed_in(signed_in: Browser) -> None:
    large = signed_in.http.post("/me/photo", headers={"origin": HOME}, content=b"x" * (5 << 20))
    wrong = signed_in.http.post("/me/photo", headers={"origin": HOME}, files={"file": ("a.jpg", b"no picture")})
    assert (large.status_code, wrong.status_code) == (413, 400)
    assert NAME in large.text
    assert NAME in wrong.text


@pytest.mark.parametrize(
    ("referer", "way"),
    [
        (f"{HOME}/me/profile?lang=en", "/me/profile?lang=en"),
        (f"{HOME}//evil.example", "/"),
        ("https://evil.example/me/profile", None),
        ("", None),
        ("http://[", None),
    ],
)
def test_wrong_input_leads_back_to_the_page_of_the_form(signed_in: Browser, referer: str, way: str | None) -> None:
    told = signed_in.http.post(
        "/me/photo", headers={"origin": HOME, "referer": referer}, files={"file": ("a.jpg", b"no picture")}
    )
    assert told.status_code == 400
    assert (way is None) == ("Back to the page before this" not in told.text)
    assert way is None or f'href="{way}"' in told.text


@pytest.mark.parametrize(
    ("error", "status"),
    [(RuntimeError("x"), 500), (IndexProblem("index-damaged", path="x"), 503), (StoreError("store-locked"), 503)],
)
def test_a_failure_shows_who_is_signed_in(at: SignedSite, error: Exception, status: int) -> None:
    def index() -> Any:
        raise error

    browser = at.browser()
    browser.sign_in()
    broken = Browser(
        at,
        {"cookie": "; ".join(f"{each.name}={each.value}" for each in browser.http.cookies.jar)},
        make_app(replace(at.site, index=index)),
    )
    answer = broken.get("/search?q=tank")
    assert answer.status_code == status
    assert NAME in answer.text


def test_who_asks_too_often_is_told_so_as_who_they_are(signed_in: Browser) -> None:
    told = next(each for each in (signed_in.get("/audit") for _ in range(700)) if each.status_code == 429)
    assert NAME in told.text


@pytest.mark.parametrize("path", ["/nothing", "/search?q=x&page=many"])
def test_nobody_is_shown_to_who_did_not_sign_in(at: SignedSite, path: str) -> None:
    answer = at.browser().get(path)
    assert "/sign-out" not in answer.text
    assert NAME not in answer.text


def test_what_the_gate_refuses_shows_nobody(signed_in: Browser) -> None:
    elsewhere = {"origin": "https://evil.example"}
    foreign = signed_in.get("/", host="evil.example")
    command = signed_in.http.post("/me/opt-out", headers=elsewhere)
    large = signed_in.http.post("/me/photo", headers=elsewhere, content=b"x" * (5 << 20))
    assert [each.status_code for each in (foreign, command, large)] == [421, 403, 403]
    assert not [each for each in (foreign, command, large) if NAME in each.text]


@pytest.mark.parametrize(
    ("role", "tools"),
    [(None, []), (Role.OPERATOR, ["/audit", "/erasures"]), (Role.PRIVACY_OFFICER, ["/audit", "/erasures"])],
)
def test_pages_for_a_role_are_linked_from_the_page_of_who_has_it(
    at: SignedSite, role: Role | None, tools: list[str]
) -> None:
    browser = at.browser()
    browser.sign_in(realm={"roles": [f"wk-{role}"] if role else []})
    page = browser.get(f"/people/{person('maaike')}").text
    assert [each for each in ("/audit", "/erasures") if f'href="{each}"' in page] == tools
    assert all(browser.get(each).status_code == (200 if each in tools else 403) for each in ("/audit", "/erasures"))
    if role:
        assert 'href="/audit"' in browser.get("/insight").text
