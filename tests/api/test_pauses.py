"""Who asked not to be asked is named after the others, with the day and no reason, until it is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest

from api.asker import Asker, Role
from api.commands import say_pause
from api.pages import pages
from api.pages.document import DocumentPerson
from api.pages.search import SearchPage, SearchQuery, search
from api.pages.suggestions import SuggestedPerson
from api.predecessor import Predecessor
from api.problems import Refused
from api.site import Site
from graph.erasures import ErasureRow
from graph.facts import Edge, EdgeKind
from graph.open_store import open_store
from graph.pauses import day_of, pause, pauses
from models.index.opening import open_index
from models.ties import Acquaintance, Tie
from tests.api.keys import document, person
from tests.api.small_facts import NOW, group
from tests.api.small_site import SYSTEM, client, make_site, own_site
from tests.models.organisations import COLLEAGUE, topic
from tests.models.organisations import person as colleague
from tests.models.test_alike import make_organisation

TODAY = day_of(NOW)
DAY = timedelta(days=1)
QUESTION = SearchQuery(q="hydrogen storage")


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with own_site(request, tmp_path) as made:
        yield made


def asking(site: Site, key: str) -> Asker:
    return Asker(site, site.viewer_of(key), "en", roles=frozenset({Role.COLLEAGUE}))


def asked(site: Site) -> SearchPage:
    return search(asking(site, person("tunde")), QUESTION)


def test_whoever_pauses_comes_after_the_others_with_the_same_points_until_it_is_over(site: Site) -> None:
    before = asked(site)
    assert len(before.people) > 1
    first, *others = before.people
    say_pause(asking(site, first.person), TODAY)
    after = asked(site)
    assert [each.person for each in after.people] == [*(each.person for each in others), first.person]
    assert replace(after.people[-1], not_now=None) == first
    assert after.people[-1].not_now is not None
    assert after.total == before.total
    tomorrow = replace(site, now=lambda: NOW + int(DAY.total_seconds()))
    assert [each.not_now for each in asked(tomorrow).people] == [None] * len(before.people)
    say_pause(asking(site, first.person), None)
    assert asked(site).people == before.people


def test_a_pause_is_said_again_for_another_day_and_is_one_edge(site: Site) -> None:
    for days in (1, 9, 4):
        say_pause(asking(site, person("maaike")), TODAY + days * DAY)
    with site.store.view(SYSTEM) as view:
        assert len(list(view.all_edges(EdgeKind.PAUSES))) == 1
        assert pauses(view, [person("maaike"), person("tunde")], NOW) == {person("maaike"): TODAY + 4 * DAY}
        assert pauses(view, [], NOW) == {}


def test_a_pause_of_somebody_else_or_in_the_past_is_refused(site: Site) -> None:
    with pytest.raises(Refused) as past:
        say_pause(asking(site, person("maaike")), TODAY - DAY)
    assert (past.value.problem.status, past.value.problem.message) == (HTTPStatus.BAD_REQUEST, "pause-over")
    nobody = replace(asking(site, person("maaike")), viewer=site.viewer_of(None))
    with pytest.raises(Refused) as refused:
        say_pause(nobody, TODAY)
    assert refused.value.problem.status == HTTPStatus.FORBIDDEN
    with site.store.writer() as writer:  # no command says this, but an import could hold it
        writer.say(Edge(EdgeKind.PAUSES, person("tunde"), person("maaike"), at=NOW, role=TODAY.isoformat()))
    with site.store.view(SYSTEM) as view:
        assert pauses(view, [person("maaike"), person("tunde")], NOW) == {}


def test_a_pause_is_said_over_http_and_shows_on_the_page_in_both_languages(tmp_path: Path) -> None:
    made = make_site(tmp_path)
    with closing(made.store), client(made) as visitor:
        origin = {"origin": "http://127.0.0.1:8000"}
        said = visitor.post("/api/me/pause", params={"until": TODAY.isoformat()}, headers=origin)
        assert (said.status_code, said.json()) == (200, {"person": person("maaike"), "until": TODAY.isoformat()})
        for language, words in (("en", "Not now, until"), ("nl", "Even niet, tot en met")):
            page = visitor.get("/search", params={"q": QUESTION.q}, headers={"Accept-Language": language})
            assert words in page.text
        assert visitor.post("/api/me/pause", headers=origin).json()["until"] is None
        assert visitor.post("/api/me/pause", params={"until": "2020-01-01"}, headers=origin).status_code == 400


def test_a_pause_outlives_an_export(tmp_path: Path, site: Site) -> None:
    say_pause(asking(site, person("maaike")), TODAY + DAY)
    with closing(open_store(f"sqlite:{tmp_path / 'copy.db'}")) as copy:
        copy.load(site.store.dump(derived=True))
        with copy.view(SYSTEM) as view:
            assert pauses(view, [person("maaike")], NOW) == {person("maaike"): TODAY + DAY}


# --- every list of people ---------------------------------------------------------------------------------------------

LISTS = {
    "search": ("/api/experts?q=hydrogen storage", "people"),
    "long text": ("/api/experts?q=" + "The inspection of the tank showed that pressure was good. " * 6, "people"),
    "document": (f"/api/experts?document={document('inspection-3')}", "people"),
    "people of a place": ("/api/experts?q=someone in Delft who knows about inspection", "people"),
}
"""Lists in which colleagues are offered, with the field that has them."""
ASKED_FOR = {
    "name": ("/api/experts?q=wie is Maaike de Smit?", "named"),
    "members": (f"/api/groups/{group('energy')}", "members"),
    "directory": ("/api/people?q=maaike", "people"),
}
"""Lists of colleagues who are asked for themselves: they keep their places."""


@pytest.mark.parametrize("name", LISTS)
def test_every_list_that_offers_people_names_others_first(tmp_path: Path, name: str) -> None:
    made = make_site(tmp_path)
    path, field = LISTS[name]
    with closing(made.store), client(made) as visitor:
        before = [each["person"] for each in visitor.get(path).json()[field]]
        assert len(before) > 1, name
        say_pause(asking(made, before[0]), TODAY)
        after = visitor.get(path).json()[field]
        assert [each["person"] for each in after] == [*before[1:], before[0]]
        assert [each["not_now"] is not None for each in after] == [False] * (len(before) - 1) + [True]
        page = visitor.get(path.replace("/api/experts", "/search").removeprefix("/api"))
        assert "Not now, until" in page.text


@pytest.mark.parametrize("path", [f"/people/{colleague('ann')}/alike", f"/topics/{topic('valves')}"])
def test_pages_about_topics_name_others_first_too(tmp_path: Path, path: str) -> None:
    made = make_organisation(tmp_path / "organisation")
    small = make_site(tmp_path)
    with closing(small.store), open_index(made.root) as index:
        site = replace(small, store=made.store, index=lambda: index, viewer_of=lambda _: COLLEAGUE, default_person=None)
        with closing(made.store), client(site) as visitor:
            before = [each["person"] for each in visitor.get(f"/api{path}").json()["people"]]
            assert len(before) > 1
            pause(made.store, before[0], TODAY, NOW)
            after = visitor.get(f"/api{path}").json()["people"]
            assert [each["person"] for each in after] == [*before[1:], before[0]]
            assert after[-1]["not_now"] is not None
            assert "Not now, until" in visitor.get(path).text


@pytest.mark.parametrize("name", ASKED_FOR)
def test_whoever_is_asked_for_keeps_the_place_and_is_told_to_be_away(tmp_path: Path, name: str) -> None:
    made = make_site(tmp_path)
    path, field = ASKED_FOR[name]
    with closing(made.store), client(made) as visitor:
        before = [each["person"] for each in visitor.get(path).json()[field]]
        say_pause(asking(made, person("maaike")), TODAY)
        after = visitor.get(path).json()[field]
        assert [each["person"] for each in after] == before
        assert [each["person"] for each in after if each["not_now"] is not None] == [person("maaike")]
        page = visitor.get(path.replace("/api/experts", "/search").removeprefix("/api"))
        assert "Not now, until" in page.text


def test_a_profile_and_oneself_are_told(tmp_path: Path) -> None:
    made = make_site(tmp_path)
    with closing(made.store), client(made) as visitor:
        say_pause(asking(made, person("maaike")), TODAY)
        assert visitor.get(f"/api/people/{person('maaike')}").json()["not_now"] is not None
        assert "Not now, until" in visitor.get(f"/people/{person('maaike')}").text
        assert visitor.get("/api/me").json()["not_now"] is not None


NO_OFFERS = (DocumentPerson, ErasureRow, SuggestedPerson, Tie, Acquaintance, Predecessor)
"""Who wrote a document, whose name is typed, who works with whom, who left."""


def test_the_record_of_every_list_of_colleagues_has_room_for_it() -> None:
    """A new list of people cannot forget that somebody asked not to be asked; those of NO_OFFERS offer nobody."""
    for page in pages():
        for name, hint in (get_type_hints(page.record) if is_dataclass(page.record) else {}).items():
            listed = get_args(hint)[0] if get_origin(hint) is tuple else None
            if is_dataclass(listed) and "person" in (names := {each.name for each in fields(listed)}):
                assert "not_now" in names or listed in NO_OFFERS, (page.json, name)
