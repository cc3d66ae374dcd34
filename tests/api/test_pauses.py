"""Who asked not to be asked is named after the others, with the day and no reason, until it is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest

from api.asker import Asker, Role
from api.commands import say_pause
from api.pages.search import SearchPage, SearchQuery, search
from api.problems import Refused
from api.site import Site
from graph.facts import Edge, EdgeKind
from graph.open_store import open_store
from graph.pauses import day_of, pauses
from tests.api.small_facts import NOW, person
from tests.api.small_site import SYSTEM, client, make_site
from tests.graph.neo4j.stores import emptied

TODAY = day_of(NOW)
DAY = timedelta(days=1)
QUESTION = SearchQuery(q="hydrogen storage")


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    made = make_site(tmp_path, store)
    with closing(made.store):
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
