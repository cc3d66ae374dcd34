"""The conditions of `graph.visible` as Cypher.

``$readable`` is the list of the rules by which the viewer reads, ``$viewer`` the key of the viewer's person.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from graph import visible
from graph.neo4j.schema import LIVE, at, label, types


class CypherCompiler(visible.Compiler):
    """Says conditions in Cypher."""

    leaves: Mapping[type[visible.Condition], str] = {
        visible.Always: "true",
        visible.Live: f"{{n}}.state = {LIVE}",
        visible.InDirectory: "{n}.open",
        visible.Readable: "{n}.rule IN $readable",
        visible.InReadable: (
            "EXISTS {{ MATCH ({n})-[:IN]->(c_{n}) WHERE c_{n}.key = {n}.rule AND c_{n}.rule IN $readable }}"
        ),
        visible.Admits: "{n}.key IN $readable",
        visible.Own: "{n}.key = $viewer",
    }

    def _linked(self, link: visible.Linked, n: str, o: str, holds: str) -> str:
        left, right = ("-", "->") if link.direction == "out" else ("<-", "-")
        edge = f"({n}){left}[:{types(link.kinds)}]{right}"
        return f"EXISTS {{ MATCH {edge}({o}) WHERE {holds} }}" if holds else f"EXISTS {{ MATCH {edge}() }}"

    def _by_kind(self, cases: Mapping[str, str], n: str) -> str:
        # An OR of these would be taken apart into every combination of their parts, each with its subqueries.
        branches = " ".join(f"WHEN {n}:{label(kind)} THEN {case}" for kind, case in cases.items())
        return f"CASE {branches} ELSE false END"

    def _topic(self, holds: str) -> str:
        return f"(e.topic IS NULL OR EXISTS {{ {at('w', 'e.topic')} WHERE {holds} }})"


_COMPILER = CypherCompiler()
node_visible = cache(_COMPILER.node)
edge_visible = cache(_COMPILER.edge)
