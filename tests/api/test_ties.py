"""With whom people work, whom both know, and who could introduce them: with reasons, and by what may be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.site import Site
from graph.facts import Edge, EdgeKind, Key
from graph.open_store import open_store
from graph.store import Viewer
from models import company
from models.index.opening import open_index
from tests.api.keys import account, department, person
from tests.api.small_site import client
from tests.api.tower import NOW, fill
from tests.graph.neo4j.stores import emptied
from ui.messages import sentence
from whoknows.jobs.index import reindex


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def tower(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The organisation, where what five or more had a hand in ties nobody."""
    monkeypatch.setattr(company, "MOST_HANDS", 5)
    made = request.param == "neo4j"
    store = emptied(request.getfixturevalue("neo4j_server")) if made else open_store(f"sqlite:{tmp_path / 'site.db'}")
    fill(store)
    reindex(store, tmp_path / "index")
    index = open_index(tmp_path / "index")
    yield Site("Works", store, lambda: index, lambda: NOW, Viewer, sentence)
    store.close()


def ties(site: Site, of: str, asker: str = "fay", *principals: Key) -> dict[str, Any]:
    """How somebody is connected, as somebody sees it."""
    viewer = Viewer(person(asker), frozenset({"everyone", *principals}))
    asking = replace(site, viewer_of=lambda _: viewer, default_person=person(asker))
    found: dict[str, Any] = client(asking).get(f"/api/people/{person(of)}/ties").json()
    return found


def with_reasons(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {tie["name"]: (tie["documents"], tie["threads"]) for tie in found["works_with"]}


def test_each_tie_has_its_reasons_and_stands_by_name(tower: Site) -> None:
    found = ties(tower, "ada")
    assert with_reasons(found) == {"Bob Aalders": (1, 0), "Cem de Wit": (1, 0), "Dia Bos": (1, 0), "Fay Zand": (0, 1)}
    assert [tie["name"] for tie in found["works_with"]] == sorted(with_reasons(found))
    groups = {tie["name"]: [each["key"] for each in tie["groups"]] for tie in found["works_with"]}
    assert groups["Bob Aalders"] == [department("tanks")]
    assert groups["Dia Bos"] == []


def test_a_profile_has_the_same_ties(tower: Site) -> None:
    viewer = Viewer(person("fay"), frozenset({"everyone"}))
    visitor = client(replace(tower, viewer_of=lambda _: viewer, default_person=person("fay")))
    profile = visitor.get(f"/api/people/{person('ada')}").json()
    assert profile["ties"] == ties(tower, "ada")
    shown = visitor.get(f"/people/{person('ada')}").text
    assert ("<svg" in shown, "Bob Aalders" in shown) == (True, True)


def test_what_many_had_a_hand_in_ties_nobody(tower: Site) -> None:
    assert "Fay Zand" not in with_reasons(ties(tower, "bob"))


def test_a_tie_by_what_one_may_not_read_is_not_there(tower: Site) -> None:
    assert set(with_reasons(ties(tower, "eva"))) == {"Cem de Wit"}
    assert set(with_reasons(ties(tower, "eva", "bob", account("bob")))) == {"Bob Aalders", "Cem de Wit"}


def test_who_both_work_with_is_named(tower: Site) -> None:
    found = ties(tower, "bob", "cem")
    assert [each["name"] for each in found["both_know"]] == ["Ada Vos"]
    assert (found["direct"], found["chain"]) == (None, [])


def test_who_works_with_the_asker_is_told_why(tower: Site) -> None:
    found = ties(tower, "bob", "ada")
    assert (found["direct"]["person"], found["direct"]["documents"]) == (person("ada"), 1)


def test_a_longer_introduction_goes_over_two_people(tower: Site) -> None:
    found = ties(tower, "dia", "eva")
    assert [each["name"] for each in found["chain"]] == ["Cem de Wit", "Ada Vos"]
    assert found["both_know"] == []


def test_nobody_is_introduced_to_themselves(tower: Site) -> None:
    found = ties(tower, "ada", "ada")
    assert (found["direct"], found["both_know"], found["chain"], found["distance"]) == (None, [], [], None)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("ada", "bob", "room"),
        ("ada", "cem", "floor"),
        ("ada", "dia", "elsewhere"),
        ("dia", "eva", "building"),
        ("ada", "fay", None),
    ],
)
def test_how_far_somebody_sits_is_told_by_places(tower: Site, one: str, other: str, far: str | None) -> None:
    assert ties(tower, one, other)["distance"] == ties(tower, other, one)["distance"] == far


def test_who_opts_out_has_no_ties_from_that_moment(tower: Site) -> None:
    with tower.store.writer() as writer:
        writer.say(Edge(EdgeKind.OPTS_OUT, person("ada"), person("ada"), at=NOW))
    assert ties(tower, "ada", "bob")["works_with"] == []
    assert "Ada Vos" not in with_reasons(ties(tower, "bob"))
    assert ties(tower, "bob", "cem")["both_know"] == []
    assert ties(tower, "bob", "ada")["direct"] is None


def test_a_group_for_its_members_alone_is_suggested_to_them_alone(tower: Site) -> None:
    council = department("council")
    for principals, found in (({"everyone"}, []), ({"everyone", council}, [council])):
        viewer = Viewer(person("bob"), frozenset(principals))
        asking = replace(
            tower, viewer_of=lambda key, viewer=viewer: viewer if key else Viewer(), default_person=person("bob")
        )
        told = client(asking).get("/api/suggestions?q=works").json()
        assert [each["key"] for each in told["groups"]] == found


@pytest.mark.parametrize("of", ["soon", "nobody"])
def test_who_is_not_there_is_not_found(tower: Site, of: str) -> None:
    assert ties(tower, of)["message"] == "person-not-found"


def test_who_left_has_a_page_without_ties(tower: Site) -> None:
    assert ties(tower, "gone")["works_with"] == []
