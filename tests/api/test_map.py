"""The map: one level at a time, with a picture, a list of the same, search, and a topic laid over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.site import Site
from graph.open_store import open_store
from graph.store import Viewer
from models.index.opening import open_index
from tests.api.keys import department, person, place
from tests.api.small_site import client
from tests.api.tower import NOW, fill
from ui.messages import sentence
from whoknows.jobs.index import reindex

Get = Callable[[str], Any]


@pytest.fixture(scope="module")
def tower(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("map")
    store = open_store(f"sqlite:{folder / 'site.db'}")
    fill(store)
    reindex(store, folder / "index")
    index = open_index(folder / "index")
    yield Site("Works", store, lambda: index, lambda: NOW, lambda key: Viewer(person=key), sentence)
    store.close()


@pytest.fixture(scope="module")
def get(tower: Site) -> Get:
    """Gives the JSON at an address."""
    visitor = client(tower, cookie=f"as={person('ada')}")
    return lambda address: visitor.get(address).json()


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_the_whole_organisation_is_the_one_department_that_holds_all(get: Get) -> None:
    page = get("/api/map")
    assert (names(page["items"]), page["unit"]["name"], page["people"]) == (["Storage", "Eva Pol"], "Energy", 5)
    storage = page["items"][0]
    assert (storage["people"], storage["inner"], storage["building"]["name"]) == (4, 1, "Tower")
    assert page["outside"] == 1


def test_a_level_has_departments_then_colleagues_and_the_way_there(get: Get) -> None:
    page = get(f"/api/map?unit={department('storage')}")
    assert names(page["items"]) == ["Tanks", "Dia Bos"]
    assert (names(page["path"]), page["unit"]["name"]) == (["Energy"], "Storage")
    assert page["items"][1]["function"] == "Engineer"


def test_where_only_teams_are_told_of_nobody_is_on_the_map(tower: Site) -> None:
    visitor = client(replace(tower, teams_only=True), cookie=f"as={person('ada')}")
    for address in ("/api/map", f"/api/map?unit={department('storage')}", "/api/map?q=Dia"):
        page = visitor.get(address).json()
        assert page["teams_only"]
        assert {each["kind"] for each in (*page["items"], *page["drawn"], *page["found"])} <= {"department"}
    assert visitor.get(f"/map?unit={department('tanks')}").status_code == 200


def test_a_walk_leads_from_the_whole_to_ones_own_and_to_buildings(get: Get, tower: Site) -> None:
    page = get("/api/map?walk=9")
    assert [each["stop"] for each in page["walk"]] == ["whole", "own", "topic", "buildings"]
    assert page["stop"] == 4
    assert get("/api/map")["walk"] == []
    visitor = client(tower, cookie=f"as={person('ada')}")
    first, last = (visitor.get(f"/map?walk={stop}").text for stop in (1, 4))
    assert 'rel="next" href="/map?unit=' in first
    assert 'href="/welcome"' in last


def test_both_pictures_have_a_spot_for_each_item(get: Get) -> None:
    page = get(f"/api/map?unit={department('tanks')}")
    keys = {item["key"] for item in page["drawn"]}
    assert keys == {person("ada"), person("bob"), person("cem")}
    assert {spot["key"] for spot in page["wide"]["spots"]} == keys
    assert {spot["key"] for spot in page["narrow"]["spots"]} == keys


def test_departments_and_colleagues_are_found_with_the_level_that_shows_them(get: Get) -> None:
    (tanks,) = get("/api/map?q=tank")["found"]
    assert (tanks["key"], names(tanks["way"])) == (department("tanks"), ["Energy", "Storage"])
    (dia,) = get("/api/map?q=dia bos")["found"]
    assert (dia["kind"], dia["unit"], names(dia["way"])) == ("person", department("storage"), ["Energy", "Storage"])
    assert get("/api/map?q=zzz")["found"] == []


def test_what_is_not_there_is_said(tower: Site) -> None:
    visitor = client(tower)
    for address in (f"/api/map?unit={place('tower')}", "/api/map?unit=group:none:x", "/api/map?topic=topic:en:none"):
        assert visitor.get(address).status_code == 404, address
    assert visitor.get("/api/map?colour=mood").status_code == 400
    assert "zzz" in visitor.get("/map?about=zzz").text
