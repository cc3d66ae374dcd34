"""Every field of every record has a bound; what is over it is a Problem of that record, and nothing else is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest

from graph.facts import (
    AccessRecord,
    Account,
    Act,
    ActKind,
    Checkpoint,
    Cursor,
    Document,
    EdgeKind,
    Gone,
    Group,
    GroupKind,
    GroupRecord,
    Item,
    PersonRecord,
    Rule,
    Said,
    Same,
)
from graph.open_store import open_store
from graph.schema import ACTS
from graph.store import Run, RunState, Store, Viewer
from ingest import pipeline
from ingest.bounds import (
    BOUNDS,
    EARLIEST,
    LATEST,
    MOST_ACTS,
    MOST_ID,
    MOST_LEVELS,
    MOST_NAME,
    MOST_NUMBER,
    MOST_TITLE,
    MOST_VALUES,
)
from ingest.contract import SourceError, SourceSettings
from ingest.sources import wording
from ui.messages import catalogue
from whoknows.sentences import sentence

NOW = 1_750_000_000
TEXT = b"The boiler is in the cellar, behind the green door on the left."
ITEM = Item("b", TEXT, title="Boiler", at=NOW - 5, acts=(Act("ann", ActKind.WROTE, "Ann Vos", NOW - 5),))
PERSON = PersonRecord("p", "Bob Kok", emails=("bob@w.example",), department="Work")
GROUP = GroupRecord("g", GroupKind.TEAM, "Team", members=(("ann", "lead"),))
LONG = "x" * 1_000_000


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source that says what it is given, and then breaks when `breaks` says so."""

    said: Sequence[Said]
    breaks: Exception | None = None
    name: str = "odd"

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """All that is given, between two good items."""
        del cursor
        yield Item("a", TEXT)
        yield from self.said
        if self.breaks:
            raise self.breaks
        yield Item("z", TEXT)
        yield Checkpoint({}, complete=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:{tmp_path / 'bounds.db'}")
    yield opened
    opened.close()


def sync(store: Store, *said: Any, breaks: Exception | None = None) -> Run:
    settings = SourceSettings("odd", "odd")
    source = ListedSource(said, breaks)
    return pipeline.sync(source, settings, store, now=lambda: NOW, tell=lambda progress: None, stop=lambda: False)


def told(store: Store, run: Run) -> list[str]:
    """The messages of a run; each has a sentence in both languages, with every place filled in."""
    problems = store.ledger.problems(run.source, run.id)
    for problem in problems:
        assert problem.message in catalogue() or wording(problem.message), problem.message
        for language in ("en", "nl"):
            assert "{" not in sentence(problem.message, problem.params, language)
        assert len(problem.id or "") <= MOST_ID
    return sorted(problem.message for problem in problems)


def stored(store: Store, kind: str) -> dict[str, Any]:
    with store.view(Viewer(system=True)) as view:
        return {getattr(node, "native_id", node.key): node for node in view.nodes(kind)}


def test_every_field_of_every_record_has_a_bound() -> None:
    for record, bound in BOUNDS.items():
        assert set(bound.bounds) == {each.name for each in fields(record)}


@pytest.mark.parametrize(
    ("change", "message", "kept"),
    [
        ({"title": LONG}, "bound-text-cut", {"title": "x" * (MOST_TITLE - 2) + " …"}),
        ({"title": "a\0b\x1b[2Jc"}, None, {"title": "a b [2Jc"}),
        ({"title": "half \ud800 one"}, None, {"title": "half ? one"}),
        ({"title": 7}, "bound-type", {"title": TEXT.decode()}),
        ({"url": "http://" + LONG}, "bound-text-left-out", {"url": None}),
        ({"at": -(10**300)}, "bound-date", {"at": None}),
        ({"at": float("nan")}, "bound-date", {"at": None}),
        ({"at": float("-inf")}, "bound-date", {"at": None}),
        ({"at": EARLIEST - 1}, "bound-date", {"at": None}),
        ({"at": 3e18}, "bound-date", {"at": None}),
        ({"at": LATEST}, "date-in-future", {"at": None}),
        ({"at": "yesterday"}, "bound-type", {"at": None}),
        ({"at": 1.5e9}, None, {"at": 1_500_000_000}),
        ({"version": LONG}, "bound-text-left-out", {"version": None}),
        ({"tags": tuple(map(str, range(10**5)))}, "bound-list-cut", {"title": "Boiler"}),
        ({"tags": ("ok", LONG)}, "bound-text-left-out", {"title": "Boiler"}),
        ({"tags": None}, "bound-type", {"title": "Boiler"}),
        ({"links": tuple(map(str, range(10**5)))}, "bound-list-cut", {"title": "Boiler"}),
        ({"links": ("data:" + LONG,)}, None, {"title": "Boiler"}),
        ({"parent": LONG}, "bound-text-left-out", {"title": "Boiler"}),
    ],
)
def test_an_item_is_found_without_what_is_over_its_bounds(
    store: Store, change: dict[str, Any], message: str | None, kept: dict[str, Any]
) -> None:
    run = sync(store, replace(ITEM, **change))
    assert run.state is RunState.ENDED
    assert told(store, run) == ([message] if message else [])
    documents = stored(store, "document")
    assert documents.keys() == {"a", "b", "z"}
    assert {name: getattr(documents["b"], name) for name in kept} == kept


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": LONG}, "bound-record-refused"),
        ({"id": ["b"]}, "bound-type"),
        ({"body": "text"}, "bound-type"),
        ({"kind": "post"}, "bound-type"),
    ],
)
def test_an_item_is_refused_when_nothing_true_is_left_or_others_could_read_it(
    store: Store, change: dict[str, Any], message: str
) -> None:
    sync(store, ITEM)
    assert told(store, sync(store, replace(ITEM, **change))) == [message]
    left = {"a", "z"} if change.keys() == {"id"} and isinstance(change["id"], str) else {"a", "b", "z"}
    assert stored(store, "document").keys() == left


