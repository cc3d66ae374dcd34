"""The conditions of `graph.visible` as Cypher.

``$readable`` is the list of the rules by which the viewer reads, ``$viewer`` the key of the viewer's person.
"""

from __future__ import annotations

from functools import cache

from graph.facts import EdgeKind
from graph.neo4j.schema import LIVE, at, label, types
from graph.visible import (
    Admits,
    AllOf,
    Always,
    AnyOf,
    ByKind,
    Condition,
    Linked,
    Listed,
    Live,
    Own,
    Readable,
    of_edge,
    of_node,
    of_topic,
)

_LEAVES: dict[type[Condition], str] = {
    Always: "true",
    Live: f"{{n}}.state = {LIVE}",
    Listed: "{n}.open",
    Readable: "{n}.rule IN $readable",
    Admits: "{n}.key IN $readable",
    Own: "{n}.key = $viewer",
}


@cache
def node_visible(kinds: tuple[str, ...], n: str, system: bool) -> str:
    """The condition under which node `n`, of one of these kinds, is visible."""
    return f"({_cypher(of_node(kinds, system), n)})"


@cache
def edge_visible(kind: EdgeKind, system: bool) -> str:
    """The condition under which an edge `e` of this kind, from node `s` to node `t`, is visible."""
    start, end = of_edge(kind, system)
    ends, topic = f"({_cypher(start, 's')}) AND ({_cypher(end, 't')})", of_topic(kind, system)
    if topic is None:
        return ends
    return f"{ends} AND (e.topic IS NULL OR EXISTS {{ {at('w', 'e.topic')} WHERE {_cypher(topic, 'w')} }})"


def _cypher(condition: Condition, n: str) -> str:
    match condition:
        case Linked():
            return _linked(condition, n)
        case AnyOf(parts):
            return "(" + " OR ".join(_cypher(part, n) for part in parts) + ")"
        case AllOf(parts):
            return " AND ".join(_cypher(part, n) for part in parts)
        case ByKind(cases):
            # An OR of these would be taken apart into every combination of their parts, each with its subqueries.
            branches = " ".join(f"WHEN {n}:{label(kind)} THEN {_cypher(case, n)}" for kind, case in cases)
            return f"CASE {branches} ELSE false END"
        case leaf:
            return _LEAVES[type(leaf)].format(n=n)


def _linked(link: Linked, n: str) -> str:
    o = f"o_{n}"
    left, right = ("-", "->") if link.direction == "out" else ("<-", "-")
    edge = f"({n}){left}[:{types(link.kinds)}]{right}"
    if link.other == Always():
        return f"EXISTS {{ MATCH {edge}() }}"
    return f"EXISTS {{ MATCH {edge}({o}) WHERE {_cypher(link.other, o)} }}"
