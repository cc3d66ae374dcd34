"""People who plan to leave are colleagues on every page until that day comes, and who is to begin is none before it.

Nothing tells of either plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.site import Site
from graph.facts import Edge, EdgeKind, Fact, Group, GroupKind, Key, Rule, key_of
from graph.store import Store, Viewer
from models.index.opening import open_index
from tests.api import small_facts
from tests.api.small_site import client, make_site
from tests.graph.neo4j.stores import emptied
from tests.models.organisations import SOURCE, Organisation, Paper, account, people, person, topic
from ui.messages import sentence
from whoknows.asker import first_person

NOW, DAY = 1_750_000_000, 86_400
LAST_DAY = NOW + 30 * DAY
LEFT = {"ann": LAST_DAY, "bob": None, "cem": NOW - DAY, "dan": None}
JOINED = {"dan": LAST_DAY}
LAB = key_of("group", SOURCE, "lab")


@dataclass(slots=True)
class Clock:
    """The clock of a site, set by the test."""

    time: int = NOW

    def __call__(self) -> int:
        return self.time


@contextmanager
def works(folder: Path, store: Store | None, clock: Clock) -> Iterator[Site]:
    """Ann will leave, Bob stays, Cem left, Dan will begin; all of them wrote about hydrogen."""
    staff = [
        replace(each, left=LEFT[each.native_id], joined=JOINED.get(each.native_id), name=f"{each.name} Visser")
        for each in people(*LEFT)
    ]
    made = Organisation(folder, staff, store)
    with made.store.writer() as writer:
        writer.put(Fact(Group(LAB, SOURCE, "lab", GroupKind.DEPARTMENT, "Lab")), "run")
        for each in staff:
            writer.put(Fact(each, (Edge(EdgeKind.MEMBER_OF, each.key, LAB),)), "run")
    made.put(
        *(Paper(f"{name}{number}", f"Tank {number}", "Hydrogen.", (name,)) for name in LEFT for number in range(2))
    )
    made.mention({f"{name}{number}": ["hydrogen"] for name in LEFT for number in range(2)})
    made.rebuild()
    with open_index(made.root) as index:
        yield Site("Works", made.store, lambda: index, clock, lambda key: Viewer(person=key), sentence)
    made.store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Site]:
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    with works(tmp_path, store, clock) as made:
        yield made


@pytest.fixture
def visitor(site: Site) -> TestClient:
    return client(site, **{"accept-language": "en"})


def keys(rows: list[dict[str, object]]) -> set[Key]:
    return {str(row["person"]) for row in rows}


DAYS = [(NOW, {"ann", "bob"}), (LAST_DAY - 1, {"ann", "bob"}), (LAST_DAY, {"bob", "dan"})]


@pytest.mark.parametrize(("time", "here"), DAYS, ids=["planned", "the last second", "the day has come"])
def test_who_plans_to_leave_is_here_until_then(visitor: TestClient, clock: Clock, time: int, here: set[str]) -> None:
    clock.time = NOW
    assert len(visitor.get("/api/people?q=visser").json()["people"]) == 2
    clock.time = time
    present = {person(name) for name in here}
    gone = {person(name) for name, left in LEFT.items() if left is not None} - present
    answer = visitor.get("/api/experts?q=hydrogen").json()
    assert keys(answer["people"]) == present
    assert keys(answer["used_to"]) == gone
    for address in ("/api/people?q=visser", "/api/people?q=viser", "/api/people"):
        assert keys(visitor.get(address).json()["people"]) == present, address
    assert keys(visitor.get(f"/api/groups/{LAB}").json()["members"]) == present
    assert keys(visitor.get(f"/api/topics/{topic('hydrogen')}").json()["people"]) == present
    for address in ("/search?q=visser", "/people?q=visser", "/people", "/as", f"/groups/{LAB}"):
        page = visitor.get(address).text
        assert {name for name in LEFT if f"{name.title()} Visser" in page.partition("<main")[2]} == here, address


@pytest.mark.parametrize(("time", "here"), DAYS, ids=["planned", "the last second", "the day has come"])
def test_a_profile_tells_of_no_plans(visitor: TestClient, clock: Clock, time: int, here: set[str]) -> None:
    clock.time = time
    assert (visitor.get(f"/people/{person('dan')}").status_code == 200) is ("dan" in here)
    for name, left in LEFT.items():
        if JOINED.get(name, NOW) > time:
            continue
        told = visitor.get(f"/api/people/{person(name)}").json()
        page = visitor.get(f"/people/{person(name)}").text
        assert told["left"] == (None if name in here else left)
        assert [rank["topic"]["labels"]["en"] for rank in told["topics"]] == ["hydrogen"]
        assert ("Left on" in page) is (name not in here)
        assert ("Used to work on" in page) is (name not in here)
        assert ("Knows about" in page) is (name in here)
    known = visitor.get(f"/api/people/{person('bob')}").json()["topics"][0]["topic"]["key"]
    assert visitor.get(f"/api/topics/{known}").json()["total"] == len(here)


def test_the_profile_of_who_left_tells_who_works_on_it_now(visitor: TestClient, clock: Clock) -> None:
    left = f"/people/{person('cem')}"
    assert keys(visitor.get(f"/api{left}").json()["carried_on"]) == {person("ann"), person("bob")}
    page = visitor.get(left).text
    assert "Who works on this now" in page
    assert "Bob Visser" in page
    assert visitor.get(f"/api/people/{person('bob')}").json()["carried_on"] == []
    clock.time = LAST_DAY
    assert keys(visitor.get(f"/api{left}").json()["carried_on"]) == {person("bob"), person("dan")}


@pytest.mark.parametrize(("time", "here"), DAYS, ids=["planned", "the last second", "the day has come"])
def test_the_first_to_ask_is_somebody_who_is_here(site: Site, time: int, here: set[str]) -> None:
    with site.store.view(Viewer(system=True)) as view:
        assert first_person(view, time) == person(min(here, key=account))


def test_who_has_left_reads_nothing_that_is_not_for_everyone(tmp_path: Path) -> None:
    made = make_site(tmp_path)
    readers = tuple(map(small_facts.account, ("tunde", "gone")))
    with made.store.writer() as writer:
        writer.put(Fact(Rule(small_facts.CLOSED, "wiki", "closed", readers)), "run-2")
    secret = small_facts.document("secret")
    for name, status in (("tunde", 200), ("gone", 404)):
        reader = client(made)
        reader.cookies.set("as", small_facts.person(name))
        assert reader.get(f"/api/documents/{secret}").status_code == status
        assert reader.get(f"/documents/{secret}").status_code == status
        assert (secret in reader.get("/documents?q=reorganisatie").text) is (status == 200)
    made.store.close()


def test_whoever_plans_to_leave_may_ask_as_themselves(visitor: TestClient) -> None:
    visitor.cookies.set("as", person("ann"))
    told = visitor.get("/api/me").json()
    assert (told["person"], told["name"]) == (person("ann"), "Ann Visser")
