"""Authored edges in Neo4j: said and unsaid one at a time, each at once."""

from __future__ import annotations

from graph.authored import check_said, is_refused, says_the_same
from graph.facts import Edge, Endorsement
from graph.neo4j.derive import Neo4jDerivation
from graph.neo4j.edges import row_edge, values_of
from graph.neo4j.schema import at
from graph.schema import EDGES
from graph.suppression import Suppression


class Neo4jAuthoring(Neo4jDerivation):
    """The part of a transaction in which people say things."""

    suppression: Suppression

    def say(self, edge: Edge) -> bool:
        """Record one authored edge. False when it was said before, or when a person who was erased is at an end."""
        check_said(edge)
        if is_refused(edge, self.suppression):
            return False
        self.flush()
        rows = self.cypher.rows(f"{_this(edge)} RETURN type(e), {values_of((edge.kind,))}", **_identity(edge))
        if says_the_same(row_edge(rows[0]) if rows else None, edge):
            return False
        if rows:
            self.cypher.rows(f"{_this(edge)} DELETE e", **_identity(edge))
        self.link([edge], edge.kind.value)
        self.touch((edge.start,), EDGES[edge.kind].aspect)
        return True

    def unsay(self, edge: Edge) -> bool:
        """Remove the authored edge of this identity. False when it is not there."""
        check_said(edge)
        self.flush()
        gone = bool(self.cypher.rows(f"{_this(edge)} DELETE e RETURN 1", **_identity(edge)))
        if gone:
            self.touch((edge.start,), EDGES[edge.kind].aspect)
        return gone


def _this(edge: Edge) -> str:
    """The clause that finds the edge of this identity."""
    found = f"{at('s', '$start')} {at('t', '$end')} MATCH (s)-[e:{edge.kind}]->(t)"
    return f"{found} WHERE coalesce(e.topic, '') = $topic" if EDGES[edge.kind].for_topic else found


def _identity(edge: Edge) -> dict[str, str]:
    topic = edge.topic if isinstance(edge, Endorsement) else None
    return {"start": edge.start, "end": edge.end, "topic": topic or ""}
