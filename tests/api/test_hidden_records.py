"""A record that a colleague may not read says nothing about anybody: not a name, an address, a link nor a count.

Each case has records for everyone, and one that nobody may read and that comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, TypeAlias

import pytest

from graph.store import Store
from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j
from tests.organisations.answers import Asked, differing, everything
from tests.organisations.built import Line, Pushed, account, built, document, person

Author: TypeAlias = Mapping[str, str]
PEOPLE = Pushed(
    "people",
    [
        {"type": "person", "id": "bob", "name": "Bob Yilmaz", "emails": ["bob@w.example"], "handles": ["byilmaz"]},
        {"type": "person", "id": "kees", "name": "Kees Vos", "emails": ["kees.vos@w.example"]},
    ],
    directory=True,
)
BEFORE_KV = next(name for name in (f"kv{number}" for number in count()) if account(name) < account("kv"))
"""An id whose key sorts before that of ``kv``."""


def item(native_id: str, author: Author | None, text: str = "", **more: str) -> Line:
    """An item about hydrogen."""
    whole = f"The hydrogen tank and its valve. {text}"
    authors = {} if author is None else {"author": dict(author)}
    return {"type": "item", "id": native_id, "title": "Hydrogen tank", "text": whole, **authors, **more}


def secret(author: Author, text: str = "") -> Line:
    return item("a0", author, text, access="secret")


PUBLIC = [*(item(f"m{number}", {"account": "ann", "name": "Ann de Wit"}) for number in range(3))]
CASES: Mapping[str, tuple[list[Line], Line]] = {
    "a name": (
        [item("b1", {"account": "mvd"})],
        secret({"account": "mvd", "name": "Maria van Dijk"}),
    ),
    "an address": (
        [item("b1", {"account": "nightowl"})],
        secret({"account": "nightowl", "email": "bob@w.example"}),
    ),
    "a bridge": (
        [
            item("b1", {"account": "kees@x.example", "name": "Kees Bos"}),
            item("b2", {"account": "deepthroat", "email": "dt@y.example"}),
        ],
        secret({"account": "dt@y.example", "email": "kees@x.example"}),
    ),
    "somebody who is named": (
        [item("b1", {"account": "ann"}, "Ask Otto Quartz about it.")],
        secret({"account": "otto", "name": "Otto Quartz"}),
    ),
    "somebody whose id is a name": (
        [item("b1", {"account": "ann"}, "Ask Otto Quartz about it.")],
        secret({"account": "Otto Quartz"}),
    ),
    "a key": (
        [item("b1", {"account": "kv", "name": "Kees Bos", "email": "kees@x.example"})],
        secret({"account": BEFORE_KV, "name": "Kees Bos", "email": "kees@x.example"}),
    ),
    "another name": (
        [item("b1", {"account": "b1", "name": "B. Yilmaz"})],
        secret({"account": "b1", "name": "Bobby Tables"}),
    ),
    "a machine": (
        [item("b1", {"account": "b2", "name": "Bob Yilmaz"})],
        secret({"account": "b2", "name": "deploy-bot"}),
    ),
}
ASKED = Asked(
    ("hydrogen tank", "valve"),
    ("bob", "kees", "Maria", "Otto Quartz", "nightowl", "Tables"),
    (
        *(person(name) for name in ("mvd", "nightowl", "kees@x.example", "deepthroat", "dt@y.example", "otto", "b1")),
        *(person(name) for name in ("b2", "kv", BEFORE_KV, "Otto Quartz", "ann")),
        *(person(name, "people") for name in ("bob", "kees")),
        *(document(name) for name in ("a0", "b1", "b2", "m0")),
    ),
)  # fmt: skip
BOB = person("bob", "people")


def told(lines: list[Line], store: Store | None = None) -> dict[str, Any]:
    with built([PEOPLE, Pushed("forum", [*PUBLIC, *lines])], store) as site:
        return everything(site, BOB, ASKED)


@pytest.mark.parametrize("case", CASES)
def test_what_is_hidden_changes_nobody(case: str) -> None:
    public, hidden = CASES[case]
    assert differing(told([hidden, *public]), told(public)) == {}


@pytest.mark.neo4j
@pytest.mark.slow
def test_it_changes_nobody_on_neo4j(neo4j_server: LocalNeo4j) -> None:
    public = [line for number, (lines, _) in enumerate(CASES.values()) for line in renamed(lines, number)]
    hidden = [line for number, (_, line) in enumerate(CASES.values()) for line in renamed([line], number)]
    expected = told(public, emptied(neo4j_server))
    assert differing(told([*hidden, *public], emptied(neo4j_server)), expected) == {}
    assert differing(expected, told(public)) == {}, "and Neo4j answers as SQLite does"


def renamed(lines: list[Line], number: int) -> list[Line]:
    """The same lines under ids of their own."""
    return [{**line, "id": f"{line['id']}-{number}"} for line in lines]
