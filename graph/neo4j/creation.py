"""Statements that make new nodes and edges in Neo4j, from the schema, with every property named.

A row is a list: no name is sent twice, and properties that are named in the statement take two thirds of the time of
those that come as a map. What a new node mostly hangs on is made with it, so that nothing is looked up twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

from graph.content import Props
from graph.facts import Edge, EdgeKind, Key
from graph.neo4j.schema import ENDS, NAMED, at, label
from graph.schema import EDGES, NODES

Row: TypeAlias = list[Any]
Joined: TypeAlias = dict[EdgeKind, Edge]
"""The edges that are made together with a new node: at most one of each kind."""
JOINED: dict[str, tuple[EdgeKind, ...]] = {
    "document": (EdgeKind.WROTE, EdgeKind.IN),
    "group": (EdgeKind.PART_OF,),
    "account": (EdgeKind.IS,),
}
_OWN = ("key", "state", "derived", "open", "hash", "run", "seq")
_MORE = {"document": ("text", "text_hash", "credits"), "group": ("stated",)}


def _float_weight(edge: Edge) -> float:
    return float(edge.weight)


_VALUES: dict[EdgeKind, tuple[tuple[Callable[[Edge], Any], Any], ...]] = {
    kind: tuple(
        (_float_weight if each.name == "weight" else attrgetter(each.name), each.default)
        for name in rule.properties
        for each in fields(rule.record)
        if each.name == name
    )
    for kind, rule in EDGES.items()
}
"""How the value of each property of a kind is read, and its default."""


@cache
def _columns(kind: str) -> tuple[str, ...]:
    return (*_OWN, *_MORE.get(kind, ()), *NODES[kind].properties, "props")


def _named(names: tuple[str, ...], place: int) -> str:
    return ", ".join(f"{name}: row[{place + number}]" for number, name in enumerate(names))


@cache
def node_statement(kind: str, shape: tuple[EdgeKind, ...], alone: bool = False) -> str:
    """The statement that makes new nodes of this kind, each with an edge of each kind in `shape`. The other ends are
    there; the person of an account is made where it is not, or each time if it is known that none is there (`alone`).
    """
    names = _columns(kind)
    place, found, made = len(names), "", ""
    for each in shape:
        other = f"o{place}"
        if each is EdgeKind.IS and alone:
            made += f" CREATE ({other}:Node:Person {{key: row[{place}], state: {NAMED}, derived: false}})"
        elif each is EdgeKind.IS:
            found += f" MERGE ({other}:Node {{key: row[{place}]}}) ON CREATE SET {other}:Person, "
            found += f"{other}.state = {NAMED}, {other}.derived = false"
        else:
            found += f" {at(other, f'row[{place}]')}"
        arrow = f"-[:{each} {{{_named(EDGES[each].properties, place + 1)}}}]-"
        made += f" CREATE (n)<{arrow}({other})" if EDGES[each].owner == "end" else f" CREATE (n){arrow}>({other})"
        place += 1 + len(EDGES[each].properties)
    return f"UNWIND $rows AS row{found} CREATE (n:Node:{label(kind)} {{{_named(names, 0)}}}){made}"


def node_row(kind: str, props: Props, shape: tuple[EdgeKind, ...], joined: Joined) -> Row:
    """The row of that statement for this node."""
    row = [props.get(name) for name in _columns(kind)]
    for each in shape:
        edge = joined[each]
        row += (other_end(edge, props["key"]), *edge_values(edge))
    return row


@cache
def edge_statement(kind: EdgeKind, type_: str) -> str:
    """The statement that makes edges of this type between nodes that are there, from rows of `edge_row`."""
    names = _named((*EDGES[kind].properties, "by_end"), 2)
    return f"UNWIND $rows AS row {ENDS} CREATE (s)-[:{type_} {{{names}}}]->(t)"


def edge_row(edge: Edge, by_end: bool = False) -> Row:
    """The row of that statement for this edge. `by_end`: its end states it, where either may."""
    return [edge.start, edge.end, *edge_values(edge), by_end or None]


def edge_values(edge: Edge) -> Row:
    """The properties that this kind has, in the order of the schema. None stands for a default: none is stored."""
    return [None if (value := of(edge)) == default else value for of, default in _VALUES[edge.kind]]


def other_end(edge: Edge, key: Key) -> Key:
    """The node at the other end of this edge."""
    return edge.end if edge.start == key else edge.start
