"""Erasure as to names, for every store: no written form of a name is left, and no sync brings one back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from graph.facts import Fact, Group
from graph.names import words_of
from graph.store import Store
from tests.contracts.organisation import (
    SYSTEM,
    account,
    document,
    group,
    key,
    person,
    put,
    shown,
    wrote,
)
from tests.graph.names.table import GONE

ERASED = {
    "Jan op den Berg": "berg",
    "Maria della Rosa": "rosa",
    "Karst zu Falkenberg": "falkenberg",
    "Petra in 't Veld": "veld",
    "Wilhelmina (Mina) van der Bos": "bos",
}
"""Names with the word that gives each of their forms away."""


def _sync(store: Store, name: str) -> None:
    """What the sources say: texts of Bob that name the person in every form, in titles and names of groups too."""
    put(store, account("bob", anchor=True))
    for at, form in enumerate(each.strip() for each in GONE[name].split(";")):
        page = replace(document(f"page{at}", text=f"Gisteren sprak ik {form} nog."), title=f"Over {form}")
        put(store, Fact(page, (wrote("bob", f"page{at}"),)))
    space = group("space")
    assert isinstance(space, Group)
    put(store, replace(space, name=f"Project {name}"))


def _erase(store: Store) -> None:
    while store.erase(person("gone")):
        pass


def _words(store: Store) -> set[str]:
    text = json.dumps(list(store.dump(derived=True)), ensure_ascii=False)
    return {word for word, _, _ in words_of(text)}


class ForgettingNames:
    """Every form of a name goes, and stays away."""

    @pytest.mark.parametrize("name", ERASED)
    def test_no_form_is_left_and_no_sync_brings_one_back(self, store: Store, name: str) -> None:
        told = ERASED[name]
        put(store, replace(account("gone", anchor=True), name=name))
        _sync(store, name)
        assert any(told in word for word in _words(store))
        _erase(store)
        receipt = store.receipt(person("gone"))
        assert receipt is not None
        assert receipt.redacted == len(GONE[name].split(";")) + 1
        assert not [word for word in _words(store) if told in word]
        seq = store.seq()
        _sync(store, name)
        assert not [word for word in _words(store) if told in word]
        assert store.seq() == seq

    def test_an_account_under_that_name_does_not_come_back(self, store: Store) -> None:
        put(store, replace(account("gone", anchor=True), name="Jan op den Berg"))
        _erase(store)
        put(store, replace(account("elsewhere"), name="J. op den Berg"))
        put(store, replace(account("namesake", anchor=True), name="Jan op den Berg"))
        put(store, replace(account("other"), name="Piet op den Berg"))
        assert shown(store, "account", SYSTEM) == ["namesake", "other"]

    def test_a_form_of_a_namesake_is_left_and_told(self, store: Store) -> None:
        put(store, replace(account("gone", anchor=True), name="Jan op den Berg"))
        put(store, replace(account("joke", anchor=True), name="Joke op den Berg"))
        put(store, document("page", text="J. op den Berg en Joke op den Berg; Jan op den Berg. Mevrouw Op den Berg."))
        _erase(store)
        receipt = store.receipt(person("gone"))
        assert receipt is not None
        assert receipt.shared > 0
        with store.view(SYSTEM) as view:
            text = view.texts([key("document", "page")])[key("document", "page")]
        assert text == "J. op den Berg en Joke op den Berg; […]. Mevrouw Op den Berg."