@pytest.mark.parametrize(
    ("change", "message", "kept"),
    [
        ({"count": 2**31}, "bound-number", {"count": 1}),
        ({"count": 2**63}, "bound-number", {"count": 1}),
        ({"count": -1}, "bound-number", {"count": 1}),
        ({"size": 2**63}, "bound-number", {"size": 0}),
        ({"size": 10**5000}, "bound-number", {"size": 0}),
        ({"count": MOST_NUMBER}, None, {"count": MOST_NUMBER}),
        ({"at": -1e300}, "bound-date", {"at": None}),
        ({"count": True}, "bound-type", {"count": 1}),
        ({"name": LONG}, "bound-text-cut", {"count": 1}),
        ({"email": LONG}, "bound-text-left-out", {"count": 1}),
    ],
)
def test_an_act_counts_without_what_is_over_its_bounds(
    store: Store, change: dict[str, Any], message: str | None, kept: dict[str, Any]
) -> None:
    run = sync(store, replace(ITEM, acts=(replace(ITEM.acts[0], **change),)))
    assert told(store, run) == ([message] if message else [])
    with store.view(Viewer(system=True)) as view:
        (edge,) = view.edges([EdgeKind.WROTE], [stored(store, "document")["b"].key], "in")
    assert {name: getattr(edge, name) for name in kept} == kept


@pytest.mark.slow
def test_of_too_many_acts_the_strongest_stay(store: Store) -> None:
    likes = tuple(Act(f"reader {number}", ActKind.LIKED) for number in range(MOST_ACTS + 1))
    assert told(store, sync(store, replace(ITEM, acts=(*likes, *ITEM.acts)))) == ["bound-list-cut"]
    with store.view(Viewer(system=True)) as view:
        found = view.edges(ACTS, [stored(store, "document")["b"].key], "in")
    assert len(found) == MOST_ACTS
    assert sum(edge.kind is EdgeKind.WROTE for edge in found) == 1


def test_counts_of_one_account_add_up_within_the_bound(store: Store) -> None:
    often = replace(ITEM.acts[0], count=MOST_NUMBER, size=MOST_NUMBER)
    assert told(store, sync(store, replace(ITEM, acts=(often, often, often)))) == []
    with store.view(Viewer(system=True)) as view:
        (edge,) = view.edges([EdgeKind.WROTE], [stored(store, "document")["b"].key], "in")
    assert (edge.count, edge.size) == (MOST_NUMBER, MOST_NUMBER)


