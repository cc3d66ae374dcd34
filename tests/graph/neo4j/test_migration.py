"""A server that version 2 wrote to opens with everything that people said, and with today's names of properties."""

from __future__ import annotations

import pytest
from neo4j import GraphDatabase

from graph.facts import Edge, EdgeKind, KnowsAbout
from graph.schema import Aspect
from graph.store import RunState
from tests.contracts.organisation import (
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
    topic,
)
from tests.contracts.store_inherited_suite import NESTED, SEEN_OF_NESTED, UNSTATED, rules, seen
from tests.graph.neo4j.stores import emptied, reopened
from tests.neo4j_server import LocalNeo4j

pytestmark = pytest.mark.neo4j

WIND = topic("wind").key
OLD = (
    "MATCH ()-[e:KNOWS_ABOUT]->() SET e.count = e.documents, e.size = e.since, e.at = e.last, "
    "e.weight = toFloat(e.rank), "
    "e.documents = NULL, e.since = NULL, e.last = NULL, e.rank = NULL",
    "MATCH (n:Node) WHERE n.seq_hiding IS NOT NULL SET n.seq = n.seq_hiding, n.seq_hiding = NULL",
    "MATCH (s:Lock {name: 'seq'}) SET s = {name: 'seq', seq: s.seq}",
    "MATCH (n:Lock {name: 'writing'}) SET n.version = 2",
    "DROP INDEX node_seq_hiding_index",
    "DROP INDEX node_seq_authored_index",
)
"""What makes a graph of today one of version 2."""


def test_a_graph_of_version_2_opens(neo4j_server: LocalNeo4j) -> None:
    claim = Edge(EdgeKind.CLAIMS, person("ann"), WIND, at=5, role="used-to")
    hides = Edge(EdgeKind.HIDES, person("ann"), WIND, at=6)
    knows = KnowsAbout(EdgeKind.KNOWS_ABOUT, person("ann"), WIND, documents=2, since=3, last=9, rank=1)
    undated = KnowsAbout(EdgeKind.KNOWS_ABOUT, person("bob"), WIND, documents=4, rank=2)
    store = emptied(neo4j_server)
    put(store, account("ann", anchor=True), account("bob", anchor=True))
    derive(store, "topic", None, topic("wind"))
    derive(store, "KNOWS_ABOUT", None, knows, undated)
    with store.writer() as writer:
        assert writer.say(hides)
        assert writer.say(claim)
    store.close()
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        for statement in OLD:
            driver.execute_query(statement)
    for _ in range(2):
        store = reopened(neo4j_server)
        assert edges(store, EdgeKind.CLAIMS, SYSTEM) == [claim]
        assert edges(store, EdgeKind.HIDES, SYSTEM) == [hides]
        found = sorted([knows, undated], key=lambda edge: edge.start)
        assert edges(store, EdgeKind.KNOWS_ABOUT, SYSTEM) == found
        assert derive(store, "KNOWS_ABOUT", None, *found) == 0
        assert set(changed(store)) >= {key("account", "ann"), key("account", "bob"), person("ann")}
        store.close()
    store = reopened(neo4j_server)
    seq = store.seq()
    with store.writer() as writer:
        assert writer.unsay(hides)
    assert store.seq() == store.seq((Aspect.HIDING,)) == seq + 1
    assert [(change.key, change.aspect) for change in store.changes(seq)] == [(person("ann"), Aspect.HIDING)]
    store.close()


def test_names_that_were_learned_from_anything_are_forgotten(neo4j_server: LocalNeo4j) -> None:
    store = emptied(neo4j_server)
    put(store, *named_before_version_4())
    with store.writer() as writer:
        writer.mark(SOURCE, {"at": 1}, "1", RunState.ENDED)
    seq = store.seq()
    store.close()
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        driver.execute_query("MATCH (n:Lock {name: 'writing'}) SET n.version = 3")
        driver.execute_query("MATCH (n:Account) SET n.shown = NULL")
    store = reopened(neo4j_server)
    check_forgotten(store, seq)
    store.close()


def test_what_states_no_rule_gets_that_of_its_container(neo4j_server: LocalNeo4j) -> None:
    store = emptied(neo4j_server)
    put(store, *NESTED)
    expected = rules(store), list(store.dump())
    store.close()
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        for statement in (
            f"MATCH (n:Document) WHERE n.rule STARTS WITH 'group:' SET n.rule = '{UNSTATED}'",
            "MATCH (n:Group) SET n.rule = n.stated, n.stated = NULL",
            "MATCH (n:Lock {name: 'writing'}) SET n.version = 3",
        ):
            driver.execute_query(statement)
    store = reopened(neo4j_server)
    assert (rules(store), list(store.dump())) == expected
    assert seen(store) == SEEN_OF_NESTED
    store.close()
