"""What is kept of Neo4j's answers stays true: whatever anybody writes is seen by the very next view."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from graph.facts import EVERYONE, NOBODY, Edge, EdgeKind, Fact, Key, Person
from graph.neo4j.recall import Recall, Recalled
from graph.neo4j.server import Server as Reached
from graph.neo4j.view import Neo4jView
from graph.store import Store, Viewer
from tests.contracts.organisation import COLLEAGUE, account, derive, document, group, key, part, person, put, wrote
from tests.graph.neo4j.stores import emptied, reopened, secrets_of
from tests.neo4j_server import LocalNeo4j

pytestmark = pytest.mark.neo4j
PAGE = key("document", "page")


@pytest.fixture
def store(neo4j_server: LocalNeo4j) -> Iterator[Store]:
    opened = emptied(neo4j_server)
    yield opened
    opened.close()


@pytest.fixture
def reached(neo4j_server: LocalNeo4j) -> Iterator[Reached]:
    server = Reached(neo4j_server.uri, secrets_of(neo4j_server).get)
    yield server
    server.close()


def settled(recall: Recall) -> Recalled:
    """What is kept once nothing is written any more."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        kept = recall.now()
        if kept is not None:
            return kept
    raise TimeoutError("nothing was ever kept")


def titles(recall: Recall, reached: Reached, *keys: Key) -> set[Key]:
    with Neo4jView(Viewer(), reached, recall) as view:
        return set(view.get(keys))


def test_what_was_read_is_kept_while_nothing_is_written(store: Store, reached: Reached) -> None:
    put(store, document("page"))
    recall = Recall(reached)
    kept = settled(recall)
    assert titles(recall, reached, PAGE, key("document", "none")) == {PAGE}
    assert set(kept.nodes[EVERYONE,]) == {PAGE, key("document", "none")}
    assert recall.now() is kept


def test_what_another_process_hides_is_hidden_from_the_next_view(
    store: Store, reached: Reached, neo4j_server: LocalNeo4j
) -> None:
    put(store, document("page"))
    recall = Recall(reached)
    settled(recall)
    assert titles(recall, reached, PAGE) == {PAGE}
    other = reopened(neo4j_server)
    put(other, document("page", rule=NOBODY))
    other.close()
    assert titles(recall, reached, PAGE) == set()
    settled(recall)
    assert titles(recall, reached, PAGE) == set()


def ends(recall: Recall, reached: Reached, kinds: tuple[EdgeKind, ...], viewer: Viewer = COLLEAGUE) -> list[Key]:
    with Neo4jView(viewer, reached, recall) as view:
        return [edge.end for edge in view.edges(kinds, [account("ann").key, person("ann")])]


def test_edges_are_kept_while_nothing_is_written_and_private_ones_for_their_owner(
    store: Store, reached: Reached
) -> None:
    put(store, account("ann", anchor=True), Fact(document("page"), (wrote("ann", "page"),)))
    derive(store, "person", None, Person(person("ann"), account("ann").key, "Ann"))
    derive(store, EdgeKind.IS, None, Edge(EdgeKind.IS, account("ann").key, person("ann"), role="own"))
    with store.writer() as writer:
        writer.say(Edge(EdgeKind.BOOKMARKS, person("ann"), PAGE, at=1))
    recall, owner, both = Recall(reached), Viewer(person=person("ann")), (EdgeKind.WROTE, EdgeKind.BOOKMARKS)
    kept = settled(recall)
    for _ in range(2):
        assert ends(recall, reached, both, owner) == [PAGE, PAGE]
        assert ends(recall, reached, both) == [PAGE]
    assert kept.edge_count == 2 * 2 + 3
    put(store, document("page", rule=NOBODY))
    assert ends(recall, reached, both, owner) == []


def test_what_lies_around_is_kept_by_what_was_asked_for(store: Store, reached: Reached) -> None:
    put(store, group("all"), Fact(group("half"), (part("half", "all"),)), Fact(group("part"), (part("part", "half"),)))
    recall = Recall(reached)
    settled(recall)
    asked: list[tuple[str, ...]] = [("half",), ("part", "half"), ("part",)]
    for names in asked:
        with Neo4jView(COLLEAGUE, reached, recall) as view:
            found = view.above([group(name).key for name in names])
        with store.view(Viewer(system=True)) as view:
            assert found == view.above([group(name).key for name in names])


def test_what_was_not_there_is_there_when_it_comes(store: Store, reached: Reached) -> None:
    recall = Recall(reached)
    settled(recall)
    assert titles(recall, reached, PAGE) == set()
    put(store, document("page"))
    assert titles(recall, reached, PAGE) == {PAGE}


def test_the_ledger_leaves_what_is_kept(store: Store, reached: Reached) -> None:
    put(store, account("ann"))
    recall = Recall(reached)
    kept = settled(recall)
    store.ledger.set("position", 7)
    assert recall.now() is kept
    with store.writer() as writer:
        store.ledger.set("position", 8)
        writer.put(Fact(document("page")), "1")
    assert recall.now() is None


def test_a_moment_ago_is_no_excuse_for_what_this_process_wrote(store: Store, reached: Reached) -> None:
    put(store, document("page"))
    recall = Recall(reached)
    settled(recall)
    recall.forget()
    put(store, document("page", rule=NOBODY))
    with Neo4jView(Viewer(), reached, recall, recent=True) as view:
        assert view.get([PAGE]) == {}


def test_nothing_is_kept_of_a_cluster() -> None:
    server = Reached("neo4j://127.0.0.1:1")
    assert Recall(server).now() is None
    server.close()
