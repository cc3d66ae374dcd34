"""Every statement with a key finds its node by the index. One that walks over all nodes for each row is not a bug that
a small graph shows: everything is right, and a hundred thousand documents later nothing ends any more.

Which statements there are is noted while random operations, and some of everything besides, happen to a store. The
server then tells, without running them, how it would go about each, on a graph where it knows of no edge of any type:
where an edge leads to nothing, all ways to it seem to cost the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from neo4j import GraphDatabase

from graph.content import text_hash
from graph.facts import Edge, EdgeKind, Extraction, Fact, Judgement, KnowsAbout, Verdict
from graph.neo4j.server import Cypher, Row, Server
from graph.store import Store, Viewer
from tests.contracts.organisation import (
    SOURCE,
    account,
    derive,
    document,
    group,
    key,
    mentions,
    part,
    person,
    put,
    term,
    topic,
    within,
    wrote,
)  # fmt: skip
from tests.graph.neo4j.stores import emptied, wipe
from tests.graph.steps import Steps
from tests.neo4j_server import LocalNeo4j as Where

pytestmark = pytest.mark.neo4j
NODES = 20_000
Noted = dict[str, dict[str, Any]]


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """Every statement that is sent, with the values of its first time."""
    found: Noted = {}
    stream, read = Cypher.stream, Server.read

    def note_stream(self: Cypher, text: str, **values: object) -> Iterator[Row]:
        found.setdefault(text, values)
        return stream(self, text, **values)

    def note_read(self: Server, text: str, **values: object) -> list[Row]:
        found.setdefault(text, values)
        return read(self, text, **values)

    monkeypatch.setattr(Cypher, "stream", note_stream)
    monkeypatch.setattr(Server, "read", note_read)
    return found


@pytest.mark.takes(120)
def test_no_statement_walks_over_all_nodes_for_a_key(neo4j_server: Where, noted: Noted) -> None:
    happen(neo4j_server)
    # What reads all edges of a kind begins with these: its condition may name a key, the statement has none.
    keyed = {text: values for text, values in noted.items() if not text.startswith("MATCH (s)-[e:")}
    asked = {text: values for text, values in keyed.items() if "{key: " in text and "db." not in text}
    assert len(asked) > 50
    walks = {text: [each for each in plan if "Scan" in each] for text, plan in plans(neo4j_server, asked).items()}
    assert not {text: some for text, some in walks.items() if some}


def happen(server: Where) -> None:
    """Some of everything."""

    class OnNeo4j(Steps):
        def open(self) -> list[Store]:
            return [emptied(server)]

    once = settings(max_examples=6, stateful_step_count=15, derandomize=True, phases=[Phase.generate], database=None)
    run_state_machine_as_test(OnNeo4j, settings=once)
    store = emptied(server)
    put(store, document("p"), document("q"), account("a", anchor=True), account("b"), group("g"), term("x"))
    put(
        store,
        Fact(document("p", text="another"), (wrote("a", "p"), within("p", "g"))),
        Fact(group("g"), (part("g", "h"),)),
    )
    pages = [key("document", name) for name in "pq"]
    terms, topics = [key("term", "x")], [key("topic", "t")]
    for kind, keys, facts in (
        ("extraction", pages, [Extraction(each, text_hash("some text"), "1") for each in pages]),
        ("term", terms, [term("x")]),
        ("topic", topics, [topic("t")]),
        ("MENTIONS", pages, [mentions("q", "x")]),
        ("LABELS", terms, [Edge(EdgeKind.LABELS, key("term", "x"), key("topic", "t"))]),
        ("KNOWS_ABOUT", [person("a")], [KnowsAbout(EdgeKind.KNOWS_ABOUT, person("a"), key("topic", "t"), documents=1)]),
    ):
        derive(store, kind, keys, *facts)
        derive(store, kind, keys)
    with store.writer() as writer:
        writer.judge(Judgement("1", key("term", "x"), key("topic", "t"), Verdict.DIFFERENT, person("a"), 1))
    store.ledger.versions(SOURCE, ["p"])
    with store.view(Viewer(principals=frozenset({"everyone"}))) as view:
        view.get([*pages, person("a"), *terms])
        view.texts(pages)
        view.edges(list(EdgeKind), pages, "both", 5, newest_first=True)
        view.above([key("group", "g")])
        list(view.extractions(pages))
        view.judgements(terms)
    for who in "ab":
        while store.erase(person(who), 1):
            pass
    store.close()


def plans(server: Where, asked: Noted) -> dict[str, set[str]]:
    """The operators in the plan of each statement, where there are many nodes and no edges."""
    wipe(server)
    found: dict[str, set[str]] = {}
    auth = (server.user, server.password) if server.password else None
    with GraphDatabase.driver(server.uri, auth=auth, notifications_min_severity="OFF") as driver:
        driver.execute_query("UNWIND range(1, $most) AS i CREATE (:Node:Document {key: 'document:s:' + i})", most=NODES)
        driver.execute_query("CALL db.clearQueryCaches()")
        for text, values in asked.items():
            plan = driver.execute_query(f"EXPLAIN {text}", values).summary.plan
            assert plan is not None
            found[text] = set(operators(plan))
    wipe(server)
    return found


def operators(plan: dict[str, Any]) -> Iterator[str]:
    """The operators of this plan and of all below it."""
    yield str(plan["operatorType"]).partition("@")[0]
    for child in plan.get("children") or ():
        yield from operators(child)
