"""KNOWS_ABOUT says what profiles say, from documents for everyone only, and follows what it depends on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Edge, EdgeKind, Fact, Judgement, Key, KnowsAbout, Verdict
from graph.store import Viewer
from models.index.opening import open_index
from models.profile import describe_person
from tests.graph.neo4j.stores import emptied
from tests.models.organisations import COLLEAGUE, Organisation, Paper, account, people, person, topic
from whoknows.jobs.knowledge import DERIVED, follow_knowledge, knowledge_is_due

SYSTEM = Viewer(system=True)
NAMES = ("ann", "bob", "cem")
DAY = 86_400
NOW = 100 * DAY


def paper(number: int, *people: str, hidden: bool = False) -> Paper:
    return Paper(str(number), f"Note {number}", "Some text.", people, hidden=hidden, at=number * DAY)


PAPERS = (paper(1, "ann"), paper(2, "ann", "bob"), paper(3, "bob"), paper(4, "cem"), paper(5, "cem"))
ABOUT = {"1": ["wind"], "2": ["wind", "sun"], "3": ["wind", "sun"], "4": ["sun"], "5": ["rain"]}


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def organisation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Organisation]:
    """Ann and Bob know about wind, Bob about sun; Cem wrote twice, about two subjects."""
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    made = Organisation(tmp_path, people(*NAMES), store)
    made.put(*PAPERS)
    made.mention(ABOUT)
    made.rebuild()
    with closing(made.store):
        yield made


def written(organisation: Organisation, now: int = NOW) -> int:
    """Bring the index and then the edges up to date; returns how many edges differ."""
    organisation.follow()
    return follow_knowledge(organisation.store, organisation.root, now=now, stop=lambda: False)


def due(organisation: Organisation, now: int = NOW) -> bool:
    return knowledge_is_due(organisation.store, organisation.root, now)


def known(organisation: Organisation) -> dict[tuple[Key, Key], KnowsAbout]:
    with organisation.store.view(SYSTEM) as view:
        edges = list(view.all_edges(EdgeKind.KNOWS_ABOUT))
    return {(edge.start, edge.end): edge for edge in edges if isinstance(edge, KnowsAbout)}


ALL = {("ann", "wind"), ("bob", "wind"), ("bob", "sun")}


def pairs(organisation: Organisation) -> set[tuple[str, str]]:
    names = {person(name): name for name in NAMES} | {topic(name): name for name in ("wind", "sun", "rain")}
    return {(names[start], names[end]) for start, end in known(organisation)}


def test_an_edge_says_how_much_since_when_and_at_which_place(organisation: Organisation) -> None:
    assert written(organisation) == 3
    assert pairs(organisation) == ALL
    edge = known(organisation)[person("ann"), topic("wind")]
    assert (edge.documents, edge.since, edge.last, edge.rank) == (2, 1 * DAY, 2 * DAY, 1)
    assert known(organisation)[person("bob"), topic("sun")].since == 2 * DAY


def test_a_like_and_a_follow_do_not_make_it_due(organisation: Organisation) -> None:
    written(organisation)
    assert not due(organisation)
    with organisation.store.writer() as writer:
        assert writer.say(Edge(EdgeKind.FOLLOWS, person("ann"), topic("wind"), at=1))
        assert writer.say(Edge(EdgeKind.THANKS, person("ann"), person("bob"), at=1))
    assert not due(organisation)
    with organisation.store.writer() as writer:
        assert writer.say(Edge(EdgeKind.HIDES, person("ann"), topic("wind"), at=1))
    organisation.follow()
    assert due(organisation)


def test_it_records_no_change_and_is_written_once(organisation: Organisation) -> None:
    seq = organisation.store.seq()
    assert due(organisation)
    written(organisation)
    assert organisation.store.seq() == seq
    assert not due(organisation)
    organisation.store.ledger.set(DERIVED, None)
    assert written(organisation) == 0


def _hide(made: Organisation) -> None:
    with made.store.writer() as writer:
        writer.say(Edge(EdgeKind.HIDES, person("bob"), topic("wind")))


def _put(made: Organisation, **props: object) -> None:
    with made.store.writer() as writer:
        writer.put(Fact(replace(people("bob")[0], **props)), "run")  # type: ignore[arg-type]


def _merge(made: Organisation) -> None:
    with made.store.writer() as writer:
        writer.judge(Judgement("1", account("bob"), person("cem"), Verdict.SAME, "person:x", 1))


def _restrict(made: Organisation) -> None:
    made.put(replace(PAPERS[0], hidden=True))


CASES: list[tuple[str, Callable[[Organisation], None], set[tuple[str, str]]]] = [
    ("somebody opts out", lambda made: _put(made, opted_out=True), {("ann", "wind")}),
    ("somebody leaves", lambda made: _put(made, left=9 * DAY), {("ann", "wind")}),
    ("somebody will leave", lambda made: _put(made, left=NOW + 1), ALL),
    ("it was a machine", lambda made: _put(made, service=True), {("ann", "wind")}),
    ("somebody hides a topic, and so all that is about it", _hide, {("ann", "wind")}),
    ("a document leaves everyone", _restrict, {("bob", "wind"), ("bob", "sun")}),
    ("a document is gone", lambda made: made.drop("3"), {("ann", "wind")}),
    ("accounts are one person", _merge, {("ann", "wind"), ("cem", "wind"), ("cem", "sun")}),
    ("a secret is told", lambda made: made.put(paper(9, "ann", hidden=True)), ALL),
]


@pytest.mark.parametrize(("what", "change", "left"), CASES, ids=[each[0] for each in CASES])
def test_it_follows_what_it_depends_on(
    organisation: Organisation, what: str, change: Callable[[Organisation], None], left: set[tuple[str, str]]
) -> None:
    written(organisation)
    change(organisation)
    assert not due(organisation), "the index does not show it yet"
    written(organisation)
    assert pairs(organisation) == left, what


def test_who_plans_to_leave_is_in_it_until_that_day(organisation: Organisation) -> None:
    _put(organisation, left=NOW + 2 * DAY)
    written(organisation)
    assert pairs(organisation) == ALL
    assert not due(organisation, NOW + DAY)
    assert due(organisation, NOW + 2 * DAY)
    assert written(organisation, NOW + 2 * DAY) == 2
    assert pairs(organisation) == {("ann", "wind")}
    assert not due(organisation, NOW + 9 * DAY)


def test_no_edge_of_who_is_somebody_else_comes_back_when_that_is_undone(organisation: Organisation) -> None:
    written(organisation)
    _merge(organisation)
    written(organisation)
    with organisation.store.writer() as writer:
        writer.judge(Judgement("1", account("bob"), person("cem"), Verdict.SAME, "person:x", 1, undone=2))
    assert {start for start, _ in known(organisation)} == {person("ann"), person("cem")}
    written(organisation)
    assert pairs(organisation) == ALL


def test_passes_that_record_no_change_are_followed(organisation: Organisation) -> None:
    written(organisation)
    organisation.mention({**ABOUT, "5": ["sun"]})
    written(organisation)
    assert pairs(organisation) == {*ALL, ("cem", "sun")}
    organisation.mention({name: ["wind"] for name in ABOUT})
    written(organisation)
    assert pairs(organisation) == {(name, "wind") for name in NAMES}


MADE = st.lists(
    st.tuples(st.sets(st.sampled_from(NAMES), min_size=1), st.sets(st.sampled_from(["wind", "sun"])), st.booleans()),
    min_size=1,
    max_size=9,
)


def _random(folder: Path, made: list[tuple[set[str], set[str], bool]], *, secrets: bool = True) -> Organisation:
    kept = {number: each for number, each in enumerate(made) if secrets or not each[2]}
    organisation = Organisation(folder, people(*NAMES))
    organisation.put(*(paper(number, *sorted(who), hidden=hidden) for number, (who, _, hidden) in kept.items()))
    organisation.mention({str(number): sorted(about) for number, (_, about, _) in kept.items()})
    organisation.rebuild()
    written(organisation)
    return organisation


@pytest.mark.slow
@given(MADE)
@settings(max_examples=8)
def test_it_says_what_profiles_say_to_everyone_whatever_is_hidden(made: list[tuple[set[str], set[str], bool]]) -> None:
    folders = [Path(mkdtemp()) for _ in range(2)]
    whole, without = _random(folders[0], made), _random(folders[1], made, secrets=False)
    assert known(whole) == known(without)
    with open_index(whole.root) as index, whole.store.view(COLLEAGUE) as view:
        for name in NAMES:
            profile = describe_person(person(name), view, index)
            assert profile is not None
            said = {(each.topic.key, each.rank, each.documents, each.last) for each in profile.topics}
            mine = [edge for (start, _), edge in known(whole).items() if start == person(name)]
            edges = {(edge.end, edge.rank, edge.documents, edge.last) for edge in mine}
            assert said <= edges
            parts = [documents for _, _, documents, _ in edges - said]  # a profile leaves out parts of what it shows
            assert all(any(2 * part <= whole + 1 for _, _, whole, _ in said) for part in parts)
    for organisation, folder in zip((whole, without), folders, strict=True):
        organisation.store.close()
        shutil.rmtree(folder)
