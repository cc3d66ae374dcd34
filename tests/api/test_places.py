"""Places and departments can be walked, searched and read to their end, on both stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.site import Site
from graph.open_store import open_store
from graph.store import Store, Viewer
from models.index.opening import open_index
from tests.api.keys import department, person, place, topic
from tests.api.small_site import client
from tests.api.tower import NOW, fill
from tests.graph.neo4j.stores import emptied
from ui.messages import sentence
from whoknows.jobs.index import reindex

Get = Callable[[str], Any]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def tower(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("tower")
    made = request.param == "neo4j"
    store = emptied(request.getfixturevalue("neo4j_server")) if made else open_store(f"sqlite:{folder / 'site.db'}")
    fill(store)
    reindex(store, folder / "index")
    index = open_index(folder / "index")
    yield Site("Works", store, lambda: index, lambda: NOW, lambda _: Viewer(), sentence)
    store.close()


@pytest.fixture(scope="module")
def get(tower: Site) -> Get:
    """Gives the JSON at an address."""
    visitor = client(tower)
    return lambda address: visitor.get(address).json()


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_a_place_has_everybody_who_sits_in_it_by_family_name(get: Get) -> None:
    tower = get(f"/api/places/{place('tower')}")
    assert names(tower["people"]) == ["Bob Aalders", "Ada Vos", "Cem de Wit"]
    assert (tower["total"], tower["everybody"]) == (3, 3)
    assert {row["place"] for row in tower["people"]} == {place("2.01"), place("second")}


def test_who_left_or_has_not_begun_sits_nowhere(tower: Site, get: Get) -> None:
    assert names(get(f"/api/places/{place('2.01')}")["people"]) == ["Bob Aalders", "Ada Vos"]
    later = client(replace(tower, now=lambda: NOW + 1000)).get(f"/api/places/{place('2.01')}").json()
    assert names(later["people"]) == ["Bob Aalders", "Sara Nieuw", "Ada Vos"]


def test_one_goes_up_and_down(get: Get) -> None:
    floor = get(f"/api/places/{place('second')}")
    assert names(floor["path"]) == ["Tower"]
    assert [(each["name"], each["kind"], each["people"]) for each in floor["inner"]] == [("2.01", "room", 2)]
    (quay, tower) = get("/api/places")["places"]
    assert (quay["name"], quay["inner"]) == ("Quay", [])
    assert names(tower["inner"][0]["inner"]) == ["2.01"]


def test_a_topic_is_told_from_two_people_on_and_leads_to_them(get: Get) -> None:
    tower = get(f"/api/places/{place('tower')}")
    assert {each["topic"]: each["people"] for each in tower["known"]} == {topic("hydrogen"): 2, topic("permits"): 2}
    for each in tower["known"]:
        listed = get(f"/api/places/{place('tower')}?topic={each['topic']}")
        assert len(listed["people"]) == listed["total"] == each["people"] == listed["topic"]["people"]
    assert names(get(f"/api/places/{place('tower')}?topic={topic('permits')}")["people"]) == ["Ada Vos", "Cem de Wit"]
    assert get(f"/api/places/{place('quay')}")["known"] == []


@pytest.mark.parametrize("name", ["welding", "nothing"])
def test_what_fewer_than_two_know_is_not_told_apart_from_nothing(get: Get, name: str) -> None:
    told = get(f"/api/places/{place('tower')}?topic={topic(name)}")
    assert (told["status"], told["message"]) == (404, "topic-not-found")


def test_groups_of_a_place_lead_to_departments(get: Get) -> None:
    groups = get(f"/api/places/{place('tower')}")["groups"]
    assert [(each["key"], each["people"]) for each in groups] == [(department("tanks"), 3)]


def test_a_department_has_its_manager_its_teams_and_what_they_know(get: Get) -> None:
    energy = get(f"/api/groups/{department('energy')}")
    assert energy["inside"] == 5
    assert [(each["name"], each["people"]) for each in energy["departments"]] == [("Storage", 4)]
    assert names(energy["departments"][0]["inner"]) == ["Tanks"]
    assert [(each["topic"], each["people"]) for each in energy["known"]] == [
        (topic("hydrogen"), 3),
        (topic("permits"), 2),
    ]
    tanks = get(f"/api/groups/{department('tanks')}")
    assert tanks["manager"]["key"] == person("cem")
    assert names(tanks["path"]) == ["Energy", "Storage"]
    assert energy["manager"] is None


def test_the_profile_of_who_has_no_topics_tells_what_the_department_knows(get: Get) -> None:
    told = [(each["topic"], each["people"]) for each in get(f"/api/people/{person('eva')}")["department_knows"]]
    assert told == [(each["topic"], each["people"]) for each in get(f"/api/groups/{department('energy')}")["known"]]
    assert told[0] == (topic("hydrogen"), 3)
    assert get(f"/api/people/{person('fay')}")["department_knows"] == []


def test_a_topic_of_a_department_leads_to_who_knows_it_in_all_of_it(get: Get) -> None:
    for each in get(f"/api/groups/{department('energy')}")["known"]:
        listed = get(f"/api/groups/{department('energy')}?topic={each['topic']}")
        assert len(listed["members"]) == listed["members_total"] == each["people"] == listed["topic"]["people"]
    assert names(listed["members"]) in (["Bob Aalders", "Dia Bos", "Ada Vos"], ["Ada Vos", "Cem de Wit"])
    assert get(f"/api/groups/{department('energy')}?topic={topic('welding')}")["message"] == "topic-not-found"


def test_the_organisation_is_a_tree_of_those_who_work_there(get: Get) -> None:
    told = get("/api/organisation")
    (energy,) = told["departments"]
    assert (energy["name"], energy["people"], told["outside"]) == ("Energy", 5, 1)
    assert names(energy["inner"][0]["inner"]) == ["Tanks"]


@pytest.mark.parametrize(("q", "found"), [("tan", ["Tanks"]), ("storge", ["Storage"]), ("zzz", [])])
def test_departments_are_found_by_their_beginning(get: Get, q: str, found: list[str]) -> None:
    told = get(f"/api/organisation?q={q}")
    assert names(told["departments"]) == found
    assert told["total"] == len(found)


def test_what_was_found_says_where_it_is(get: Get) -> None:
    assert names(get("/api/organisation?q=tanks")["ways"][department("tanks")]) == ["Energy", "Storage"]
    assert names(get("/api/places?q=2.01")["ways"][place("2.01")]) == ["Tower", "Second"]


def test_a_place_where_nobody_sits_is_as_if_it_were_not_there(get: Get) -> None:
    for key in (place("nowhere"), department("energy"), person("ada"), "x"):
        assert get(f"/api/places/{key}")["message"] == "place-not-found"


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The names of the calls to views of this store."""
    calls: list[str] = []
    open_view = store.view

    def view(*args: Any, **kwargs: Any) -> Any:
        made = open_view(*args, **kwargs)
        for name in ("get", "edges", "above", "nodes", "all_edges", "texts"):
            call = getattr(made, name)
            setattr(made, name, lambda *a, _call=call, _name=name, **k: (calls.append(_name), _call(*a, **k))[1])
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "view", view)
        yield calls


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (f"/api/places/{place('quay')}", f"/api/places/{place('tower')}"),
        (f"/api/groups/{department('tanks')}", f"/api/groups/{department('energy')}"),
        ("/api/organisation?q=zzz", "/api/organisation"),
        ("/api/places?q=zzz", "/api/places"),
    ],
)
def test_the_number_of_store_calls_does_not_depend_on_what_is_shown(tower: Site, small: str, large: str) -> None:
    visitor: TestClient = client(tower)
    visitor.get(small), visitor.get(large)
    with counted(tower.store) as few:
        assert visitor.get(small).status_code == 200
    with counted(tower.store) as many:
        assert visitor.get(large).status_code == 200
    assert few == many
