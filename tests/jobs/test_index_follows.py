"""The index acts at once on what people hide, on rights, and on an index that another version wrote."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.curation import Curator
from graph.facts import Edge, EdgeKind, Fact, Topic
from graph.paging import all_nodes
from graph.store import Viewer
from models.index import generation, profiles
from models.index.activity import PLACES
from models.index.contract import IndexProblem
from models.index.opening import open_index
from models.index.profiles import Profiles
from tests.models.organisations import Organisation, Paper, document, people, person
from whoknows.jobs import index
from whoknows.jobs.index import follow, open_writer, update_index

TANK = Paper("tank", "Hydrogen tank", "How a hydrogen tank is built and tested.", ("ann",), "gas")
VALVE = Paper("valve", "Valves", "A valve for the hydrogen tank.", ("bob",), "steel")


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob"))
    made.put(TANK, VALVE)
    made.rebuild()
    return made


def _follow_without_settling(organisation: Organisation) -> bool:
    with open_writer(organisation.root) as writer, organisation.store.view(Viewer(system=True)) as view:
        writer.update(view, organisation.store.changes(writer.seq, 1000))
        return writer.stale


def _hide(organisation: Organisation, *papers: str) -> None:
    """Ann hides these papers and no other."""
    edges = {Edge(EdgeKind.HIDES, person("ann"), document(paper)) for paper in papers}
    with organisation.store.view(Viewer(system=True)) as view:
        before = set(view.edges([EdgeKind.HIDES], [person("ann")]))
    with organisation.store.writer() as writer:
        for edge in before - edges:
            assert writer.unsay(edge)
        for edge in edges - before:
            assert writer.say(edge)


def test_what_a_person_hides_casts_no_vote_from_the_next_commit_on(organisation: Organisation) -> None:
    with open_index(organisation.root) as opened:
        assert not len(opened.snapshot().hidden)
        _hide(organisation, "tank")
        _follow_without_settling(organisation)
        assert len(opened.snapshot().hidden) == 1
        _hide(organisation)
        _follow_without_settling(organisation)
        assert not len(opened.snapshot().hidden)


def test_what_a_person_hides_leaves_the_table_of_people_as_it_was(organisation: Organisation) -> None:
    """So that readers keep the names that they made of it; what is known of somebody changes it."""
    with open_index(organisation.root) as opened:
        before = opened.snapshot()
        names = before.names(None)
        _hide(organisation, "tank")
        _follow_without_settling(organisation)
        hidden = opened.snapshot()
        assert hidden is not before
        assert hidden.names(None) is names
        with organisation.store.writer() as writer:
            writer.put(Fact(replace(people("bob")[0], function="Fitter")), "run")
        _follow_without_settling(organisation)
        assert opened.snapshot().names(None) is not names


def test_what_a_person_hides_does_not_wait_for_many_older_changes(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whoknows.jobs.index.CHANGES", 2)
    for number in range(6):
        organisation.put(Paper(f"later-{number}", "Later", f"A later text about soup, number {number}.", ("bob",)))
    _hide(organisation, "tank")
    first_batch = iter((False, True))
    done = update_index(organisation.store, organisation.root, stop=lambda: next(first_batch, True), settle=False)
    assert done.left > 0
    with open_index(organisation.root) as opened:
        assert len(opened.snapshot().hidden) == 1
    _follow_without_settling(organisation)
    with open_index(organisation.root) as opened:
        assert len(opened.snapshot().hidden) == 1


def test_what_a_person_hides_acts_while_changes_are_taken_in(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit in between shows what is hidden, and the one after it, made with an older view, keeps it."""
    monkeypatch.setattr("models.index.writer.BATCH", 1)
    for number in range(3):
        organisation.put(Paper(f"later-{number}", "Later", f"A later text about soup, number {number}.", ("bob",)))
    shown: list[int] = []
    with open_writer(organisation.root) as writer, open_index(organisation.root) as opened:
        store = organisation.store
        people = index.SaidByPeople(store, writer)
        changes = store.changes(writer.seq, 1000, index.INDEXED)

        def between() -> None:
            if not shown:
                _hide(organisation, "tank")
            people.hear()
            shown.append(len(opened.snapshot().hidden))

        with store.view(Viewer(system=True)) as view:
            writer.update(view, changes, between)
        assert shown == [1, 1]
        assert len(opened.snapshot().hidden) == 1
        assert writer.seq == changes[-1].seq


