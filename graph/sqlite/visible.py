"""The conditions of `graph.visible` as SQL.

``temp.readable`` is the connection's table of the rules by which its viewer reads, ``temp.viewer`` that of the key of
the viewer's person.
"""

from __future__ import annotations

from functools import cache

from graph.facts import EdgeKind
from graph.schema import KIND_NUMBERS, numbers
from graph.sqlite.edges import table_of
from graph.sqlite.tables import LIVE
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
    Always: "1",
    Live: f"{{n}}.state = {LIVE}",
    Listed: "{n}.open",
    Readable: "{n}.rule IN (SELECT rule FROM temp.readable)",
    Admits: "{n}.id IN (SELECT rule FROM temp.readable)",
    Own: "{n}.key IN (SELECT key FROM temp.viewer)",
}


@cache
def node_visible(kinds: tuple[str, ...], n: str, system: bool) -> str:
    """The condition under which node `n`, of one of these kinds, is visible."""
    return _sql(of_node(kinds, system), n)


@cache
def edge_visible(kind: EdgeKind, system: bool) -> str:
    """The condition under which an edge `e` of this kind, from node `s` to node `t`, is visible."""
    start, end = of_edge(kind, system)
    ends, topic = f"{_sql(start, 's')} AND {_sql(end, 't')}", of_topic(kind, system)
    if topic is None:
        return ends
    return f"{ends} AND (e.topic = 0 OR EXISTS(SELECT 1 FROM node w WHERE w.id = e.topic AND {_sql(topic, 'w')}))"


def _sql(condition: Condition, n: str) -> str:
    match condition:
        case Linked():
            return _linked(condition, n)
        case AnyOf(parts):
            return "(" + " OR ".join(_sql(part, n) for part in parts) + ")"
        case AllOf(parts):
            return " AND ".join(_sql(part, n) for part in parts)
        case ByKind(cases):
            branches = " ".join(f"WHEN {KIND_NUMBERS[kind]} THEN ({_sql(case, n)})" for kind, case in cases)
            return f"CASE {n}.kind {branches} ELSE 0 END"
        case leaf:
            return _LEAVES[type(leaf)].format(n=n)


def _linked(link: Linked, n: str) -> str:
    e, o = f"e_{n}", f"o_{n}"
    near, far = ("start", "end") if link.direction == "out" else ("end", "start")
    joined, holds = "", ""
    if link.other != Always():
        joined = f' JOIN node {o} ON {o}.id = {e}."{far}"'
        holds = f" AND {_sql(link.other, o)}"
    return (
        f"EXISTS(SELECT 1 FROM {table_of(link.kinds[0])} {e}{joined} "
        f'WHERE {e}.kind IN ({numbers(link.kinds)}) AND {e}."{near}" = {n}.id{holds})'
    )
