"""Operations on a store, as rules of hypothesis over a small organisation, for every kind of store."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from graph.facts import (
    EVERYONE,
    NOBODY,
    Credit,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Endorsement,
    Fact,
    Judgement,
    Rule,
    Verdict,
    key_of,
)
from graph.open_store import open_store
from graph.schema import SELF
from graph.store import Store, Viewer
from tests.contracts.organisation import (
    SOURCE,
    SYSTEM,
    account,
    document,
    group,
    key,
    member,
    part,
    person,
    within,
    wrote,
)
from tests.graph.small_store import SmallStore

ACCOUNTS, DOCUMENTS, GROUPS, RULES = "abc", "pqrs", "ghi", ("x", "y", "unstated")
UNSTATED = key("rule", "unstated")
RULE_KEYS = [EVERYONE, NOBODY, UNSTATED, *(key("rule", name) for name in RULES)]
PRINCIPALS = ["everyone", *(key("account", name) for name in ACCOUNTS)]
VIEWERS = [SYSTEM, Viewer(), Viewer(person("a"), frozenset({"everyone", key("account", "a")}))]
KINDS = (
    *(EdgeKind.WROTE, EdgeKind.LIKED, EdgeKind.IN, EdgeKind.PART_OF, EdgeKind.MEMBER_OF, EdgeKind.LINKS_TO),
    *(EdgeKind.NAMES, EdgeKind.IS, EdgeKind.ENDORSES, EdgeKind.LIKES, EdgeKind.HIDES),
)
CREDITS = [
    *(Credit(key("account", name), shown) for name in "ab" for shown in ("Ann", "Bobby")),
    Credit(key("account", "a"), "Ann", "a@example.org"),
    Credit(key("account", "b"), None, "b@example.org"),
]
READ = ("account", "document", "group", "rule", "person")

runs = st.sampled_from("123")
some_note = st.sampled_from("mn")
some_account, some_document, some_group = (st.sampled_from(names) for names in (ACCOUNTS, DOCUMENTS, GROUPS))
times = st.sampled_from([None, 0, 5])
verdicts = st.sampled_from([Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE])


@st.composite
def documents(draw: st.DrawFn) -> Fact:
    name = draw(some_document)
    node = document(
        name, draw(st.sampled_from(RULE_KEYS)), draw(st.sampled_from(["", "one", "two " * 300])), at=draw(times)
    )
    kinds = st.sampled_from([EdgeKind.WROTE, EdgeKind.LIKED])
    acts = draw(
        st.lists(st.builds(lambda who, at, kind: wrote(who, name, at, kind), some_account, times, kinds), max_size=3)
    )
    acts = list({(edge.kind, edge.start): edge for edge in acts}.values())
    acts += [within(name, where) for where in draw(st.sets(some_group, max_size=1))]
    links = draw(st.sets(some_document, max_size=1))
    acts += [Edge(EdgeKind.LINKS_TO, key("document", name), key("document", other)) for other in links]
    credits = draw(st.lists(st.sampled_from(CREDITS), max_size=2, unique=True))
    return Fact(node, tuple(acts), tuple(credits))


@st.composite
def groups(draw: st.DrawFn) -> Fact:
    name = draw(some_group)
    node = group(name, draw(st.sampled_from(RULE_KEYS)))
    edges = [member(who, name, "guest") for who in draw(st.sets(some_account, max_size=2))]
    return Fact(node, (*edges, *(part(name, outer) for outer in draw(st.sets(some_group, max_size=1)))))


@st.composite
def accounts(draw: st.DrawFn) -> Fact:
    name = draw(some_account)
    node = account(name, anchor=draw(st.booleans()), joined=draw(times))
    return Fact(node, tuple(member(name, where, "lead") for where in draw(st.sets(some_group, max_size=1))))


@st.composite
def rules(draw: st.DrawFn) -> Fact:
    name = draw(st.sampled_from(RULES))
    principals = draw(st.sets(st.sampled_from(PRINCIPALS), max_size=2))
    return Fact(Rule(key("rule", name), SOURCE, name, tuple(sorted(principals))))


@st.composite
def notes(draw: st.DrawFn) -> Fact:
    """What somebody wrote in the product."""
    name, who = draw(some_note), draw(some_account)
    text, rule = draw(st.sampled_from(["one", "two"])), draw(st.sampled_from(RULE_KEYS))
    at = key_of("document", SELF, name)
    node = Document(at, SELF, name, DocumentKind.POST, name, text=text, rule=rule)
    return Fact(node, (Edge(EdgeKind.WROTE, key("account", who), at, at=1, count=1),))


facts = st.one_of(documents(), accounts(), groups(), rules())
said = st.one_of(
    st.builds(
        lambda who, kind, what, at: Edge(kind, person(who), key("document", what), at=at),
        some_account, st.sampled_from([EdgeKind.LIKES, EdgeKind.HIDES]), some_document, times,
    ),
    st.builds(
        lambda who, whom, topic, role, at: Endorsement(
            EdgeKind.ENDORSES, person(who), person(whom), at=at, role=role, topic=topic
        ),
        some_account, some_account, st.sampled_from([None, "topic:x"]), st.sampled_from([None, "used-to"]), times,
    ),
)  # fmt: skip
mentioned = st.builds(
    lambda what, who: Edge(EdgeKind.NAMES, key("document", what), key("account", who), count=1),
    some_document,
    some_account,
)
linked = st.builds(
    lambda who, whom, role: Edge(EdgeKind.IS, key("account", who), person(whom), weight=0.5, role=role),
    some_account, some_account, st.sampled_from(["strong", "rule:name"]),
)  # fmt: skip
judged = st.builds(
    lambda number, who, whom, verdict, at, undone: Judgement(
        f"{number}-{who}", key("account", who), person(whom), verdict, "person:x", at, undone=undone
    ),
    st.integers(1, 2), some_account, some_account, verdicts, st.integers(1, 3), times,
)  # fmt: skip
any_key = st.one_of(
    some_document.map(lambda name: key("document", name)), some_account.map(lambda name: key("account", name)),
    some_group.map(lambda name: key("group", name)),
    some_note.map(lambda name: key_of("document", SELF, name)),
    st.sampled_from(RULES).map(lambda name: key("rule", name)),
)  # fmt: skip


class Steps(RuleBasedStateMachine):
    """A store and the small one take the same steps and must look alike to everyone after each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.small = SmallStore()
        self.stores = self.open()
        self.after = [0 for _ in self.stores]

    def open(self) -> list[Store]:
        return [open_store(f"sqlite:{Path(self.folder.name)}/graph")]

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        self.folder.cleanup()

    @rule(batch=st.lists(facts, min_size=1, max_size=4), run=runs)
    def put(self, batch: list[Fact], run: str) -> None:
        said = [self.small.put(fact, run) for fact in batch]
        for store in self.stores:
            with store.writer() as writer:
                assert [writer.put(fact, run) for fact in batch] == said

    @rule(keys=st.sets(any_key, max_size=2), run=runs)
    def keep(self, keys: set[str], run: str) -> None:
        self.small.keep(keys, run)
        for store in self.stores:
            with store.writer() as writer:
                writer.keep(keys, run)

    @rule(keys=st.sets(any_key, min_size=1, max_size=2))
    def drop(self, keys: set[str]) -> None:
        self.small.drop(keys)
        for store in self.stores:
            with store.writer() as writer:
                writer.drop(keys)

    @rule(run=runs, limit=st.sampled_from([1, 500]))
    def sweep(self, run: str, limit: int) -> None:
        self.small.sweep(SOURCE, run, 0)
        for store in self.stores:
            while store.sweep(SOURCE, run, limit):
                pass

    @rule(edges=st.lists(mentioned, max_size=3), which=st.none() | some_document)
    def name(self, edges: list[Edge], which: str | None) -> None:
        self._derive(EdgeKind.NAMES, edges, which and key("document", which))

    @rule(
        edges=st.lists(linked, max_size=3, unique_by=lambda edge: (edge.start, edge.end)),
        which=st.none() | some_account,
    )
    def link(self, edges: list[Edge], which: str | None) -> None:
        self._derive(EdgeKind.IS, edges, which and key("account", which))

    def _derive(self, kind: EdgeKind, edges: list[Edge], owner: str | None) -> None:
        mine = [edge for edge in edges if owner is None or edge.start == owner]
        self.small.derive(kind, None if owner is None else {owner}, mine)
        for store in self.stores:
            with store.writer() as writer:
                writer.derive(kind, None if owner is None else [owner], mine)

    @rule(judgement=judged)
    def judge(self, judgement: Judgement) -> None:
        self.small.judge(judgement)
        for store in self.stores:
            with store.writer() as writer:
                writer.judge(judgement)

    @rule(edges=st.lists(said, min_size=1, max_size=3))
    def say(self, edges: list[Edge]) -> None:
        new = [self.small.say(edge) for edge in edges]
        for store in self.stores:
            with store.writer() as writer:
                assert [writer.say(edge) for edge in edges] == new

    @rule(edge=said)
    def unsay(self, edge: Edge) -> None:
        gone = self.small.unsay(edge)
        for store in self.stores:
            with store.writer() as writer:
                assert writer.unsay(edge) == gone

    @rule(fact=notes())
    def write(self, fact: Fact) -> None:
        outcome = self.small.put(fact, SELF)
        for store in self.stores:
            with store.writer() as writer:
                assert writer.write(fact) == outcome

    @rule(fact=facts)
    def fail(self, fact: Fact) -> None:
        """A transaction that ends badly leaves no trace."""
        for store in self.stores:
            try:
                with store.writer() as writer:
                    writer.put(fact, "9")
                    writer.drop([fact.node.key])
                    raise KeyboardInterrupt
            except KeyboardInterrupt:
                pass

    @invariant()
    def all_look_alike(self) -> None:
        self.small.settle()
        for number, store in enumerate(self.stores):
            changes = store.changes(self.after[number])
            self._called(store)
            assert {(change.key, change.aspect): change.gone for change in changes} == self.small.changed
            assert [change.seq for change in changes] == sorted(change.seq for change in changes)
            self.after[number] = changes[-1].seq if changes else self.after[number]
            for viewer in VIEWERS:
                self._looks(store, viewer)
        self.small.changed.clear()
        dumps = [list(store.dump(derived=True)) for store in self.stores]
        assert all(each == dumps[0] for each in dumps)

    def _called(self, store: Store) -> None:
        with store.view(SYSTEM) as view:
            assert {node.key: node for node in view.nodes("account")} == self.small.called

    def _looks(self, store: Store, viewer: Viewer) -> None:
        with store.view(viewer) as view:
            seen = {node.key for kind in READ for node in view.nodes(kind)}
            assert seen == self.small.shown(viewer)
            assert {kind: view.count(kind) for kind in READ} == {
                kind: sum(found.startswith(f"{kind}:") for found in seen) for kind in READ
            }
            expected = self.small.shown_edges(viewer)
            keys = [*self.small.facts, *(person(name) for name in ACCOUNTS)]
            assert set(view.get(keys)) == seen
            assert set(view.edges(KINDS, keys, "both")) == expected
            assert {edge for kind in KINDS for edge in view.all_edges(kind)} == expected