def test_who_likes_or_follows_wakes_nothing(organisation: Organisation) -> None:
    done = update_index(organisation.store, organisation.root)
    ann, tank = person("ann"), document("tank")
    with organisation.store.writer() as writer:
        assert writer.say(Edge(EdgeKind.LIKES, ann, tank, at=1))
        assert writer.say(Edge(EdgeKind.FOLLOWS, ann, person("bob"), at=1))
        assert writer.unsay(Edge(EdgeKind.LIKES, ann, tank))
    assert organisation.store.seq() > done.seq
    assert update_index(organisation.store, organisation.root) == replace(done, documents=0)
    with organisation.store.writer() as writer:
        assert writer.say(Edge(EdgeKind.HIDES, ann, tank, at=1))
    hidden = update_index(organisation.store, organisation.root)
    assert hidden.seq == organisation.store.seq() > done.seq


def test_who_hides_all_of_it_is_no_expert_and_comes_back(organisation: Organisation) -> None:
    _hide(organisation, "tank")
    organisation.follow()
    assert [each.person for each in organisation.ask("hydrogen tank").people] == [person("bob")]
    _hide(organisation)
    organisation.follow()
    assert organisation.ask("hydrogen tank").people[0].person == person("ann")


def test_what_did_not_settle_before_a_restart_counts_in_profiles_after_it(organisation: Organisation) -> None:
    organisation.put(Paper("ferry", "Ferry", "The ferry timetable of the island.", ("ann",)))
    _follow_without_settling(organisation)
    with open_writer(organisation.root) as writer, organisation.store.view(Viewer(system=True)) as view:
        writer.settle(view)
    (found,) = organisation.ask("ferry timetable").people
    assert {share.ranker for share in found.shares} >= {"documents", "profile"}


def _reasons(organisation: Organisation, name: str) -> set[str]:
    found = [each for each in organisation.ask("hydrogen tank").people if each.person == person(name)]
    return {evidence.ranker for each in found for evidence in each.evidence}


def test_what_a_person_hides_is_in_no_place_and_no_profile_from_the_next_commit_on(organisation: Organisation) -> None:
    assert _reasons(organisation, "ann")
    _hide(organisation, "tank")
    _follow_without_settling(organisation)
    with open_index(organisation.root) as opened:
        now = opened.snapshot()
        ann = now.person(person("ann"))
        assert all(not now.activity(place).work[:, [ann]].nnz for place in PLACES)
        assert ann not in now.profiles.persons
    assert not _reasons(organisation, "ann")
    _hide(organisation)
    _follow_without_settling(organisation)
    assert _reasons(organisation, "ann")


@pytest.mark.parametrize("settle", [False, True])
def test_who_opts_out_leaves_answers_with_the_next_commit(organisation: Organisation, settle: bool) -> None:
    with organisation.store.writer() as writer:
        writer.put(Fact(replace(people("ann")[0], opted_out=True)), "run")
    if settle:
        organisation.follow()
    else:
        _follow_without_settling(organisation)
    assert [each.person for each in organisation.ask("hydrogen tank").people] == [person("bob")]


def test_tables_that_nobody_reads_any_more_are_removed(organisation: Organisation) -> None:
    for round_ in range(6):
        organisation.put(replace(VALVE, text=f"A valve for the tank, version {round_}."))
        _hide(organisation, *(("tank",) if round_ % 2 else ()))
        organisation.follow()
    folder = generation.current(organisation.root)
    assert folder is not None
    assert all(len(list(folder.glob(f"{name}-*"))) <= 2 for name in ("hides", "people"))
    assert len(list(folder.glob("profiles-words-*"))) <= 2


