"""Every answer of every route keeps ZAP's passive rules: pages, JSON, files, errors; on each kind of site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.headers import security_headers
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


GOOD = {
    **security_headers("https://who.example.org", None),
    "cache-control": "private, no-store",
    "content-type": "text/html; charset=utf-8",
}
SCRIPT = {"content-type": "text/javascript; charset=utf-8"}
LOOSE = GOOD["content-security-policy"].replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
BREAKS: dict[str, list[tuple[dict[str, str], str]]] = {
    "10038 10055": [
        ({"content-security-policy": LOOSE}, ""),
        ({"content-security-policy": LOOSE.replace("'unsafe-inline'", "https:")}, ""),
        ({"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}, ""),
    ],
    "10020": [({"x-frame-options": "SAMEORIGIN"}, "")],
    "10021": [({"x-content-type-options": ""}, "")],
    "10019 90011": [({"content-type": "text/html"}, "<p>x")],
    "10015 10049": [({"cache-control": "public, max-age=60"}, ""), ({"cache-control": "private"}, "")],
    "10035": [({"strict-transport-security": ""}, ""), ({"strict-transport-security": "max-age=60"}, "")],
    "10036 10037 10061 10052 10056": [({"server": "x/1.0"}, ""), ({"x-powered-by": "x"}, "")],
    "10010 10011 10054 90033": [
        ({"set-cookie": "__Host-a=b; Secure; Path=/; SameSite=Lax"}, ""),
        ({"set-cookie": "__Host-a=b; HttpOnly; Path=/; SameSite=Lax"}, ""),
        ({"set-cookie": "__Host-a=b; HttpOnly; Secure; Path=/"}, ""),
        ({"set-cookie": "__Host-a=b; HttpOnly; Secure; Path=/; SameSite=None"}, ""),
        ({"set-cookie": "a=b; HttpOnly; Secure; Path=/; SameSite=Lax"}, ""),
        ({"set-cookie": "__Host-a=b; HttpOnly; Secure; Path=/; SameSite=Lax; Domain=example.org"}, ""),
    ],
    "10063": [({"permissions-policy": "camera=()"}, "")],
    "90004": [({name: "unsafe-none"}, "") for name in GOOD if name.startswith("cross-origin")],
    "10098": [({"access-control-allow-origin": "*"}, "")],
    "10025 10024": [({"referrer-policy": "unsafe-url"}, "")],
    "10017 10040 90003": [({}, '<img src="http://evil.example/x.png">'), ({}, '<link href="//cdn.example/x.css">')],
    "10055 inline": [
        ({}, "<script>x()</script>"),
        ({}, '<p style="color:red">'),
        ({}, '<p onclick="x()">'),
        ({}, '<a href="javascript:x()">x</a>'),
    ],
    "10108": [({}, '<a target="_blank" href="/">x</a>')],
    "2 10023 90022 10099": [({}, "10.0.0.1"), ({}, "192.168.1.20"), ({}, "Traceback (most recent call last)")],
    "10027": [({}, "<!-- todo -->"), (SCRIPT, "// TODO: the password"), (SCRIPT, "/* a hack */")],
    "10110": [(SCRIPT, "eval(text)"), (SCRIPT, "box.innerHTML = text")],
    "3 10024": [({}, '<a href="/people?token=x">x</a>')],
    "10026 10031": [({}, '<form method="post"></form>'), ({}, '<form action="/x"></form>')],
    "10033": [({}, "<title>Index of /</title>")],
    "10044 10028": [({"location": "https://evil.example/"}, ""), ({"location": "/"}, "x" * 300)],
    "10105 10101": [({"www-authenticate": 'Basic realm="x"'}, "")],
}


def answer_with(headers: dict[str, str], text: str) -> httpx.Response:
    """An answer that keeps every rule, with these headers in the place of its own; an empty one is left out."""
    told = {name: value for name, value in (GOOD | headers).items() if value}
    status = 303 if "location" in headers else 200
    request = httpx.Request("GET", "https://who.example.org/")
    return httpx.Response(status, headers=told, content=text.encode(), request=request)


def test_each_rule_has_its_cases_and_an_answer_can_keep_them_all() -> None:
    assert BREAKS.keys() == RULES.keys()
    assert not list(broken(answer_with({}, "<p>Text.</p>"), https=True))
    assert not list(broken(answer_with(SCRIPT, "// What was typed last is asked for."), https=True))


@pytest.mark.parametrize(
    ("number", "headers", "text"),
    [(number, headers, text) for number, cases in BREAKS.items() for headers, text in cases],
)
def test_a_rule_finds_what_it_is_for_and_no_other_does(number: str, headers: dict[str, str], text: str) -> None:
    found = list(broken(answer_with(headers, text), https=True))
    assert [each.partition(" GET ")[0] for each in found] == [number]
