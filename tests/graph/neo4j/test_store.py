"""The Neo4j store keeps the contract, and looks like SQLite after the same steps."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from neo4j import GraphDatabase

from graph.content import text_hash
from graph.copying import copy
from graph.facts import Extraction, Fact
from graph.neo4j.writer import Neo4jWriter
from graph.open_store import open_store
from graph.schema import VERSION
from graph.store import Derived, Store, StoreError, Writer
from tests.contracts.organisation import SOURCE, SYSTEM, document, group, key, mentions, part, put, shown, term, topic
from tests.contracts.store_ledger_suite import Moving
from tests.contracts.store_suite import StoreSuite
from tests.graph.neo4j.stores import emptied, reopened, secrets_of, wipe
from tests.graph.steps import Steps
from tests.neo4j_server import LocalNeo4j, free_port, started

pytestmark = pytest.mark.neo4j
PAGES = [key("document", name) for name in "pqrst"]
HASH = text_hash("some text")


@pytest.fixture
def served(neo4j_server: LocalNeo4j) -> Iterator[Store]:
    opened = emptied(neo4j_server)
    yield opened
    opened.close()


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:{tmp_path}/graph")
    yield opened
    opened.close()


class TestNeo4jStore(StoreSuite):
    """The contract, on Neo4j; what is moved out of it goes to SQLite."""

    snapshots = False

    @pytest.fixture
    def store(self, served: Store) -> Store:
        return served

    @pytest.fixture
    def empty(self, filed: Store) -> Store:
        return filed


class TestMovingIn(Moving):
    """What SQLite dumps, Neo4j takes in and dumps again."""

    @pytest.fixture
    def store(self, filed: Store) -> Store:
        return filed

    @pytest.fixture
    def empty(self, served: Store) -> Store:
        return served


@pytest.mark.takes(120)
def test_both_stores_look_alike_after_any_steps(neo4j_server: LocalNeo4j, pytestconfig: pytest.Config) -> None:
    class BothSteps(Steps):
        def open(self) -> list[Store]:
            return [*super().open(), emptied(neo4j_server)]

    sequences = pytestconfig.getoption("sequences")
    run_state_machine_as_test(BothSteps, settings=settings(max_examples=sequences, stateful_step_count=10))


def test_a_copy_goes_there_and_back(filed: Store, served: Store, tmp_path: Path) -> None:
    put(filed, *(document(str(number), text=f"text {number}") for number in range(20)))
    list(copy(filed, served, derived=True, batch=7))
    back = open_store(f"sqlite:{tmp_path}/back")
    list(copy(served, back, derived=True, batch=7))
    assert list(back.dump(derived=True)) == list(served.dump(derived=True)) == list(filed.dump(derived=True))
    back.close()


def test_a_group_that_says_it_is_part_of_itself_does_not_hold_itself(filed: Store, served: Store) -> None:
    for store in (filed, served):
        put(store, Fact(group("g"), (part("g", "g"),)), Fact(group("h"), (part("h", "i"),)), group("i"))
        while store.sweep(SOURCE, "2", 1):
            pass
        assert shown(store, "group", SYSTEM) == []


def test_what_is_derived_in_many_batches_is_what_is_derived_in_one(
    filed: Store, served: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written of the first facts is there before the last ones are asked for, and only the stale goes."""
    monkeypatch.setattr("graph.neo4j.derive.Neo4jDerivation.batch", 2)
    asked: list[int] = []

    def facts(writer: Writer, of: Sequence[Derived]) -> Iterator[Derived]:
        for fact in of:
            asked.append(writer.seq if isinstance(writer, Neo4jWriter) else 0)
            yield fact

    first = {
        "MENTIONS": [mentions(name, word) for name in "pqrs" for word in "xyz"], "term": [term(word) for word in "xyz"],
        "topic": [topic(name) for name in "abcde"], "extraction": [Extraction(each, HASH, "1") for each in PAGES],
    }  # fmt: skip
    later = {
        "MENTIONS": [mentions("q", "x"), mentions("q", "z", 7), mentions("s", "new")], "term": [term("z")],
        "topic": [topic("b", documents=3), topic("f"), topic("g"), topic("h")],
        "extraction": [Extraction(each, HASH, "2") for each in PAGES[1:4]],
    }  # fmt: skip
    for store in (filed, served):
        put(store, *(document(name) for name in "pqrst"))
        for said in (first, later):
            for kind, some in said.items():
                with store.writer() as writer:
                    writer.derive(kind, None, facts(writer, some))
    assert list(served.dump(derived=True)) == list(filed.dump(derived=True))
    assert sorted({seq for seq in asked if seq}) == [5, 7, 9, 10, 12]


