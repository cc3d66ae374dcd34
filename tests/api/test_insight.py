"""Views of insight: for who has the role, noted each time, above the floor, and nobody named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from functools import partial

import numpy as np
import pytest
from scipy.sparse import csr_array

from api.asker import Asker
from api.insight import VIEWS
from api.page import Nothing
from api.pages import pages
from api.pages.insight import InsightQuery, insight_views
from api.pages.insight_cover import insight_cover
from api.pages.insight_gaps import GapsQuery, insight_gaps
from api.pages.insight_knowledge import KnowledgeQuery, insight_knowledge
from api.policy import Permission
from api.site import Site
from graph.audit import AuditedAct, read_audit
from graph.facts import kind_of
from models.cover import Need, Needs
from models.divisions import Level
from models.index.contract import NEVER
from tests.api.keys import person
from tests.api.small_facts import FIELD_WORKERS, NAMES, OTHER_TOPIC, TOPIC, group
from tests.api.small_site import make_site, visiting
from tests.models.graphs import organisation_graph

MAAIKE = person("maaike")
WORK = {
    **{f"a{at}": {TOPIC: 2.0, OTHER_TOPIC: 1.0} for at in range(3)},
    **{f"b{at}": {TOPIC: 1.0, OTHER_TOPIC: 2.0} for at in range(6)},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two departments of eight that know the same two topics and share nothing, and six people without one."""
    made = make_site(tmp_path_factory.mktemp("insight"))
    names = [f"{unit}{at}" for unit in "abc" for at in range(8 if unit != "c" else 6)]
    keys = {"a": group("energy"), "b": group("field")}
    where = {name: keys[name[0]] for name in names if name[0] in keys}
    work = {**WORK, "c0": {TOPIC: 1.0}}
    graph = organisation_graph(names, work=work, department=where)
    with closing(made.store):
        listed = Needs((Need("hydrogen storage", 30), Need("astronomy", 1)))
        yield replace(made, organisation_graph=lambda: graph, needs=lambda: listed)


@pytest.fixture
def asker(site: Site) -> Asker:
    return Asker(site, site.viewer_of(MAAIKE), "en", name="Maaike")


def test_a_cell_of_few_people_is_not_told_as_a_number(asker: Asker) -> None:
    page = insight_knowledge(asker, KnowledgeQuery())
    assert {unit.key for unit in page.units} == {group("energy"), group("field")}
    cells = {row.topic.key: dict(zip((unit.key for unit in page.units), row.cells, strict=True)) for row in page.rows}
    assert cells[TOPIC] == {group("energy"): None, group("field"): 6}
    assert {row.topic.key: row.people for row in page.rows} == {TOPIC: 10}  # the other one is for nobody


def test_the_order_by_a_unit_tells_nothing_finer(asker: Asker) -> None:
    page = insight_knowledge(asker, KnowledgeQuery(unit=group("energy")))
    assert page.unit == group("energy")
    assert [row.topic.key for row in page.rows] == [TOPIC]
    assert page.leaving is not None
    assert (page.leaving.lost_total, page.leaving.unit.key) == (0, group("energy"))


def test_where_only_teams_are_told_of_no_number_is_of_fewer_people(site: Site, asker: Asker) -> None:
    teams = Asker(replace(site, teams_only=True), asker.viewer, "en")
    graph = site.organisation_graph()
    assert graph is not None
    few = csr_array(np.where(np.arange(len(graph.people))[:, None] < 3, graph.work.toarray(), 0.0))
    teams = replace(
        teams, site=replace(teams.site, organisation_graph=lambda: replace(graph, work=few, at=graph.at + 7))
    )
    page = insight_knowledge(teams, KnowledgeQuery(order="fewest"))
    assert (page.on_one, page.shoulders) == (None, ())
    assert {(row.people, row.holders) for row in page.rows} == {(None, None)}
    assert [each.people for each in insight_cover(teams, Nothing()).topics] == [0, None]
    visitor = visiting(teams.site, MAAIKE)
    assert "1–4" in visitor.get("/insight/knowledge").text
    assert ",1-4,1-4," in visitor.get("/insight/knowledge.csv").text


@pytest.mark.parametrize(("other", "told"), [(TOPIC, True), (OTHER_TOPIC, False), ("", False)])
def test_what_probably_means_the_same_is_told_beside_a_topic(site: Site, asker: Asker, other: str, told: bool) -> None:
    """What the asker may not know of is not told; a topic stands for the other one of its pair here."""
    graph = site.organisation_graph()
    assert graph is not None
    also = tuple(other if topic == TOPIC else "" for topic in graph.topics)
    paired = replace(site, organisation_graph=lambda: replace(graph, also=also, at=graph.at + 9))
    (row,) = insight_knowledge(Asker(paired, asker.viewer, "en"), KnowledgeQuery()).rows
    assert (row.topic.also is not None) is told
    visitor = visiting(paired, MAAIKE)
    assert ("also called" in visitor.get("/insight/knowledge").text) is told
    assert ("also called" in visitor.get(f"/map?topic={TOPIC}").text) is False, "it is the topic itself"


def test_a_unit_that_is_not_shown_cannot_be_asked_for(site: Site, asker: Asker) -> None:
    small = organisation_graph(
        [f"a{at}" for at in range(8)] + ["b0", "b1"],
        work={"b0": {TOPIC: 3.0}},
        department={**{f"a{at}": group("energy") for at in range(8)}, "b0": group("field"), "b1": group("field")},
    )
    small = replace(small, at=small.at + 1)
    within = Asker(replace(site, organisation_graph=lambda: small), asker.viewer, "en")
    page = insight_knowledge(within, KnowledgeQuery(unit=group("field")))
    assert (page.units, page.left_out, page.unit, page.leaving) == ((), 2, "", None)
    assert insight_gaps(within, GapsQuery(one=group("energy"), other=group("field"))).gaps == ()


