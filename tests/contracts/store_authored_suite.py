"""What every store does with what people say and write in the product, and what its changes tell of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from graph.facts import (
    EVERYONE,
    NOBODY,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Endorsement,
    Extraction,
    Fact,
    Group,
    GroupKind,
    Judgement,
    Key,
    Verdict,
    key_of,
)
from graph.schema import ASPECTS, EDGES, SELF, Aspect, State
from graph.store import Outcome, Store, Viewer
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

PRIVATE = tuple(kind for kind, rule in EDGES.items() if rule.private)
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


def note(name: str, text: str = "Who has a ladder?", rule: Key = EVERYONE) -> Document:
    at = key_of("document", SELF, name)
    return Document(at, SELF, name, DocumentKind.POST, name.title(), text=text, rule=rule)


def circle(name: str, rule: Key = EVERYONE) -> Group:
    return Group(key_of("group", SELF, name), SELF, name, GroupKind.COMMUNITY, name.title(), rule=rule)


def by(who: str, what: Document) -> Fact:
    return Fact(what, (Edge(EdgeKind.WROTE, key("account", who), what.key, at=3, count=1),))


def write(store: Store, *facts: Fact) -> list[Outcome]:
    with store.writer() as writer:
        return [writer.write(each) for each in facts]


class Publishing:
    """Documents and groups of the source `self` are authored: only who wrote them changes them."""

    def test_what_is_written_is_read_changed_and_withdrawn(self, store: Store) -> None:
        put(store, account("ann", anchor=True))
        ladder = note("ladder")
        assert write(store, by("ann", ladder), Fact(circle("diy"))) == [Outcome.NEW, Outcome.NEW]
        assert write(store, by("ann", ladder)) == [Outcome.SAME]
        assert shown(store, "document") == ["ladder"]
        assert shown(store, "group") == ["diy"]
        seq = store.seq()
        assert write(store, by("ann", replace(ladder, rule=NOBODY))) == [Outcome.CHANGED]
        assert told(store, seq) == [(ladder.key, Aspect.CONTENT)]
        assert shown(store, "document") == []
        with store.writer() as writer:
            assert writer.drop([ladder.key]) == 1
        assert shown(store, "document", SYSTEM) == []

    def test_no_sync_and_no_sweep_touches_what_is_written(self, store: Store) -> None:
        put(store, account("ann", anchor=True), document("plan"))
        member = Edge(EdgeKind.MEMBER_OF, key("account", "ann"), circle("diy").key, role="owner")
        write(store, by("ann", note("ladder")), Fact(circle("diy"), (member,)))
        lines = list(store.dump())
        for source in (SOURCE, "directory"):
            while store.sweep(source, "9"):
                pass
        with pytest.raises(ValueError, match="not swept"):
            store.sweep(SELF, "9")
        put(store, account("ann", anchor=True), run="9")
        assert shown(store, "document") == ["ladder"]
        assert edges(store, EdgeKind.MEMBER_OF) == [member]
        assert [line for line in store.dump() if line.get("source") == SELF] == [
            line for line in lines if line.get("source") == SELF
        ]

    def test_a_sync_cannot_put_it_and_nobody_writes_for_a_source(self, store: Store) -> None:
        with pytest.raises(ValueError, match="authored"):
            put(store, note("ladder"))
        for other in (document("plan"), account("ann"), replace(account("ann"), source=SELF)):
            with pytest.raises(ValueError, match=SELF):
                write(store, Fact(other))
        assert store.seq() == 0

    def test_it_moves_with_the_graph(self, store: Store, empty: Store) -> None:
        put(store, account("ann", anchor=True))
        write(store, by("ann", note("ladder")), Fact(circle("diy")))
        lines = list(store.dump())
        assert empty.load(lines) == len(lines)
        assert list(empty.dump()) == lines
        assert write(empty, by("ann", note("ladder"))) == [Outcome.SAME]

    def test_who_is_erased_takes_along_what_they_alone_wrote(self, store: Store) -> None:
        put(store, account("ann", anchor=True, aliases=("Ann Vermeer",)), account("bob", anchor=True))
        both = by("ann", note("both"))
        shared = Fact(both.node, (*both.edges, replace(both.edges[0], start=key("account", "bob"))))
        write(store, by("ann", note("mine")), shared, by("bob", note("about", "Thanks, Ann Vermeer!")))
        while store.erase(person("ann")):
            pass
        assert shown(store, "document", SYSTEM) == ["about", "both"]
        assert "vermeer" not in json.dumps(list(store.dump())).lower()
        assert edges(store, EdgeKind.WROTE, SYSTEM) == sorted(
            (replace(both.edges[0], start=key("account", "bob"), end=note(name).key) for name in ("about", "both")),
            key=lambda edge: edge.end,
        )


class Following:
    """A change says in what aspect a node changed, so that a follower wakes only for what concerns it."""

    def test_each_aspect_has_its_changes(self, store: Store) -> None:
        begin(store)
        seq = store.seq()
        with store.view(SYSTEM) as view:
            hashed = view.get([PLAN])[PLAN].text_hash  # type: ignore[union-attr]
        derive(store, "extraction", [PLAN], Extraction(PLAN, hashed, "1"))
        with store.writer() as writer:
            writer.judge(Judgement("1", key("account", "bob"), person("ann"), Verdict.SAME, person("ann"), 1))
        say(store, says(EdgeKind.HIDES, WIND), says(EdgeKind.LIKES))
        put(store, document("plan", text="another text"))
        lines = [
            (PLAN, Aspect.EXTRACTION), (key("account", "bob"), Aspect.IDENTITY), (person("ann"), Aspect.HIDING),
            (person("ann"), Aspect.AUTHORED), (PLAN, Aspect.CONTENT),
        ]  # fmt: skip
        assert told(store, seq) == lines
        for line in lines:
            assert told(store, seq, line[1]) == [line]
        assert told(store, seq, Aspect.HIDING, Aspect.CONTENT) == [lines[2], lines[4]]
        for number, (_, aspect) in enumerate(lines, 1):
            assert store.seq((aspect,)) == seq + number
        assert store.seq() == store.seq(ASPECTS) == seq + 5

    def test_a_follower_in_the_middle_misses_nothing(self, store: Store) -> None:
        """What somebody hid is told at its own number, also when they liked something afterwards."""
        begin(store)
        seq = store.seq()
        say(store, says(EdgeKind.HIDES, WIND), says(EdgeKind.LIKES))
        put(store, document("other"))
        say(store, says(EdgeKind.LIKES, key("document", "other")))
        after, found = seq, []
        while page := store.changes(after, limit=1, aspects=(Aspect.CONTENT, Aspect.HIDING)):
            assert len(page) == 1
            found += [(page[0].key, page[0].aspect)]
            after = page[0].seq
        assert found == [(person("ann"), Aspect.HIDING), (key("document", "other"), Aspect.CONTENT)]

    def test_a_like_concerns_no_follower_of_content(self, store: Store) -> None:
        begin(store)
        seq = store.seq((Aspect.CONTENT, Aspect.IDENTITY, Aspect.HIDING, Aspect.EXTRACTION))
        say(store, says(EdgeKind.LIKES), says(EdgeKind.FOLLOWS, WIND), endorses("bob", WIND))
        others = tuple(each for each in ASPECTS if each is not Aspect.AUTHORED)
        assert store.seq(others) == seq
        assert store.changes(seq, aspects=others) == []
        assert store.seq() > seq
        assert told(store, seq) == [(person("ann"), Aspect.AUTHORED)]

    def test_what_is_gone_is_gone_in_every_aspect(self, store: Store) -> None:
        begin(store)
        with store.view(SYSTEM) as view:
            hashed = view.get([PLAN])[PLAN].text_hash  # type: ignore[union-attr]
        derive(store, "extraction", [PLAN], Extraction(PLAN, hashed, "1"))
        seq = store.seq()
        with store.writer() as writer:
            writer.drop([PLAN])
        assert store.seq() == seq + 1
        assert [(change.key, change.gone) for change in store.changes(seq)] == [(PLAN, True)]
        assert all(change.gone for change in store.changes(0) if change.key == PLAN)
