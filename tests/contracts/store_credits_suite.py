"""What every store does with the names and addresses that documents show of accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.facts import EVERYONE, NOBODY, Account, Credit, Fact, Key
from graph.store import Outcome, Store
from tests.contracts.organisation import COLLEAGUE, SYSTEM, account, document, key, put, rule, wrote

BARE = account("kv", emails=())
LONG, SHORT = "Kees Vos", "K. Vos"


def shows(name: str | None, email: str | None = None) -> Credit:
    return Credit(key("account", "kv"), name, email)


def page(what: str, *credits: Credit, rule: Key = EVERYONE, text: str = "some text") -> Fact:
    return Fact(document(what, rule, text), (wrote("kv", what),), credits)


def called(store: Store) -> tuple[str, tuple[str, ...]]:
    """What the account is called and where it is reached, for everyone who sees it."""
    with store.view(SYSTEM) as view:
        node = view.get([BARE.key])[BARE.key]
    with store.view(COLLEAGUE) as view:
        assert view.get([BARE.key]).get(BARE.key, node) == node, "the same for all who see it"
    assert isinstance(node, Account)
    return node.name, node.emails


class Crediting:
    """Accounts are called as documents for everyone show them; what another document shows counts for nobody."""

    @pytest.mark.parametrize("first", [BARE, page("plan", shows(LONG, "kees@x.example"))])
    def test_an_account_is_called_as_a_document_for_everyone_shows_it(self, store: Store, first: Fact) -> None:
        put(store, first)
        put(store, BARE, page("plan", shows(LONG, "kees@x.example")))
        assert called(store) == (LONG, ("kees@x.example",))

    @pytest.mark.parametrize("access", [NOBODY, key("rule", "board"), key("rule", "undefined")])
    def test_what_others_may_not_read_says_nothing(self, store: Store, access: Key) -> None:
        put(
            store,
            rule("board", key("account", "ann")),
            BARE,
            page("plan"),
            page("plot", shows(LONG, "a@x"), rule=access),
        )
        assert called(store) == ("Kv", ())

    def test_its_own_source_knows_better(self, store: Store) -> None:
        for known in (replace(BARE, vouched=True), replace(BARE, anchor=True)):
            put(store, known, page("plan", shows(LONG, "kees@x.example")))
            assert called(store) == ("Kv", ())
        put(store, BARE)
        assert called(store) == (LONG, ("kees@x.example",))

    def test_most_documents_decide_then_the_longer_name(self, store: Store) -> None:
        put(store, BARE, page("a", shows(SHORT)), page("b", shows(LONG)))
        assert called(store) == (LONG, ())
        put(store, page("c", shows(SHORT, "k@x.example")))
        assert called(store) == (LONG, ("k@x.example",)), "one by that address and one without are one each"
        put(store, page("d", shows(SHORT)))
        assert called(store) == (SHORT, ("k@x.example",))

    def test_a_name_goes_with_the_last_document_that_shows_it(self, store: Store) -> None:
        put(store, BARE, page("a", shows(LONG)), page("b", shows(LONG)), page("c"))
        with store.writer() as writer:
            writer.drop([key("document", "a")])
        assert called(store)[0] == LONG
        put(store, page("b", text="another text"))
        assert called(store)[0] == "Kv"
        put(store, page("c", shows(LONG)))
        assert called(store)[0] == LONG

    def test_another_name_is_a_change_of_the_account_alone(self, store: Store) -> None:
        put(store, BARE, page("a", shows(SHORT)), page("b", shows(LONG)))
        seq = store.seq()
        assert put(store, page("b")) == [Outcome.SAME]
        assert [change.key for change in store.changes(seq)] == [BARE.key]
        assert called(store)[0] == SHORT
        seq = store.seq()
        put(store, page("b"), page("c", shows(SHORT)), page("d", shows(SHORT)))
        assert BARE.key not in {change.key for change in store.changes(seq)}, "nothing about it is new"

    def test_rights_decide_at_once_what_counts(self, store: Store) -> None:
        board = key("rule", "board")
        put(store, BARE, page("a"), page("b", shows(LONG), rule=board))
        assert called(store)[0] == "Kv"
        for readers, name in ((("everyone",), LONG), ((), "Kv"), (("everyone",), LONG)):
            put(store, rule("board", *readers))
            assert called(store)[0] == name
        put(store, page("b", shows(LONG), rule=NOBODY))
        assert called(store)[0] == "Kv"
        put(store, page("b", shows(LONG)))
        assert called(store)[0] == LONG

    def test_a_rule_that_is_dropped_closes(self, store: Store) -> None:
        put(store, rule("board", "everyone"), BARE, page("a"), page("b", shows(LONG), rule=key("rule", "board")))
        assert called(store)[0] == LONG
        with store.writer() as writer:
            writer.drop([key("rule", "board")])
        assert called(store)[0] == "Kv"

    def test_an_account_that_comes_back_is_called_as_before(self, store: Store) -> None:
        put(store, BARE, page("a", shows(LONG)))
        with store.writer() as writer:
            writer.drop([BARE.key])
        put(store, BARE)
        assert called(store)[0] == LONG

    def test_a_failed_transaction_counts_nothing(self, store: Store) -> None:
        put(store, BARE, page("a"))
        try:
            with store.writer() as writer:
                writer.put(page("a", shows(LONG)), "2")
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        assert called(store)[0] == "Kv"

    def test_credits_move_with_their_documents(self, store: Store, empty: Store) -> None:
        put(store, BARE, page("a", shows(SHORT)), page("b", shows(LONG, "kees@x.example"), rule=NOBODY))
        lines = list(store.dump())
        assert [line.get("credits") for line in lines if "credits" in line]
        empty.load(lines)
        assert list(empty.dump()) == lines
        assert called(empty) == called(store) == (SHORT, ())
        put(empty, page("b", shows(LONG, "kees@x.example")))
        assert called(empty) == (LONG, ("kees@x.example",))

    def test_nothing_that_documents_show_is_left_of_somebody_who_was_erased(self, store: Store) -> None:
        ann = account("ann", anchor=True, emails=("ann@x.example",))
        both = (Credit(ann.key, "Ann Visser", "ann@x.example"), shows(LONG))
        plan = document("plan")
        put(store, ann, BARE, Fact(plan, (wrote("ann", "plan"), wrote("kv", "plan")), both))
        put(store, Fact(document("plot", NOBODY), (wrote("ann", "plot"), wrote("kv", "plot")), both))
        while store.erase("person" + ann.key.removeprefix("account")):
            pass
        assert "Visser" not in str(list(store.dump(derived=True)))
        assert called(store)[0] == LONG
        put(
            store,
            Fact(
                document("a", text="x"),
                (wrote("p", "a"), wrote("kv", "a")),
                (Credit(key("account", "p"), None, "ann@x.example"),),
            ),
        )
        assert "ann@x" not in str(list(store.dump(derived=True))), "nor comes it in again under another account"