def test_an_organisation_may_ask_for_larger_groups(site: Site, asker: Asker) -> None:
    strict = Asker(replace(site, fewest=1000), asker.viewer, "en")
    page = insight_knowledge(strict, KnowledgeQuery())
    assert (page.units, [row.cells for row in page.rows]) == ((), [()])
    assert insight_gaps(strict, GapsQuery()).gaps == ()


def test_a_gap_opens_with_what_both_work_on(asker: Asker) -> None:
    page = insight_gaps(asker, GapsQuery(one=group("field"), other=group("energy")))
    assert [({gap.one.key, gap.other.key}, gap.shared, gap.ties) for gap in page.gaps] == [
        ({group("energy"), group("field")}, 1, 0)
    ]
    assert page.opened is not None
    assert page.opened.gap == page.gaps[0]
    assert [each.index for each in page.units] == [None, None]


def test_a_gap_of_which_no_topic_can_be_named_is_left_out(site: Site, asker: Asker) -> None:
    graph = site.organisation_graph()
    assert graph is not None
    renamed = replace(graph, topics=tuple(f"{topic}-gone" for topic in graph.topics), at=graph.at + 3)
    within = replace(site, organisation_graph=lambda: renamed)
    assert insight_gaps(Asker(within, asker.viewer, "en"), GapsQuery()).gaps == ()
    assert visiting(within, MAAIKE).get("/insight/gaps").status_code == 200


@pytest.mark.parametrize("level", Level)
def test_nobody_is_named(asker: Asker, level: Level) -> None:
    found = (insight_knowledge(asker, KnowledgeQuery(level)), insight_gaps(asker, GapsQuery(level)))
    for page in (*found, insight_cover(asker, Nothing())):
        told = json.dumps(asdict(page), default=str)
        names = [name for name, _ in (NAMES | FIELD_WORKERS).values()]
        assert not [name for name in names if name in told]
        assert "person:" not in told
        assert "account:" not in told


def test_the_list_of_what_is_needed_begins_with_what_nobody_knows(site: Site, asker: Asker) -> None:
    page = insight_cover(asker, Nothing())
    assert [(each.name, each.people, each.covered.value) for each in page.topics] == [
        ("astronomy", 0, "nobody"),
        ("hydrogen storage", 10, "too-few"),
    ]
    assert page.totals == {"nobody": 1, "too-few": 1, "enough": 0}
    assert "astronomy" in visiting(site, MAAIKE).get("/insight/cover").text
    without = Asker(replace(site, needs=lambda: None), asker.viewer, "en")
    assert not insight_cover(without, Nothing()).given


def test_who_leaves_is_told_in_numbers_of_enough_people_alone(site: Site, asker: Asker) -> None:
    graph = site.organisation_graph()
    assert graph is not None
    for leaving, told in ((4, None), (6, 5), (18, None)):  # too few; enough; all but too few
        leaves = np.where(np.arange(len(graph.people)) < leaving, graph.at + 86_400, NEVER)
        made = partial(replace, graph, leaves=leaves)
        within = Asker(replace(site, organisation_graph=made), asker.viewer, "en")
        page = insight_knowledge(within, KnowledgeQuery())
        assert (page.going.people if page.going else None) == told


def test_each_look_is_noted_and_can_be_read(asker: Asker) -> None:
    before = len(read_audit(asker.site.store.ledger, act=AuditedAct.INSIGHT_OPENED))
    insight_knowledge(asker, KnowledgeQuery(Level.TEAM))
    insight_gaps(asker, GapsQuery())
    insight_cover(asker, Nothing())
    found = read_audit(asker.site.store.ledger, act=AuditedAct.INSIGHT_OPENED)
    assert len(found) == before + 3
    page = insight_views(asker, InsightQuery())
    assert {each.details["view"] for each in page.opened} == set(VIEWS)
    assert page.names == {MAAIKE: "Maaike de Smit"}
    assert {kind_of(each.by) for each in page.opened} == {"person"}


def test_every_view_is_on_the_list() -> None:
    assert {page.path for page in pages() if page.permission is Permission.INSIGHT and page.path} == set(VIEWS.values())


def test_before_it_is_worked_out_the_pages_say_so(site: Site, asker: Asker) -> None:
    early = Asker(replace(site, organisation_graph=lambda: None), asker.viewer, "en")
    assert insight_knowledge(early, KnowledgeQuery()).at is None
    assert insight_gaps(early, GapsQuery()).at is None
    assert insight_views(early, InsightQuery()).at is None
    visitor = visiting(early.site, MAAIKE)
    for path in ("/insight", *VIEWS.values()):
        assert "worked out yet" in visitor.get(path).text


def test_the_pages_say_what_they_cannot_tell_in_both_languages(site: Site) -> None:
    visitor = visiting(site, MAAIKE)
    for path in VIEWS.values():
        for language, words in (
            ("nl", "Wat deze cijfers niet kunnen zeggen"),
            ("en", "What these figures cannot tell"),
        ):
            assert words in visitor.get(path, headers={"accept-language": language}).text
    opened = visitor.get(f"/insight/gaps?one={group('energy')}&other={group('field')}").text
    assert "Beste collega" in opened
    assert "Dear colleagues" in opened
