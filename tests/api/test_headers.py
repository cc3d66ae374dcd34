"""Every answer of every route keeps ZAP's passive rules: pages, JSON, files, errors; on each kind of site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.roles import Role
from api.site import Site
from tests.api.development_site import HERE, tried
from tests.api.header_rules import RULES, broken
from tests.api.keys import person
from tests.api.signed_site import HOME, SignedSite, signed_site
from tests.api.small_site import caller, make_app, make_site
from tests.api.test_matrix import FORM, QUERIES, requests
from tests.oidc_provider import serving_provider

ERRORS = (
    "/nothing",
    "/api/nothing",
    "/static/nothing",
    "/search?page=x",
    "/api/search?q=tank&page=x",
    f"/people/{person('nobody')}",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("headers")
    site = make_site(folder)
    yield site
    site.store.close()


def answers(app: FastAPI, site: SignedSite | None, browser: TestClient, origin: str) -> Iterator[httpx.Response]:
    """The answer of every route to this browser, as a page and as JSON, and those of errors."""
    for asked in requests(app):
        method, _, route = asked.route.partition(" ")
        form = FORM if method == "POST" and not asked.address.startswith("/api/") else None
        for accept in ("text/html", "application/json"):
            if site is not None:
                site.clock.at += 1  # so that nobody asks too often
            headers = {"origin": origin, "accept": accept}
            yield browser.request(method, asked.address, params=QUERIES.get(route), data=form, headers=headers)
    for path in ERRORS:
        yield browser.get(path)
    yield browser.post("/", headers={"origin": origin})
    yield browser.post("/me/statements/like", data={"about": "x" * 9000}, headers={"origin": origin})
    yield browser.post("/me/statements/like", headers={"origin": "https://evil.example"})
    yield browser.get("/", headers={"host": "evil.example"})
    yield browser.get("/?lang=nl", headers={"sec-fetch-site": "same-origin"})


def test_a_site_at_this_machine_keeps_every_rule(made: Site) -> None:
    app = make_app(made)
    wrong = [each for answer in answers(app, None, caller(app), HERE) for each in broken(answer, https=False)]
    assert not wrong, "\n".join(wrong)


def test_a_site_that_is_tried_keeps_every_rule(made: Site) -> None:
    app = make_app(tried(made))
    wrong = [each for answer in answers(app, None, caller(app), HERE) for each in broken(answer, https=False)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["nobody", "operator"])
def test_a_site_behind_https_keeps_every_rule(made: Site, who: str) -> None:
    with serving_provider() as provider:
        at = signed_site(made, provider)
        browser = at.browser()
        if who == "operator":
            answer = browser.sign_in(realm={"roles": [f"wk-{role}" for role in Role]})
            assert not list(broken(answer, https=True))
        wrong = [each for found in answers(at.app, at, browser.http, HOME) for each in broken(found, https=True)]
    assert not wrong, "\n".join(wrong)


def test_a_failure_keeps_every_rule(made: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("ui.rendering.render", lambda *_: fail())
    answer = caller(make_app(made), accept="application/json").get("/about")
    assert answer.status_code == 500
    assert not list(broken(answer, https=False))


def test_the_rules_find_what_they_are_for() -> None:
    request = httpx.Request("GET", "https://who.example.org/")
    page = '<script>x()</script><img src="http://evil.example/x.png"><a target="_blank" href="/">x</a><!-- todo -->'
    headers = {"content-type": "text/html", "server": "x/1.0", "access-control-allow-origin": "*", "set-cookie": "a=b"}
    found = list(broken(httpx.Response(200, headers=headers, text=page + "10.0.0.1", request=request), https=True))
    assert len(found) == len(RULES)
