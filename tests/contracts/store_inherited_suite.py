"""What every store does with a rule that is left to what something is in."""

from __future__ import annotations

from itertools import permutations

import pytest

from graph.facts import EVERYONE, NOBODY, Document, EdgeKind, Fact, Group, Key, Rule
from graph.store import Outcome, Store, Viewer
from tests.contracts.organisation import (
    COLLEAGUE,
    SOURCE,
    SYSTEM,
    account,
    changed,
    document,
    edges,
    group,
    key,
    member,
    part,
    put,
    rule,
    shown,
    within,
    wrote,
)

UNSTATED, STAFF = key("rule", "unstated"), key("rule", "staff")
INSIDER = Viewer(principals=frozenset({"everyone", key("account", "ann")}))
BASE = (rule("unstated", "everyone"), rule("staff", key("account", "ann")))


def room(name: str, rule: Key = UNSTATED, outer: str | None = None) -> Fact:
    return Fact(group(name, rule), (part(name, outer),) if outer else ())


def page(name: str, where: str | None = None, rule: Key = UNSTATED) -> Fact:
    return Fact(document(name, rule), (within(name, where),) if where else ())


def seen(store: Store, viewer: Viewer = COLLEAGUE) -> list[str]:
    """What this viewer sees of documents and groups; `shown` compares pages, counts and what is asked by key."""
    return shown(store, "document", viewer) + shown(store, "group", viewer)


def rules(store: Store) -> dict[str, str]:
    """The rule that counts for each document and group, by its own name."""
    with store.view(SYSTEM) as view:
        nodes = [*view.nodes("document"), *view.nodes("group")]
        names = {node.key: node.native_id for node in view.nodes("rule") if isinstance(node, Rule)}
    names |= {EVERYONE: "everyone", NOBODY: "nobody"}
    return {node.native_id: names[node.rule] for node in nodes if isinstance(node, Document | Group)}


NESTED = (
    *(*BASE, room("top", STAFF), room("mid", outer="top"), room("low", outer="mid"), room("own", EVERYONE, "mid")),
    *(page("a", "low"), page("b", "own"), page("c", "top"), page("d", "untold"), page("e"), page("f", "low", EVERYONE)),
)
SEEN_OF_NESTED = ["b", "d", "e", "f", "own"]


class Inheriting:
    """What states no rule is for whom its container is for."""

    @pytest.mark.parametrize(
        ("facts", "open_to_all"),
        [
            ([room("c", STAFF), page("a", "c")], []),
            ([room("c", STAFF), page("a", "c", EVERYONE)], ["a"]),
            ([room("c", EVERYONE), page("a", "c", STAFF)], ["c"]),
            ([room("top", STAFF), room("c", outer="top"), page("a", "c")], []),
            ([room("top", STAFF), room("c", EVERYONE, "top"), page("a", "c")], ["a", "c"]),
            ([room("top"), room("c", outer="top"), page("a", "c")], ["a", "c", "top"]),
            ([page("a", "untold")], ["a"]),
            ([page("a"), room("c", STAFF)], ["a"]),
            ([room("c", outer="d"), room("d", outer="c"), page("a", "c")], ["a", "c", "d"]),
            ([room("c", key("rule", "undefined")), page("a", "c")], []),
        ],
    )
    def test_the_nearest_rule_that_is_stated_counts_in_whatever_order_it_is_told(
        self, store: Store, facts: list[Fact], open_to_all: list[str]
    ) -> None:
        for order in permutations(facts):
            with store.writer() as writer:
                writer.drop([fact.node.key for fact in facts])
            put(store, *BASE)
            for fact in order:
                put(store, fact)
            assert seen(store) == open_to_all
            assert set(seen(store, INSIDER)) >= set(open_to_all)

    def test_another_rule_of_a_group_changes_it_and_those_below_and_no_document(self, store: Store) -> None:
        put(store, *BASE, room("top"), room("mid", outer="top"), room("own", EVERYONE, "top"))
        put(store, page("a", "mid"), page("b", "own"), Fact(document("c", UNSTATED), (within("c", "top"),)))
        before = store.seq()
        put(store, room("top", STAFF))
        assert set(changed(store, before)) == {key("group", "top"), key("group", "mid")}
        assert seen(store) == ["b", "own"]
        assert seen(store, INSIDER) == ["a", "b", "c", "mid", "own", "top"]
        assert rules(store) == {
            "a": "staff", "b": "everyone", "c": "staff", "top": "staff", "mid": "staff", "own": "everyone"
        }  # fmt: skip
        put(store, room("top"))
        assert seen(store) == ["a", "b", "c", "mid", "own", "top"]

    def test_what_is_told_again_changes_nothing(self, store: Store) -> None:
        facts = [room("top", STAFF), room("mid", outer="top"), page("a", "mid"), page("b", "untold")]
        put(store, *BASE, *facts)
        before = store.seq()
        assert put(store, *facts, run="2") == [Outcome.SAME] * len(facts)
        assert store.seq() == before

    def test_it_follows_another_larger_group_and_another_container(self, store: Store) -> None:
        put(store, *BASE, room("open"), room("closed", STAFF), room("c", outer="open"), page("a", "c"))
        put(store, room("c", outer="closed"))
        assert seen(store) == ["open"]
        put(store, page("a", "open"))
        assert seen(store) == ["a", "open"]
        put(store, page("a"))
        assert seen(store) == ["a", "open"]
        put(store, page("a", "c"), room("c", outer="open"))
        assert seen(store) == ["a", "c", "open"]

    def test_what_is_in_a_group_that_is_gone_is_closed_until_that_is_told_again(self, store: Store) -> None:
        facts = [room("top", STAFF), room("mid", outer="top"), page("a", "mid"), page("b", "top")]
        put(store, *BASE, *facts)
        with store.writer() as writer:
            writer.drop([key("group", "top")])
        assert seen(store, INSIDER) == []
        put(store, room("top"))
        assert seen(store) == ["a", "b", "mid", "top"]

    def test_what_stays_of_a_group_that_a_listing_lacks_is_read_as_if_it_never_was(self, store: Store) -> None:
        put(store, *BASE, room("top", STAFF))
        put(store, *BASE, room("mid", outer="top"), page("a", "mid"), page("b", "top"), run="2")
        while store.sweep(SOURCE, "2"):
            pass
        assert seen(store) == ["a", "b", "mid"]

    def test_a_member_of_a_closed_group_shows_to_its_readers(self, store: Store) -> None:
        put(store, *BASE, room("top", STAFF), Fact(group("mid", UNSTATED), (part("mid", "top"), member("bob", "mid"))))
        put(
            store,
            Fact(document("a", UNSTATED), (within("a", "mid"), wrote("cem", "a"))),
            account("bob"),
            account("cem"),
        )
        assert shown(store, "account") == []
        assert shown(store, "account", INSIDER) == ["bob", "cem"]
        assert edges(store, EdgeKind.WROTE) == []
        assert edges(store, EdgeKind.WROTE, INSIDER) == [wrote("cem", "a")]

    def test_it_is_moved_whole(self, store: Store, empty: Store) -> None:
        facts = [room("top", STAFF), room("mid", outer="top"), page("a", "mid"), page("b", "gone"), room("gone")]
        put(store, *BASE, *facts)
        with store.writer() as writer:
            writer.drop([key("group", "gone")])
        empty.load(store.dump())
        assert list(empty.dump()) == list(store.dump())
        for viewer in (COLLEAGUE, INSIDER):
            assert seen(empty, viewer) == seen(store, viewer)
        put(empty, room("top"))
        assert seen(empty) == ["a", "mid", "top"]
