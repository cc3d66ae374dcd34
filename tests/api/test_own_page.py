"""The page about oneself: what is hidden, claimed or opted out of acts in answers at once and is undone as easily."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.site import Site
from graph.facts import Fact, Group, GroupKind, Topic
from graph.open_store import open_store
from graph.store import Viewer
from tests.api.keys import account, document, person
from tests.api.small_facts import OTHER_TOPIC, TOPIC, facts, group
from tests.api.small_site import client, make_site
from tests.graph.neo4j.stores import emptied
from whoknows.jobs.index import follow

ORIGIN = {"origin": "http://127.0.0.1:8000"}
QUESTION = "/api/experts?q=waterstofopslag"
MAAIKE, TUNDE, JOOST = person("maaike"), person("tunde"), person("joost")
SOON = 15.0
"""Seconds after which a wait is given up, on a machine that does much else; `python -m bench.hosts` has the figure."""


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site of which the index is followed, as when it serves."""
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    made, stop = make_site(tmp_path, store), Event()
    following = Thread(target=follow, args=(made.store, tmp_path / "index", stop.is_set), kwargs={"ear": lambda: None})
    following.start()
    with closing(made.store):
        yield made
        stop.set()
        following.join()


@pytest.fixture
def me(site: Site) -> Iterator[TestClient]:
    with client(site, cookie=f"as={MAAIKE}", **ORIGIN) as visitor:
        yield visitor


@pytest.fixture
def other(site: Site) -> Iterator[TestClient]:
    with client(site, cookie=f"as={TUNDE}", **ORIGIN) as visitor:
        yield visitor


