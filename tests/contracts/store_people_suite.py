"""What every store does with what is derived, decided and forgotten."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from graph.access import viewer_of
from graph.facts import (
    NOBODY,
    Edge,
    EdgeKind,
    Endorsement,
    Extraction,
    Fact,
    Judgement,
    KnowsAbout,
    NameCandidate,
    TermCandidate,
    Verdict,
)
from graph.store import Store
from tests.contracts.organisation import (
    COLLEAGUE,
    SYSTEM,
    account,
    changed,
    derive,
    document,
    edges,
    group,
    key,
    member,
    mentions,
    owner,
    part,
    person,
    put,
    rule,
    shown,
    term,
    topic,
    wrote,
)

NOW = 1_750_000_000


def _start(edge: Edge) -> str:
    return edge.start


class Deriving:
    """Derived facts are replaced in bulk; judgements overrule them and can be undone."""

    def test_only_what_differs_is_written(self, store: Store) -> None:
        put(store, document("a"), document("b"))
        seq = store.seq()
        assert derive(store, "MENTIONS", None, mentions("a", "x"), mentions("a", "y"), mentions("b", "x")) == 3
        assert derive(store, "MENTIONS", None, mentions("a", "x"), mentions("a", "y", 2), mentions("b", "x")) == 1
        assert derive(store, "MENTIONS", [key("document", "a")], mentions("a", "x")) == 1
        assert derive(store, "MENTIONS", [key("document", "a")]) == 1
        assert edges(store, EdgeKind.MENTIONS, SYSTEM) == []
        derive(store, "term", None, term("x"))
        assert edges(store, EdgeKind.MENTIONS, SYSTEM) == [mentions("b", "x")]
        assert store.seq() == seq

    def test_extractions_are_changes_and_end_with_their_text(self, store: Store) -> None:
        put(store, document("a", text="one"), document("b"))
        with store.view(SYSTEM) as view:
            hashed = {node.key: node.text_hash for node in view.nodes("document")}  # type: ignore[union-attr]
        at = key("document", "a")
        found = Extraction(
            at, hashed[at], "1", (TermCandidate("nl", "wind", "Wind", 2, True),), (NameCandidate("Ann B", "person", 1),)
        )
        seq = store.seq()
        assert derive(store, "extraction", [at], found) == 1
        assert derive(store, "extraction", [at], found) == 0
        assert derive(store, "extraction", [at], replace(found, text_hash="other")) == 1
        assert derive(store, "extraction", [at], found) == 1
        assert changed(store, seq) == [at]
        put(store, document("a", text="two"))
        with store.view(SYSTEM) as view:
            assert list(view.extractions()) == []

    def test_derived_nodes_come_and_go(self, store: Store) -> None:
        assert derive(store, "topic", None, topic("a"), topic("b")) == 2
        assert derive(store, "topic", None, topic("a", documents=4), topic("c")) == 3
        assert shown(store, "topic", SYSTEM) == ["topic:a", "topic:c"]
        put(store, term("tag"))
        derive(store, "term", None, term("found"))
        assert derive(store, "term", None) == 1
        assert shown(store, "term", SYSTEM) == ["term:nl:tag"]

    def test_who_is_this_account(self, store: Store) -> None:
        for name in ("ann", "bob", "cas"):
            put(store, account(name, anchor=True))
        put(store, account("a1"))
        subject = key("account", "a1")

        def is_(name: str, role: str) -> Edge:
            return Edge(EdgeKind.IS, subject, person(name), weight=0.9, role=role)

        def judge(
            number: str, name: str, verdict: Verdict, at: int, *, undone: int | None = None, by: str = "person:x"
        ) -> None:
            with store.writer() as writer:
                writer.judge(Judgement(number, subject, person(name), verdict, by, at, undone=undone))

        assert owner(store, "a1") == person("a1")
        assert derive(store, "IS", None, is_("ann", "rule:name")) == 1
        assert owner(store, "a1") == person("ann")
        assert person("a1") not in shown(store, "person", SYSTEM)
        derive(store, "IS", [subject], is_("ann", "rule:name"), is_("bob", "strong"))
        assert owner(store, "a1") == person("bob")
        seq = store.seq()
        judge("1", "cas", Verdict.SAME, 10)
        assert owner(store, "a1") == person("cas")
        assert changed(store, seq) == [subject]
        judge("1", "cas", Verdict.SAME, 10, undone=11)
        assert owner(store, "a1") == person("bob")
        judge("2", "bob", Verdict.DIFFERENT, 12)
        assert owner(store, "a1") == person("ann")
        judge("3", "ann", Verdict.DIFFERENT, 13)
        assert owner(store, "a1") == person("a1")
        judge("4", "cas", Verdict.SAME, 14, by="rule:same-initials")
        assert owner(store, "a1") == person("cas")
        derive(store, "IS", None)
        with store.view(SYSTEM) as view:
            assert [each.id for each in view.judgements([subject])] == ["1", "2", "3", "4"]

    def test_what_does_this_term_mean(self, store: Store) -> None:
        put(store, document("a"))
        derive(store, "MENTIONS", None, mentions("a", "wind"))
        derive(store, "term", None, term("wind"))
        derive(store, "topic", None, topic("wind"), topic("air"))
        derived = Edge(EdgeKind.LABELS, "term:nl:wind", "topic:wind", weight=1.0)
        derive(store, "LABELS", None, derived)
        judgement = Judgement("1", "term:nl:wind", "topic:air", Verdict.SAME, "person:x", 1)
        with store.writer() as writer:
            writer.judge(judgement)
        assert [edge.end for edge in edges(store, EdgeKind.LABELS)] == ["topic:air"]
        derive(store, "LABELS", None, derived)
        assert [edge.end for edge in edges(store, EdgeKind.LABELS)] == ["topic:air"]
        with store.writer() as writer:
            writer.judge(replace(judgement, undone=2))
        assert edges(store, EdgeKind.LABELS) == [derived]

    def test_who_knows_about_what_is_replaced_and_records_no_change(self, store: Store) -> None:
        put(store, account("ann", anchor=True), account("bob", anchor=True), document("a"), document("b", NOBODY))
        derive(store, "MENTIONS", None, mentions("a", "wind"), mentions("b", "coup"))
        derive(store, "term", None, term("wind"), term("coup"))
        derive(store, "topic", None, topic("wind"), topic("coup"))
        labels = [Edge(EdgeKind.LABELS, f"term:nl:{name}", f"topic:{name}", weight=1.0) for name in ("wind", "coup")]
        derive(store, "LABELS", None, *labels)
        seq = store.seq()

        def knows(who: str, what: str) -> KnowsAbout:
            return KnowsAbout(EdgeKind.KNOWS_ABOUT, person(who), f"topic:{what}", documents=2, since=3, last=9, rank=1)

        assert derive(store, "KNOWS_ABOUT", None, knows("ann", "wind"), knows("bob", "wind"), knows("bob", "coup")) == 3
        assert edges(store, EdgeKind.KNOWS_ABOUT) == sorted([knows("ann", "wind"), knows("bob", "wind")], key=_start)
        assert len(edges(store, EdgeKind.KNOWS_ABOUT, SYSTEM)) == 3
        other = replace(knows("bob", "wind"), documents=5)
        assert derive(store, "KNOWS_ABOUT", [person("bob")], other) == 2
        assert edges(store, EdgeKind.KNOWS_ABOUT, SYSTEM) == sorted([knows("ann", "wind"), other], key=_start)
        assert store.seq() == seq
        while store.erase(person("ann")):
            pass
        assert edges(store, EdgeKind.KNOWS_ABOUT, SYSTEM) == [other]

    def test_a_person_is_called_after_the_anchor_or_what_may_be_seen(self, store: Store) -> None:
        put(store, account("ann"), account("annie"))
        put(store, Fact(document("closed", rule=NOBODY), (wrote("ann", "closed"),)))
        put(store, Fact(document("open"), (wrote("annie", "open"),)))
        derive(store, "IS", None, Edge(EdgeKind.IS, key("account", "annie"), person("ann"), role="strong"))
        for viewer, name in ((SYSTEM, "Ann"), (COLLEAGUE, "Annie")):
            with store.view(viewer) as view:
                assert view.get([person("ann")])[person("ann")].name == name  # type: ignore[union-attr]


class Rights:
    """Identity never grants rights: only what a strong key binds does."""

    def test_rights_come_from_strong_keys_and_groups_above(self, store: Store) -> None:
        put(store, account("ann", anchor=True), account("strong"), account("alike"), account("judged"))
        put(store, Fact(group("lab"), (member("strong", "lab"), part("lab", "dept"))), group("dept", NOBODY))
        put(store, Fact(group("cabal"), (member("judged", "cabal"), member("alike", "cabal"))))
        links = [
            Edge(EdgeKind.IS, key("account", name), person("ann"), role=role)
            for name, role in (("strong", "strong"), ("alike", "rule:name"))
        ]
        derive(store, "IS", None, *links)
        with store.writer() as writer:
            writer.judge(Judgement("1", key("account", "judged"), person("ann"), Verdict.SAME, "person:x", 1))
            writer.judge(Judgement("2", key("account", "strong"), person("ann"), Verdict.SAME, "person:x", 1))
        with store.view(SYSTEM) as view:
            viewer = viewer_of(view, person("ann"), NOW)
        allowed = {("account", "ann"), ("account", "strong"), ("group", "lab"), ("group", "dept")}
        assert viewer.principals == {"everyone", *(key(kind, name) for kind, name in allowed)}
        with store.view(COLLEAGUE) as view, pytest.raises(ValueError, match="system"):
            viewer_of(view, person("ann"), NOW)

    def test_who_has_left_reads_what_is_for_everyone(self, store: Store) -> None:
        """From the moment that the directory says so. Nor does a deactivated account of another source give rights."""
        put(
            store,
            rule("own", key("account", "ann")),
            rule("chat", key("account", "chat")),
            rule("lab", key("group", "lab")),
        )
        put(store, Fact(group("lab"), (part("lab", "dept"),)), group("dept"), rule("dept", key("group", "dept")))
        put(store, *(document(name, key("rule", name)) for name in ("own", "chat", "lab", "dept")), document("open"))
        derive(store, "IS", None, Edge(EdgeKind.IS, key("account", "chat"), person("ann"), role="strong"))

        def readable(now: int) -> list[str]:
            with store.view(SYSTEM) as view:
                viewer = viewer_of(view, person("ann"), now)
            return shown(store, "document", viewer)

        for left, chat_left, at_now in (
            (None, None, ["chat", "dept", "lab", "open", "own"]),
            (NOW + 1, NOW + 1, ["chat", "dept", "lab", "open", "own"]),
            (None, NOW, ["dept", "lab", "open", "own"]),
            (NOW, None, ["open"]),
            (NOW - 9, NOW - 9, ["open"]),
        ):
            put(store, Fact(account("ann", anchor=True, left=left), (member("ann", "lab"),)))
            put(store, Fact(account("chat", left=chat_left), (member("chat", "lab"),)))
            assert readable(NOW) == at_now, (left, chat_left)
        assert readable(NOW - 10) == ["chat", "dept", "lab", "open", "own"]
        put(store, Fact(account("ann", anchor=True, joined=NOW + 1), (member("ann", "lab"),)))
        assert readable(NOW) == ["open"], "who has not begun has no rights yet"

    def test_former_names_come_back_with_their_days(self, store: Store) -> None:
        former = (("Ann Vries", 900), ("vries@x.org", None))
        told = account("ann", anchor=True, aliases=("Ann Vries",), emails=("vries@x.org",), former=former)
        put(store, told)
        with store.view(SYSTEM) as view:
            assert view.get([told.key])[told.key] == told


class Forgetting:
    """A person who asks to be forgotten is, everywhere, and does not come back."""

    @pytest.fixture
    def traces(self, store: Store) -> Store:
        ann = account("ann", anchor=True, emails=("ann@example.org",), aliases=("Ann Vermeer",), handles=("annv",))
        put(store, ann, account("ann2"), account("bob", anchor=True))
        put(store, Fact(group("lab"), (member("ann", "lab"), member("bob", "lab"))))
        put(store, Fact(document("alone"), (wrote("ann", "alone"), wrote("bob", "alone", kind=EdgeKind.LIKED))))
        put(store, Fact(document("both"), (wrote("ann2", "both", kind=EdgeKind.EDITED), wrote("bob", "both"))))
        put(store, document("about", text="Thanks to ANN vermeer, (@annv) and ann@example.org; Annv is a word."))
        with store.writer() as writer:
            writer.judge(Judgement("1", key("account", "ann2"), person("ann"), Verdict.SAME, "person:x", 1))
            writer.say(Endorsement(EdgeKind.ENDORSES, person("bob"), person("ann")))
        return store

    @pytest.mark.parametrize("limit", [1, 500])
    def test_erase_leaves_nothing_but_a_receipt(self, traces: Store, limit: int) -> None:
        while traces.erase(person("ann"), limit):
            pass
        assert shown(traces, "account", SYSTEM) == ["bob"]
        assert shown(traces, "document", SYSTEM) == ["about", "both"]
        assert edges(traces, EdgeKind.WROTE, SYSTEM) == [wrote("bob", "both")]
        text = json.dumps(list(traces.dump(derived=True)), ensure_ascii=False).lower()
        assert "vermeer" not in text
        assert "ann@" not in text
        assert "annv is a word" in text
        receipt = traces.receipt(person("ann"))
        assert receipt is not None
        assert (receipt.accounts, receipt.acts, receipt.texts, receipt.redacted) == (2, 2, 1, 1)
        assert receipt.finished
        assert traces.erase(person("ann")) == 0

    def test_who_is_forgotten_does_not_come_back(self, traces: Store) -> None:
        while traces.erase(person("ann")):
            pass
        other = replace(account("elsewhere"), emails=("Ann@Example.org",))
        put(traces, account("ann"), other, Fact(document("new"), (wrote("ann", "new"), wrote("elsewhere", "new"))))
        assert shown(traces, "account", SYSTEM) == ["bob"]
        assert edges(traces, EdgeKind.WROTE, SYSTEM) == [wrote("bob", "both")]
        assert traces.suppression().blank("van Ann Vermeer.") == "van […]."

    def test_a_form_of_somebody_else_is_left(self, traces: Store) -> None:
        put(traces, account("av", anchor=True, aliases=("Ann Vermeer",)))
        while traces.erase(person("ann")):
            pass
        receipt = traces.receipt(person("ann"))
        assert receipt is not None
        assert receipt.shared > 0
        assert traces.suppression().blank("Ann Vermeer") == "Ann Vermeer"
