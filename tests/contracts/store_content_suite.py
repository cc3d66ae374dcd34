"""What every store does with what sources say: putting, seeing, going."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from graph.facts import (
    EVERYONE,
    NOBODY,
    Edge,
    EdgeKind,
    Extraction,
    Fact,
    Judgement,
    Verdict,
)
from graph.store import Outcome, Store, Viewer
from tests.contracts.organisation import (
    COLLEAGUE,
    SOURCE,
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
    within,
    wrote,
)


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

    def test_documents_that_were_touched_are_told_to_an_index_that_lags(self, store: Store) -> None:
        put(store, *(document(name) for name in ("same", "edited", "hidden", "gone")), account("ann"))
        seq = store.seq()
        put(store, document("new", rule=NOBODY), account("bob"))
        put(store, document("edited", text="other"), document("hidden", rule=NOBODY))
        with store.writer() as writer:
            writer.drop([key("document", "gone")])
        for viewer, hidden in ((COLLEAGUE, False), (SYSTEM, True)):
            with store.view(viewer) as view:
                touched = view.touched(seq)
                assert view.touched(store.seq()) == []
                assert view.touched(touched[1].seq) == touched[2:]
            assert [(each.key, each.readable) for each in touched] == [
                (key("document", "new"), hidden),
                (key("document", "edited"), True),
                (key("document", "hidden"), hidden),
                (key("document", "gone"), False),
            ]
            assert [each.seq for each in touched] == sorted(each.seq for each in touched)

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
    """Whether a view sees one moment; False where a store reads what is committed by now."""

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

    def test_a_group_shows_by_its_rule_whatever_is_in_it(self, store: Store) -> None:
        put(store, group("open"), group("closed", NOBODY))
        put(store, Fact(document("a"), (within("a", "closed"),)), Fact(document("b"), (within("b", "open"),)))
        assert shown(store, "document") == ["a", "b"]
        assert shown(store, "group") == ["open"]
        assert edges(store, EdgeKind.IN) == [within("b", "open")]

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

    def test_what_is_above_ends_where_nobody_may_look(self, store: Store) -> None:
        chain = [Fact(group(low), (part(low, high),)) for low, high in ("ab", "bc", "cd")]
        put(store, *chain, Fact(group("d"), (part("d", "a"),)), Fact(group("x"), (part("x", "b"),)))
        with store.view(COLLEAGUE) as view:
            assert set(view.above([key("group", "c")])) == {
                part("a", "b"),
                part("b", "c"),
                part("c", "d"),
                part("d", "a"),
            }
            assert view.above([]) == []
        put(store, Fact(group("c", NOBODY), (part("c", "d"),)), Fact(group("d")))
        with store.view(COLLEAGUE) as view:
            assert view.above([key("group", "x"), key("group", "none")]) == [part("x", "b")]
        with store.view(SYSTEM) as view:
            assert view.above([key("group", "b")]) == sorted(
                (part("b", "c"), part("c", "d")), key=lambda edge: edge.start
            )

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

    def test_what_is_missing_is_counted_before_it_is_swept(self, store: Store) -> None:
        put(store, *(document(name) for name in "abc"), document("shut", NOBODY), account("writer"))
        put(store, *(account(name, anchor=True, left=left) for name, left in (("x", None), ("y", 900), ("z", 2_000))))
        put(store, replace(document("else"), key="document:other:1", source="other"))
        store.ledger.start_run(SOURCE, "2", 1_000)
        assert store.unseen(SOURCE, "2") == {"document": (0, 4), "account": (0, 2)}
        with store.writer() as writer:
            writer.keep([key("document", "a"), key("document", "shut"), key("account", "y")], "2")
        put(store, document("new"), account("z", anchor=True), run="2")
        assert store.unseen(SOURCE, "2") == {"document": (3, 2), "account": (2, 1)}
        assert store.unseen("nothing", "2") == {"document": (0, 0), "account": (0, 0)}
        while store.sweep(SOURCE, "2"):
            pass
        assert store.unseen(SOURCE, "2") == {"document": (3, 0), "account": (2, 0)}

    def test_the_accounts_that_a_source_vouches_for_are_listed(self, store: Store) -> None:
        put(store, account("ann", anchor=True, vouched=True), account("bob", vouched=True), account("cas"))
        put(
            store,
            account("dee", vouched=True),
            replace(account("eva", vouched=True), key="account:other:eva", source="other"),
        )
        known = store.vouched(SOURCE, "", 10)
        assert {each.native_id for each in known} == {"bob", "dee"}
        assert store.vouched(SOURCE, known[0].key, 10) == known[1:] == store.vouched(SOURCE, known[0].key, 1)
        put(store, account("bob"))
        with store.writer() as writer:
            writer.drop([key("account", "dee")])
        assert store.vouched(SOURCE, "", 10) == []

    @pytest.mark.parametrize("limit", [1, 500])
    def test_who_is_missing_left_then_whatever_was_planned(self, store: Store, limit: int) -> None:
        planned = {"ann": None, "bob": 900, "cas": 1_000, "dee": 2_000}
        put(store, *(account(name, anchor=True, left=left) for name, left in planned.items()))
        store.ledger.start_run(SOURCE, "2", 1_000)
        assert sweep_all(store, "2", limit) == 2
        with store.view(SYSTEM) as view:
            nodes = view.get([key("account", name) for name in planned])
        left = {node.native_id: node.left for node in nodes.values()}  # type: ignore[union-attr]
        assert left == {"ann": 1_000, "bob": 900, "cas": 1_000, "dee": 1_000}
        assert sweep_all(store, "2", limit) == 0

    def test_keeping_a_group_keeps_all_below_it(self, store: Store) -> None:
        put(store, group("top"), Fact(group("low"), (part("low", "top"),)), group("aside"))
        for name, where in (("a", "top"), ("b", "low"), ("c", "aside")):
            put(store, Fact(document(name), (within(name, where),)))
        with store.writer() as writer:
            assert writer.keep([key("group", "top")], "2") == 4
        sweep_all(store, "2")
        assert shown(store, "document") == ["a", "b"]
        assert shown(store, "group") == ["low", "top"]

    @pytest.mark.parametrize("limit", [1, 500])
    def test_a_leaver_keeps_a_department_and_those_that_it_is_part_of(self, store: Store, limit: int) -> None:
        put(store, *(group(name) for name in ("top", "middle", "low", "beside", "empty")))
        for inner, outer in (("middle", "top"), ("low", "middle"), ("beside", "top"), ("empty", "low")):
            put(store, Fact(group(inner), (part(inner, outer),)))
        put(store, Fact(account("ann", anchor=True), (member("ann", "low"),)))
        sweep_all(store, "2", limit)
        assert shown(store, "group", SYSTEM) == ["low", "middle", "top"]
        put(store, account("ann", anchor=True), run="3")
        sweep_all(store, "4", limit)
        assert shown(store, "group", SYSTEM) == []

    def test_a_group_that_was_seen_keeps_none_that_was_not(self, store: Store) -> None:
        put(store, group("outer"), Fact(group("inner"), (part("inner", "outer"),)))
        put(store, Fact(account("ann"), (member("ann", "inner"),)))
        put(store, Fact(group("inner"), (part("inner", "outer"),)), run="2")
        sweep_all(store, "2")
        assert shown(store, "group", SYSTEM) == ["inner"]

    def test_a_sweep_never_touches_what_people_typed(self, store: Store) -> None:
        put(store, account("ann", anchor=True), document("plan"))
        derive(store, "topic", None, topic("wind"))
        claim = Edge(EdgeKind.CLAIMS, person("ann"), "topic:wind", at=4)
        with store.writer() as writer:
            writer.say(claim)
        sweep_all(store, "2")
        assert edges(store, EdgeKind.CLAIMS) == [claim]
        assert shown(store, "topic") == ["topic:wind"]