def soon(holds: Callable[[], bool]) -> None:
    """Wait until this holds."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < SOON
        time.sleep(0.02)


def found(visitor: TestClient) -> list[str]:
    return [each["person"] for each in visitor.get(QUESTION).json()["people"]]


def topics_of(visitor: TestClient) -> list[str]:
    return [each["topic"]["key"] for each in visitor.get(f"/api/people/{MAAIKE}").json()["topics"]]


def press(visitor: TestClient, verb: str, about: str, **more: str) -> None:
    answer = visitor.post(f"/me/statements/{verb}", data={"about": about, "back": f"/people/{MAAIKE}", **more})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{MAAIKE}")


def test_a_hidden_topic_leaves_page_and_answers_soon_and_comes_back(me: TestClient, other: TestClient) -> None:
    assert topics_of(other) == topics_of(me) == [TOPIC]
    assert found(other)[0] == MAAIKE
    press(me, "hide", TOPIC)
    assert topics_of(me) == [], "the owner sees it at once"
    soon(lambda: topics_of(other) == [] and MAAIKE not in found(other))
    assert [each["key"] for each in me.get(f"/api/people/{MAAIKE}").json()["mine"]["topics"]] == [TOPIC]
    press(me, "hide", TOPIC, undo="yes")
    soon(lambda: topics_of(other) == [TOPIC] and found(other)[0] == MAAIKE)


def test_nobody_else_sees_that_something_is_hidden(site: Site, me: TestClient, other: TestClient) -> None:
    press(me, "hide", TOPIC)
    press(me, "hide", document("guide"))
    soon(lambda: topics_of(other) == [])
    told = other.get(f"/api/people/{MAAIKE}").json()
    assert told["mine"] is None
    page = other.get(f"/people/{MAAIKE}").text
    assert "Hidden" not in page
    assert not [path for path in ("/me/statements/hide", "/me/statements/claim", "/me/opt-out") if path in page]
    why = other.get(f"/people/{MAAIKE}/topics/{TOPIC}")
    assert "hide" not in why.text
    assert other.get(f"/api/people/{MAAIKE}/topics/{TOPIC}").json()["mine"] is None
    explored = client(site, cookie=f"as={MAAIKE}").get(f"/people/{MAAIKE}").text
    assert "Hidden by you" in explored


def test_one_document_is_hidden(me: TestClient, other: TestClient) -> None:
    def evidence() -> set[str]:
        people = other.get(QUESTION).json()["people"]
        return {each["key"] for row in people if row["person"] == MAAIKE for each in row["evidence"]}

    assert document("guide") in evidence()
    press(me, "hide", document("guide"))
    soon(lambda: document("guide") not in evidence())
    press(me, "hide", document("guide"), undo="yes")
    soon(lambda: document("guide") in evidence())


def test_used_to_moves_the_topic_and_takes_the_votes(me: TestClient, other: TestClient) -> None:
    press(me, "claim", TOPIC, role="used-to")
    told = other.get(f"/api/people/{MAAIKE}").json()
    assert (told["topics"], [each["key"] for each in told["claims"]["used_to"]]) == ([], [TOPIC])
    soon(lambda: MAAIKE not in found(other))
    answer = other.get(QUESTION).json()
    assert [each["person"] for each in answer["claimed_once"]] == [MAAIKE]
    page = other.get("/search?q=waterstofopslag").text
    assert page.index("Used to work on it") < page.index("says so: hydrogen storage")
    press(me, "claim", TOPIC, undo="yes")
    assert other.get(QUESTION).json()["claimed_once"] == []
    soon(lambda: topics_of(other) == [TOPIC] and MAAIKE in found(other))


def test_confirmed_is_told_to_everybody(me: TestClient, other: TestClient) -> None:
    press(me, "claim", TOPIC)
    assert other.get(f"/api/people/{MAAIKE}").json()["claims"]["confirmed"] == [TOPIC]
    assert "says so too" in other.get(f"/people/{MAAIKE}").text
    assert "confirmed by you" in me.get(f"/people/{MAAIKE}").text


def test_a_claim_alone_comes_after_those_with_work_and_is_marked(me: TestClient, other: TestClient) -> None:
    before = me.get(QUESTION).json()
    said = other.post("/api/me/statements/claim", params={"about": TOPIC})
    assert said.json() == {"verb": "claim", "about": TOPIC, "said": True, "changed": True}
    told = other.get(f"/api/people/{TUNDE}").json()
    assert [each["key"] for each in told["claims"]["pending"]] == [TOPIC]
    after = me.get(QUESTION).json()
    assert (after["people"], after["total"]) == (before["people"], before["total"])
    assert [each["person"] for each in after["claimants"]] == [TUNDE]
    page = me.get("/search?q=waterstofopslag").text
    assert page.index("Say themselves") > page.rindex("show why")
    other.post("/api/me/statements/claim", params={"about": TOPIC, "role": "used-to"})
    after = me.get(QUESTION).json()
    assert (after["claimants"], [each["person"] for each in after["claimed_once"]]) == ([], [TUNDE])
    assert other.delete("/api/me/statements/claim", params={"about": TOPIC}).json()["changed"]


def test_what_colleagues_say_is_told_lifts_a_little_and_names_nobody(
    site: Site, me: TestClient, other: TestClient
) -> None:
    def row(asker: TestClient) -> dict[str, Any]:
        return next(each for each in asker.get(QUESTION).json()["people"] if each["person"] == MAAIKE)

    before, order = row(me), found(me)
    right = {"about": MAAIKE, "topic": TOPIC}
    assert other.post("/api/me/statements/endorse", params=right).json()["changed"]
    assert other.post("/api/me/statements/endorse", params={"about": JOOST, "topic": OTHER_TOPIC}).status_code == 404
    me.post("/api/me/statements/claim", params={"about": TOPIC})
    told = row(me)
    assert (told["says_so"], told["colleagues"], set(found(me))) == (True, 1, set(order))
    assert before["points"] < told["points"] <= 1.05 * before["points"]
    assert told["points"] == sum(each["points"] for each in told["shares"])
    assert told["points"] == sum(each["points"] for each in told["evidence"]) + told["others"]
    assert (told["evidence"][-1]["kind"], told["evidence"][-1]["key"]) == ("said", TOPIC)
    page = me.get("/search?q=waterstofopslag&lang=en").text
    assert "(says so themselves, 1 colleague says so)" in page
    assert "what people say here" in page
    joost = client(site, cookie=f"as={JOOST}", **ORIGIN)
    joost.post("/api/me/statements/endorse", params=right)
    assert row(me)["colleagues"] == 2
    for asker in (other, joost):
        asker.delete("/api/me/statements/endorse", params=right)
    me.delete("/api/me/statements/claim", params={"about": TOPIC})
    assert row(me) == before


def test_nobody_lifts_themselves_by_an_endorsement(me: TestClient) -> None:
    before = me.get(QUESTION).json()["people"]
    me.post("/api/me/statements/endorse", params={"about": MAAIKE, "topic": TOPIC})
    assert me.get(QUESTION).json()["people"] == before


def test_a_claim_and_hiding_take_each_other_back(me: TestClient) -> None:
    press(me, "claim", TOPIC)
    press(me, "hide", TOPIC)
    told = me.get(f"/api/people/{MAAIKE}").json()
    assert (told["claims"]["confirmed"], [each["key"] for each in told["mine"]["topics"]]) == ([], [TOPIC])
    press(me, "claim", TOPIC)
    assert me.get(f"/api/people/{MAAIKE}").json()["mine"]["topics"] == []


def test_topics_to_claim_are_found_by_name_and_are_for_everyone(site: Site, me: TestClient) -> None:
    assert me.get("/api/me/topics?q=water").json()["topics"][0]["key"] == TOPIC
    assert "I know about this" in me.get("/me/topics?q=water").text
    assert me.get("/api/me/topics?q=zzz").json()["topics"] == []
    assert me.post("/api/me/statements/claim", params={"about": OTHER_TOPIC}).status_code == 404, "nobody reads of it"
    with site.store.writer() as writer:
        writer.derive("topic", [TOPIC], [Topic(TOPIC, {"en": "hydrogen storage"}, 6, 2, special=True)])
    assert me.post("/api/me/statements/claim", params={"about": TOPIC}).json()["message"] == "topic-not-claimable"


def test_who_opts_out_is_listed_and_nothing_more_and_comes_back(me: TestClient, other: TestClient) -> None:
    press(me, "claim", TOPIC)
    assert me.post("/me/opt-out", data={"back": "/"}).status_code == 303
    told = other.get(f"/api/people/{MAAIKE}").json()
    assert (told["topics"], told["claims"]["confirmed"], told["claims"]["pending"]) == ([], [], [])
    soon(lambda: MAAIKE not in found(other))
    soon(lambda: MAAIKE not in other.get(f"/topics/{TOPIC}").text)
    assert other.get("/api/people?q=maaike").json()["people"][0]["person"] == MAAIKE
    assert "opt" not in other.get(f"/people/{MAAIKE}").text.casefold().replace("option", "")
    assert "You opted out" in me.get(f"/people/{MAAIKE}").text
    assert me.delete("/api/me/opt-out").json() == {"person": MAAIKE, "out": False}
    soon(lambda: MAAIKE in found(other) and topics_of(other) == [TOPIC])


def test_opting_out_outlives_a_sync_and_an_export(site: Site, me: TestClient, tmp_path: Path) -> None:
    assert me.post("/api/me/opt-out").json()["out"]
    with site.store.writer() as writer:
        for fact in facts():
            if fact.node.key == account("maaike"):
                writer.put(fact, "run-2")
        writer.put(Fact(Group(group("new"), "wiki", "new", GroupKind.TEAM, "New")), "run-2")
    assert me.get(f"/api/people/{MAAIKE}").json()["mine"]["opted_out"]
    with closing(open_store(f"sqlite:{tmp_path / 'copy.db'}")) as copy:
        copy.load(site.store.dump())
        assert [line["kind"] for line in copy.dump() if line["record"] == "authored"] == ["OPTS_OUT"]
    while site.store.erase(MAAIKE):
        pass
    assert not [line for line in site.store.dump() if line["record"] == "authored"]


def test_nobody_in_particular_says_nothing(site: Site) -> None:
    nobody = client(replace(site, viewer_of=lambda _: Viewer()), **ORIGIN)
    assert nobody.post("/api/me/opt-out").status_code == 403
    assert nobody.post("/api/me/statements/hide", params={"about": TOPIC}).status_code == 403
