"""Colleagues for oneself: two lists with reasons, of what holds and may be read at this moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.site import Site
from graph.facts import Edge, EdgeKind
from models.colleagues import Colleagues
from models.index.opening import open_index
from tests.api.keys import document, person, topic
from tests.api.meeting_facts import NOW
from tests.api.meeting_site import asked, meeting_site
from whoknows.jobs.index import update_index


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with meeting_site(request, tmp_path) as made:
        yield made


def lists(site: Site, who: str = "ann", **more: Any) -> tuple[list[str], list[str]]:
    """Who is near and who is to be met, by name."""
    found = asked(site, "/api/me/colleagues", who, **more).json()
    return [each["name"] for each in found["near"]], [each["name"] for each in found["new"]]


def test_who_writes_with_somebody_is_near_and_who_writes_the_same_elsewhere_is_new(works: Site) -> None:
    assert lists(works) == (["Bob Aalders"], ["Dia Bos", "Cem de Wit"])


def test_each_line_has_its_reason(works: Site) -> None:
    found = asked(works, "/api/me/colleagues").json()
    (near,), (first, second) = found["near"], found["new"]
    assert (near["documents"], near["threads"], near["groups"], near["line"]) == (1, 0, [], None)
    assert [each["key"] for each in first["topics"]] == [topic("rust"), topic("tanks")]
    assert (first["distance"], first["same_department"]) == ("elsewhere", True)
    assert [each["name"] for each in first["know_both"]] == ["Bob Aalders"]
    assert [each["key"] for each in second["topics"]] == [topic("permits")]
    assert (second["distance"], second["same_department"], second["know_both"]) == ("floor", False, [])


def test_who_asked_not_to_be_asked_comes_last_of_the_new_and_keeps_their_place_among_the_near(works: Site) -> None:
    with works.store.writer() as writer:
        for who in ("bob", "dia"):
            writer.say(Edge(EdgeKind.PAUSES, person(who), person(who), at=NOW, role="2099-01-01"))
    assert lists(works) == (["Bob Aalders"], ["Cem de Wit", "Dia Bos"])
    found = asked(works, "/api/me/colleagues").json()
    assert [each["not_now"] is not None for each in (*found["near"], *found["new"])] == [True, False, True]


def test_the_reasons_are_told_in_words_of_the_reader(works: Site) -> None:
    english, dutch = (" ".join(asked(works, "/me/colleagues", language=each).text.split()) for each in ("en", "nl"))
    assert "you have no document or discussion in common" in english
    assert "Bob Aalders</a> knows you both and can introduce you." in english
    assert "Bob Aalders</a> kent u allebei en kan u voorstellen." in dutch
    assert "mailto:dia@example.org?subject=rust" in english


def test_who_sits_on_the_same_floor_in_the_same_department_is_in_no_list(works: Site) -> None:
    assert "Eva Pol" not in str(lists(works))


def test_who_shares_what_only_they_may_read_is_not_to_be_met(works: Site) -> None:
    assert lists(works, insider=True)[1] == ["Dia Bos"]


def test_who_opts_out_is_gone_from_that_moment_and_gets_no_lists(works: Site) -> None:
    with works.store.writer() as writer:
        writer.say(Edge(EdgeKind.OPTS_OUT, person("bob"), person("bob"), at=NOW))
    assert lists(works) == ([], ["Dia Bos", "Cem de Wit"])
    assert asked(works, "/api/me/colleagues").json()["new"][0]["know_both"] == []
    assert lists(works, "bob") == ([], [])
    assert "You opted out" in asked(works, "/me/colleagues", "bob").text


def test_who_hides_the_topic_is_gone_though_the_graph_has_them(works: Site, tmp_path: Path) -> None:
    with works.store.writer() as writer:
        for each in (topic("tanks"), topic("rust")):
            writer.say(Edge(EdgeKind.HIDES, person("dia"), each, at=NOW))
    update_index(works.store, tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        assert lists(replace(works, index=lambda: index))[1] == ["Cem de Wit"]


def test_what_is_withdrawn_is_no_reason_though_index_and_graph_have_it(works: Site) -> None:
    with works.store.writer() as writer:
        about = (document(f"{topic}-dia-{number}") for topic in ("tanks", "rust") for number in range(3))
        writer.drop([*about, document("both")])
    assert lists(works) == ([], ["Cem de Wit"])


def test_what_two_of_those_near_work_on_is_proposed_until_one_follows_it(works: Site) -> None:
    (found,) = asked(works, "/api/me/colleagues", "bob").json()["topics"]
    assert found["topic"]["key"] == topic("rust")
    assert sorted(each["name"] for each in found["people"]) == ["Ann Visser", "Dia Bos"]
    with works.store.writer() as writer:
        writer.say(Edge(EdgeKind.FOLLOWS, person("bob"), topic("rust"), at=NOW))
    assert asked(works, "/api/me/colleagues", "bob").json()["topics"] == []


def test_ones_own_page_and_the_start_page_name_the_first_of_both_lists(works: Site) -> None:
    for address in ("/api/start", f"/api/people/{person('ann')}"):
        found = asked(works, address).json()["meet"]
        assert [each["name"] for each in (*found["near"], *found["new"])] == ["Bob Aalders", "Dia Bos", "Cem de Wit"]
    assert asked(works, f"/api/people/{person('bob')}").json()["meet"] is None
    assert 'href="/me/colleagues"' in asked(works, "/").text
    assert 'href="/me/colleagues"' not in asked(works, f"/people/{person('bob')}").text


def test_a_site_without_a_graph_says_that_it_is_not_there_yet(works: Site) -> None:
    bare = replace(works, organisation_graph=lambda: None)
    assert asked(bare, "/api/me/colleagues").json()["ready"] is False
    assert "not worked out yet" in asked(bare, "/me/colleagues").text


def test_a_topic_of_many_is_no_reason_to_meet_by_itself(works: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Colleagues, "is_broad", lambda known, number: known.graph.topics[number] == topic("permits"))
    assert lists(works)[1] == ["Dia Bos"], "they share permits alone with Cem"
