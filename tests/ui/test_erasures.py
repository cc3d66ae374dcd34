"""Erasing on the site: found, confirmed, ordered once, followed, and the receipt that names nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.asker import Asker, Role
from api.policy import POLICY, Permission
from api.site import Site
from graph.store import Viewer
from tests.api.keys import person
from tests.api.small_site import client, make_site

MAAIKE, TUNDE = person("maaike"), person("tunde")


@pytest.fixture
def small(tmp_path: Path) -> Site:
    return make_site(tmp_path)


def test_a_person_is_found_and_shown_with_what_would_go(small: Site) -> None:
    visitor = client(small, origin="http://127.0.0.1:8000", cookie=f"as={TUNDE}")
    assert f'href="/erasures/{MAAIKE.replace(":", "%3A")}"' in visitor.get("/erasures?q=maaike").text
    page = visitor.get(f"/erasures/{MAAIKE}").text
    assert "<h1>Erase Maaike de Smit</h1>" in page
    assert '<input type="checkbox" name="sure" value="yes" required>' in page
    told = visitor.get(f"/api/erasures/{MAAIKE}").json()
    assert told["plan"]["accounts"] >= 1
    assert told["plan"]["acts"] >= 1
    assert "verwijderen" in visitor.get(f"/erasures/{MAAIKE}", headers={"accept-language": "nl"}).text


def test_nobody_is_erased_without_the_confirmation(small: Site) -> None:
    visitor = client(small, origin="http://127.0.0.1:8000", cookie=f"as={TUNDE}")
    assert visitor.post(f"/erasures/{MAAIKE}", data={}).status_code == 400
    assert visitor.post(f"/api/erasures/{MAAIKE}").status_code == 400
    assert visitor.post("/erasures/person:people:nobody", data={"sure": "yes"}).status_code == 404
    assert visitor.get("/erasures/person:people:nobody").status_code == 404
    assert small.store.ledger.jobs() == []


def test_an_erasure_is_ordered_once_and_followed_to_its_receipt(small: Site) -> None:
    visitor = client(small, origin="http://127.0.0.1:8000", cookie=f"as={TUNDE}")
    answers = [visitor.post(f"/erasures/{MAAIKE}", data={"sure": "yes"}) for _ in range(2)]
    assert {answer.headers["location"] for answer in answers} == {f"/erasures/{MAAIKE.replace(':', '%3A')}"}
    assert [(job.kind, dict(job.args)) for job in small.store.ledger.jobs()] == [("erase", {"person": MAAIKE})]
    assert "Step 1 of 4" in visitor.get("/erasures").text
    while small.store.erase(MAAIKE):
        pass
    page = visitor.get(f"/erasures/{MAAIKE}")
    assert page.status_code == 200
    assert "maaike" not in page.text.split('<main id="main"')[1].lower()
    listed = visitor.get("/api/erasures").json()["erasures"]
    assert [(each["person"], each["removed"]["finished"]) for each in listed] == [(MAAIKE, True)]


def test_who_may_erase_is_one_line_in_the_policy(small: Site) -> None:
    colleague = Asker(small, Viewer(), "en", roles=frozenset({Role.COLLEAGUE}))
    assert not POLICY[Permission.ERASE](colleague, MAAIKE)
    assert POLICY[Permission.ERASE](Asker(small, Viewer(), "en"), MAAIKE)