@pytest.mark.parametrize(
    ("change", "ordered"),
    [("drop", True), ("hide", True), ("edit", False), ("new", False)],
)
def test_what_leaves_everyone_orders_a_new_generation(organisation: Organisation, change: str, ordered: bool) -> None:
    if change == "drop":
        organisation.drop("tank")
    elif change == "new":
        organisation.put(Paper("late", "Ferry", "The ferry timetable."))
    else:
        organisation.put(replace(TANK, hidden=change == "hide", text="A hydrogen tank, again."))
    assert _follow_without_settling(organisation) is ordered
    before = generation.current(organisation.root)
    organisation.follow()  # the order is kept in the commit: another process finds it
    assert (generation.current(organisation.root) != before) is ordered


@pytest.mark.parametrize(("rest", "generations", "patience"), [(1000.0, 1, 60), (0.0, 2, 6000)])
def test_a_trickle_of_deletions_does_not_rebuild_for_ever(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, rest: float, generations: int, patience: int
) -> None:
    """`patience`: turns after which no further generation is expected; one that is, may be long in the making."""
    monkeypatch.setattr(index, "SETTLE_AFTER", 0.0)
    monkeypatch.setattr(index, "IDLE", 0.01)
    organisation.put(*(Paper(str(number), "Ferry", "The ferry timetable.") for number in range(2)))
    organisation.follow()
    first, waiting, turns = _number(organisation), ["0", "1"], 0

    def stop() -> bool:
        nonlocal turns
        built = _number(organisation) - first
        if waiting and built == 2 - len(waiting):
            organisation.drop(waiting.pop(0))
        turns += not waiting
        return built == 2 or turns > patience

    follow(organisation.store, organisation.root, stop, rest=rest)
    assert _number(organisation) - first == generations


def test_what_is_new_is_found_while_the_next_generation_is_built(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "SETTLE_AFTER", 0.0)
    monkeypatch.setattr(index, "IDLE", 0.01)
    first, found = _number(organisation), []

    def look(progress: object) -> None:
        """Called by the build, which cannot go on and be published before this has found what it puts."""
        del progress
        if not found and threading.current_thread() is not threading.main_thread():
            organisation.put(Paper("late", "Ferry", "The ferry timetable."))
            until = time.monotonic() + 20
            while not organisation.ask("ferry").documents and time.monotonic() < until:
                time.sleep(0.01)
            found.append((_number(organisation), len(organisation.ask("ferry").documents)))

    organisation.drop("valve")
    follow(organisation.store, organisation.root, lambda: _number(organisation) > first, look)
    assert found == [(first, 1)]
    assert len(organisation.ask("ferry").documents) == 1
    assert _number(organisation) == first + 1


