"""A file of version 2 opens with everything that people said, and with who knows about what under today's names."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from graph.content import pack
from graph.facts import EVERYONE, NOBODY, Edge, EdgeKind, Judgement, KnowsAbout, Verdict
from graph.open_store import open_store
from graph.schema import Aspect
from graph.sqlite.tables import APPLICATION_ID, TABLES, TOLD
from graph.store import RunState, Store, Viewer
from tests.contracts.organisation import (
    COLLEAGUE,
    SOURCE,
    SYSTEM,
    account,
    changed,
    check_forgotten,
    derive,
    edges,
    key,
    named_before_version_4,
    person,
    put,
    shown,
    term,
    topic,
)
from tests.contracts.store_inherited_suite import NESTED, SEEN_OF_NESTED, UNSTATED, rules, seen

WIND = topic("wind").key
ACCOUNT, PERSON, TOPIC, RULE = 2, 9, 8, 5
BEFORE_5 = "".join(f"ALTER TABLE judgement DROP COLUMN {name};" for name in ("label", "act", "undone_by"))
"""Statements that make a file one of version 4, but for its number."""
CLAIMS, HIDES, ENDORSES, IS, KNOWS_ABOUT = 18, 19, 20, 25, 27


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """What the code of version 2 would have written: Ann and Bob, a topic, what both said and know."""
    path = tmp_path / "graph"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(TABLES + TOLD)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 2")
    connection.executemany("INSERT INTO node(id, key, kind) VALUES (?,?,?)", [(1, EVERYONE, RULE), (2, NOBODY, RULE)])
    for number, name in ((10, "ann"), (20, "bob")):
        props = pack({"name": name.title(), "native_id": name, "anchor": True})
        account = (number, key("account", name), ACCOUNT, "wiki", props, number)
        connection.execute(
            "INSERT INTO node(id, key, kind, state, open, source, props, seq) VALUES (?,?,?,1,1,?,?,?)", account
        )
        connection.execute("INSERT INTO node(id, key, kind) VALUES (?,?,?)", (number + 1, person(name), PERSON))
        _edge(connection, IS, number, number + 1)
    props = pack({"labels": {"nl": "wind"}})
    connection.execute(
        "INSERT INTO node(id, key, kind, state, derived, props) VALUES (30, ?, ?, 1, 1, ?)", (WIND, TOPIC, props)
    )
    _edge(connection, CLAIMS, 11, 30, at=5, role="used-to")
    _edge(connection, HIDES, 21, 30, at=6)
    _edge(connection, KNOWS_ABOUT, 11, 30, at=9, count=2, size=3, weight=1.0)
    _edge(connection, KNOWS_ABOUT, 21, 30, count=4, weight=2.0)
    connection.execute("UPDATE node SET seq = 25 WHERE id = 21")
    connection.close()
    return path


def _edge(connection: sqlite3.Connection, kind: int, start: int, end: int, **props: object) -> None:
    names = ["kind", "start", '"end"', *props]
    marks = ",".join("?" for _ in names)
    connection.execute(f"INSERT INTO edge({','.join(names)}) VALUES ({marks})", (kind, start, end, *props.values()))


@pytest.fixture
def store(old_file: Path) -> Store:
    return open_store(f"sqlite:{old_file}", create=False)


def test_nothing_that_was_said_is_lost(store: Store) -> None:
    claim = Edge(EdgeKind.CLAIMS, person("ann"), WIND, at=5, role="used-to")
    hides = Edge(EdgeKind.HIDES, person("bob"), WIND, at=6)
    assert edges(store, EdgeKind.CLAIMS) == [claim]
    assert edges(store, EdgeKind.HIDES, SYSTEM) == edges(store, EdgeKind.HIDES, Viewer(person("bob"))) == [hides]
    assert edges(store, EdgeKind.HIDES) == []
    with store.writer() as writer:
        assert not writer.say(claim)
        assert writer.unsay(hides)
    assert shown(store, "topic") == [WIND]
    store.close()


def test_what_people_know_has_the_names_of_today(store: Store) -> None:
    ann = KnowsAbout(EdgeKind.KNOWS_ABOUT, person("ann"), WIND, documents=2, since=3, last=9, rank=1)
    bob = KnowsAbout(EdgeKind.KNOWS_ABOUT, person("bob"), WIND, documents=4, rank=2)
    assert edges(store, EdgeKind.KNOWS_ABOUT, COLLEAGUE) == sorted([ann, bob], key=lambda edge: edge.start)
    with store.writer() as writer:
        assert writer.derive(EdgeKind.KNOWS_ABOUT, None, [ann, bob]) == 0, "stored as it would be written now"
    store.close()


def test_numbers_of_changes_go_on(store: Store) -> None:
    assert changed(store) == [key("account", "ann"), key("account", "bob"), person("bob")]
    assert store.seq() == store.seq((Aspect.CONTENT,)) == 25
    with store.writer() as writer:
        writer.say(Edge(EdgeKind.FOLLOWS, person("ann"), WIND))
    assert store.seq() == store.seq((Aspect.AUTHORED,)) == 26
    put(store, term("zon"))
    assert changed(store, 26) == [term("zon").key]
    store.close()


def test_names_that_were_learned_from_anything_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    store = open_store(f"sqlite:{path}")
    put(store, *named_before_version_4())
    with store.writer() as writer:
        writer.mark(SOURCE, {"at": 1}, "1", RunState.ENDED)
    seq = store.seq()
    store.close()
    with sqlite3.connect(path) as connection:
        connection.executescript(
            f"{BEFORE_5} ALTER TABLE node DROP COLUMN shown; ALTER TABLE node DROP COLUMN stated;"
            "ALTER TABLE node DROP COLUMN credits; DROP TABLE credit;"
            "DELETE FROM sqlite_stat1 WHERE tbl = 'credit'; PRAGMA user_version = 3"
        )
    store = open_store(f"sqlite:{path}")
    check_forgotten(store, seq)
    store.close()


def test_what_states_no_rule_gets_that_of_its_container(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    store = open_store(f"sqlite:{path}")
    put(store, *NESTED)
    expected = rules(store), list(store.dump())
    store.close()
    with sqlite3.connect(path) as connection:
        connection.executescript(
            f"{BEFORE_5} UPDATE node SET rule = (SELECT r.id FROM node r WHERE r.key = '{UNSTATED}') "
            "WHERE kind = 1 AND rule IN (SELECT g.id FROM node g WHERE g.kind = 3);"
            "UPDATE node SET rule = stated WHERE kind = 3; DELETE FROM tally;"
            "ALTER TABLE node DROP COLUMN shown; ALTER TABLE node DROP COLUMN stated;"
            "ALTER TABLE node DROP COLUMN credits; DROP TABLE credit;"
            "DELETE FROM sqlite_stat1 WHERE tbl = 'credit'; PRAGMA user_version = 3"
        )
    store = open_store(f"sqlite:{path}")
    assert (rules(store), list(store.dump())) == expected
    assert seen(store) == SEEN_OF_NESTED
    store.close()


def test_what_was_decided_stands_and_what_was_broader_follows_from_it(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    store = open_store(f"sqlite:{path}")
    put(store, account("bob"))
    derive(store, "topic", None, topic("wind"), topic("air"))
    known = Judgement("1", key("account", "bob"), person("ann"), Verdict.SAME, "person:x", 1, "sure", 3)
    with store.writer() as writer:
        writer.judge(known)
    store.close()
    with sqlite3.connect(path) as connection:
        ids = "(SELECT id FROM node WHERE key = 'topic:wind'), (SELECT id FROM node WHERE key = 'topic:air')"
        connection.executescript(
            f'{BEFORE_5} INSERT INTO authored(kind, start, "end", at) SELECT 22, {ids}, 7; PRAGMA user_version = 4'
        )
    store = open_store(f"sqlite:{path}")
    with store.view(SYSTEM) as view:
        first, second = view.judgements()
    assert (first, second.verdict, second.at) == (known, Verdict.BROADER, 7)
    assert edges(store, EdgeKind.BROADER, SYSTEM) == [Edge(EdgeKind.BROADER, WIND, topic("air").key, at=7)]
    store.close()
