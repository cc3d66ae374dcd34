"""What the tree of conditions asks for: no more than is needed, and of the right end."""

from __future__ import annotations

import pytest

from graph import visible
from graph.facts import EdgeKind
from graph.schema import EDGES, NODES
from graph.visible import SEEN, THERE, AllOf, Own, of_edge, of_node


def test_every_kind_of_node_has_its_conditions() -> None:
    assert set(THERE) == set(SEEN) == set(NODES)


@pytest.mark.parametrize("kind", [EdgeKind.WROTE, EdgeKind.TAGGED, EdgeKind.MENTIONS])
def test_a_readable_document_is_enough_for_the_other_end(kind: EdgeKind) -> None:
    start, end = of_edge(kind, False)
    document, other = (end, start) if EDGES[kind].end == ("document",) else (start, end)
    assert document == of_node(("document",), False)
    assert other == of_node(EDGES[kind].start if other is start else EDGES[kind].end, True)


@pytest.mark.parametrize(
    "kind", [EdgeKind.IN, EdgeKind.PART_OF, EdgeKind.REPLY_TO, EdgeKind.NAMES, EdgeKind.KNOWS_ABOUT]
)
def test_both_ends_are_asked_for_where_neither_shows_the_other(kind: EdgeKind) -> None:
    assert of_edge(kind, False) == (of_node(EDGES[kind].start, False), of_node(EDGES[kind].end, False))


def test_to_the_system_all_that_is_there_is_visible() -> None:
    for kind, rule in EDGES.items():
        assert of_edge(kind, True) == (of_node(rule.start, True), of_node(rule.end, True))


def test_a_private_edge_asks_for_its_own_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visible, "PRIVATE", frozenset({EdgeKind.HIDES}))
    asked, _ = of_edge.__wrapped__(EdgeKind.HIDES, False)
    assert isinstance(asked, AllOf)
    assert Own() in asked.parts
    assert of_edge.__wrapped__(EdgeKind.HIDES, True) == of_edge(EdgeKind.HIDES, True)
