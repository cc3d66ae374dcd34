"""Whoever answers others more than an organisation wants is offered second, by what everyone may read alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph.facts import DocumentKind, Key
from graph.pauses import day_of, pause
from graph.store import Viewer
from models.answers import Question
from models.asking.ask import ask
from models.index.opening import open_index
from models.offering import DAY, DAYS, LoadLimit, answered_lately
from tests.api.small_facts import NOW
from tests.api.small_site import client, make_site
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people, person

YESTERDAY = NOW - DAY
ANN, BOB, DEE = person("ann"), person("bob"), person("dee")
IN_ORDER = [ANN, BOB, DEE]


def thread(number: int, *, at: int = YESTERDAY, hidden: bool = False, asks: str = "cem") -> tuple[Paper, Paper]:
    """A question that ann answers; neither says anything about what is asked in these tests."""
    title, folder = f"Question {number}", f"thread-{number}"
    return (
        Paper(f"q{number}", title, "Where is it?", (asks,), folder, hidden, at=at - 60, kind=DocumentKind.POST),
        Paper(f"a{number}", title, "In the shed.", ("ann",), folder, hidden, at=at, kind=DocumentKind.REPLY),
    )


@pytest.fixture
def organisation(tmp_path: Path) -> Iterator[Organisation]:
    (tmp_path / "organisation").mkdir()
    made = Organisation(tmp_path / "organisation", people("ann", "bob", "cem", "dee"))
    guides = [
        Paper(f"guide-{name}-{number}", f"Hydrogen valves {number}", "All of hydrogen valves.", (name,), name)
        for name, most in (("ann", 4), ("bob", 3), ("dee", 2))
        for number in range(most)
    ]
    made.put(*guides, *(Paper(f"lunch-{number}", f"Lunch {number}", "Soup.", ("cem",)) for number in range(30)))
    made.rebuild()
    with closing(made.store):
        yield made


def asked(organisation: Organisation, most: int | None, **more: int) -> list[Key]:
    """Whom an answer names; only whoever is not first although they know most may be told to have answered often."""
    with open_index(organisation.root) as index, organisation.store.view(COLLEAGUE) as view:
        found = ask(Question("hydrogen valves", **more), view, index, NOW, load=LoadLimit(most)).people  # type: ignore[arg-type]
    often = [each.person for each in found if each.answered_often]
    assert often == ([] if not found or found[0].person == ANN or "offset" in more else [ANN])
    return [each.person for each in found]


def counted(organisation: Organisation, viewer: Viewer = COLLEAGUE) -> dict[Key, int]:
    with open_index(organisation.root) as index, organisation.store.view(viewer) as view:
        snapshot = index.snapshot()
        return answered_lately(snapshot, snapshot.access_filter(view), IN_ORDER, NOW)


def test_the_second_is_offered_when_the_first_answered_more_than_the_organisation_wants(
    organisation: Organisation,
) -> None:
    organisation.put(*thread(1), *thread(2))
    organisation.rebuild()
    assert counted(organisation) == {ANN: 2, BOB: 0, DEE: 0}
    assert asked(organisation, None) == IN_ORDER
    assert asked(organisation, 2) == IN_ORDER
    assert asked(organisation, 1) == [BOB, ANN, DEE]
    assert asked(organisation, 1, limit=1) == [ANN]
    assert asked(organisation, 1, offset=1) == [BOB, DEE]


def test_who_asked_not_to_be_asked_does_not_come_first_instead(organisation: Organisation) -> None:
    organisation.put(*thread(1), *thread(2))
    organisation.rebuild()
    pause(organisation.store, BOB, day_of(NOW), NOW)
    assert asked(organisation, 1) == [DEE, ANN, BOB]
    pause(organisation.store, DEE, day_of(NOW), NOW)
    assert asked(organisation, 1) == [ANN, BOB, DEE]


def test_only_what_everyone_may_read_counts_and_only_lately_and_not_ones_own_threads(
    organisation: Organisation,
) -> None:
    organisation.put(
        *thread(1),
        *thread(2, hidden=True),
        *thread(3, at=NOW - DAYS * DAY - 1),
        *thread(4, at=NOW + DAY),
        *thread(5, asks="ann"),
    )
    organisation.rebuild()
    for viewer in (COLLEAGUE, INSIDER, Viewer(system=True)):
        assert counted(organisation, viewer)[ANN] == 1


def test_what_is_withdrawn_counts_no_more_from_that_moment(organisation: Organisation) -> None:
    organisation.put(*thread(1), *thread(2))
    organisation.rebuild()
    with open_index(organisation.root) as index:
        index.snapshot()
        organisation.put(*thread(2, hidden=True))
        with organisation.store.view(COLLEAGUE) as view:
            snapshot = index.snapshot()
            assert answered_lately(snapshot, snapshot.access_filter(view), [ANN], NOW) == {ANN: 1}


@pytest.fixture
def visitors(organisation: Organisation, tmp_path: Path) -> Iterator[dict[str, TestClient]]:
    """Ann and Dee at a site that wants nobody to answer more than one question of others a month."""
    organisation.put(*thread(1), *thread(2))
    organisation.rebuild()
    (tmp_path / "small").mkdir()
    small = make_site(tmp_path / "small")
    with closing(small.store), open_index(organisation.root) as index:
        site = replace(
            small,
            store=organisation.store,
            index=lambda: index,
            viewer_of=Viewer,
            default_person=DEE,
            load=LoadLimit(1),
        )
        yield {"dee": client(site), "ann": client(replace(site, default_person=ANN))}


def test_json_and_page_say_why_in_both_languages(visitors: dict[str, TestClient]) -> None:
    found = visitors["dee"].get("/api/experts?q=hydrogen valves").json()["people"]
    assert [(each["person"], each["answered_often"]) for each in found] == [(BOB, False), (ANN, True), (DEE, False)]
    for language, words in (("en", "ask another first"), ("nl", "vraag eerst een ander")):
        page = visitors["dee"].get("/search?q=hydrogen valves", headers={"accept-language": language}).text
        assert page.count(words) == 1


def test_the_number_is_for_the_person_alone(visitors: dict[str, TestClient]) -> None:
    profile = f"/people/{ANN}"
    assert visitors["ann"].get(f"/api{profile}").json()["load"] == {"answered": 2, "most": 1}
    assert visitors["ann"].get("/api/me").json()["load"] == {"answered": 2, "most": 1}
    assert "You answered 2 questions of others" in visitors["ann"].get(profile).text
    assert visitors["dee"].get(f"/api{profile}").json()["load"] is None
    assert "You answered" not in visitors["dee"].get(profile).text
