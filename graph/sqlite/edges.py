"""Edges as rows of SQLite. Authored ones have a table of their own; `more` holds what only one kind of edge has."""

from __future__ import annotations

from typing import Any

from graph.content import named_props, pack, unpack
from graph.facts import Edge, EdgeKind
from graph.rows import DECIDED, Row, edge_of
from graph.schema import EDGE_BY_NUMBER, EDGES, State

PLAIN = "e.kind, s.key, t.key, e.at, e.count, e.size, e.weight, e.role"
"""Columns of edges of kinds that have no property of their own, from nodes `s` to nodes `t`."""
_TOPIC = "(SELECT w.key FROM node w WHERE w.id = e.topic)"
COLUMNS = {"edge": f"{PLAIN}, e.more, NULL", "suggested": PLAIN, "authored": f"{PLAIN}, e.more, {_TOPIC}"}
"""Columns of the edges of each table, as `row_edge` reads them."""

JUDGEMENT = ", ".join(("j.id", "s.key", "t.key", *(f"j.{name}" for name in DECIDED[3:])))
"""Columns of a judgement `j` about nodes `s` and `t`, as `row_judgement` reads them."""


def table_of(kind: EdgeKind) -> str:
    """The table that edges of this kind are in."""
    return "authored" if EDGES[kind].state is State.AUTHORED else "edge"


def row_edge(row: Row) -> Edge:
    """The edge of a row of `COLUMNS` or `PLAIN`."""
    kind = EDGE_BY_NUMBER[row[0]]
    if len(row) == 8:
        return Edge(kind, *row[1:])
    more = row[8]
    return edge_of(kind, row[1:8], unpack(more) if more else None, row[9])


def packed_props(edge: Edge) -> tuple[Any, ...]:
    """The values of an edge in the order of columns: those that all kinds have, and the others as JSON."""
    named = named_props(edge)
    more = pack(named).decode() if named else None
    return edge.at, edge.count, edge.size, edge.weight, edge.role, more
