"""Speed at which the product fills a Neo4j, compared with bare driver calls.

Two references: the very statements that the product sent, with their parameters, sent again by a loop over the driver;
and the plainest Cypher for the same facts in the same transactions, without what makes it a graph of ours (hashes and
runs to tell what changed, numbers of changes, persons of accounts, who reads by which rule). Neither reads a source.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from neo4j import GraphDatabase, Session

from bench import ingest
from graph.content import Ready, edge_props, props_of
from graph.copying import copy
from graph.facts import Document, Fact, kind_of
from graph.neo4j.store import Neo4jStore
from graph.schema import NODES
from graph.store import Outcome, Store, Writer
from whoknows.jobs.sync import sync_source
from whoknows.wiring import Installation

Transactions = list[list[Fact]]
Statement = tuple[str, dict[str, Any]]
"""What is sent: Cypher with its parameters."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """So many documents or records in so many seconds."""

    count: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.count / max(self.seconds, 1e-9)


class Recorded:
    """A Store on Neo4j that notes which facts each writing transaction put and what it sent."""

    def __init__(self, store: Store) -> None:
        self.transactions: Transactions = []
        self.sent: list[list[Statement]] = []
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def writer(self) -> Iterator[Any]:
        with self._store.writer() as writer:
            noted = _Noted(writer)
            writer.cypher.transaction = sending = _Sending(writer.cypher.transaction)  # type: ignore[attr-defined]
            yield noted
        self.sent.append(sending.sent)
        if noted.facts:
            self.transactions.append(noted.facts)


class _Noted:
    """A Writer that notes what it put and what was new in it."""

    def __init__(self, writer: Writer) -> None:
        self.facts: list[Fact] = []
        self._writer = writer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)

    def put(self, fact: Fact | Ready, run: str) -> Outcome:
        outcome = self._writer.put(fact, run)
        if outcome is not Outcome.SAME:
            self.facts.append(Fact(fact.node, tuple(fact.edges)))
        return outcome


class _Sending:
    """A transaction of the driver that notes what is sent."""

    def __init__(self, transaction: Any) -> None:
        self.sent: list[Statement] = []
        self._transaction = transaction

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transaction, name)

    def run(self, text: str, values: dict[str, Any]) -> Any:
        self.sent.append((text, values))
        return self._transaction.run(text, values)


def through_the_product(installation: Installation) -> tuple[Loaded, Recorded]:
    """Sync the source of messages; gives documents a second, and what was in each transaction."""
    recorded = Recorded(installation.store)
    noting = replace(installation, store=recorded)  # type: ignore[arg-type]
    entry = installation.settings.sources[0]
    began = time.perf_counter()
    run = sync_source(noting, entry, tell=ingest.quiet, stop=ingest.never)
    spent = time.perf_counter() - began
    return Loaded(ingest.documents_of(run), spent), recorded


def sent_again(uri: str, recorded: Recorded) -> Loaded:
    """Send the same statements with the same parameters in the same transactions, into a graph of ours."""
    Neo4jStore(uri).close()  # makes its constraints and indexes
    with GraphDatabase.driver(uri, notifications_min_severity="OFF") as driver, driver.session() as session:
        began = time.perf_counter()
        for statements in recorded.sent:
            _send(session, statements)
        spent = time.perf_counter() - began
    return Loaded(_documents(recorded.transactions), spent)


def with_bare_calls(uri: str, transactions: Transactions) -> Loaded:
    """Send the same facts in the same transactions: nodes and edges by UNWIND, their parameters made beforehand."""
    ready = [list(_statements(facts)) for facts in transactions]
    with GraphDatabase.driver(uri) as driver, driver.session() as session:
        for kind in NODES.values():
            name = kind.label
            session.run(f"CREATE CONSTRAINT bare_{name} IF NOT EXISTS FOR (n:{name}) REQUIRE n.key IS UNIQUE").consume()
        session.run("CALL db.awaitIndexes(60)").consume()
        began = time.perf_counter()
        for statements in ready:
            _send(session, statements)
        spent = time.perf_counter() - began
    return Loaded(_documents(transactions), spent)


def _documents(transactions: Transactions) -> int:
    return sum(isinstance(fact.node, Document) for facts in transactions for fact in facts)


def _send(session: Session, statements: Iterable[Statement]) -> None:
    with session.begin_transaction() as transaction:
        for text, values in statements:
            transaction.run(text, values).consume()
        transaction.commit()


def _statements(facts: Collection[Fact]) -> Iterator[Statement]:
    """The plainest Cypher for these facts: a statement for each label and one for each type of relationship."""
    nodes: dict[str, list[Any]] = defaultdict(list)
    edges: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for fact in facts:
        nodes[kind_of(fact.node.key)].append(_properties(fact))
        for edge in fact.edges:
            between = (kind_of(edge.start), str(edge.kind), kind_of(edge.end))
            edges[between].append([edge.start, edge.end, edge_props(edge)])
    for kind, rows in nodes.items():
        yield f"UNWIND $rows AS row MERGE (n:{_label(kind)} {{key: row.key}}) SET n += row", {"rows": rows}
    for (start, type_, end), rows in edges.items():
        yield (
            f"UNWIND $rows AS row MERGE (s:{_label(start)} {{key: row[0]}}) MERGE (t:{_label(end)} {{key: row[1]}}) "
            f"CREATE (s)-[e:{type_}]->(t) SET e = row[2]",
            {"rows": rows},
        )


def _label(kind: str) -> str:
    return NODES[kind].label


def _properties(fact: Fact) -> dict[str, Any]:
    node = fact.node
    shown = {name: list(value) if isinstance(value, tuple) else value for name, value in props_of(node).items()}
    shown |= {name: str(value) for name, value in shown.items() if isinstance(value, str)}
    apart = {name: getattr(node, name, None) for name in ("source", "rule", "version", "text")}
    return {**shown, **apart, "key": node.key}


def by_copy(source: Store, target: Store) -> Loaded:
    """`whoknows copy` from one store into an empty other one; gives records a second."""
    began, done = time.perf_counter(), 0
    for moved in copy(source, target, derived=True):
        done = moved
    return Loaded(done, time.perf_counter() - began)


def documents_in(uri: str) -> int:
    """Number of documents. Both ways must have filled the graph with as many."""
    with GraphDatabase.driver(uri) as driver:
        rows = driver.execute_query("MATCH (n:Document) WHERE n.text IS NOT NULL RETURN count(n)").records
    return int(rows[0][0])
