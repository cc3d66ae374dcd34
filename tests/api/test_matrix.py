"""Who may do what: every route of the site, asked by every role about what is their own, another's, and hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.policy import Permission
from api.roles import Role
from api.tokens import make_token
from graph.facts import Key
from tests.api.keys import document, person
from tests.api.routes import routes
from tests.api.signed_site import HOME, Browser, SignedSite, signed_site
from tests.api.small_facts import BUILDING, TOPIC, group
from tests.api.small_site import make_site
from tests.oidc_provider import serving_provider

TABLE = """
            nobody  colleague  curator  source-owner  insight  privacy-officer  operator  token  service
look        all     all        all      all           all      all              all       all    all
read        -       all        all      all           all      all              all       all    -
edit-profile -      all        all      all           all      all              all       -      -
say          -       all        all      all           all      all              all       -      -
agree        -       all        all      all           all      all              all       -      -
curate      -       -          all      -             -        -                -         -      -
sync        -       -          -        all           -        -                all       -      -
operate     -       -          -        -             -        -                all       -      -
erase       -       own        own      own           own      all              all       -      -
audit       -       -          -        -             -        all              all       -      -
insight     -       -          -        -             all      -                -         -      -
oversee     -       -          -        -             all      all              all       -      -
tokens      -       all        all      all           all      all              all       -      -
push        -       -          -        -             -        -                -         -      all
"""
"""`token` is one of a colleague, for reading; `service` one of a program itself. Commands to `say` something are about
oneself by their address. What is hidden is hidden from every role: see below."""
ASKERS = TABLE.split("\n")[1].split()
FORM = {
    "about": document("guide"),
    "name": "about",
    "value": "tanks",
    "state": "{}",
    "label": "x",
    "days": "9",
    "own": group("energy"),
    "other": group("energy"),
}
QUERIES: dict[str, dict[str, str]] = {
    "/search": {"q": "tank"},
    "/api/curation": {"label": "", "language": "nl"},
    "/api/topics/{key}/curation": {"act": "rename"},
    "/api/me/statements/{verb}": {"about": document("guide")},
    "/api/me/profile/{name}": {"value": "tanks", "audience": "everyone"},
    "/api/me/tokens": {"label": "x", "scope": "read"},
    "/api/me/introductions": {"own": group("energy"), "other": group("energy"), "answer": "no"},
}
"""What a route has to be told before it asks the policy."""
LEAVES = "POST /sign-out"
"""Ends the session of who asks, so it is not asked here."""


def expected() -> dict[str, dict[str, str]]:
    """For each permission what each asker may: all, own or -."""
    rows = (line.split() for line in TABLE.strip().split("\n")[1:])
    return {name: dict(zip(ASKERS, cells, strict=True)) for name, *cells in rows}


@dataclass(frozen=True)
class RouteRequest:
    """One request: its route and permission, its address, and whose the resource is: own, other, hidden or none."""

    route: str
    permission: str
    address: str
    whose: str


def resources(path: str) -> list[tuple[str, Key]]:
    """The resources that stand in this path, by whose they are for Maaike."""
    if "{key}" not in path:
        return [("none", "")]
    if "/people/" in path or "/erasures/" in path:
        return [("own", person("maaike")), ("other", person("joost")), ("hidden", person("nobody"))]
    if "/documents/" in path:
        return [("other", document("guide")), ("hidden", document("secret"))]
    return [("other", TOPIC if "/topics/" in path else BUILDING if "/places/" in path else group("energy"))]


def requests(app: FastAPI) -> list[RouteRequest]:
    """Every route with every resource."""
    filled = {
        "topic": TOPIC,
        "name": "wiki",
        "job": "1",
        "verb": "like",
        "act": "made-up",
        "token": "made-up",
        "code": "made-up",
        "reader": "colleague",
    }
    found = []
    for route, permission in sorted(routes(app), key=lambda each: each[0]):
        path = route.partition(" ")[2].replace("/profile/{name}", "/profile/about")
        for whose, key in resources(path):
            address = re.sub(r"\{(\w+)\}", lambda told, key=key: filled.get(told[1], key), path)
            found.append(RouteRequest(route, str(permission), address, whose))
    return [each for each in found if each.route != LEAVES]


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedSite]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    site = make_site(folder)
    with serving_provider() as provider:
        yield signed_site(site, provider)
    site.store.close()


@pytest.fixture(scope="module")
def browsers(at: SignedSite) -> dict[str, Browser]:
    """Maaike in every role, nobody, and programs."""
    found = {"nobody": at.browser(accept="application/json")}
    for role in Role:
        found[role.value] = at.browser(accept="application/json")
        found[role.value].sign_in(realm={"roles": [f"wk-{role}"]})
    for name, owner, scope in (("token", person("maaike"), "read"), ("service", "service:crm", "push")):
        made = make_token(at.site.store.ledger, owner, name, (scope,), 9, at.clock(), "operator")
        found[name] = at.browser(accept="application/json", authorization=f"Bearer {made.secret}")
    return found


def ask(at: SignedSite, browser: Browser, asked: RouteRequest) -> httpx.Response:
    at.clock.at += 1  # so that nobody asks too often
    method = asked.route.partition(" ")[0]
    form = FORM if method == "POST" and not asked.address.startswith("/api/") else None
    files = {"file": b"no picture"} if method == "POST" and asked.address.endswith("/photo") else None
    params = QUERIES.get(asked.route.partition(" ")[2])
    return browser.http.request(method, asked.address, params=params, data=form, files=files, headers={"origin": HOME})


def let_in(answer: httpx.Response) -> bool:
    """Whether the policy let this in, whatever came of it then."""
    to_sign_in = answer.headers.get("location", "").startswith("/sign-in?")
    return answer.status_code not in (401, 403, 429) and not to_sign_in


def test_every_permission_of_a_route_is_in_the_table(at: SignedSite) -> None:
    named = {str(permission) for _, permission in routes(at.app)}
    assert named == set(expected())
    assert {each.value for each in Permission} - named == {"ask-as", "edit-group"}
    assert len(requests(at.app)) > 70


@pytest.mark.parametrize("who", ASKERS)
def test_every_route_lets_in_whom_the_table_says(at: SignedSite, browsers: dict[str, Browser], who: str) -> None:
    table, wrong = expected(), []
    for asked in requests(at.app):
        may = table[asked.permission][who]
        answer = ask(at, browsers[who], asked)
        program = who in ("token", "service") and not asked.address.startswith("/api/")
        wanted = asked.permission == "look" if program else may == "all" or (may == "own" and asked.whose == "own")
        if asked.route.endswith("/sign-in/callback"):
            wanted = True
        if let_in(answer) is not wanted:
            wrong.append(f"{asked.route} {asked.whose}: {answer.status_code} {answer.text[:80]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", [role.value for role in Role])
def test_no_role_tells_what_is_hidden_from_what_is_not_there(
    at: SignedSite, browsers: dict[str, Browser], who: str
) -> None:
    reader = [each for each in requests(at.app) if each.permission == "read" and each.whose == "hidden"]
    assert len(reader) >= 6
    for asked in reader:
        missing = re.sub(r"(document|person):([a-z]+):[^/]+", r"\1:\2:aaaaaaaaaaaaaaaa", asked.address)
        hidden = ask(at, browsers[who], asked)
        absent = ask(at, browsers[who], RouteRequest(asked.route, asked.permission, missing, asked.whose))
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.text == absent.text
