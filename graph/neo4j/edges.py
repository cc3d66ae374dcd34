"""Edges as rows of Neo4j: the properties that all kinds have, and by name those that only one kind has."""

from __future__ import annotations

from collections.abc import Iterable

from graph.facts import Edge, EdgeKind
from graph.neo4j.server import Row
from graph.rows import DECIDED, edge_of
from graph.schema import EDGES

_COMMON = "s.key, t.key, e.at, coalesce(e.count, 0), coalesce(e.size, 0), coalesce(e.weight, 0.0), e.role"
_LATER = ("label", "act", "undone_by")
JUDGEMENT = ", ".join(f"coalesce(j.{name}, '')" if name in _LATER else f"j.{name}" for name in DECIDED)
"""What a statement returns of a judgement `j`, as `row_judgement` reads it: some properties came with version 5."""


def values_of(kinds: Iterable[EdgeKind]) -> str:
    """What a statement returns of edges `e` of these kinds, from `s` to `t`, as `row_edge` reads it after the kind."""
    rules = [EDGES[kind] for kind in kinds]
    names = sorted({name for rule in rules for name in (*rule.named, *(("topic",) if rule.for_topic else ()))})
    own = f"e {{{', '.join(f'.{name}' for name in names)}}}" if names else "null"
    return f"{_COMMON}, {own} AS named"


def row_edge(row: Row) -> Edge:
    """The edge of a row: its kind and what `values_of` returns."""
    kind, values, named = EdgeKind(row[0]), row[1:8], row[8]
    if named is None:
        return Edge(kind, *values)
    rule = EDGES[kind]
    own = {name: named[name] for name in rule.named}
    return edge_of(kind, tuple(values), own, named["topic"] if rule.for_topic else None)
