"""Curators decide about topics over HTTP: one permission, the refusals, and that others get nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.asker import Asker, Role
from api.curation import Decision, decide
from api.pages.curation import HistoryQuery, curation_history
from api.pages.topic_curation import CurationQuery, topic_curation
from api.problems import Refused
from api.site import Site
from tests.api.keys import person
from tests.api.small_facts import OTHER_TOPIC, TOPIC
from tests.api.small_site import client, make_site

ORIGIN = {"origin": "http://127.0.0.1:8000"}
CURATION = f"/api/topics/{TOPIC}/curation"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = make_site(tmp_path)
    with closing(made.store):
        yield made


@pytest.fixture
def curator(site: Site) -> TestClient:
    """Somebody at this machine, who is Maaike there."""
    return client(site, **ORIGIN)


def post(curator: TestClient, address: str = CURATION, **asked: str) -> tuple[int, str]:
    """The status, and the id of what was decided or the message of the refusal."""
    answer = curator.post(address, params=asked)
    body = answer.json()
    return answer.status_code, body.get("id") or body["message"]


def test_what_is_decided_shows_at_once_and_is_undone(curator: TestClient) -> None:
    status, renamed = post(curator, act="rename", label="Waterstof bewaren", language="nl")
    assert status == 200
    card = curator.get(CURATION).json()
    assert card["labels"]["nl"] == "Waterstof bewaren"
    assert [act["id"] for act in card["history"]] == [renamed]
    assert card["people"] == {person("maaike"): "Maaike de Smit"}
    other = curator.post("/api/curation", params={"label": "Gasopslag", "language": "nl"}).json()["topic"]
    assert post(curator, act="merge", other=other)[0] == 200
    assert curator.get(CURATION).status_code == 404
    acts = curator.get("/api/curation").json()
    assert ([act["act"] for act in acts["acts"]], acts["total"]) == (["merge", "pin", "rename"], 3)
    for act in acts["acts"]:
        assert post(curator, f"/api/curation/{act['id']}/undo")[0] == 200
    card = curator.get(CURATION).json()
    assert all(act["undone"] for act in card["history"])
    assert "Waterstof bewaren" not in card["labels"].values()


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"act": "rename", "label": "x", "language": "de"}, (400, "topic-language-unknown")),
        ({"act": "rename", "language": "nl"}, (400, "topic-label-length")),
        ({"act": "split", "label": "nothing of it"}, (400, "topic-label-unknown")),
        ({"act": "merge", "other": "topic:none"}, (404, "topic-not-found")),
        ({"act": "merge", "other": OTHER_TOPIC}, (404, "topic-not-found")),
        ({"act": "merge", "other": TOPIC}, (400, "topic-itself")),
        ({"act": "broader", "other": TOPIC}, (400, "topic-broader-itself")),
        ({"act": "accept", "other": "topic:none"}, (404, "topic-term-unknown")),
        ({"act": "praise"}, (400, "parameter-not-understood")),
    ],
)
def test_what_cannot_be_decided_is_refused_and_changes_nothing(
    curator: TestClient, asked: dict[str, str], refusal: tuple[int, str]
) -> None:
    before = curator.get(CURATION).json()
    assert post(curator, **asked) == refusal
    assert curator.get(CURATION).json() == before


def test_an_unknown_decision_names_those_that_are_known(curator: TestClient) -> None:
    wanted = curator.post(CURATION, params={"act": "praise"}).json()["params"]["wanted"]
    assert all(
        act in wanted for act in ("confirm", "reject", "rename", "merge", "split", "translate", "pin", "broader")
    )


def test_a_new_topic_is_made_of_a_label(curator: TestClient) -> None:
    made = curator.post("/api/curation", params={"label": "Kwantumnetwerk", "language": "nl"}).json()
    card = curator.get(f"/api/topics/{made['topic']}/curation").json()
    assert (card["labels"], card["pinned"]) == ({"nl": "Kwantumnetwerk"}, True)
    taken = post(curator, act="translate", label="KWANTUMNETWERK", language="nl")
    assert taken == (409, "topic-label-taken")
    assert post(curator, "/api/curation/7-abcd/undo") == (404, "decision-unknown")
    assert post(curator, f"/api/curation/{made['id']}/undo")[0] == 200
    assert post(curator, f"/api/curation/{made['id']}/undo") == (409, "decision-undone")


def test_a_page_of_decisions_has_as_many_as_are_asked_for(curator: TestClient) -> None:
    for label in ("Getijdenmolen", "Zonneboiler", "Warmtebatterij"):
        curator.post("/api/curation", params={"label": label, "language": "nl"})
    pages = [curator.get("/api/curation", params={"limit": 2, "page": page}).json() for page in (1, 2)]
    assert [len(page["acts"]) for page in pages] == [2, min(2, pages[0]["total"] - 2)]
    assert pages[0]["pages"] == -(-pages[0]["total"] // 2)
    assert curator.get("/api/curation/suggestions", params={"limit": 1}).json()["page"] == 1
    for wrong in (0, 101):
        assert curator.get("/api/curation/suggestions", params={"limit": wrong}).status_code == 400


def test_a_page_of_another_site_decides_nothing(site: Site) -> None:
    answer = client(site, origin="https://elsewhere.example").post(CURATION, params={"act": "reject"})
    assert answer.status_code == 403
    assert client(site).get(CURATION).status_code == 200


def test_who_is_no_curator_gets_nothing(site: Site) -> None:
    joost = Asker(site, site.viewer_of(person("joost")), "en", roles=frozenset({Role.COLLEAGUE, Role.OPERATOR}))
    for asked in (
        lambda: decide(joost, TOPIC, Decision.REJECT, "", "", ""),
        lambda: topic_curation(joost, CurationQuery(TOPIC)),
        lambda: curation_history(joost, HistoryQuery()),
    ):
        with pytest.raises(Refused) as refused:
            asked()
        assert refused.value.problem.status == 403
    assert client(site).get("/api/curation").json()["total"] == 0
