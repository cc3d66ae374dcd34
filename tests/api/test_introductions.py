"""Who could introduce two units: asked on one's own page, named in insight only after a yes; nobody learns of a no."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.site import Site
from graph.audit import AuditedAct, read_audit
from graph.facts import Edge, EdgeKind, Introduction, Key
from graph.introducing import AGAIN
from graph.store import Viewer
from tests.api.keys import person
from tests.api.small_facts import FIELD_WORKERS, NOW, OTHER_TOPIC, TOPIC, group
from tests.api.small_site import SYSTEM, client, own_site, visiting
from tests.models.graphs import organisation_graph

MAAIKE, TUNDE, JOOST = person("maaike"), person("tunde"), person("joost")
ENERGY, FIELD = group("energy"), group("field")
PEOPLE = sorted(["maaike", "tunde", "joost", *FIELD_WORKERS])
IN_ENERGY = {"maaike", "tunde", "joost", "anders", "bente"}
GAP = f"/insight/gaps?one={ENERGY}&other={FIELD}"
MINE = f"/people/{MAAIKE}"
SECTION = 'id="introduce"'


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """Two departments that know the same two topics; Maaike wrote about one of them for everyone to read."""
    with own_site(request, tmp_path) as made:
        graph = organisation_graph(
            PEOPLE,
            work={"maaike": {TOPIC: 2.0, OTHER_TOPIC: 1.0}, "casper": {TOPIC: 1.0, OTHER_TOPIC: 2.0}},
            department={name: ENERGY if name in IN_ENERGY else FIELD for name in PEOPLE},
            groups={"group:wiki:choir": ["maaike", "casper"]},
        )
        yield replace(made, organisation_graph=lambda: graph)


def asked(site: Site, who: Key = MAAIKE) -> list[dict[str, Any]]:
    mine = visiting(site, who).get(f"/api/people/{who}").json()["mine"]
    return [each for each in mine["introductions"] if not each["answer"]]


def kept(site: Site, viewer: Viewer = SYSTEM) -> list[Edge]:
    with site.store.view(viewer) as view:
        return list(view.all_edges(EdgeKind.INTRODUCES))


def say(site: Site, answer: str, who: Key = MAAIKE) -> int:
    told = visiting(site, who).post("/api/me/introductions", params={"own": ENERGY, "other": FIELD, "answer": answer})
    return told.status_code


def named(site: Site, who: Key = TUNDE) -> list[dict[str, Any]]:
    page = visiting(site, who).get("/api" + GAP).json()
    found: list[dict[str, Any]] = page["opened"]["introducers"]
    return found


def test_who_could_is_asked_and_reads_what_would_be_told(site: Site) -> None:
    (question,) = asked(site)
    assert (question["own"]["key"], question["other"]["key"]) == (ENERGY, FIELD)
    assert [each["key"] for each in question["shared"]] == [TOPIC], "what not everyone may read is not asked about"
    reason = question["reason"]
    assert [each["key"] for each in reason["topics"]] == [TOPIC]
    assert (reason["works_with"], reason["grouped"], reason["same_building"]) == (False, True, False)
    page = visiting(site, MAAIKE).get(MINE).text
    assert SECTION in page
    assert page.count('name="answer" value="') == 3
    assert asked(site, TUNDE) == []
    assert SECTION not in visiting(site, TUNDE).get(f"/people/{TUNDE}").text
    assert SECTION not in visiting(site, TUNDE).get(MINE).text, "nobody else reads that somebody is asked"


def test_nobody_is_named_before_they_agreed_and_the_page_does_not_tell_who_was_asked(site: Site) -> None:
    before = visiting(site, TUNDE).get(GAP).text
    assert named(site) == []
    assert say(site, "no") == 200
    assert named(site) == []
    assert visiting(site, TUNDE).get(GAP).text == before
    assert say(site, "later") == 200
    assert visiting(site, TUNDE).get(GAP).text == before
    assert say(site, "yes") == 200
    (found,) = named(site)
    assert (found["person"], found["own"]["key"]) == (MAAIKE, ENERGY)
    assert [each["key"] for each in found["reason"]["topics"]] == [TOPIC]
    page = visiting(site, TUNDE).get(GAP).text
    assert "Maaike de Smit" in page
    assert "Maaike" not in visiting(site, TUNDE).get("/insight/gaps").text
    with_less = replace(site, teams_only=True)
    assert named(with_less) == []
    assert asked(with_less) == []


def test_an_answer_is_read_by_oneself_alone_and_can_be_taken_back(site: Site) -> None:
    assert say(site, "no") == 200
    assert [(type(each), each.start, each.end, each.role) for each in kept(site)] == [
        (Introduction, MAAIKE, FIELD, "no")
    ]
    assert kept(site, site.viewer_of(TUNDE)) == []
    assert kept(site, Viewer()) == []
    me = visiting(site, MAAIKE)
    held = me.get("/api/me/data").json()["statements"]
    assert [(each["kind"], each["about"]["key"], each["role"]) for each in held] == [("introduces", FIELD, "no")]
    assert "May not be named" in me.get("/me/data").text
    assert asked(site) == []
    assert "you said no" in me.get(MINE).text
    assert me.delete("/api/me/introductions", params={"own": ENERGY, "other": FIELD}).json()["changed"]
    assert kept(site) == []
    assert len(asked(site)) == 1


def test_who_says_not_now_is_asked_again_after_three_months(site: Site) -> None:
    assert say(site, "later") == 200
    assert asked(site) == []
    much_later = replace(site, now=lambda: NOW + AGAIN)
    assert len(asked(much_later)) == 1


def test_only_what_was_asked_is_answered_and_only_in_person(site: Site) -> None:
    assert say(site, "yes", TUNDE) == 404
    answer = visiting(site, MAAIKE).post(
        "/api/me/introductions", params={"own": ENERGY, "other": group("hydrogen"), "answer": "yes"}
    )
    assert (answer.status_code, answer.json()["message"]) == (404, "introduction-not-asked")
    assert kept(site) == []


@pytest.mark.parametrize("unit", [FIELD, ENERGY, "999", "", "person:people:maaike", "group:people:\u0000"])
def test_nothing_is_taken_back_that_was_not_answered(site: Site, unit: str) -> None:
    answer = visiting(site, MAAIKE).delete("/api/me/introductions", params={"own": unit, "other": unit})
    assert (answer.status_code, answer.json()["changed"]) == (200, False)


def test_a_yes_is_noted_and_a_no_is_not(site: Site) -> None:
    def noted() -> list[tuple[str, str, str | None]]:
        found = read_audit(site.store.ledger)
        return [(each.act.value, each.by, each.about) for each in found if each.act is not AuditedAct.INSIGHT_OPENED]

    for answer in ("no", "later", "no"):
        assert say(site, answer) == 200
    assert noted() == []
    assert say(site, "yes") == 200
    assert say(site, "yes") == 200
    assert noted() == [("introducer-agreed", MAAIKE, MAAIKE)]
    assert say(site, "no") == 200
    assert sorted(each[0] for each in noted()) == ["introducer-agreed", "introducer-withdrew"]
    visiting(site, TUNDE).get(GAP)
    opened = read_audit(site.store.ledger, act=AuditedAct.INSIGHT_OPENED)[0]
    assert (opened.details["unit"], opened.details["other"]) == (ENERGY, FIELD)


def test_who_opts_out_or_moves_is_named_no_more(site: Site) -> None:
    assert say(site, "yes") == 200
    with site.store.writer() as writer:
        writer.say(Edge(EdgeKind.OPTS_OUT, MAAIKE, MAAIKE, at=NOW))
    assert named(site) == []
    with site.store.writer() as writer:
        writer.unsay(Edge(EdgeKind.OPTS_OUT, MAAIKE, MAAIKE))
    assert len(named(site)) == 1
    elsewhere = organisation_graph(
        PEOPLE,
        work={"maaike": {TOPIC: 2.0, OTHER_TOPIC: 1.0}, "joost": {TOPIC: 1.0, OTHER_TOPIC: 2.0}},
        department={name: ENERGY if name in IN_ENERGY - {"maaike"} | {"casper"} else FIELD for name in PEOPLE},
    )
    moved = replace(site, organisation_graph=lambda: replace(elsewhere, at=elsewhere.at + 1))
    assert named(moved) == [], "they agreed as somebody of their unit then"
    assert len(asked(moved)) == 1


def test_the_form_leads_back_and_can_be_undone(site: Site) -> None:
    me = client(site, origin="http://127.0.0.1:8000")
    me.cookies.set("as", MAAIKE)
    told = me.post(
        "/me/introductions", data={"own": ENERGY, "other": FIELD, "answer": "yes", "back": f"{MINE}#introduce"}
    )
    assert (told.status_code, told.headers["location"]) == (303, f"{MINE}#introduce")
    page = me.get(MINE).text
    assert "You may be named" in page
    assert 'action="/me/undo"' in page
    undone = me.post("/me/undo", data={"about": FIELD, "state": json.dumps({}), "back": MINE})
    assert undone.status_code == 303
    assert kept(site) == []
    again = me.post("/me/undo", data={"about": FIELD, "state": json.dumps({"introduces": "yes", "within": ENERGY})})
    assert again.status_code == 303
    assert [each.role for each in kept(site)] == ["yes"]


def test_the_question_is_asked_in_both_languages(site: Site) -> None:
    me = visiting(site, MAAIKE)
    assert "Mag u genoemd worden?" in me.get(MINE, headers={"accept-language": "nl"}).text
    assert "May you be named?" in me.get(MINE, headers={"accept-language": "en"}).text
