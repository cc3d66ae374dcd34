"""What must every store do? One class of tests; a store's own test module gives the `store` and `empty` fixtures."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from graph.access import viewer_of
from graph.facts import (
    EVERYONE,
    NOBODY,
    Edge,
    EdgeKind,
    Extraction,
    Fact,
    Judgement,
    NameCandidate,
    Problem,
    TermCandidate,
    Verdict,
)
from graph.store import JobState, Outcome, RunState, Store, Viewer
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
    within,
    wrote,
)


def changed(store: Store, after: int = 0) -> list[str]:
    return [change.key for change in store.changes(after)]


def sweep_all(store: Store, run: str, limit: int = 500) -> int:
    swept = 0
    while some := store.sweep(SOURCE, run, limit):
        assert some <= limit
        swept += some
    return swept


class Putting:
    """Facts come in whole, and only what differs is a change."""

    def test_what_was_put_is_read_back(self, store: Store) -> None:
        ann = account("ann", anchor=True, emails=("ann@example.org",), function="engineer", joined=5, languages=("nl",))
        page = document("plan", text="Hydrogen ☃ " * 200, url="https://x/plan", at=7, version="v1", language="en")
        assert put(store, ann, Fact(page, (wrote("ann", "plan", at=9),))) == [Outcome.NEW, Outcome.NEW]
        with store.view(COLLEAGUE) as view:
            found = view.get([ann.key, page.key, "document:wiki:none"])
            assert found[ann.key] == ann
            assert found[page.key] == replace(page, text="", text_hash=found[page.key].text_hash)  # type: ignore[union-attr]
            assert view.texts([page.key, "document:wiki:none"]) == {page.key: page.text}
            assert view.edges((EdgeKind.WROTE,), [page.key], "in") == [wrote("ann", "plan", at=9)]

    def test_equal_content_is_no_change(self, store: Store) -> None:
        fact = Fact(document("plan", version="v1"), (wrote("ann", "plan"), wrote("bob", "plan")))
        put(store, fact)
        seq = store.seq()
        again = Fact(replace(fact.node, version="v2"), fact.edges[::-1])  # type: ignore[type-var]
        assert put(store, again, run="2") == [Outcome.SAME]
        assert store.seq() == seq
        assert store.ledger.versions(SOURCE, ["plan", "none"]) == {"plan": "v2"}

    @pytest.mark.parametrize(
        "new",
        [
            Fact(document("plan", text="other")),
            Fact(document("plan", rule=NOBODY)),
            Fact(document("plan"), (wrote("ann", "plan"),)),
            Fact(document("plan", at=3)),
        ],
    )
    def test_other_content_or_access_is_one_change(self, store: Store, new: Fact) -> None:
        put(store, document("plan"), document("other"))
        seq = store.seq()
        assert put(store, new) == [Outcome.CHANGED]
        assert [(c.key, c.gone) for c in store.changes(seq)] == [(key("document", "plan"), False)]

    def test_a_put_replaces_what_was_said_before(self, store: Store) -> None:
        put(
            store, Fact(document("plan"), (wrote("ann", "plan"), within("plan", "old"))), account("ann"), account("bob")
        )
        put(store, Fact(document("plan"), (wrote("bob", "plan"),)))
        assert edges(store, EdgeKind.WROTE, SYSTEM) == [wrote("bob", "plan")]
        assert edges(store, EdgeKind.IN, SYSTEM) == []

    def test_membership_is_there_as_long_as_one_side_states_it(self, store: Store) -> None:
        put(store, Fact(account("ann", anchor=True), (member("ann", "lab", "lead"),)))
        put(store, Fact(group("lab"), (member("ann", "lab", "guest"),)))
        assert edges(store, EdgeKind.MEMBER_OF) == [member("ann", "lab", "lead")]
        put(store, account("ann", anchor=True))
        assert edges(store, EdgeKind.MEMBER_OF) == [member("ann", "lab", "guest")]
        put(store, group("lab"))
        assert edges(store, EdgeKind.MEMBER_OF) == []

    def test_an_edge_waits_for_its_other_end(self, store: Store) -> None:
        link = Edge(EdgeKind.LINKS_TO, key("document", "a"), key("document", "b"))
        put(store, Fact(document("a"), (link,)))
        assert edges(store, EdgeKind.LINKS_TO, SYSTEM) == []
        put(store, document("b"))
        assert edges(store, EdgeKind.LINKS_TO) == [link]

    def test_half_characters_do_no_harm(self, store: Store) -> None:
        put(store, document("plan", text="file \udce9.txt"))
        with store.view(SYSTEM) as view:
            assert view.texts([key("document", "plan")])[key("document", "plan")].startswith("file ")

    def test_a_failed_transaction_leaves_no_trace(self, store: Store) -> None:
        with pytest.raises(ValueError, match="WROTE"):
            put(store, Fact(document("plan"), (wrote("ann", "plan"),)), Fact(document("x"), (wrote("ann", "plan"),)))
        assert shown(store, "document", SYSTEM) == []
        assert store.seq() == 0
        put(store, Fact(document("plan"), (wrote("ann", "plan"),)), account("ann"))
        assert edges(store, EdgeKind.WROTE) == [wrote("ann", "plan")]

    @pytest.mark.parametrize(
        "edge",
        [wrote("ann", "other"), Edge(EdgeKind.MENTIONS, key("document", "plan"), "term:nl:x"), member("ann", "lab")],
    )
    def test_nobody_states_the_edges_of_others(self, store: Store, edge: Edge) -> None:
        with pytest.raises(ValueError, match=edge.kind):
            put(store, Fact(document("plan"), (edge,)))


class Seeing:
    """What may not be read does not exist."""

    snapshots = True
    """Does a view see one moment? A store that reads what is committed by now says no, and then shows it."""

    def test_an_undefined_rule_means_nobody(self, store: Store) -> None:
        put(store, document("plan", rule=key("rule", "board")))
        assert shown(store, "document", Viewer(principals=frozenset({"everyone", "account:x"}))) == []
        put(store, rule("board", "account:x"))
        assert shown(store, "document", Viewer(principals=frozenset({"account:x"}))) == ["plan"]
        assert shown(store, "document", Viewer()) == []

    def test_a_rule_changes_for_all_its_documents_at_once(self, store: Store) -> None:
        put(store, rule("board", "everyone"), document("a", rule=key("rule", "board")), document("b", rule=NOBODY))
        assert shown(store, "document") == ["a"]
        seq = store.seq()
        put(store, rule("board"))
        assert shown(store, "document") == []
        assert changed(store, seq) == [key("rule", "board")]
        put(store, replace(rule("x", "everyone"), key=NOBODY))
        assert shown(store, "document") == []

    def test_the_system_reads_everything(self, store: Store) -> None:
        put(
            store,
            document("a", rule=NOBODY),
            document("b", rule=key("rule", "none")),
            account("ann"),
            group("g", NOBODY),
        )
        assert shown(store, "document", SYSTEM) == ["a", "b"]
        assert shown(store, "account", SYSTEM) == ["ann"]
        assert shown(store, "group", SYSTEM) == ["g"]

    def test_an_account_shows_by_the_directory_or_a_readable_document(self, store: Store) -> None:
        put(store, account("ann", anchor=True), account("bob"), account("cas"), account("dan"), account("eve"))
        put(store, Fact(document("open"), (wrote("bob", "open", kind=EdgeKind.LIKED),)))
        put(store, Fact(document("closed", rule=NOBODY), (wrote("cas", "closed"), wrote("ann", "closed"))))
        put(store, Fact(group("lab"), (member("dan", "lab"),)), Fact(group("cabal", NOBODY), (member("eve", "cabal"),)))
        assert shown(store, "account") == ["ann", "bob", "dan"]
        assert shown(store, "person") == sorted(person(name) for name in ("ann", "bob", "dan"))
        assert edges(store, EdgeKind.WROTE) == []
        assert edges(store, EdgeKind.MEMBER_OF) == [member("dan", "lab")]

    def test_a_group_shows_by_its_rule_or_a_readable_document(self, store: Store) -> None:
        put(store, group("open"), group("holds", NOBODY), group("closed", NOBODY))
        put(store, Fact(document("a"), (within("a", "holds"),)), Fact(document("b", NOBODY), (within("b", "closed"),)))
        assert shown(store, "group") == ["holds", "open"]
        assert edges(store, EdgeKind.IN) == [within("a", "holds")]

    def test_terms_and_topics_show_by_readable_documents(self, store: Store) -> None:
        put(store, document("open"), document("closed", rule=NOBODY))
        derive(store, "MENTIONS", None, mentions("open", "wind"), mentions("closed", "merger"))
        derive(store, "term", None, term("wind"), term("merger"))
        derive(store, "topic", None, topic("wind"), topic("merger"))
        labels = [Edge(EdgeKind.LABELS, f"term:nl:{name}", f"topic:{name}", weight=1.0) for name in ("wind", "merger")]
        derive(store, "LABELS", None, *labels)
        assert shown(store, "term") == ["term:nl:wind"]
        assert shown(store, "topic") == ["topic:wind"]
        assert edges(store, EdgeKind.MENTIONS) == [mentions("open", "wind")]
        assert [edge.end for edge in edges(store, EdgeKind.LABELS)] == ["topic:wind"]
        assert len(edges(store, EdgeKind.LABELS, SYSTEM)) == 2

    def test_texts_extractions_and_judgements_hide_too(self, store: Store) -> None:
        put(store, account("ann", anchor=True), account("bob"), document("closed", rule=NOBODY))
        put(store, Fact(document("secret", rule=NOBODY), (wrote("bob", "secret"),)))
        hidden = key("document", "closed")
        with store.view(SYSTEM) as view:
            found = Extraction(hidden, view.get([hidden])[hidden].text_hash, "1")  # type: ignore[union-attr]
        derive(store, "extraction", [hidden], found)
        with store.writer() as writer:
            writer.judge(Judgement("1", key("account", "bob"), person("ann"), Verdict.SAME, "person:x", 1))
        with store.view(COLLEAGUE) as view:
            assert view.texts([hidden]) == {}
            assert list(view.extractions()) == list(view.extractions([hidden])) == []
            assert view.judgements() == []
            assert view.rules() == frozenset({EVERYONE})
        with store.view(SYSTEM) as view:
            assert list(view.extractions()) == list(view.extractions([hidden])) == [found]
            assert len(view.judgements()) == len(view.judgements([key("account", "bob")])) == 1
            assert {EVERYONE, NOBODY} <= view.rules()

    def test_a_view_is_one_consistent_read(self, store: Store) -> None:
        put(store, document("a"))
        with store.view(COLLEAGUE) as view:
            assert view.count("document") == 1
            writing = threading.Thread(target=put, args=(store, document("b")))
            writing.start()
            writing.join()
            assert view.count("document") == len(view.nodes("document")) == (1 if self.snapshots else 2)
        assert shown(store, "document") == ["a", "b"]

    def test_pages_of_nodes_follow_each_other(self, store: Store) -> None:
        put(store, *(document(str(number), rule=NOBODY if number % 3 == 0 else EVERYONE) for number in range(20)))
        put(store, replace(document("else"), key="document:other:1", source="other"))
        for viewer, count in ((SYSTEM, 20), (COLLEAGUE, 13)):
            with store.view(viewer) as view:
                found, after = [], None
                while page := view.nodes("document", after, 3, SOURCE):
                    after = page[-1].key
                    found += [node.key for node in page]
                assert found == sorted(found)
                assert len(found) == count == view.count("document", SOURCE)
                assert view.count("document") == count + 1

    @pytest.mark.parametrize(("viewer", "names"), [(SYSTEM, ["a", "b", "c", "d"]), (COLLEAGUE, ["a", "b", "c"])])
    def test_whole_documents_follow_each_other(self, store: Store, viewer: Viewer, names: list[str]) -> None:
        acts = {
            "a": (wrote("bob", "a"), wrote("ann", "a", at=5), wrote("ann", "a", at=6, kind=EdgeKind.EDITED)),
            "b": (wrote("ann", "b"),),
            "d": (wrote("bob", "d"),),
        }
        put(store, account("ann", anchor=True), account("bob"), group("holds"), group("gone", NOBODY))
        for name in "abcd":
            made = document(name, NOBODY if name == "d" else EVERYONE, text="" if name == "c" else f"text of {name}")
            put(store, Fact(made, (*acts.get(name, ()), within(name, "holds" if name < "c" else "unknown"))))
        put(store, Fact(document("dropped"), (wrote("ann", "dropped"),)))
        with store.writer() as writer:
            writer.drop([key("document", "dropped")])
        with store.view(viewer) as view:
            found, after = [], None
            while page := view.filed(after, 2):
                after = page[-1].document.key
                found += page
            keys = [each.document.key for each in found]
            assert keys == sorted(key("document", name) for name in names)
            assert {each.document.key: each.document for each in found} == view.get(keys)
            assert {each.document.key: each.text for each in found} == view.texts(keys)
            seen = {each.document.native_id: (list(each.acts), each.container) for each in found}
        assert seen.pop("c") == ([], None)
        assert {name: container for name, (_, container) in seen.items() if name < "c"} == dict.fromkeys(
            "ab", key("group", "holds")
        )
        for name, (mine, _) in seen.items():
            assert mine == sorted(acts[name], key=lambda edge: (edge.start, edge.end, edge.kind))

    def test_edges_by_time_and_limit(self, store: Store) -> None:
        times = {"a": 3, "b": None, "c": 9, "d": 5, "e": 99}
        put(store, account("ann", anchor=True))
        for name, at in times.items():
            put(store, Fact(document(name, rule=NOBODY if name == "e" else EVERYONE), (wrote("ann", name, at),)))
        with store.view(COLLEAGUE) as view:
            newest = view.edges((EdgeKind.WROTE, EdgeKind.EDITED), [key("account", "ann")], limit=3, newest_first=True)
            assert [edge.at for edge in newest] == [9, 5, 3]
            assert len(view.edges((EdgeKind.WROTE,), [key("account", "ann")], "both")) == 4


class Going:
    """Gone is gone, and what comes back is as it was."""

    def test_drop_leaves_a_tombstone_and_no_trace(self, store: Store) -> None:
        put(store, account("ann", anchor=True), Fact(document("plan"), (wrote("ann", "plan"),)))
        derive(store, "MENTIONS", None, mentions("plan", "wind"))
        seq = store.seq()
        with store.writer() as writer:
            assert writer.drop([key("document", "plan"), key("document", "none")]) == 1
        assert [(c.key, c.gone) for c in store.changes(seq)] == [(key("document", "plan"), True)]
        assert shown(store, "document", SYSTEM) == []
        assert edges(store, EdgeKind.WROTE, SYSTEM) == edges(store, EdgeKind.MENTIONS, SYSTEM) == []
        assert "plan" not in json.dumps(list(store.dump(derived=True)))

    def test_a_dropped_account_comes_back_with_its_acts(self, store: Store) -> None:
        put(store, account("ann"), Fact(document("plan"), (wrote("ann", "plan"),)))
        with store.writer() as writer:
            writer.drop([key("account", "ann")])
        assert shown(store, "person") == []
        assert edges(store, EdgeKind.WROTE) == []
        put(store, account("ann"))
        assert edges(store, EdgeKind.WROTE) == [wrote("ann", "plan")]
        assert owner(store, "ann") == person("ann")

    def test_changes_name_each_node_once(self, store: Store) -> None:
        put(store, document("a"), document("b"))
        put(store, document("a", text="2"))
        assert changed(store) == [key("document", "b"), key("document", "a")]
        assert store.changes(0, limit=1)[0].key == key("document", "b")
        assert store.seq() == store.changes(0)[-1].seq == 3

    @pytest.mark.parametrize("limit", [1, 2, 500])
    def test_sweep_takes_what_was_not_seen(self, store: Store, limit: int) -> None:
        put(store, *(document(str(number)) for number in range(5)), account("ann", anchor=True), account("bob"))
        put(store, group("old"), group("older"), replace(document("else"), key="document:other:1", source="other"))
        put(store, Fact(group("old"), (part("old", "older"),)))
        put(store, Fact(document("kept"), (wrote("cas", "kept"), within("kept", "new"))), account("cas"), group("new"))
        store.ledger.start_run(SOURCE, "2", 1_000)
        with store.writer() as writer:
            assert writer.keep([key("document", "kept"), key("document", "3")], "2") == 2
        assert sweep_all(store, "2", limit) == 4 + 1 + 1 + 2
        assert shown(store, "document", SYSTEM) == ["3", "else", "kept"]
        assert shown(store, "account", SYSTEM) == ["ann", "cas"]
        assert shown(store, "group", SYSTEM) == ["new"]
        with store.view(SYSTEM) as view:
            assert view.get([key("account", "ann")])[key("account", "ann")].left == 1_000  # type: ignore[union-attr]
        assert sweep_all(store, "2", limit) == 0
        assert put(store, account("ann", anchor=True), run="3") == [Outcome.CHANGED]

    def test_keeping_a_group_keeps_all_below_it(self, store: Store) -> None:
        put(store, group("top"), Fact(group("low"), (part("low", "top"),)), group("aside"))
        for name, where in (("a", "top"), ("b", "low"), ("c", "aside")):
            put(store, Fact(document(name), (within(name, where),)))
        with store.writer() as writer:
            assert writer.keep([key("group", "top")], "2") == 4
        sweep_all(store, "2")
        assert shown(store, "document") == ["a", "b"]
        assert shown(store, "group") == ["low", "top"]

    def test_a_sweep_never_touches_what_people_typed(self, store: Store) -> None:
        put(store, account("ann", anchor=True), document("plan"))
        derive(store, "topic", None, topic("wind"))
        claim = Edge(EdgeKind.CLAIMS, person("ann"), "topic:wind", at=4)
        with store.writer() as writer:
            writer.author(EdgeKind.CLAIMS, person("ann"), [claim])
        sweep_all(store, "2")
        assert edges(store, EdgeKind.CLAIMS) == [claim]
        assert shown(store, "topic") == ["topic:wind"]


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

    def test_a_person_is_called_after_the_anchor_or_what_may_be_seen(self, store: Store) -> None:
        put(store, account("ann"), account("annie"))
        put(store, Fact(document("closed", rule=NOBODY), (wrote("ann", "closed"),)))
        put(store, Fact(document("open"), (wrote("annie", "open"),)))
        derive(store, "IS", None, Edge(EdgeKind.IS, key("account", "annie"), person("ann"), role="strong"))
        for viewer, name in ((SYSTEM, "Ann"), (COLLEAGUE, "Annie")):
            with store.view(viewer) as view:
                assert view.get([person("ann")])[person("ann")].name == name  # type: ignore[union-attr]

    def test_authored_edges_are_replaced_by_kind_and_start(self, store: Store) -> None:
        put(store, account("ann", anchor=True))
        derive(store, "topic", None, topic("a"), topic("b"))
        claims = [Edge(EdgeKind.CLAIMS, person("ann"), f"topic:{name}", at=1) for name in "ab"]
        hides = [Edge(EdgeKind.HIDES, person("ann"), "topic:a")]
        with store.writer() as writer:
            writer.author(EdgeKind.CLAIMS, person("ann"), claims)
            writer.author(EdgeKind.HIDES, person("ann"), hides)
            writer.author(EdgeKind.CLAIMS, person("ann"), claims[:1])
        assert edges(store, EdgeKind.CLAIMS) == claims[:1]
        assert edges(store, EdgeKind.HIDES, SYSTEM) == hides
        with pytest.raises(ValueError, match="WROTE"), store.writer() as writer:
            writer.author(EdgeKind.WROTE, key("account", "ann"), [])


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
            viewer = viewer_of(view, person("ann"))
        allowed = {("account", "ann"), ("account", "strong"), ("group", "lab"), ("group", "dept")}
        assert viewer.principals == {"everyone", *(key(kind, name) for kind, name in allowed)}
        with store.view(COLLEAGUE) as view, pytest.raises(ValueError, match="system"):
            viewer_of(view, person("ann"))


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
            writer.author(EdgeKind.ENDORSES, person("bob"), [Edge(EdgeKind.ENDORSES, person("bob"), person("ann"))])
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


class Noting:
    """The ledger keeps cursors, runs, problems, jobs and settings."""

    def test_a_run_from_start_to_end(self, store: Store) -> None:
        ledger = store.ledger
        assert ledger.cursor(SOURCE) is None
        assert ledger.open_run(SOURCE) is None
        ledger.start_run(SOURCE, "r1", 100)
        with store.writer() as writer:
            for number in range(1_005):
                writer.problem(SOURCE, "r1", Problem(str(number), "no-text", {"line": "3"}))
            writer.mark(SOURCE, {"page": 3, "etag": None}, "r1", RunState.SWEEPING, {"new": 4})
        run = ledger.open_run(SOURCE)
        assert run is not None
        assert (run.id, run.state, run.started) == ("r1", RunState.SWEEPING, 100)
        assert run.counts == {"new": 4, "problems": 1_005}
        assert ledger.cursor(SOURCE) == {"page": 3, "etag": None}
        assert ledger.problems(SOURCE, limit=2) == [Problem(number, "no-text", {"line": "3"}) for number in "01"]
        assert len(ledger.problems(SOURCE, "r1", 5_000)) == 1_000
        ledger.end_run("r1", RunState.ENDED, 200)
        assert ledger.open_run(SOURCE) is None
        ledger.start_run(SOURCE, "r2", 300)
        ledger.end_run("r2", RunState.FAILED, 301, "feed-is-html")
        assert [(run.id, run.ended, run.error) for run in ledger.runs(SOURCE)] == [
            ("r2", 301, "feed-is-html"),
            ("r1", 200, None),
        ]
        assert ledger.problems(SOURCE) == []

    def test_a_cursor_is_in_the_transaction(self, store: Store) -> None:

        def fail() -> None:
            with store.writer() as writer:
                writer.mark(SOURCE, {"page": 1}, "r1", RunState.RUNNING)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert store.ledger.cursor(SOURCE) is None

    def test_settings(self, store: Store) -> None:
        assert store.ledger.get("x") is None
        store.ledger.set("x", {"a": [1, None, "é"]})
        assert store.ledger.get("x") == {"a": [1, None, "é"]}
        store.ledger.set("x", None)
        assert store.ledger.get("x") is None

    def test_jobs_are_claimed_once_and_in_order(self, store: Store) -> None:
        ledger = store.ledger
        first = ledger.enqueue("sync", {"source": "a"}, 10)
        assert ledger.enqueue("sync", {"source": "a"}, 11) == first
        later = ledger.enqueue("sync", {"source": "b"}, 10, not_before=50)
        job = ledger.claim("w1", 20)
        assert job is not None
        assert (job.id, job.state, job.args, job.attempts) == (first, JobState.RUNNING, {"source": "a"}, 1)
        assert ledger.claim("w2", 20) is None
        ledger.beat(first, 30, {"done": 3})
        assert ledger.claim("w2", 40) is None
        again = ledger.claim("w2", 91, stale_after=60)
        assert again is not None
        ledger.finish(again.id, 92, "feed-is-html", retry_at=200)
        assert [job.state for job in ledger.jobs()] == [JobState.WAITING, JobState.WAITING] or again.id == later

    def test_a_stale_job_is_taken_over(self, store: Store) -> None:
        ledger = store.ledger
        number = ledger.enqueue("sync", {}, 0)
        ledger.claim("w1", 0)
        ledger.beat(number, 10, {"done": 3})
        assert ledger.claim("w2", 70) is None
        job = ledger.claim("w2", 71)
        assert job is not None
        assert (job.worker, job.attempts, job.progress) == ("w2", 2, {"done": 3})
        ledger.finish(number, 80, "broken", retry_at=100)
        assert ledger.claim("w2", 99) is None
        assert ledger.claim("w2", 100) is not None
        ledger.finish(number, 101)
        assert ledger.jobs()[0].state is JobState.DONE
        assert ledger.enqueue("sync", {}, 0) != number

    def test_threads_never_claim_the_same_job(self, store: Store) -> None:
        for number in range(20):
            store.ledger.enqueue("x", {"n": number}, 0)
        claimed: list[int] = []

        def work(name: str) -> None:
            while job := store.ledger.claim(name, 1):
                claimed.append(job.id)

        threads = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(claimed) == len(set(claimed)) == 20


class Moving:
    """A dump says everything, in one order, and loads back."""

    @pytest.fixture
    def full(self, store: Store) -> Store:
        put(
            store,
            account("ann", anchor=True, emails=("a@b.c",)),
            account("bob"),
            rule("board", "everyone"),
            term("tag"),
        )
        put(store, Fact(group("lab"), (member("bob", "lab", "lead"), part("lab", "dept"))))
        tag = Edge(EdgeKind.TAGGED, key("document", "plan"), "term:nl:tag")
        acts = (wrote("ann", "plan", at=0), within("plan", "lab"), tag)
        put(
            store,
            Fact(document("plan", key("rule", "board"), "long " * 300, version="7"), acts),
            document("empty", text=""),
        )
        derive(store, "MENTIONS", None, mentions("plan", "x"), mentions("empty", "x"))
        derive(store, "term", None, term("x"))
        derive(store, "topic", None, topic("x", documents=2))
        derive(store, "LABELS", None, Edge(EdgeKind.LABELS, "term:nl:x", "topic:x", weight=0.25))
        derive(store, "IS", None, Edge(EdgeKind.IS, key("account", "bob"), person("ann"), role="rule:name"))
        with store.view(SYSTEM) as view:
            hashed = view.get([key("document", "plan")])[key("document", "plan")].text_hash  # type: ignore[union-attr]
        found = Extraction(key("document", "plan"), hashed, "1", (TermCandidate("nl", "x", "X", 1),))
        derive(store, "extraction", None, found)
        with store.writer() as writer:
            writer.judge(Judgement("1", key("account", "bob"), person("bob"), Verdict.SAME, "person:x", 1, "sure", 3))
            writer.author(EdgeKind.CLAIMS, person("ann"), [Edge(EdgeKind.CLAIMS, person("ann"), "topic:x", at=3)])
            writer.mark(SOURCE, {"at": 1}, "1", RunState.ENDED)
        store.ledger.set("secret:x", "y")
        store.ledger.set("position", 5)
        return store

    @pytest.mark.parametrize("derived", [False, True])
    def test_load_makes_the_same_graph(self, full: Store, empty: Store, derived: bool) -> None:
        lines = list(full.dump(derived))
        assert json.loads(json.dumps(lines)) == lines
        assert empty.load(lines) == len(lines)
        assert list(empty.dump(derived)) == lines
        assert empty.ledger.get("position") is None
        seq = empty.seq()
        assert empty.load(lines) == len(lines)
        assert empty.seq() == seq

    def test_a_loaded_graph_knows_what_is_unchanged(self, full: Store, empty: Store) -> None:
        empty.load(full.dump())
        assert (
            put(empty, account("ann", anchor=True, emails=("a@b.c",)), document("empty", text="")) == [Outcome.SAME] * 2
        )


class StoreSuite(Putting, Seeing, Going, Deriving, Rights, Forgetting, Noting, Moving):
    """All of it."""
