"""Everything that is held about somebody is told to them, and they can have it forgotten with a receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.asker import Asker, Role
from api.commands import order_erasure
from api.pages.erasure import ErasureQuery, show_erasure
from api.policy import Permission, allow
from api.problems import Refused
from api.site import Site
from graph.facts import Edge, EdgeKind, Endorsement, Judgement, Verdict
from graph.judgements import OPERATOR
from graph.store import Viewer
from tests.api.keys import account, document, person
from tests.api.small_facts import CLOSED, TOPIC, facts, group
from tests.api.small_site import client, own_site, visiting

MAAIKE, TUNDE, JOOST = person("maaike"), person("tunde"), person("joost")


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with own_site(request, tmp_path) as made:
        yield made


def told(site: Site, who: str) -> dict[str, Any]:
    answer = visiting(site, who).get("/api/me/data")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_what_sources_say_and_what_follows_is_all_there(site: Site) -> None:
    held = told(site, MAAIKE)
    assert [each["account"]["key"] for each in held["accounts"]] == [account("maaike")]
    assert held["accounts"][0]["account"]["phone"] == "+31 15 200 3000"
    wrote = {each["document"]["key"] for each in held["acts"] if each["kind"] == "wrote"}
    assert wrote == {document(native) for native in ("guide", "valves", "hostile")}
    assert {(each["kind"], each["about"]["key"]) for each in held["ties"]} >= {
        ("member_of", group("energy")),
        ("reports_to", account("tunde")),
        ("manages", account("joost")),
    }
    (topic,) = held["inferred"]
    assert topic["topic"]["key"] == TOPIC
    assert {each["key"] for each in topic["documents"]} == {document(native) for native in ("guide", "valves", "diary")}


def test_what_is_said_is_there_and_what_others_keep_to_themselves_is_not(site: Site) -> None:
    mine = [
        Edge(EdgeKind.HIDES, MAAIKE, document("hostile"), at=1),
        Edge(EdgeKind.FOLLOWS, MAAIKE, TUNDE, at=2),
        Edge(EdgeKind.CLAIMS, MAAIKE, TOPIC, at=3, role="used-to"),
        Edge(EdgeKind.PAUSES, MAAIKE, MAAIKE, at=4, role="2030-01-01"),
        Edge(EdgeKind.OPTS_OUT, MAAIKE, MAAIKE, at=5),
    ]
    theirs = [
        Edge(EdgeKind.THANKS, TUNDE, MAAIKE, at=6),
        Endorsement(EdgeKind.ENDORSES, JOOST, MAAIKE, at=7, topic=TOPIC),
        Edge(EdgeKind.FOLLOWS, JOOST, MAAIKE, at=8),
    ]
    with site.store.writer() as writer:
        assert all(writer.say(edge) for edge in (*mine, *theirs))
    held = told(site, MAAIKE)
    assert [each["kind"] for each in held["statements"]] == ["opts_out", "pauses", "claims", "follows", "hides"]
    assert [(each["kind"], each["by"]["key"]) for each in held["others"]] == [("endorses", JOOST), ("thanks", TUNDE)]
    assert held["opted_out"]
    assert held["inferred"] == []
    page = visiting(site, MAAIKE).get("/me/data").text
    assert "Says to have known about" in page
    assert "Tunde Okafor" in page


def test_what_they_may_not_read_is_counted_and_not_shown(site: Site) -> None:
    assert document("secret") in {each["document"]["key"] for each in told(site, TUNDE)["acts"]}
    held = told(site, JOOST)
    assert held["elsewhere"] == {"edited": 1}
    assert "Reorganisatie" not in visiting(site, JOOST).get("/me/data").text
    assert CLOSED not in str(held)


def test_that_a_hidden_document_names_them_is_not_even_counted(site: Site) -> None:
    hidden = next(fact for fact in facts() if fact.node.key == document("secret"))
    named = Edge(EdgeKind.NAMED, account("maaike"), document("secret"), at=1, count=1)
    with site.store.writer() as writer:
        writer.put(replace(hidden, edges=(*hidden.edges, named)), "run-2")
    assert told(site, MAAIKE)["elsewhere"] == {}


def test_decisions_about_them_are_there(site: Site) -> None:
    said = Judgement("1-a", account("maaike"), JOOST, Verdict.DIFFERENT, OPERATOR, 5, "two people")
    with site.store.writer() as writer:
        writer.judge(said)
    assert [each["reason"] for each in told(site, MAAIKE)["decisions"]] == ["two people"]
    assert told(site, TUNDE)["decisions"] == []


def test_nobody_in_particular_holds_nothing(site: Site) -> None:
    nobody = client(replace(site, viewer_of=lambda _: Viewer()))
    assert nobody.get("/api/me/data").status_code == 403


def test_everybody_may_have_themselves_forgotten_and_keeps_a_receipt(site: Site) -> None:
    joost = Asker(site, site.viewer_of(JOOST), "en", roles=frozenset({Role.COLLEAGUE}))
    allow(Permission.ERASE, joost, JOOST)
    with pytest.raises(Refused):
        order_erasure(joost, MAAIKE, sure=True)
    visitor = visiting(site, JOOST)
    assert "<h1>Forget me</h1>" in visitor.get(f"/erasures/{JOOST}").text
    assert show_erasure(joost, ErasureQuery(JOOST)).plan is None, "its numbers would tell of hidden documents"
    answer = visitor.post(f"/erasures/{JOOST}", data={"sure": "yes"})
    address = answer.headers["location"]
    assert (answer.status_code, address.startswith("/receipts/")) == (303, True)
    assert "Step 1 of 4" in visitor.get(address).text
    while site.store.erase(JOOST):
        pass
    shown = visitor.get(address)
    assert (shown.status_code, "joost" in shown.text.split("<main")[1].casefold()) == (200, False)
    assert visitor.get(f"/api{address}").json()["erasure"]["removed"]["finished"]
    assert visitor.get("/receipts/" + "0" * 32).status_code == 404
