"""What every store does with what people write in the product, and what its changes tell."""

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
    Extraction,
    Fact,
    Group,
    GroupKind,
    Judgement,
    Key,
    Verdict,
    key_of,
)
from graph.schema import ASPECTS, SELF, Aspect
from graph.store import Outcome, Store
from tests.contracts.organisation import (
    SOURCE,
    SYSTEM,
    account,
    derive,
    document,
    edges,
    key,
    person,
    put,
    shown,
)
from tests.contracts.store_authored_suite import PLAN, WIND, begin, endorses, say, says, told


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
