"""One's own tokens, and the audit of them, as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.site import Site
from graph.audit import AuditedAct, AuditEntry, note
from graph.facts import Key
from tests.api.development_site import HERE, development_site, trying
from tests.api.keys import person
from tests.api.small_facts import NOW
from tests.api.small_site import make_app

SECRET = re.compile(r"whoknows_[A-Za-z0-9_-]{40,}")
FORM = {"label": "weekly report", "days": "30", "scope": ["read", "say"]}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = development_site(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def there(site: Site) -> FastAPI:
    return make_app(site)


def as_somebody(there: FastAPI, who: Key = "", language: str = "en") -> TestClient:
    return trying(there, who, origin=HERE, **{"accept-language": language})


def test_a_token_is_made_shown_once_used_and_revoked(there: FastAPI) -> None:
    maaike = as_somebody(there)
    assert "You have no tokens." in maaike.get("/me/tokens").text
    made = maaike.post("/me/tokens", data=FORM)
    assert made.status_code == 201
    assert made.headers["cache-control"] == "private, no-store"
    secret = SECRET.findall(made.text)[0]
    listed = maaike.get("/me/tokens").text
    assert "weekly report" in listed
    assert secret not in listed
    program = trying(there, authorization=f"Bearer {secret}", accept="application/json")
    assert program.get("/api/me").json()["name"] == "Maaike de Smit"
    assert program.get("/api/audit").status_code == 403
    revoke = re.findall(r"/me/tokens/\w+/revoke", listed)[0]
    assert as_somebody(there, person("joost")).post(revoke).status_code == 404
    answer = maaike.post(revoke)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/tokens")
    assert program.get("/api/me").status_code == 401


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"scope": []}, "Nothing was chosen"),
        ({"scope": ["erase"]}, "cannot be for"),
        ({"label": ""}, "label"),
        ({"days": "4000"}, "366"),
        ({"days": "soon"}, "days"),
    ],
)
def test_a_mistake_makes_no_token_and_says_what_is_wanted(
    there: FastAPI, changed: dict[str, object], says: str
) -> None:
    maaike = as_somebody(there)
    answer = maaike.post("/me/tokens", data=FORM | changed)
    assert answer.status_code == 400
    assert says in answer.text
    assert maaike.get("/api/me/tokens").json()["tokens"] == []


def test_no_other_site_makes_or_revokes(there: FastAPI) -> None:
    elsewhere = trying(there, origin="https://evil.example")
    assert elsewhere.post("/me/tokens", data=FORM).status_code == 403


def test_a_token_can_be_for_what_ones_roles_let_one_do(there: FastAPI) -> None:
    assert 'value="curate"' not in as_somebody(there).get("/me/tokens").text
    assert 'value="curate"' in as_somebody(there, person("joost")).get("/me/tokens").text


@pytest.mark.parametrize(
    ("language", "made", "older"), [("en", "A token was made", "Older"), ("nl", "Er is een token gemaakt", "Ouder")]
)
def test_the_audit_tells_who_did_what_and_is_paged(there: FastAPI, language: str, made: str, older: str) -> None:
    maaike, operator = as_somebody(there), as_somebody(there, person("tunde"), language)
    for _ in range(3):
        maaike.post("/me/tokens", data=FORM)
    assert maaike.get("/audit").status_code == 403
    first = operator.get("/audit?limit=2").text
    assert first.count(made) == 2 + 1, "two entries, and the choice of the filter"
    assert "Maaike de Smit" in first
    assert older in first
    following = re.findall(r'href="(/audit[^"]+)"[^>]*>' + older, first)[0].replace("&amp;", "&")
    assert operator.get(following).text.count(made) == 1 + 1
    assert made not in operator.get("/audit?act=erasure-ordered").text.split("</form>")[-1]


def test_the_audit_is_found_by_day_and_names_nobody_who_is_gone(there: FastAPI, site: Site) -> None:
    note(site.store.ledger, AuditEntry(NOW, AuditedAct.ERASURE_ORDERED, "operator", "person:people:erased"))
    operator = as_somebody(there, person("tunde"))
    assert "somebody who is not listed any more" in operator.get("/audit").text
    assert "the operator, at the command line" in operator.get("/audit").text
    assert "Nothing was changed in this time." in operator.get("/audit?since=2040-01-01").text
    assert operator.get("/audit?since=yesterday").status_code == 400
    assert "the operator, at the command line" in operator.get("/audit?since=0001-01-01&until=9999-12-31").text
    assert "Nothing was changed in this time." in operator.get("/audit?until=0001-01-01").text
