"""The promises of a sync: access, runs, leavers, what is gone, and where it stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.facts import (
    NOBODY,
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
    Opening,
    PersonRecord,
    Problem,
    Said,
    Same,
    Term,
    key_of,
)
from graph.open_store import open_store
from graph.store import Run, RunState, Store, Viewer
from ingest import pipeline
from ingest.contract import SourceError, SourceSettings
from ingest.seen import SeenIds, Sighting

NOW = 1_750_000_000
TEXT = b"The boiler is in the cellar, behind the green door on the left."
ADA, BRAM = PersonRecord("1", "Ada Vos", department="Energy / Storage"), PersonRecord("2", "Bram Kok", manager="1")


class Script:
    """A source that says what it is given; an exception in the list is raised."""

    name = "script"

    def __init__(self, *said: Said | Exception) -> None:
        self.said = said
        self.cursors: list[Cursor | None] = []

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        self.cursors.append(cursor)
        for each in self.said:
            if isinstance(each, Exception):
                raise each
            yield each


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:{tmp_path / 'pipeline.db'}")
    yield opened
    opened.close()


def sync(
    store: Store,
    *said: Said | Exception,
    name: str = "script",
    kind: str = "jsonl",
    access: str = "everyone",
    stop_at: int = 0,
) -> Run:
    script, asked = Script(*said), iter(range(1, 1_000_000))
    settings = SourceSettings(name, kind, access)
    return pipeline.sync(
        script, settings, store, now=lambda: NOW, tell=lambda progress: None, stop=lambda: next(asked) == stop_at
    )


def item(native_id: str, **changes: object) -> Item:
    return Item(native_id, **{"body": TEXT, "acts": (Act("ada", ActKind.WROTE),), "at": NOW - 5, **changes})  # type: ignore[arg-type]


def rule_of(store: Store, native_id: str) -> str:
    with store.view(Viewer(system=True)) as view:
        node = view.get([key_of("document", "script", native_id)])[key_of("document", "script", native_id)]
    assert isinstance(node, Document)
    return node.rule


def ids(store: Store, viewer: Viewer) -> set[str]:
    with store.view(viewer) as view:
        return {node.native_id for node in view.nodes("document") if isinstance(node, Document)}


SYSTEM = Viewer(system=True)
END = Checkpoint({"n": 1}, complete=True)


def tags(store: Store, viewer: Viewer) -> set[str]:
    with store.view(viewer) as view:
        return {node.surface for node in view.nodes("term") if isinstance(node, Term)}


def test_a_tag_is_one_term_whatever_its_capitals_and_is_seen_with_what_has_it(store: Store) -> None:
    hidden = item("2", tags=("secret plan",), access="nobody")
    sync(store, item("1", tags=("API", " Open  source")), item("3", tags=("api",)), hidden, END)
    assert tags(store, SYSTEM) == {"api", "open source", "secret plan"}
    assert tags(store, Viewer()) == {"api", "open source"}


@pytest.mark.parametrize(
    ("access", "told", "rule"),
    [
        ("everyone", None, key_of("rule", "script", "unstated")),
        ("from-source", None, key_of("rule", "script", "unstated")),
        ("from-source", "nobody", NOBODY),
        ("from-source", "r", key_of("rule", "script", "r")),
        ("from-source", "everyone", key_of("rule", "script", "everyone")),
        ("everyone", "r", key_of("rule", "script", "r")),
        ("group:Storage", None, key_of("rule", "script", "unstated")),
        ("group:Storage", "everyone", key_of("rule", "script", "everyone")),
    ],
)
def test_rules(store: Store, access: str, told: str | None, rule: str) -> None:
    sync(store, item("a", access=told), END, access=access)
    assert rule_of(store, "a") == rule


def test_group_of_the_directory_may_read(store: Store) -> None:
    first = sync(store, item("a"), END, access="group:Storage")
    assert first.counts["problems"] == 1
    group = key_of("group", "people", "Energy / Storage")
    member = Viewer(principals=frozenset({"everyone", group}))
    assert ids(store, member) == set()
    sync(store, ADA, END, name="people", kind="directory")
    second = sync(store, Same("a"), END, access="group:storage")
    assert ids(store, Viewer()) == set()
    third = sync(
        store, item("a"), AccessRecord("all", ("everyone",)), item("b", access="all"), END, access="group:storage"
    )
    assert (second.counts.get("problems", 0), third.counts.get("problems", 0)) == (0, 0)
    assert ids(store, member) == {"a", "b"}
    assert ids(store, Viewer()) == set()


@pytest.mark.parametrize("told", [None, "everyone"])
def test_another_access_acts_on_what_is_stored_without_reading_it_again(store: Store, told: str | None) -> None:
    sync(store, ADA, END, name="people", kind="directory")
    member = Viewer(principals=frozenset({"everyone", key_of("group", "people", "Energy / Storage")}))
    sync(store, item("a", access=told), END)
    assert ids(store, Viewer()) == {"a"}
    sync(store, Same("a"), END, access="group:Storage")
    assert (ids(store, Viewer()), ids(store, member)) == (set(), {"a"})
    sync(store, Same("a"), END, access="from-source")
    assert ids(store, member) == ({"a"} if told else set())
    sync(store, Checkpoint({}), access="everyone")
    assert ids(store, Viewer()) == {"a"}


def test_undefined_rule_lets_nobody_in_until_it_is_defined(store: Store) -> None:
    sync(store, item("a", access="r"), Checkpoint({}), access="from-source")
    assert ids(store, Viewer()) == set()
    sync(store, AccessRecord("r", ("everyone",)), Checkpoint({}), access="from-source")
    assert ids(store, Viewer()) == {"a"}


def test_people_become_leavers_and_come_back(store: Store) -> None:
    def people() -> dict[str, int | None]:
        with store.view(SYSTEM) as view:
            return {node.name: node.left for node in view.nodes("account") if isinstance(node, Account)}

    def directory(*said: Said) -> Run:
        return sync(store, *said, name="people", kind="directory")

    directory(ADA, BRAM, END)
    assert people() == {"Ada Vos": None, "Bram Kok": None}
    directory(ADA, END)
    assert people() == {"Ada Vos": None, "Bram Kok": NOW}
    assert directory(ADA, END).counts.get("gone", 0) == 0
    directory(ADA, BRAM, END)
    assert people() == {"Ada Vos": None, "Bram Kok": None}
    directory(Gone("1", "person"), Checkpoint({}))
    assert people() == {"Ada Vos": NOW, "Bram Kok": None}
    directory(ADA, replace(BRAM, left=NOW + 900), END)
    directory(Gone("2", "person"), Checkpoint({}))
    assert people() == {"Ada Vos": None, "Bram Kok": NOW}, "gone before the day that was planned"


def test_person_has_department_and_manager(store: Store) -> None:
    sync(store, ADA, BRAM, END, name="people", kind="directory")
    with store.view(SYSTEM) as view:
        account = key_of("account", "people", "1")
        (membership,) = view.edges([EdgeKind.MEMBER_OF], [account])
        (above,) = view.edges([EdgeKind.PART_OF], [membership.end])
        names = {node.name for node in view.get([membership.end, above.end]).values() if isinstance(node, Group)}
        (boss,) = view.edges([EdgeKind.REPORTS_TO], [key_of("account", "people", "2")])
    assert names == {"Storage", "Energy"}
    assert boss.end == account


def test_only_a_complete_listing_sweeps(store: Store) -> None:
    sync(store, item("a"), item("b"), Checkpoint({"n": 1}))
    sync(store, item("a"), Checkpoint({"n": 2}))
    assert ids(store, SYSTEM) == {"a", "b"}
    sync(store, item("a"), Problem(None, "no-text", {"id": "?"}), END)
    assert ids(store, SYSTEM) == {"a", "b"}
    run = sync(store, Same("a"), END)
    assert ids(store, SYSTEM) == {"a"}
    assert (run.counts["same"], run.counts["gone"] >= 1) == (1, True)


def test_container_that_is_the_same_keeps_what_is_in_it(store: Store) -> None:
    group = GroupRecord("g", GroupKind.FOLDER, "G")
    sync(store, group, item("a", container="g"), item("b"), END)
    sync(store, Same(container="g"), END)
    assert ids(store, SYSTEM) == {"a"}


NOOR = PersonRecord("n1", "Noor Haverkamp", emails=("noor@werk.example",), department="Energy")
SAYS = item("said", acts=(Act("n1", ActKind.WROTE),))


def account_of(store: Store) -> Account:
    with store.view(SYSTEM) as view:
        (account,) = view.get([key_of("account", "script", "n1")]).values()
    assert isinstance(account, Account)
    return account


@pytest.mark.parametrize(
    ("second", "stays"),
    [
        ([Same("said"), Checkpoint({}, complete=True)], False),
        ([SAYS, Checkpoint({}, complete=True)], False),
        ([Gone("n1", "person"), SAYS], False),
        ([NOOR, SAYS, Checkpoint({}, complete=True)], True),
        ([Same(container="room"), Same("said"), Checkpoint({}, complete=True)], True),
        ([Same("said"), Checkpoint({})], True),
        ([Same("said"), Problem(None, "line-broken"), Checkpoint({}, complete=True)], True),
    ],
)
def test_what_a_source_vouched_for_leaves_with_the_record_of_a_person(
    store: Store, second: list[Said], stays: bool
) -> None:
    sync(store, GroupRecord("room", GroupKind.SPACE, "Room"), NOOR, SAYS, Checkpoint({}, complete=True))
    assert account_of(store).emails == ("noor@werk.example",)
    sync(store, *second)
    account = account_of(store)
    assert (account.name, account.emails, account.vouched) == (
        ("Noor Haverkamp", ("noor@werk.example",), True) if stays else ("n1", (), False)
    )


def test_failed_source_goes_on_from_its_checkpoint_and_does_not_sweep(store: Store) -> None:
    sync(store, item("a"), item("b"), END)
    with pytest.raises(SourceError):
        sync(store, item("a"), Checkpoint({"n": 7}), SourceError("jsonl-not-found", path="x"))
    assert store.ledger.cursor("script") == {"n": 7}
    assert store.ledger.runs("script")[0].state is RunState.FAILED
    # The next pull starts behind "a": its complete cannot mean that "a" is gone.
    sync(store, item("b"), END)
    assert ids(store, SYSTEM) == {"a", "b"}
    sync(store, item("b"), END)
    assert ids(store, SYSTEM) == {"b"}


def test_stopped_run_goes_on_under_its_id(store: Store) -> None:
    first = sync(store, item("a"), Checkpoint({"n": 1}), item("b"), END, stop_at=2)
    assert (first.state, ids(store, SYSTEM)) == (RunState.RUNNING, {"a"})
    second = sync(store, item("b"), END)
    assert (second.id, second.state, second.counts["new"]) == (first.id, RunState.ENDED, 2)
    assert ids(store, SYSTEM) == {"a", "b"}


def test_id_twice(store: Store) -> None:
    run = sync(store, item("a", title="First"), item("a", title="First"), item("a", title="Second"), END)
    assert (run.counts["new"], run.counts["problems"]) == (1, 1)
    with store.view(SYSTEM) as view:
        (node,) = view.nodes("document")
    assert isinstance(node, Document)
    assert node.title == "First"


@pytest.mark.parametrize(
    ("opening", "title", "problems"),
    [
        ([], "First", 1),
        ([Opening()], "First", 1),
        ([Opening(log=True)], "Second", 0),
        ([Opening(anew=True)], "Second", 0),
    ],
)
def test_id_twice_over_a_stop(store: Store, opening: list[Said], title: str, problems: int) -> None:
    """What was told up to the cursor is remembered; what was told after it is told again, and may have changed."""
    place = Checkpoint({"n": 1})
    first = sync(store, item("a", title="First"), place, item("b", title="Old"), stop_at=3)
    again = (item("b", title="New"), item("a", title="Second"), END)
    run = sync(store, *opening, *again)
    assert run.state is RunState.ENDED
    assert run.counts.get("problems", 0) == problems
    assert (run.id == first.id) is not any(isinstance(each, Opening) and each.anew for each in opening)
    with store.view(SYSTEM) as view:
        assert {node.title for node in view.nodes("document") if isinstance(node, Document)} == {"New", title}
    assert store.ledger.told(first.id) == []


def test_a_listing_told_anew_takes_away_what_went_meanwhile(store: Store) -> None:
    sync(store, item("a"), item("b"), Checkpoint({"n": 1}), stop_at=3)
    sync(store, Opening(anew=True), item("b"), stop_at=2)
    assert store.ledger.cursor("script") == {}  # killed now, the new listing starts at its beginning
    sync(store, Opening(anew=True), item("b"), END)
    assert ids(store, SYSTEM) == {"b"}


def test_a_log_tells_an_edit_in_the_same_run(store: Store) -> None:
    run = sync(store, Opening(log=True), item("a", title="First"), item("a", title="Second"), Checkpoint({"n": 1}))
    assert (run.counts["new"], run.counts["changed"], run.counts.get("problems", 0)) == (1, 1, 0)


def test_ids_are_remembered_the_same_in_every_process() -> None:
    seen = SeenIds()
    assert seen.tell("a", b"body", ("title", None, (Act("ada", ActKind.WROTE),))) is Sighting.FIRST
    packed = seen.fresh()
    assert (packed.hex(), seen.fresh()) == ("40f89e395b66422f51560410678da428", b"")
    assert SeenIds([packed]).tell("a", b"body", ("title", None, (Act("ada", ActKind.WROTE),))) is Sighting.AGAIN
    assert SeenIds([packed]).tell("a", b"other", ("title", None, (Act("ada", ActKind.WROTE),))) is Sighting.TWICE


def test_half_a_character_is_an_id_too() -> None:
    seen = SeenIds()
    told = [seen.tell("a\udc80", b"", ("\udc80", number)) for number in (1, 1, 2)]
    assert told == [Sighting.FIRST, Sighting.AGAIN, Sighting.TWICE]


def test_retracted_author_and_future_act(store: Store) -> None:
    acts = (Act("ada", ActKind.WROTE, at=NOW - 5), Act("bram", ActKind.EDITED, at=NOW + 10_000_000))
    run = sync(store, item("a", acts=acts), Checkpoint({}))
    assert run.counts["problems"] == 1
    key = key_of("document", "script", "a")
    with store.view(SYSTEM) as view:
        assert [edge.at for edge in view.edges([EdgeKind.EDITED], [key], "in")] == [None]
    sync(store, item("a", acts=acts[:1]), Checkpoint({}))
    with store.view(SYSTEM) as view:
        assert view.edges([EdgeKind.EDITED], [key], "in") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De ketel staat in de kelder, achter de groene deur aan de linkerkant.", "nl"),
        ("The boiler is in the cellar, behind the green door on the left.", "en"),
        ("Der Kessel steht im Keller hinter der grünen Tür auf der linken Seite, und er ist sehr laut.", "de"),
        ("waar staat de ketel eigenlijk?", "nl"),
        ("where is it?", "en"),
        ("12345 :-)", None),
    ],
)
def test_language(store: Store, text: str, language: str | None) -> None:
    sync(store, item("a", body=text.encode()), END)
    with store.view(SYSTEM) as view:
        (node,) = view.nodes("document")
    assert isinstance(node, Document)
    assert node.language == language


def test_a_group_that_lies_too_deep_is_told(store: Store) -> None:
    groups = [GroupRecord(str(at), GroupKind.FOLDER, str(at), str(at - 1) if at else None) for at in range(67)]
    sync(store, *groups, Checkpoint({}, complete=True))
    (run,) = store.ledger.runs("script", 1)
    told = store.ledger.problems("script", run.id)
    assert [(each.id, each.message) for each in told] == [("65", "group-too-deep"), ("66", "group-too-deep")]


def test_a_cursor_that_cannot_be_kept_is_told_once(store: Store) -> None:
    large = Checkpoint({"after": "x" * 20_000_000})
    sync(store, item("a"), large, item("b"), large, Checkpoint({"after": "x" * 20_000_000}, complete=True))
    (run,) = store.ledger.runs("script", 1)
    assert [each.message for each in store.ledger.problems("script", run.id)] == ["cursor-too-large"]
    assert ids(store, SYSTEM) == {"a", "b"}
