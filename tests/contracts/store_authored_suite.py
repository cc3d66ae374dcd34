"""What every store does with what people say in the product."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.facts import (
    NOBODY,
    Edge,
    EdgeKind,
    Endorsement,
    Fact,
    Introduction,
    Key,
)
from graph.schema import ASPECTS, EDGES, Aspect, State
from graph.store import Store, Viewer
from tests.contracts.organisation import (
    COLLEAGUE,
    SOURCE,
    SYSTEM,
    account,
    derive,
    document,
    edges,
    group,
    key,
    mentions,
    person,
    put,
    shown,
    term,
    topic,
    wrote,
)

PRIVATE = tuple(kind for kind, rule in EDGES.items() if rule.private and "document" in rule.end)
"""Those that only the person reads, of what can be said of a document."""
SAID = tuple(kind for kind, rule in EDGES.items() if rule.state is State.AUTHORED and "document" in rule.end)
PLAN = key("document", "plan")
WIND, COUP = "topic:wind", "topic:coup"


def says(kind: EdgeKind, end: Key = PLAN, who: str = "ann", at: int | None = 5) -> Edge:
    return Edge(kind, person(who), end, at=at)


def endorses(whom: str, about: Key | None, who: str = "ann") -> Endorsement:
    return Endorsement(EdgeKind.ENDORSES, person(who), person(whom), at=5, topic=about)


def say(store: Store, *said: Edge) -> list[bool]:
    with store.writer() as writer:
        return [writer.say(each) for each in said]


def unsay(store: Store, *said: Edge) -> list[bool]:
    with store.writer() as writer:
        return [writer.unsay(each) for each in said]


def told(store: Store, after: int, *aspects: Aspect) -> list[tuple[str, Aspect]]:
    """The changes after this seq in these aspects (none: in all), without their numbers."""
    changes = store.changes(after, aspects=aspects or ASPECTS)
    assert [change.seq for change in changes] == sorted(change.seq for change in changes)
    return [(change.key, change.aspect) for change in changes]


def begin(store: Store) -> int:
    """Ann, Bob, an open plan about wind, a closed one about a coup; returns the newest seq."""
    put(store, account("ann", anchor=True), account("bob", anchor=True), group("lab"))
    put(store, Fact(document("plan"), (wrote("bob", "plan"),)), document("closed", NOBODY))
    derive(store, "MENTIONS", None, mentions("plan", "wind"), mentions("closed", "coup"))
    derive(store, "term", None, term("wind"), term("coup"))
    derive(store, "topic", None, topic("wind"), topic("coup"))
    labels = [Edge(EdgeKind.LABELS, f"term:nl:{name}", f"topic:{name}", weight=1.0) for name in ("wind", "coup")]
    derive(store, "LABELS", None, *labels)
    return store.seq()


def viewer(who: str) -> Viewer:
    return Viewer(person(who), frozenset({"everyone", key("account", who)}))


class Saying:
    """One authored edge at a time: nothing is lost, nothing is told twice, and nobody reads what is private."""

    def test_what_nobody_else_reads(self) -> None:
        assert set(PRIVATE) >= {EdgeKind.HIDES, EdgeKind.FOLLOWS, EdgeKind.BOOKMARKS}
        assert set(SAID) >= {*PRIVATE, EdgeKind.LIKES, EdgeKind.THANKS}

    def test_saying_twice_is_one_change(self, store: Store) -> None:
        seq = begin(store)
        like = says(EdgeKind.LIKES)
        assert say(store, like) == [True]
        assert told(store, seq) == [(person("ann"), Aspect.AUTHORED)]
        seq = store.seq()
        assert say(store, like, replace(like, at=9)) == [False, False]
        assert store.seq() == seq
        assert edges(store, EdgeKind.LIKES) == [like]

    def test_unsaying_what_is_not_there_is_no_change(self, store: Store) -> None:
        seq = begin(store)
        like = says(EdgeKind.LIKES)
        assert unsay(store, like) == [False]
        assert store.seq() == seq
        say(store, like)
        seq = store.seq()
        assert unsay(store, replace(like, at=None)) == [True]
        assert unsay(store, like) == [False]
        assert edges(store, EdgeKind.LIKES, SYSTEM) == []
        assert told(store, seq) == [(person("ann"), Aspect.AUTHORED)]

    def test_two_tabs_lose_nothing(self, store: Store) -> None:
        begin(store)
        follows = [says(EdgeKind.FOLLOWS, end) for end in (key("group", "lab"), PLAN, person("bob"), WIND)]
        for edge in follows:
            assert say(store, edge) == [True]
        assert unsay(store, follows[1]) == [True]
        left = [follows[0], follows[2], follows[3]]
        assert edges(store, EdgeKind.FOLLOWS, SYSTEM) == sorted(left, key=lambda edge: edge.end)

    def test_saying_it_otherwise_replaces_it(self, store: Store) -> None:
        begin(store)
        claim = says(EdgeKind.CLAIMS, WIND)
        assert say(store, claim, replace(claim, role="used-to", at=8)) == [True, True]
        assert edges(store, EdgeKind.CLAIMS) == [replace(claim, role="used-to", at=8)]

    def test_an_answer_keeps_the_unit_that_it_is_about(self, store: Store) -> None:
        begin(store)
        lab, other = key("group", "lab"), key("group", "other")
        yes = Introduction(EdgeKind.INTRODUCES, person("ann"), lab, at=5, role="yes", within=other)
        assert say(store, yes, yes) == [True, False]
        assert edges(store, EdgeKind.INTRODUCES, SYSTEM) == [yes]
        assert edges(store, EdgeKind.INTRODUCES, viewer("ann")) == [yes]
        assert edges(store, EdgeKind.INTRODUCES, viewer("bob")) == []
        assert say(store, replace(yes, within=lab)) == [True], "asked anew, in another unit"
        assert [line["within"] for line in store.dump() if line["record"] == "authored"] == [lab]
        assert unsay(store, yes) == [True]
        assert edges(store, EdgeKind.INTRODUCES, SYSTEM) == []

    def test_a_transaction_that_fails_says_nothing(self, store: Store) -> None:
        seq = begin(store)

        def fail() -> None:
            with store.writer() as writer:
                writer.say(says(EdgeKind.LIKES))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert store.seq() == seq
        assert edges(store, EdgeKind.LIKES, SYSTEM) == []

    def test_what_is_put_and_said_in_one_transaction_is_there(self, store: Store) -> None:
        with store.writer() as writer:
            writer.put(Fact(account("ann", anchor=True)), "1")
            writer.put(Fact(document("plan")), "1")
            assert writer.say(says(EdgeKind.LIKES))
            assert not writer.say(says(EdgeKind.LIKES))
            assert writer.say(says(EdgeKind.THANKS))
            assert writer.unsay(says(EdgeKind.THANKS))
        assert edges(store, EdgeKind.LIKES) == [says(EdgeKind.LIKES)]

    @pytest.mark.parametrize(
        "edge",
        [
            wrote("ann", "plan"),
            says(EdgeKind.LIKES, person("bob")),
            says(EdgeKind.LIKES, WIND),
            replace(says(EdgeKind.LIKES), weight=0.5),
            Edge(EdgeKind.LIKES, key("account", "ann"), PLAN),
            Edge(EdgeKind.ENDORSES, person("ann"), person("bob")),
            endorses("bob", PLAN),
        ],
    )
    def test_nobody_says_what_the_schema_does_not_know(self, store: Store, edge: Edge) -> None:
        for act in (say, unsay):
            with pytest.raises(ValueError, match=r"WROTE|LIKES|ENDORSES|topic"):
                act(store, edge)

    def test_of_one_person_there_is_an_endorsement_for_each_topic(self, store: Store) -> None:
        begin(store)
        about = [endorses("bob", each) for each in (None, COUP, WIND)]
        assert say(store, *about) == [True, True, True]
        assert say(store, *about) == [False, False, False]
        assert edges(store, EdgeKind.ENDORSES, SYSTEM) == about
        assert edges(store, EdgeKind.ENDORSES) == [about[0], about[2]], "no endorsement without its topic"
        assert unsay(store, endorses("bob", WIND)) == [True]
        assert edges(store, EdgeKind.ENDORSES, SYSTEM) == about[:2]

    @pytest.mark.parametrize("kind", PRIVATE)
    def test_private_edges_are_in_the_view_of_their_owner_alone(self, store: Store, kind: EdgeKind) -> None:
        begin(store)
        say(store, says(kind), says(kind, WIND, "bob") if kind is not EdgeKind.BOOKMARKS else says(kind, PLAN, "bob"))
        mine = [says(kind)]
        assert edges(store, kind, viewer("ann")) == mine
        assert len(edges(store, kind, viewer("bob"))) == 1
        assert len(edges(store, kind, SYSTEM)) == 2
        keys = [*(person(name) for name in ("ann", "bob")), PLAN, WIND]
        for other in (COLLEAGUE, Viewer(person("cas")), Viewer(None, frozenset({"everyone", key("account", "ann")}))):
            with store.view(other) as view:
                assert list(view.all_edges(kind)) == []
                for direction in ("out", "in", "both"):
                    assert view.edges((kind,), keys, direction, newest_first=True) == []  # type: ignore[arg-type]

    def test_what_is_hidden_shows_no_topic(self, store: Store) -> None:
        begin(store)
        say(store, says(EdgeKind.HIDES, COUP), says(EdgeKind.FOLLOWS, COUP), endorses("bob", COUP))
        assert shown(store, "topic") == [WIND]
        assert edges(store, EdgeKind.HIDES, viewer("ann")) == [], "both ends must be readable"
        say(store, says(EdgeKind.CLAIMS, COUP))
        assert shown(store, "topic") == [COUP, WIND], "a claim is said to everyone"

    @pytest.mark.parametrize("kind", SAID)
    def test_what_is_said_of_a_document_outlives_it(self, store: Store, kind: EdgeKind) -> None:
        begin(store)
        say(store, says(kind))
        with store.writer() as writer:
            writer.drop([PLAN])
        assert edges(store, kind, viewer("ann")) == edges(store, kind, SYSTEM) == [], "unseen while it is not there"
        lines = [line for line in store.dump() if line["record"] == "authored"]
        assert [(line["kind"], line["end"]) for line in lines] == [(kind, PLAN)]
        assert say(store, says(kind, at=8)) == [False]
        put(store, document("plan"))
        assert edges(store, kind, viewer("ann")) == [says(kind)], "seen again when it comes back"

    def test_no_sync_and_no_sweep_touches_what_is_said(self, store: Store) -> None:
        begin(store)
        said = [*(says(kind) for kind in SAID), says(EdgeKind.CLAIMS, WIND), endorses("bob", WIND)]
        said += [says(EdgeKind.FOLLOWS, end) for end in (person("bob"), key("group", "lab"))]
        say(store, *said)
        put(store, document("plan", text="another text"), replace(account("ann", anchor=True), phone="1"), run="2")
        with store.writer() as writer:
            writer.drop([key("account", "bob"), key("group", "lab")])
        while store.sweep(SOURCE, "3"):
            pass
        derive(store, "topic", None)
        for edge in said:
            assert say(store, edge) == [False]
        begin(store)
        seen = {edge for kind in EDGES for edge in edges(store, kind, viewer("ann")) if edge in said}
        assert seen == set(said)

    def test_who_is_erased_takes_what_was_said_along(self, store: Store) -> None:
        begin(store)
        mine = [*(says(kind) for kind in SAID), says(EdgeKind.CLAIMS, WIND), endorses("bob", WIND)]
        of_me = [says(kind, person("ann"), "bob") for kind in (EdgeKind.FOLLOWS, EdgeKind.THANKS, EdgeKind.BOOKMARKS)]
        of_me += [endorses("ann", WIND, "bob"), endorses("ann", None, "bob")]
        others = [says(EdgeKind.LIKES, who="bob"), says(EdgeKind.CLAIMS, WIND, "bob")]
        say(store, *mine, *of_me, *others)
        while store.erase(person("ann"), 1):
            pass
        left = [edge for kind in EDGES for edge in edges(store, kind, SYSTEM) if EDGES[kind].state is State.AUTHORED]
        assert set(left) == set(others)
        assert [line["start"] for line in store.dump() if line["record"] == "authored"] == [person("bob")] * 2
        seq = store.seq()
        assert say(store, *mine, *of_me) == [False] * (len(mine) + len(of_me)), "nothing of or about them comes back"
        assert store.seq() == seq
