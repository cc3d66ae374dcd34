"""The graph in a Neo4j server: what an organisation runs, shared by many processes and hosts, open to Cypher.

One node is the lock of all writers: a transaction takes it before anything else, so that what it reads stays true until
it commits. A second one holds the newest seq; it is written last, and readers of changes wait for nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TypeVar

from neo4j import Session, Transaction

from graph.erasure import Erasure
from graph.facts import Account, Json, Key
from graph.loading import Line, batches, load
from graph.neo4j.dump import dump
from graph.neo4j.erase import Neo4jTraces, read_suppression
from graph.neo4j.ledger import Neo4jLedger
from graph.neo4j.recall import Recall
from graph.neo4j.schema import GONE, newest_of, prepare, seq_of
from graph.neo4j.server import Cypher, Secret, Server
from graph.neo4j.sweep import Neo4jLeftovers, unseen, vouched
from graph.neo4j.view import Neo4jView
from graph.neo4j.writer import Known, Neo4jWriter
from graph.receipt import Receipt, read_receipt, receipt_name
from graph.schema import ASPECTS, Aspect
from graph.store import Change, Ledger, StoreError, Viewer
from graph.suppression import Suppression
from graph.sweep import sweep

T = TypeVar("T")
_LOAD_BATCH = 2_000
_LOCK = (
    "MATCH (n:Lock {name: 'writing'}) SET n.held = true WITH count(n) AS held "
    "MATCH (n:Lock {name: 'writing'}), (s:Lock {name: 'seq'}) RETURN n.stamp, n.forms, s.seq"
)
"""What is read is found anew once the lock is held: counting comes between."""


class Neo4jStore:
    """A Store in a server. One writing transaction at a time, in all processes; any number of reading ones."""

    aim = 0.250
    """Each transaction has a fixed cost of several journeys to the server, so many facts share one."""

    def __init__(self, url: str, create: bool = True, secret: Secret | None = None) -> None:
        self._server = Server(url, secret)
        self.url = self._server.url
        self._lock = threading.RLock()
        self._writing: Neo4jWriter | None = None
        self._known: dict[Key, Known] = {}
        self._stamp = -1
        self._suppression: tuple[int, Suppression] | None = None
        self._closed = False
        with ExitStack() as undo:
            undo.callback(self._server.close)
            self._server.check()
            with self._server.translated():
                prepare(self._server, create)
            undo.pop_all()
        self._recall = Recall(self._server)
        self.ledger: Ledger = Neo4jLedger(self._server, self._in_ledger)

    # --- writing ----------------------------------------------------------------------------------------------------

    @contextmanager
    def writer(self) -> Iterator[Neo4jWriter]:
        """The one transaction that writes. StoreError when the server does not answer or refuses."""
        with self._lock, self._server.translated(), self._writer() as writer:
            yield writer

    @contextmanager
    def _writer(self) -> Iterator[Neo4jWriter]:
        if self._writing is not None:
            raise RuntimeError("this thread is writing already")
        self._check_open()
        session, transaction, writer = self._server.again(self._begin)
        with session, transaction:
            self._writing = writer
            forget = ExitStack()
            forget.callback(self._forget)
            try:
                yield writer
                self._commit(writer, transaction)
                forget.pop_all()
            finally:
                forget.close()
                self._writing = None

    def _forget(self) -> None:
        """What was known of the graph may be wrong after a transaction that did not end well."""
        self._known.clear()
        self._stamp = -1

    def _begin(self) -> tuple[Session, Transaction, Neo4jWriter]:
        """Take the lock and see what is there. What was known is dropped when somebody else wrote since."""
        session = self._server.session(write=True)
        with ExitStack() as undo:
            undo.callback(session.close)
            transaction = session.begin_transaction()
            cypher = Cypher(transaction)
            stamp, forms, seq = cypher.rows(_LOCK)[0]
            if stamp != self._stamp:
                self._known.clear()
                self._stamp = stamp
            if self._suppression is None or self._suppression[0] != forms:
                self._suppression = (forms, read_suppression(cypher))
            undo.pop_all()
        return session, transaction, Neo4jWriter(cypher, seq, self._known, self._suppression[1])

    def _commit(self, writer: Neo4jWriter, transaction: Transaction) -> None:
        stamp = self._stamp + (0 if writer.beside_graph else 1)
        writer.seal(stamp)
        transaction.commit()
        self._stamp = stamp
        self._recall.forget()

    def _in_writer(self, work: Callable[[Neo4jWriter], T], beside_graph: bool = False) -> T:
        """Do some work in a transaction; inside a writer of the same thread it is part of that one."""
        with self._lock:
            if self._writing is not None:
                self._writing.write_mark()
                return work(self._writing)
            return self._server.again(lambda: self._once(work, beside_graph))

    def _in_ledger(self, work: Callable[[Neo4jWriter], T]) -> T:
        """The same for what the machinery writes down: the graph stays as it is, and what was read of it holds."""
        return self._in_writer(work, beside_graph=True)

    def _once(self, work: Callable[[Neo4jWriter], T], beside_graph: bool) -> T:
        with self._writer() as writer:
            writer.beside_graph = beside_graph
            return work(writer)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("store-closed", path=self.url)

    # --- reading ----------------------------------------------------------------------------------------------------

    def view(self, viewer: Viewer, recent: bool = False) -> Neo4jView:
        """What this viewer may read; with `recent`, as other processes had written it a tenth of a second ago."""
        self._check_open()
        return Neo4jView(viewer, self._server, self._recall, recent)

    def changes(self, after: int, limit: int = 1000, aspects: Collection[Aspect] = ASPECTS) -> list[Change]:
        """The changes after this seq in these aspects, in order. Whoever sees n sees all lower ones."""

        def once() -> list[Change]:
            # A commit becomes visible bit by bit. Who has the lock on the seq sees all of every commit before.
            with self._server.session(write=True) as session, session.begin_transaction() as transaction:
                cypher = Cypher(transaction)
                cypher.rows("MATCH (s:Lock {name: 'seq'}) SET s.held = true")
                rows = cypher.rows(" UNION ALL ".join(map(_changes_of, aspects)), after=after, limit=limit)
                changes = [Change(seq, key, state == GONE, Aspect(aspect)) for seq, key, state, aspect in rows]
                return sorted(changes, key=lambda change: change.seq)[:limit]

        return self._server.again(once) if self.seq(aspects) > after else []

    def seq(self, aspects: Collection[Aspect] = ASPECTS) -> int:
        """The number of the newest change in these aspects."""
        self._check_open()
        newest = ", ".join(f"coalesce(s.{newest_of(aspect)}, 0)" for aspect in aspects)
        return int(max(self._server.read(f"MATCH (s:Lock {{name: 'seq'}}) RETURN {newest}")[0]))

    # --- whole-store work -------------------------------------------------------------------------------------------

    def unseen(self, source: str, run: str) -> dict[str, tuple[int, int]]:
        """The number of documents and people of this source that this run saw, and of those that are missing."""
        return self._read(lambda cypher: unseen(cypher, source, run))

    def vouched(self, source: str, after: Key, limit: int) -> list[Account]:
        """The accounts of this source that it vouches for and no directory lists, by key."""
        return self._read(lambda cypher: vouched(cypher, source, after, limit))

    def sweep(self, source: str, run: str, limit: int = 500) -> int:
        """Drop up to `limit` nodes of this source that were not seen in this run; 0 means finished."""
        return self._in_writer(lambda writer: sweep(writer, Neo4jLeftovers(writer), source, run, limit))

    def erase(self, person: Key, limit: int = 500) -> int:
        """Remove up to `limit` traces of a person (accounts, acts, texts written alone); 0 means finished."""
        return self._in_writer(lambda writer: Erasure(writer, Neo4jTraces(writer), person).go_on(limit))

    def compact(self) -> bool:
        """Nothing: no statement makes Neo4j write over what it marked as deleted. Receipts say so, and what does."""
        self._check_open()
        return True

    def receipt(self, person: Key) -> Receipt | None:
        """What was removed of this person so far; None when nothing was."""
        return read_receipt(self.ledger.get(receipt_name(person)), person)

    def suppression(self) -> Suppression:
        """The forms of names and addresses that must not come in again."""
        return self._read(read_suppression)

    def _read(self, work: Callable[[Cypher], T]) -> T:
        def once() -> T:
            with self._server.transaction(write=False) as cypher:
                return work(cypher)

        self._check_open()
        return self._server.again(once)

    def dump(self, derived: bool = False) -> Iterator[dict[str, Json]]:
        """All that is in the graph, sorted, complete but for seq, run ids and sync times."""
        with self.view(Viewer(system=True)) as view, self._server.translated():
            yield from dump(view.cypher(), derived)

    def load(self, lines: Iterable[dict[str, Json]]) -> int:
        """Take in what `dump` gave, in several transactions; the number of records."""
        count = 0
        for batch in batches(lines, _LOAD_BATCH):
            count += self._in_writer(partial(_load, batch))
        return count

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            self._closed = True
            self._server.close()


def _changes_of(aspect: Aspect) -> str:
    seq = seq_of(aspect)
    return (
        f"MATCH (n:Node) USING INDEX n:Node({seq}) WHERE n.{seq} > $after "
        f"RETURN n.{seq} AS seq, n.key AS key, n.state AS state, '{aspect}' AS aspect ORDER BY seq LIMIT $limit"
    )


def _load(lines: list[Line], writer: Neo4jWriter) -> int:
    writer.expect(str(line["key"]) for line in lines if line["record"] == "node")
    return load(writer, lines, "load")
