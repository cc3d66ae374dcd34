"""The fields of one's own: each for nobody, the team or everyone, authored, and gone when the person is erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.site import Site
from graph.open_store import open_store
from graph.own_fields import PROFILE
from graph.teams import are_in_one_team
from tests.api.keys import account, document, person
from tests.api.small_facts import CLOSED, HOSTILE, facts
from tests.api.small_site import SYSTEM, make_site, own_site, visiting

MAAIKE, TUNDE, FIELD = person("maaike"), person("tunde"), person("anders")


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with own_site(request, tmp_path) as made:
        yield made


def page_of(site: Site, who: str) -> dict[str, Any]:
    found: dict[str, Any] = visiting(site, who).get(f"/api/people/{MAAIKE}").json()
    return found


def say(site: Site, name: str, value: str, audience: str) -> None:
    answer = visiting(site, MAAIKE).put(f"/api/me/profile/{name}", params={"value": value, "audience": audience})
    assert answer.status_code == 200, answer.text


def test_a_team_is_a_department_or_a_manager_in_common(site: Site) -> None:
    with site.store.view(SYSTEM) as view:
        assert are_in_one_team(view, MAAIKE, TUNDE)
        assert not are_in_one_team(view, MAAIKE, FIELD)


def test_each_field_is_seen_by_whom_it_is_for(site: Site) -> None:
    say(site, "about", "Ask me about valves.", "everyone")
    say(site, "pronouns", "she/her", "team")
    say(site, "working_days", "wed mon", "team")
    say(site, "languages", "nl, fr", "nobody")
    say(site, "links", "https://acme.example/maaike", "everyone")
    mine, team, other = (page_of(site, who) for who in (MAAIKE, TUNDE, FIELD))
    assert {each["about"] for each in (mine, team, other)} == {"Ask me about valves."}
    assert [each["details"]["pronouns"] for each in (mine, team, other)] == ["she/her", "she/her", ""]
    assert [each["details"]["working_days"] for each in (team, other)] == [["mon", "wed"], []]
    assert [each["languages"] for each in (mine, team, other)] == [["nl", "fr"], [], []]
    assert other["details"]["links"] == ["https://acme.example/maaike"]
    shown = visiting(site, TUNDE).get(f"/people/{MAAIKE}").text
    assert "she/her" in shown
    assert "Monday, Wednesday" in shown
    assert 'href="https://acme.example/maaike"' in shown


def test_what_is_not_filled_in_is_as_the_directory_says(site: Site) -> None:
    assert page_of(site, FIELD)["about"] == f"Ask me about tanks. {HOSTILE}"
    say(site, "about", "", "nobody")
    assert page_of(site, FIELD)["about"] is None
    assert page_of(site, MAAIKE)["about"] == f"Ask me about tanks. {HOSTILE}"


def test_fields_outlive_a_sync_and_a_copy_and_go_with_the_person(site: Site, tmp_path: Path) -> None:
    say(site, "pronouns", "she/her", "everyone")
    with site.store.writer() as writer:
        for fact in facts():
            if fact.node.key == account("maaike"):
                writer.put(fact, "run-2")
    assert page_of(site, FIELD)["details"]["pronouns"] == "she/her"
    with closing(open_store(f"sqlite:{tmp_path / 'copy.db'}")) as copy:
        copy.load(site.store.dump())
        assert copy.ledger.get(PROFILE + MAAIKE) == site.store.ledger.get(PROFILE + MAAIKE)
    assert visiting(site, MAAIKE).get("/api/me/data").json()["fields"]["pronouns"]["audience"] == "everyone"
    while site.store.erase(MAAIKE):
        pass
    assert site.store.ledger.get(PROFILE + MAAIKE) is None


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("about", "a" * 301, "own-field-too-long"),
        ("pronouns", "a" * 41, "own-field-too-long"),
        ("about", "a\u202eb", "own-field-too-long"),
        ("languages", "Dutch, French", "own-field-languages"),
        ("links", "javascript:alert(1)", "own-field-links"),
        ("links", "https://user:secret@acme.example", "own-field-links"),
        ("links", " ".join(f"https://acme.example/{number}" for number in range(6)), "own-field-links"),
        ("links", "https://[", "own-field-links"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_and_changes_nothing(
    tmp_path: Path, name: str, value: str, message: str
) -> None:
    made = make_site(tmp_path)
    with closing(made.store):
        answer = visiting(made, MAAIKE).put(f"/api/me/profile/{name}", params={"value": value})
        assert (answer.status_code, answer.json()["message"]) == (400, message)
        assert made.store.ledger.get(PROFILE + MAAIKE) is None


def test_a_form_fills_in_a_field(tmp_path: Path) -> None:
    made = make_site(tmp_path)
    with closing(made.store):
        me = visiting(made, MAAIKE)
        told = {"name": "working_days", "value": ["mon", "tue"], "audience": "team"}
        assert me.post("/me/profile", data=told).headers["location"] == "/me/profile#working_days"
        assert page_of(made, TUNDE)["details"]["working_days"] == ["mon", "tue"]
        assert "checked" in me.get("/me/profile").text
        me.post("/me/profile", data={"name": "photo", "value": "f" * 64, "audience": "team"})
        assert page_of(made, MAAIKE)["details"]["photo"] is None, "a photo is uploaded"


def test_the_page_as_others_see_it_is_what_they_see(site: Site) -> None:
    say(site, "pronouns", "she/her", "team")
    visiting(site, MAAIKE).post("/api/me/statements/hide", params={"about": document("guide")})
    me = visiting(site, MAAIKE)
    for reader, who in (("colleague", FIELD), ("team", TUNDE), ("hr", FIELD)):
        seen = me.get(f"/api/me/as/{reader}").json()
        assert seen["mine"] is None
        theirs = page_of(site, who)
        assert seen["ties"]["works_with"] == theirs["ties"]["works_with"]
        assert {**seen, "reader": "", "said": [], "ties": {}} == {**theirs, "ties": {}}
        assert "Hidden" not in me.get(f"/me/as/{reader}").text
    assert me.get("/me/as/nobody").status_code == 400


def test_the_page_as_the_team_sees_it_has_nothing_that_one_of_them_may_read_alone(site: Site) -> None:
    tunde = visiting(site, TUNDE)
    own = tunde.get(f"/api/people/{TUNDE}").json()
    assert document("secret") in {each["key"] for each in own["timeline"]}
    seen = tunde.get("/api/me/as/team").json()
    assert document("secret") not in {each["key"] for each in seen["timeline"]}
    assert CLOSED not in str(seen)