def test_writers_of_several_processes_give_every_change_its_own_seq(neo4j_server: LocalNeo4j, served: Store) -> None:
    """Each follower sees every change once, in order, while three stores write at the same time."""
    others = [reopened(neo4j_server) for _ in range(3)]
    seen: list[int] = []

    def write(number: int) -> None:
        for each in range(8):
            put(others[number], document(f"{number}-{each}"), document("shared", text=f"{number} {each}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    alive = True
    while alive:
        alive = any(thread.is_alive() for thread in threads)
        seen += [change.seq for change in served.changes(seen[-1] if seen else 0)]
    assert seen == sorted(set(seen))
    assert {change.seq for change in served.changes(0)} <= set(seen), "a lower number came after a higher one"
    assert seen[-1] == served.seq() == 48
    assert len(shown(served, "document", SYSTEM)) == 25
    for other in others:
        other.close()


def refusal(url: str, **options: object) -> str:
    with pytest.raises(StoreError) as error:
        open_store(url, **options)  # type: ignore[arg-type]
    assert "@" not in str(error.value.params)
    return error.value.message


def test_what_is_wrong_with_a_server_is_said(neo4j_server: LocalNeo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    uri, secret = neo4j_server.uri, secrets_of(neo4j_server).get
    assert refusal(f"bolt://127.0.0.1:{free_port()}") == "store-unreachable"
    assert refusal("bolt:") == "store-unknown-url"
    wipe(neo4j_server)
    assert refusal(uri, create=False, secret=secret) == "store-missing"
    auth = (neo4j_server.user, neo4j_server.password) if neo4j_server.password else None
    with GraphDatabase.driver(uri, auth=auth) as driver:
        driver.execute_query("CREATE (:Invoice)")
        assert refusal(uri, secret=secret) == "store-server-foreign"
        wipe(neo4j_server)
        reopened(neo4j_server).close()
        driver.execute_query("MATCH (n:Lock {name: 'writing'}) SET n.version = 99")
    assert refusal(uri, secret=secret) == "store-newer-version"
    monkeypatch.setattr("graph.neo4j.server.OLDEST", 99)
    assert refusal(uri, secret=secret) == "store-wrong-server"


def test_an_older_store_is_brought_up_to_date_and_keeps_what_it_holds(neo4j_server: LocalNeo4j, served: Store) -> None:
    put(served, document("a"))
    auth = (neo4j_server.user, neo4j_server.password) if neo4j_server.password else None
    index = "SHOW INDEXES YIELD name, state WHERE name = 'node_seq_index' RETURN state"
    with GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        driver.execute_query("MATCH (n:Lock {name: 'writing'}) SET n.version = 0")
        driver.execute_query("DROP INDEX node_seq_index")
        again = reopened(neo4j_server)
        assert [each["state"] for each in driver.execute_query(index).records] == ["ONLINE"]
        found = driver.execute_query("MATCH (n:Lock {name: 'writing'}) RETURN n.version AS version").records
        assert [each["version"] for each in found] == [VERSION]
    assert shown(again, "document") == ["a"]
    put(again, document("b"))
    assert [change.seq for change in again.changes(0)] == [1, 2]
    again.close()


def test_a_closed_store_says_so(served: Store) -> None:
    served.close()
    with pytest.raises(StoreError, match="closed"):
        put(served, document("a"))


@pytest.mark.slow
@pytest.mark.takes(100)
def test_after_a_kill_the_store_goes_on_where_it_was(tmp_path: Path) -> None:
    """A killed server is one clear error, what was committed is there, and the same store writes on."""
    port = free_port()
    with started(tmp_path, port) as (server, process):
        store = reopened(server)
        put(store, document("a"))
        process.kill()
        process.wait()
        with pytest.raises(StoreError, match="store-unreachable"):
            put(store, document("b"))
    with started(tmp_path, port):
        put(store, document("b"))
        assert shown(store, "document") == ["a", "b"]
        assert [change.seq for change in store.changes(0)] == [1, 2]
    store.close()


@pytest.mark.slow
def test_a_wrong_password_is_said_and_never_shown(tmp_path: Path) -> None:
    with started(tmp_path, passwords=True) as (server, _):
        for secrets in ({"NEO4J_PASSWORD": "not-this-one"}, {"NEO4J_PASSWORD": "neo4j"}, {}):
            with pytest.raises(StoreError) as error:
                open_store(server.uri, secret=secrets.get)
            assert error.value.message == "store-wrong-password"
            assert "not-this-one" not in f"{error.value} {error.value.__cause__}"


def test_what_somebody_wrote_is_in_no_log_of_the_driver(served: Store, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "neo4j"):
        put(served, *(document(name, text=f"words of a colleague {name}") for name in "pq"))
    assert any("CREATE (n:Node" in record.getMessage() for record in caplog.records)
    assert "words of a colleague" not in caplog.text
