"""Edit in place: every change of one's own page leads back to it, is told there once, and is undone with a click."""

from __future__ import annotations

import html
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.site import Site
from tests.api.keys import document, person
from tests.api.small_facts import TOPIC
from tests.api.small_site import client, make_site, own_site

MAAIKE, TUNDE = person("maaike"), person("tunde")
MINE = f"/people/{MAAIKE}"
CHANGES = {
    "about": ("/me/profile", {"name": "about", "value": "Ask me about valves.", "audience": "team"}),
    "photo": ("/me/profile", {"name": "photo", "audience": "nobody"}),
    "hide": ("/me/statements/hide", {"about": TOPIC}),
    "hide-document": ("/me/statements/hide", {"about": document("guide")}),
    "claim": ("/me/statements/claim", {"about": TOPIC}),
    "used-to": ("/me/statements/claim", {"about": TOPIC, "role": "used-to"}),
    "opt-out": ("/me/opt-out", {}),
}


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with own_site(request, tmp_path) as made:
        yield made


def browser(site: Site, who: str = MAAIKE) -> TestClient:
    """This colleague with a browser that keeps cookies."""
    found = client(site, origin="http://127.0.0.1:8000")
    found.cookies.set("as", who)
    return found


def press(me: TestClient, path: str, data: dict[str, str]) -> str:
    """Give a command of a form, and the page that is shown next."""
    answer = me.post(path, data={"back": f"{MINE}#knows", **data})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{MINE}#knows")
    return me.get(MINE).text


def undo(page: str) -> dict[str, str]:
    """The hidden fields of the form that undoes the change that this page tells."""
    form = re.search(r'<form class="say" method="post" action="/me/undo">(.*?)</form>', page, re.S)
    assert form is not None
    told = re.findall(r'name="(about|state)" value="([^"]*)"', form[1])
    return {name: html.unescape(value) for name, value in told}


def held(me: TestClient) -> tuple[object, ...]:
    told = me.get(f"/api{MINE}").json()
    return told["mine"], told["claims"], told["about"]


def test_every_change_is_told_once_and_undone_as_it_was(site: Site) -> None:
    me = browser(site)
    press(me, *CHANGES["claim"])
    for change in CHANGES.values():
        before = held(me)
        page = press(me, *change)
        if held(me) == before:
            assert 'class="note done"' not in page
            continue
        assert 'class="note done"' in page
        again = press(me, "/me/undo", undo(page))
        assert held(me) == before
    assert 'class="note done"' not in me.get(MINE).text, "it is told on one page only"
    press(me, "/me/undo", undo(again))
    assert held(me) != before, "what was undone can be done again in the same way"


def test_the_owner_sees_each_field_with_who_sees_it_and_nobody_else_sees_a_form(tmp_path: Path) -> None:
    made = make_site(tmp_path)
    with closing(made.store):
        page = press(browser(made), *CHANGES["about"])
        assert "Ask me about valves." in page
        assert "seen by my team" in page
        assert page.count('<details class="edit"') == 6, "a control for each field"
        assert "do not let this one count" in page
        theirs = browser(made, TUNDE).get(MINE).text
        assert "Ask me about valves." in theirs
        assert not [each for each in ("/me/profile", "/me/photo", "seen by", "edit-") if each in theirs]


WRONG_COOKIES = ("", "x", "e30=", "W10=", urlsafe_b64encode(b'{"about":1}').decode(), "\xff")
WRONG_STATES = [
    ("about", json.dumps({"value": "a" * 301, "audience": "everyone"}), 400),
    (document("nothing"), json.dumps({"hide": ""}), 404),
    (TUNDE, json.dumps({"claim": ""}), 303),
    ("made-up", "not json", 303),
]


def test_what_comes_back_from_a_browser_is_read_as_something_that_anybody_may_have_sent(tmp_path: Path) -> None:
    made = make_site(tmp_path)
    with closing(made.store):
        for cookie in WRONG_COOKIES:
            answer = client(made).get(MINE, headers={"cookie": f"as={MAAIKE}; changed={cookie}".encode("latin-1")})
            assert answer.status_code == 200
            assert 'class="note done"' not in answer.text
        me = browser(made)
        before = held(me)
        for about, state, status in WRONG_STATES:
            assert me.post("/me/undo", data={"about": about, "state": state}).status_code == status
            assert held(me) == before
        me.post("/me/undo", data={"about": "about", "state": "[]"})
        assert me.get(f"/api{MINE}").json()["mine"]["fields"][0]["audience"] == "nobody", "unreadable: for nobody"
