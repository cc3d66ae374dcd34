"""The errors of a Neo4j server that are tried again and those that are not, and which server is asked what."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from neo4j.exceptions import Neo4jError

from graph.neo4j.recall import Recall
from graph.neo4j.schema import prepare
from graph.neo4j.server import RETRIED, Row, Server
from graph.neo4j.view import Neo4jView
from graph.store import StoreError
from tests import neo4j_server as real
from tests.bolt_server import Answers, Cable, Failure, listening
from tests.contracts.organisation import SYSTEM, document, put, shown
from tests.graph.neo4j.stores import emptied, reopened, secrets_of, wipe

pytestmark = pytest.mark.neo4j
ELSEWHERE = (
    "Neo.TransientError.Transaction.LockAcquisitionTimeout",
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.Transaction.BookmarkTimeout",
    "Neo.DatabaseError.General.UnknownError",
)


@pytest.fixture
def server(neo4j_server: real.LocalNeo4j) -> Iterator[Server]:
    wipe(neo4j_server)
    opened = Server(neo4j_server.uri, secrets_of(neo4j_server).get)
    yield opened
    opened.close()


@pytest.fixture
def cable(neo4j_server: real.LocalNeo4j) -> Iterator[tuple[Cable, Server]]:
    """A way to the server that can be cut, and the server at the end of it."""
    wipe(neo4j_server)
    leads = Cable(int(neo4j_server.uri.rpartition(":")[2]))
    with listening(leads.speak) as port:
        opened = Server(f"bolt://127.0.0.1:{port}", secrets_of(neo4j_server).get)
        yield leads, opened
        opened.close()


def counted(server: Server) -> list[int]:
    return [row[0] for row in server.read("MATCH (n:Counter) RETURN n.count")]


def test_a_deadlock_is_tried_again(server: Server) -> None:
    """Two real transactions take two nodes in opposite order; the server ends one of them, and both get their way."""
    with server.transaction(write=True) as cypher:
        cypher.rows("CREATE (:Counter {name: 'a', count: 0}), (:Counter {name: 'b', count: 0})")
    both, tries = threading.Barrier(2), {"ab": 0, "ba": 0}
    add = "MATCH (n:Counter {name: $name}) SET n.count = n.count + 1"

    def take(order: str) -> None:
        tries[order] += 1
        with server.transaction(write=True) as cypher:
            cypher.rows(add, name=order[0])
            if tries[order] == 1:
                both.wait(60)
            cypher.rows(add, name=order[1])

    threads = [threading.Thread(target=server.again, args=(lambda order=order: take(order),)) for order in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(server) == [2, 2]
    assert sorted(tries.values()) == [1, 2]


def test_a_lost_connection_is_tried_again(cable: tuple[Cable, Server]) -> None:
    leads, server = cable
    tries = 0

    def work() -> None:
        nonlocal tries
        tries += 1
        with server.transaction(write=True) as cypher:
            cypher.rows("CREATE (:Counter {count: 1})")
            if tries == 1:
                leads.cut()
            cypher.rows("MATCH (n:Counter) SET n.count = 2")

    server.again(work)
    assert tries == 2
    assert counted(server) == [2]


def test_a_commit_in_doubt_is_not_tried_again(cable: tuple[Cable, Server], neo4j_server: real.LocalNeo4j) -> None:
    """The server commits, and its word is lost on the way: who tried again would count twice."""
    leads, server = cable
    tries = 0

    def work() -> None:
        nonlocal tries
        tries += 1
        with server.transaction(write=True) as cypher:
            cypher.rows("CREATE (:Counter {count: 1})")
            leads.cut_at_the_answer = True

    with pytest.raises(StoreError, match="store-unreachable"):
        server.again(work)
    leads.cut_at_the_answer = False
    assert tries == 1
    assert counted(server) == [1]


def test_reading_that_loses_its_server_at_the_end_is_tried_again(cable: tuple[Cable, Server]) -> None:
    leads, server = cable
    tries = 0

    def work() -> list[Row]:
        nonlocal tries
        tries += 1
        leads.cut_at_the_answer = False
        with server.transaction(write=False) as cypher:
            found = cypher.rows("RETURN 1")
            leads.cut_at_the_answer = tries == 1
            return found

    assert server.again(work) == [(1,)]
    assert tries == 2


def test_a_view_that_loses_its_server_says_so_also_at_its_end(cable: tuple[Cable, Server]) -> None:
    leads, server = cable
    prepare(server, create=True)
    view = Neo4jView(SYSTEM, server, Recall(server))
    view.__enter__()
    view.cypher()
    leads.cut_at_the_answer = True
    with pytest.raises(StoreError, match="store-unreachable"):
        view.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("RETRUN 1", "Neo.ClientError.Statement.SyntaxError"),
        ("RETURN 1 / 0", "Neo.ClientError.Statement.ArithmeticError"),
    ],
)
def test_a_mistake_of_ours_is_not_tried_again(server: Server, statement: str, code: str) -> None:
    tries = 0

    def work() -> None:
        nonlocal tries
        tries += 1
        with server.transaction(write=True) as cypher:
            cypher.rows("CREATE (:Counter)")
            cypher.rows(statement)

    with pytest.raises(Neo4jError) as error:
        server.again(work)
    assert (tries, error.value.code) == (1, code)
    assert counted(server) == []


@pytest.mark.parametrize("code", [*RETRIED, *ELSEWHERE])
def test_what_only_a_cluster_or_a_full_server_says_is_tried_again_by_name(code: str) -> None:
    """The errors that a single Community server cannot be made to give, from a server that says nothing else."""
    left = [code, code]
    told: list[str] = []

    def fails() -> Failure | None:
        told.append("asked")
        return (left.pop(), "so it is") if left else None

    with listening(Answers(fails=fails).speak) as port:
        server = Server(f"bolt://127.0.0.1:{port}")
        if code in RETRIED:
            assert server.read("RETURN 1") == []
            assert len(told) == 3
        else:
            with pytest.raises(StoreError) as error:
                server.read("RETURN 1")
            assert error.value.message.startswith("store-server-")
            assert len(told) == 1
        server.close()


def test_reads_go_to_the_readers_and_writes_to_the_writer(neo4j_server: real.LocalNeo4j) -> None:
    """A router of our own names two ways to one real server: what goes along each tells who was asked."""
    emptied(neo4j_server).close()
    port = int(neo4j_server.uri.rpartition(":")[2])
    reader, writer = Cable(port), Cable(port)
    with listening(reader.speak) as read_at, listening(writer.speak) as write_at:
        table = [
            {"role": role, "addresses": [f"127.0.0.1:{at}"]}
            for role, at in (("READ", read_at), ("WRITE", write_at), ("ROUTE", read_at))
        ]
        with listening(Answers(table=table).speak) as router:
            store = reopened(real.LocalNeo4j(f"neo4j://127.0.0.1:{router}", neo4j_server.user, neo4j_server.password))
            before = writer.used
            assert before == 0
            put(store, document("a"))
            written, read = writer.used, reader.used
            assert written > 0
            assert shown(store, "document") == ["a"]
            assert (writer.used, reader.used > read) == (written, True)
            store.close()
