"""If I left: for oneself alone, with who could take over by name and documents to hand over, as far as one may read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from api.asker import Asker
from api.page import Nothing
from api.pages.leaving import leaving_page
from api.site import Site
from graph.facts import Edge, EdgeKind
from models.handing_over import NEXT
from tests.api.keys import person
from tests.api.small_facts import OTHER_TOPIC, TOPIC
from tests.api.small_site import make_site, visiting
from tests.models.graphs import organisation_graph
from tests.models.graphs import person as anchored

MAAIKE, JOOST = person("maaike"), person("joost")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Maaike is the only one known for hydrogen storage; Joost worked on it too."""
    made = make_site(tmp_path_factory.mktemp("leaving"))
    graph = organisation_graph(["joost", "maaike"], work={"maaike": {TOPIC: 3.0}, "joost": {OTHER_TOPIC: 1.0}})
    with closing(made.store):
        yield replace(made, organisation_graph=lambda: graph)


def ask(site: Site, who: str) -> Asker:
    return Asker(site, site.viewer_of(who), "en")


def test_the_keys_of_both_are_the_same() -> None:
    assert anchored("maaike") == MAAIKE


def test_what_only_you_are_known_for_comes_with_who_could_take_over_and_documents(site: Site) -> None:
    page = leaving_page(ask(site, MAAIKE), Nothing())
    assert [(each.topic.key, each.alone) for each in page.topics] == [(TOPIC, True)]
    assert MAAIKE not in page.topics[0].others
    assert 0 < len(page.topics[0].others) <= NEXT
    assert page.topics[0].documents
    names = [page.contacts[key].name for key in page.topics[0].others]
    assert names == sorted(names)


def test_it_is_about_the_asker_alone(site: Site) -> None:
    assert TOPIC not in {each.topic.key for each in leaving_page(ask(site, JOOST), Nothing()).topics}
    for language, words in (("nl", "Over te dragen"), ("en", "To hand over")):
        assert words in visiting(site, MAAIKE).get("/me/leaving", headers={"accept-language": language}).text
    assert "/me/leaving" in visiting(site, MAAIKE).get(f"/people/{MAAIKE}").text
    assert "/me/leaving" not in visiting(site, MAAIKE).get(f"/people/{JOOST}").text


def test_whoever_has_no_work_yet_is_told_so_and_not_that_others_know_it_too(site: Site) -> None:
    assert leaving_page(ask(site, JOOST), Nothing()).works
    new = person("tunde")
    assert not leaving_page(ask(site, new), Nothing()).works
    told = visiting(site, new).get("/me/leaving", headers={"accept-language": "en"}).text
    assert "nothing to hand over" in told
    assert "Others know what you know" not in told


def test_before_it_is_worked_out_and_for_whom_opted_out_it_says_so(site: Site) -> None:
    assert not leaving_page(ask(replace(site, organisation_graph=lambda: None), MAAIKE), Nothing()).ready
    with site.store.writer() as writer:
        writer.say(Edge(EdgeKind.OPTS_OUT, JOOST, JOOST))
    page = leaving_page(ask(site, JOOST), Nothing())
    assert page.out
