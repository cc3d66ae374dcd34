"""The record of the whole organisation: what profiles, ties and the directory say, and nothing of what is hidden."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import issparse

from graph.facts import (
    Account,
    DocumentKind,
    Edge,
    EdgeKind,
    Fact,
    Group,
    GroupKind,
    Key,
    Location,
    Term,
    Topic,
    key_of,
)
from graph.store import Viewer
from models.company import company_of
from models.index.opening import open_index
from models.knowledge_edges import knows_about
from models.organisation_graph import NOWHERE, OrganisationGraph, read_organisation_graph
from models.organisation_graph_file import (
    NAME,
    load_organisation_graph,
    read_graph_state,
    served_organisation_graph,
    write_organisation_graph,
)
from tests.graph.neo4j.stores import emptied
from tests.models.organisations import SOURCE, Organisation, Paper, account, document, people, person, topic
from whoknows.jobs.insight import follow_insight, insight_is_due

NAMES = ("ann", "bob", "cem", "dan", "eve", "fay")
DAY = 86_400
NOW = 100 * DAY


def group(name: str) -> Key:
    return key_of("group", SOURCE, name)


def place(name: str) -> Key:
    return key_of("location", SOURCE, name)


def paper(number: int, *people: str, hidden: bool = False, **props: Any) -> Paper:
    return Paper(
        str(number), f"Note {number}", f"Text of note {number}.", people, hidden=hidden, at=number * DAY, **props
    )


PAPERS = (
    paper(1, "ann", "bob"),
    paper(2, "ann", "bob", "dan"),
    paper(3, "bob", "eve"),
    paper(4, "cem", "fay"),
    paper(5, "cem", "ann", folder="plans"),
    *(Paper(str(at), "Kettle", f"Remark {at}.", (who,), "chat", at=at * DAY, kind=DocumentKind.POST)
      for at, who in ((6, "ann"), (7, "cem"), (8, "bob"))),
)  # fmt: skip
ABOUT = {
    "1": ["wind"], "2": ["wind", "sun"], "3": ["wind", "sun"], "4": ["rain"], "5": ["rain", "wind"], "6": ["sun"],
    "7": ["rain"], "8": ["sun"],
}  # fmt: skip


def directory() -> list[Fact]:
    """Research with a team of Bob in it, in a building with a room; Ann leads both; Dan left and Eve opted out."""
    ann, bob, cem, dan, eve, fay = people(*NAMES)
    research = Fact(Group(group("research"), SOURCE, "research", GroupKind.DEPARTMENT, "Research"))
    tanks = Group(group("tanks"), SOURCE, "tanks", GroupKind.DEPARTMENT, "Tanks")
    club = Fact(Group(group("club"), SOURCE, "club", GroupKind.COMMUNITY, "Club"))
    house = Fact(Location(place("house"), SOURCE, "house", "building", "House"))
    room = Location(place("room"), SOURCE, "room", "room", "Room 1")
    return [
        research, club, house,
        Fact(tanks, (Edge(EdgeKind.PART_OF, tanks.key, group("research")),)),
        Fact(room, (Edge(EdgeKind.PART_OF, room.key, place("house")),)),
        _member(ann, "research", "club", at="house"),
        _member(bob, "research", "tanks", "club", at="room", manager="ann"),
        _member(cem, "club", manager="bob"),
        _member(replace(dan, left=50 * DAY), "research"),
        _member(replace(eve, opted_out=True), "research"),
        _member(replace(fay, service=True), "research"),
    ]  # fmt: skip


def _member(node: Account, *groups: str, at: str = "", manager: str = "") -> Fact:
    edges = [Edge(EdgeKind.MEMBER_OF, node.key, group(each)) for each in groups]
    edges += [Edge(EdgeKind.AT, node.key, place(at))] if at else []
    edges += [Edge(EdgeKind.REPORTS_TO, node.key, account(manager))] if manager else []
    return Fact(node, tuple(edges))


def fill(made: Organisation, papers: tuple[Paper, ...] = PAPERS, about: dict[str, list[str]] = ABOUT) -> None:
    with made.store.writer() as writer:
        for fact in directory():
            writer.put(fact, "run")
    made.put(*papers)
    made.mention(about)
    made.rebuild()


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def organisation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Organisation]:
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    made = Organisation(tmp_path, people(*NAMES), store)
    fill(made)
    with closing(made.store):
        yield made


def read(made: Organisation, until: int | None = None, now: int = NOW) -> OrganisationGraph:
    with open_index(made.root) as index, made.store.view(Viewer()) as view:
        return read_organisation_graph(index.snapshot(), view, now, until)


def told(graph: OrganisationGraph) -> dict[str, Any]:
    """All that the record says, but for the change at which it was made."""
    return {
        each.name: value.toarray().tolist()
        if issparse(value)
        else value.tolist()
        if hasattr(value, "tolist")
        else value
        for each in fields(graph)
        if each.name != "stamp"
        for value in [getattr(graph, each.name)]
    }


def number(keys: tuple[Key, ...], key: Key) -> int:
    return keys.index(key)


def test_only_colleagues_of_today_who_agree_are_in_it(organisation: Organisation) -> None:
    assert set(read(organisation).people) == {person(name) for name in ("ann", "bob", "cem")}
    assert person("dan") in read(organisation, now=40 * DAY).people


def test_it_knows_what_knows_about_says(organisation: Organisation) -> None:
    graph = read(organisation)
    with open_index(organisation.root) as index, organisation.store.view(Viewer()) as view:
        snapshot = index.snapshot()
        edges = list(knows_about(snapshot, snapshot.access_filter(view), NOW))
    found = {(graph.people[row], graph.topics[column]) for row, column in zip(*graph.knows.nonzero(), strict=True)}
    assert found == {(edge.start, edge.end) for edge in edges} != set()
    for edge in edges:
        at = number(graph.people, edge.start), number(graph.topics, edge.end)
        assert (graph.since[at], graph.last[at]) == (edge.since, edge.last)
        assert graph.work[at] > 0
    assert (graph.work != 0).sum() >= (graph.knows != 0).sum()


def test_ties_are_those_of_profiles(organisation: Organisation) -> None:
    graph = read(organisation)
    with open_index(organisation.root) as index, organisation.store.view(Viewer()) as view:
        snapshot = index.snapshot()
        numbers = np.asarray([snapshot.person(key) for key in graph.people])
        able = snapshot.roster.able(False, NOW)
        company = company_of(snapshot, snapshot.access_filter(view), numbers, able)
    for mine, theirs in (("documents", "documents"), ("threads", "threads"), ("ties", "strength")):
        assert getattr(graph, mine).toarray().tolist() == getattr(company, theirs)[:, numbers].tolist()
    ann, bob, cem = (number(graph.people, person(name)) for name in ("ann", "bob", "cem"))
    assert (graph.documents[ann, bob], graph.documents[ann, cem], graph.documents[bob, cem]) == (2, 1, 0)
    assert graph.threads[bob, cem] == 1
    assert graph.ties[ann, bob] == 1 + 1 / 2 + 1 / 2  # alone, with Dan, and a thread of three


def test_everybody_is_in_the_innermost_unit(organisation: Organisation) -> None:
    graph = read(organisation)
    ann, bob, cem = (number(graph.people, person(name)) for name in ("ann", "bob", "cem"))
    assert graph.departments == tuple(sorted([group("research"), group("tanks")]))
    assert graph.locations == tuple(sorted([place("house"), place("room")]))
    research, tanks = (number(graph.departments, group(name)) for name in ("research", "tanks"))
    house, room = (number(graph.locations, place(name)) for name in ("house", "room"))
    assert [graph.department[each] for each in (ann, bob, cem)] == [research, tanks, NOWHERE]
    assert [graph.location[each] for each in (ann, bob, cem)] == [house, room, NOWHERE]
    assert (graph.larger_department[tanks], graph.larger_department[research]) == (research, NOWHERE)
    assert (graph.larger_location[room], graph.larger_location[house]) == (house, NOWHERE)
    assert [graph.manager[each] for each in (ann, bob, cem)] == [NOWHERE, ann, bob]


def test_groups_are_those_of_the_directory_and_where_people_work(organisation: Organisation) -> None:
    graph = read(organisation)
    assert set(graph.groups) == {group(name) for name in ("club", "papers", "plans", "chat")}
    ann, bob, cem = (number(graph.people, person(name)) for name in ("ann", "bob", "cem"))
    done = {name: graph.member[:, [number(graph.groups, group(name))]].toarray()[[ann, bob, cem], 0].tolist()
            for name in ("club", "papers", "plans")}  # fmt: skip
    assert done == {"club": [1, 1, 1], "papers": [2, 3, 1], "plans": [1, 0, 1]}


def test_what_is_hidden_or_of_a_special_category_counts_nowhere(organisation: Organisation) -> None:
    assert topic("wind") in read(organisation).topics
    with organisation.store.writer() as writer:
        writer.say(Edge(EdgeKind.HIDES, person("bob"), topic("wind")))
        writer.say(Edge(EdgeKind.HIDES, person("ann"), document("5")))
    organisation.follow()
    graph = read(organisation)
    bob, ann, cem = (number(graph.people, person(name)) for name in ("bob", "ann", "cem"))
    column = graph.topics.index(topic("wind")) if topic("wind") in graph.topics else None
    assert column is None or graph.work[bob, column] == 0
    assert (graph.documents[ann, bob], graph.documents[ann, cem]) == (0, 0)


def test_before_a_day_only_what_is_older_counts(organisation: Organisation) -> None:
    graph = read(organisation, until=2 * DAY)
    ann, bob, cem = (number(graph.people, person(name)) for name in ("ann", "bob", "cem"))
    assert (graph.documents[ann, bob], graph.documents[ann, cem], graph.threads.nnz) == (1, 0, 0)
    assert graph.work.nnz == 0  # one document makes nobody known
    assert set(graph.groups) == {group("club"), group("papers")}


def test_topics_of_those_who_left_are_counted(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    papers = tuple(paper(at, "dan") for at in (1, 2, 3)) + tuple(paper(at, "ann") for at in range(4, 12))
    fill(made, papers, {**{str(at): ["tides"] for at in (1, 2, 3)}, **{str(at): ["wind"] for at in range(4, 7)}})
    graph = read(made)
    assert dict(zip(graph.topics, graph.left_with.tolist(), strict=True)) == {topic("tides"): 1, topic("wind"): 0}
    assert graph.work[:, [graph.topics.index(topic("tides"))]].nnz == 0
    made.store.close()


def test_topics_that_probably_mean_the_same_count_once(organisation: Organisation) -> None:
    whole = read(organisation)
    wind, rain, sun = (whole.topics.index(topic(name)) for name in ("wind", "rain", "sun"))
    terms = [key_of("term", "en", name) for name in ("sun", "wind", "rain")]
    with organisation.store.writer() as writer:
        writer.derive("term", None, [Term(terms[0], "nl", "zon", "sun"), *(
            Term(key, "en", name, name) for key, name in zip(terms[1:], ("wind", "rain"), strict=True)
        )])  # fmt: skip
        writer.derive("topic", None, [Topic(topic("sun"), {"nl": "sun"}), *(
            Topic(topic(name), {"en": name}) for name in ("wind", "rain")
        )])  # fmt: skip
        pairs = [(terms[0], terms[1], 0.9), (terms[0], terms[2], 0.85)]
        writer.derive("TRANSLATES", None, [Edge(EdgeKind.TRANSLATES, *ends, weight=sure) for *ends, sure in pairs])
    organisation.rebuild()
    graph = read(organisation)
    assert dict(zip(graph.topics, graph.also, strict=True)) == {topic("wind"): topic("sun"), topic("rain"): ""}
    pair, alone = graph.number_of(topic("sun")), graph.number_of(topic("rain"))
    assert graph.both(pair) == (topic("wind"), topic("sun"))
    one, other = (set(np.flatnonzero(whole.work[:, [each]].toarray())) for each in (wind, sun))
    assert one & other, "somebody works on both"
    assert set(np.flatnonzero(graph.work[:, [pair]].toarray())) >= one | other
    assert graph.touched[pair] < whole.touched[wind] + whole.touched[sun]
    assert (graph.work[:, [alone]] != whole.work[:, [rain]]).nnz == 0


def test_a_file_gives_it_back(organisation: Organisation, tmp_path: Path) -> None:
    graph = read(organisation)
    write_organisation_graph(graph, organisation.root)
    loaded = load_organisation_graph(organisation.root)
    assert loaded is not None
    assert (told(loaded), loaded.stamp) == (told(graph), graph.stamp)
    state = read_graph_state(organisation.root)
    assert state is not None
    assert (state.at, state.until, state.stamp) == (graph.at, graph.until, graph.stamp)


def test_no_file_or_a_damaged_one_is_none_and_a_new_one_is_served(organisation: Organisation) -> None:
    newest = served_organisation_graph(organisation.root)
    assert (newest(), read_graph_state(organisation.root)) == (None, None)
    for damaged in (b"", b"PK\x03\x04 broken", json.dumps({"format": 1}).encode()):
        (organisation.root / NAME).write_bytes(damaged)
        assert (newest(), read_graph_state(organisation.root)) == (None, None)
    write_organisation_graph(read(organisation), organisation.root)
    first = newest()
    assert first is not None
    assert newest() is first
    write_organisation_graph(read(organisation), organisation.root)
    assert newest() is not first


def test_the_job_follows_the_index(organisation: Organisation) -> None:
    store, root = organisation.store, organisation.root
    assert follow_insight(store, root, now=NOW)
    assert not insight_is_due(store, root, NOW)
    organisation.put(paper(9, "ann", "cem"))
    assert not insight_is_due(store, root, NOW)  # the index does not show it yet
    organisation.follow()
    assert insight_is_due(store, root, NOW)
    assert follow_insight(store, root, now=NOW)
    made = load_organisation_graph(root)
    assert made is not None
    ann, cem = (number(made.people, person(name)) for name in ("ann", "cem"))
    assert made.documents[ann, cem] == 2
    assert not follow_insight(store, root, now=NOW)


def test_a_last_day_that_comes_makes_it_due(organisation: Organisation) -> None:
    store, root = organisation.store, organisation.root
    assert follow_insight(store, root, now=40 * DAY)
    assert not insight_is_due(store, root, 49 * DAY)
    assert insight_is_due(store, root, 50 * DAY)


@st.composite
def hidden_papers(draw: st.DrawFn) -> list[tuple[Paper, list[str]]]:
    """Documents that only insiders may read, on the subjects and by the people of the others and by one more."""
    drawn = st.tuples(
        st.lists(st.sampled_from((*NAMES, "gus")), min_size=1, max_size=4, unique=True),
        st.lists(st.sampled_from(("wind", "sun", "rain", "fog")), max_size=3, unique=True),
        st.sampled_from(("papers", "chat", "board")),
    )
    return [
        (replace(paper(at, *who, hidden=True), folder=folder), about)
        for at, (who, about, folder) in enumerate(draw(st.lists(drawn, min_size=1, max_size=6)), start=20)
    ]


def without_and_with(hidden: list[tuple[Paper, list[str]]]) -> list[dict[str, Any]]:
    found = []
    for some in ([], hidden):
        folder = Path(mkdtemp())
        made = Organisation(folder, [*people(*NAMES), Account(account("gus"), SOURCE, "gus", "Gus")])
        about = {**ABOUT, **{paper.id: names for paper, names in some}}
        fill(made, (*PAPERS, *(paper for paper, _ in some)), about)
        found.append(told(read(made)))
        made.store.close()
        shutil.rmtree(folder)
    return found


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(hidden_papers())
def test_a_hidden_document_changes_nothing_of_it(hidden: list[tuple[Paper, list[str]]]) -> None:
    without, with_hidden = without_and_with(hidden)
    assert without == with_hidden