@pytest.mark.parametrize(
    ("change", "message", "kept"),
    [
        ({"name": LONG}, "bound-text-cut", {"name": "x" * (MOST_NAME - 2) + " …"}),
        ({"emails": ("bob@w.example",) * (MOST_VALUES + 1)}, "bound-list-cut", {"name": "Bob Kok"}),
        ({"emails": ("bob@w.example", LONG)}, "bound-text-left-out", {"emails": ("bob@w.example",)}),
        ({"about": LONG}, "bound-text-cut", {"name": "Bob Kok"}),
        ({"joined": 10**30}, "bound-date", {"joined": None}),
        ({"left": float("inf")}, "bound-date", {"left": None}),
        ({"department": " / ".join("x" * 100)}, "bound-levels-cut", {"name": "Bob Kok"}),
        ({"manager": LONG}, "bound-text-left-out", {"name": "Bob Kok"}),
        ({"opted_out": "no"}, "bound-type", {"opted_out": True}),
    ],
)
def test_a_person_is_kept_without_what_is_over_its_bounds(
    store: Store, change: dict[str, Any], message: str, kept: dict[str, Any]
) -> None:
    assert told(store, sync(store, replace(PERSON, **change))) == [message]
    person = stored(store, "account")["p"]
    assert isinstance(person, Account)
    assert {name: getattr(person, name) for name in kept} == kept
    assert sum(isinstance(each, Group) for each in stored(store, "group").values()) <= MOST_LEVELS


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (replace(GROUP, name=LONG), "bound-text-cut"),
        (replace(GROUP, members=(("ann", "lead"), (LONG, ""))), "bound-type"),
        (replace(GROUP, members=(("ann", LONG),)), "bound-text-left-out"),
        (replace(GROUP, members=7), "bound-type"),  # type: ignore[arg-type]
        (replace(GROUP, parent=LONG), "bound-closed"),
        (replace(GROUP, id=LONG), "bound-record-refused"),
        (AccessRecord(LONG, ()), "bound-record-refused"),
        (AccessRecord("r", ("everyone", "account:" + LONG)), "bound-text-left-out"),
        (Same(LONG), "bound-record-refused"),
        (Gone(LONG), "bound-record-refused"),
        ("what is this?", "record-unknown"),
    ],
)
def test_groups_rules_and_the_rest(store: Store, record: Any, message: str) -> None:
    assert told(store, sync(store, record)) == [message]
    assert stored(store, "document").keys() == {"a", "z"}


@pytest.mark.parametrize(
    ("group", "item"),
    [
        (GROUP, {"access": LONG}),
        (GROUP, {"access": 7}),
        (GROUP, {"container": LONG}),
        (replace(GROUP, access=LONG), {"container": "g"}),
        (replace(GROUP, parent=LONG), {"container": "g"}),
        (replace(GROUP, kind="team"), {"container": "g"}),  # type: ignore[arg-type]
        (replace(GROUP, name=None), {"container": "g"}),  # type: ignore[arg-type]
    ],
)
def test_nobody_reads_what_has_rights_that_are_not_understood(
    store: Store, group: GroupRecord, item: dict[str, Any]
) -> None:
    sync(store, GROUP, replace(ITEM, container="g"))
    sync(store, group, replace(ITEM, **item))
    with store.view(Viewer()) as view:
        assert {getattr(node, "native_id", "") for node in view.nodes("document")} == {"a", "z"}


def test_a_rule_whose_readers_mean_nothing_lets_nobody_in(store: Store) -> None:
    run = sync(store, AccessRecord("r", ("everyone",)), AccessRecord("r", 5))  # type: ignore[arg-type]
    assert told(store, run) == ["bound-type"]
    rule = stored(store, "rule")["r"]
    assert isinstance(rule, Rule)
    assert rule.principals == ()


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("cursor", [{"x": nested(100_000)}, {"x": "y" * 20_000_000}, {"x": 2**64}, {"x": {1}}, 5])
def test_a_cursor_that_cannot_be_kept_costs_nothing_but_its_place_and_is_told(store: Store, cursor: Any) -> None:
    run = sync(store, Checkpoint(cursor), ITEM)
    assert (run.state, told(store, run)) == (RunState.ENDED, ["cursor-too-large"])
    assert stored(store, "document").keys() == {"a", "b", "z"}


class BreaksItsReader(str):
    """A title at which whoever reads it breaks."""

    def strip(self, _: str | None = None) -> str:
        raise RecursionError("too deep")


def test_a_record_that_breaks_its_reader_is_a_problem_of_that_record(store: Store) -> None:
    sync(store, ITEM)
    run = sync(store, replace(ITEM, title=BreaksItsReader("Boiler")))
    assert (run.state, told(store, run)) == (RunState.ENDED, ["record-broken"])
    assert stored(store, "document").keys() == {"a", "b", "z"}


def test_a_source_that_breaks_is_an_error_of_that_source(store: Store) -> None:
    with pytest.raises(SourceError, match="source-broke") as caught:
        sync(store, ITEM, breaks=MemoryError())
    for language in ("en", "nl"):
        assert "{" not in sentence(caught.value.message, caught.value.params, language)
    assert store.ledger.runs("odd")[0].state is RunState.FAILED
    assert stored(store, "document").keys() == {"a", "b"}


def test_nul_is_in_no_field_that_is_stored(store: Store) -> None:
    odd = replace(ITEM, id="b\0", version="1\0", acts=(Act("a\0nn", ActKind.WROTE),))
    assert told(store, sync(store, odd, replace(GROUP, members=(("x\0", "le\0ad"),)))) == []
    assert "\0" not in repr(list(store.dump())).replace("\\x00", "\0")
    assert isinstance(stored(store, "document")["b "], Document)
