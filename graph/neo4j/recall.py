"""A cache of what was read of the graph and still holds: names, rules and edges are asked for again and again.

Every transaction that writes to the graph raises the stamp of the store. What was read under a stamp holds as long as
that is the newest, so that a view reads the stamp and nothing else twice; a view for which a moment ago is good enough
does not even read that each time. A commit becomes visible bit by bit, and its stamp may be seen before the rest of it.
So nothing is kept until the lock that a commit holds was had once after the stamp was seen; while much is written,
nothing is kept at all.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from graph.facts import Edge, EdgeKind, Key, Node
from graph.neo4j.schema import newest_of
from graph.neo4j.server import Cypher, Server
from graph.schema import Aspect
from graph.store import Direction, StoreError, Touched
from graph.visible import PRIVATE

Nodes: TypeAlias = dict[Key, Node | None]
"""Of each key that was asked for: the node, or None where the viewer may not see one."""
EdgesByKey: TypeAlias = dict[Key, list[Edge]]
"""Of each key that was asked for: its edges of some kinds in one direction, as one reader sees them."""
EdgesAsked: TypeAlias = tuple[tuple[Key, ...], Key | None, tuple[EdgeKind, ...], str]
"""By which rules, by whom where it matters, which kinds of edges, and in which direction."""
QUIET = 0.25
"""Seconds that a stamp is there before anything is kept."""
RECENT = 0.1
"""Seconds that a stamp holds for those who say that a moment ago is good enough."""
MOST = 100_000
_STAMP = (
    "MATCH (n:Lock {name: 'writing'}), (s:Lock {name: 'seq'}) "
    f"RETURN n.stamp, coalesce(s.{newest_of(Aspect.CONTENT)}, 0)"
)
_WAIT = "MATCH (s:Lock {name: 'seq'}) SET s.held = true"


@dataclass(slots=True)
class Recalled:
    """What was read under one stamp: the rules of principals, and the nodes for those who read by the same rules.

    `newest` is the last change of a content; `touched` has the documents that changed since some seq, by the rules.
    """

    stamp: int
    since: float
    sure: bool = False
    newest: int = 0
    touched: dict[tuple[int, tuple[Key, ...]], list[Touched]] = field(default_factory=dict)
    rules: dict[tuple[str, ...], list[Key]] = field(default_factory=dict)
    nodes: dict[tuple[Key, ...], Nodes] = field(default_factory=dict)
    edges: dict[EdgesAsked, EdgesByKey] = field(default_factory=dict)
    edge_count: int = 0

    def nodes_by(self, readable: list[Key]) -> Nodes:
        """What was read by these rules; a new empty page when there is too much."""
        if sum(map(len, self.nodes.values())) > MOST:
            self.nodes = {}
        return self.nodes.setdefault(tuple(readable), {})

    def edges_by(
        self, readable: list[Key], person: Key | None, kinds: tuple[EdgeKind, ...], way: Direction | Literal["above"]
    ) -> EdgesByKey:
        """The edges that this reader was given; private ones are kept for the person whose they are."""
        if self.edge_count > MOST:
            self.edges, self.edge_count = {}, 0
        whose = None if PRIVATE.isdisjoint(kinds) else person
        return self.edges.setdefault((tuple(readable), whose, kinds, way), {})

    def keep_edges(self, kept: EdgesByKey, read: EdgesByKey) -> None:
        """Keep what was read for these keys."""
        kept.update(read)
        self.edge_count += sum(1 + len(edges) for edges in read.values())


class Recall:
    """What was read and still holds. One for each store that is open; its views share it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._kept = Recalled(-1, 0.0)
        self._asked = -RECENT
        self._one_server = server.url.startswith("bolt")
        """In a cluster, two reads can be answered by servers that are not equally far."""

    def now(self, recent: bool = False) -> Recalled | None:
        """What is kept of the graph as it is now (or was a moment ago, if that will do); None while it changes."""
        if not self._one_server:
            return None
        began, kept = time.perf_counter(), self._kept
        if recent and kept.sure and began - self._asked < RECENT:
            return kept
        stamp, newest = map(int, self._server.read(_STAMP)[0])
        self._asked = began
        kept = self._kept
        if kept.stamp != stamp:
            self._kept = Recalled(stamp, time.perf_counter(), newest=newest)
            return None
        kept.newest = max(kept.newest, newest)  # the first time the stamp may have been seen before the seq
        if not kept.sure and time.perf_counter() - kept.since > QUIET:
            kept.sure, kept.since = self._settled(stamp), time.perf_counter()
        return kept if kept.sure else None

    def forget(self) -> None:
        """This process itself wrote: a moment ago will not do."""
        self._asked = -RECENT

    def _settled(self, stamp: int) -> bool:
        """Whether the commit with this stamp is all visible and is the last. False where nothing may be written."""

        def once() -> bool:
            with self._server.session(write=True) as session, session.begin_transaction() as transaction:
                cypher = Cypher(transaction)
                cypher.rows(_WAIT)
                found = cypher.rows(_STAMP)[0][0]
                transaction.rollback()
            return bool(found == stamp)

        try:
            return self._server.again(once)
        except StoreError:
            return False