def test_what_is_new_is_found_while_tables_are_made(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, begun, found = profiles.tabulate, threading.Event(), threading.Event()
    turns: list[str] = []

    def slowly(*columns: Any, **rest: Any) -> Profiles:
        begun.set()
        assert found.wait(60)
        return made(*columns, **rest)

    monkeypatch.setattr(profiles, "tabulate", slowly)
    monkeypatch.setattr(index, "SETTLE_AFTER", 0.0)
    monkeypatch.setattr(index, "IDLE", 0.01)
    organisation.put(replace(TANK, text="A hydrogen tank, again."))

    def stop() -> bool:
        """Asked at each turn: put something once a table is being made, and see it found before that is done."""
        if begun.is_set() and "put" not in turns:
            organisation.put(Paper("late", "Ferry", "The ferry timetable.", ("bob",)))
            turns.append("put")
        elif "put" in turns and not found.is_set() and organisation.ask("ferry").documents:
            turns.append(f"found, in a profile: {_in_profiles(organisation, 'ferry')}")
            found.set()
        elif found.is_set() and turns[-1] != "in a profile" and _in_profiles(organisation, "ferry"):
            turns.append("in a profile")
        return turns[-1:] == ["in a profile"] or len(turns) > 3

    follow(organisation.store, organisation.root, stop)
    assert turns == ["put", "found, in a profile: False", "in a profile"]


def _in_profiles(organisation: Organisation, text: str) -> bool:
    with open_index(organisation.root) as opened:
        now = opened.snapshot()
        return bool(now.profiles.likelihood(now.parse(text).clauses).any())


def test_a_build_that_fails_is_said_and_leaves_what_is_served(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "SETTLE_AFTER", 0.0)
    monkeypatch.setattr(index, "IDLE", 0.01)
    first = _number(organisation)
    organisation.drop("valve")

    def fail(progress: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise IndexProblem("index-process-ended", code="-9")

    with pytest.raises(IndexProblem, match="index-process-ended"):
        follow(organisation.store, organisation.root, lambda: False, fail)
    assert _number(organisation) == first
    assert organisation.ask("hydrogen tank").people


def test_topics_of_passes_that_record_no_change_are_followed(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "SETTLE_AFTER", 0.0)
    monkeypatch.setattr(index, "IDLE", 0.01)
    turns, shown = 0, [0]

    def stop() -> bool:
        nonlocal turns
        turns += 1
        if turns == 5:  # the tables are settled by now, and nothing else changes
            organisation.mention({"tank": ["tanks"], "valve": ["tanks", "valves"]})
        with open_index(organisation.root) as opened:
            shown.append(len(opened.snapshot().topics.rows))
        return shown[-1] == 2 or turns > 6000

    follow(organisation.store, organisation.root, stop)
    assert shown[-1] == 2
    assert shown.count(0) >= 5


def test_what_a_topic_is_called_is_followed_before_the_tables_settle(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation.mention({"tank": ["tanks"]})
    organisation.rebuild()
    monkeypatch.setattr(index, "SETTLE_AFTER", 1e9)
    monkeypatch.setattr(index, "IDLE", 0.01)
    with organisation.store.view(index.SYSTEM) as view:
        topic = next(all_nodes(view, Topic))
    Curator(organisation.store, index.SYSTEM, "curator", 1).rename(topic.key, "vessel", "en")
    turns, shown = 0, [""]

    def stop() -> bool:
        nonlocal turns
        turns += 1
        with open_index(organisation.root) as opened:
            shown.append(opened.snapshot().topics.rows[0].labels["en"])
        return shown[-1] == "vessel" or turns > 2000

    follow(organisation.store, organisation.root, stop)
    assert shown[-1] == "vessel"


def _number(organisation: Organisation) -> int:
    folder = generation.current(organisation.root)
    assert folder is not None
    return generation.number_of_generation(folder)


def test_an_index_of_another_format_is_built_again(organisation: Organisation) -> None:
    folder = generation.current(organisation.root)
    assert folder is not None
    commit = json.loads((folder / generation.COMMIT).read_text(encoding="utf-8"))
    (folder / generation.COMMIT).write_text(json.dumps({**commit, "format": 0}), encoding="utf-8")
    with pytest.raises(IndexProblem, match="index-other-format"):
        open_index(organisation.root)
    organisation.follow()
    assert organisation.ask("hydrogen tank").people[0].person == person("ann")


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"format": FORMAT}', '{"format": FORMAT, "sizes": 3}', "\x00\x00"])
def test_a_damaged_commit_is_one_sentence_and_heals(organisation: Organisation, damaged: str) -> None:
    folder = generation.current(organisation.root)
    assert folder is not None
    whole = damaged.replace("FORMAT", str(generation.FORMAT))
    (folder / generation.COMMIT).write_text(whole, encoding="utf-8")
    with pytest.raises(IndexProblem, match="index-broken"):
        open_index(organisation.root)
    organisation.follow()
    assert organisation.ask("hydrogen tank").people[0].person == person("ann")
