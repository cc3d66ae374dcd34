"""What is left over of a source in Neo4j: what `graph.sweep` needs to find and drop it."""

from __future__ import annotations

from collections.abc import Collection

from graph.content import node_of, pack, unpack
from graph.facts import Account, Key, Seconds
from graph.neo4j.schema import LIVE, at, types
from graph.neo4j.server import Cypher
from graph.neo4j.writer import Neo4jWriter
from graph.sweep import HOLDERS, Holder, Position, Scanned


def unseen(cypher: Cypher, source: str, run: str) -> dict[str, tuple[int, int]]:
    """The number of documents and of people of this source that this run saw, and of those that it did not."""
    started = _started(cypher, run)
    found: dict[str, tuple[int, int]] = {}
    for kind, which, here in (("document", "true", "true"), ("account", "n.open", "(n.left IS NULL OR n.left > $at)")):
        (row,) = cypher.rows(
            f"MATCH (n:Node) WHERE n.key > $after AND n.key < $end AND n.source = $source AND n.state = {LIVE} "
            f"AND NOT n.derived AND {which} WITH n, coalesce(n.run, '') = $run AS seen "
            f"RETURN sum(CASE WHEN seen THEN 1 ELSE 0 END), sum(CASE WHEN NOT seen AND {here} THEN 1 ELSE 0 END)",
            after=f"{kind}:", end=f"{kind};", source=source, run=run, at=started,
        )  # fmt: skip
        found[kind] = row[0], row[1]
    return found


def vouched(cypher: Cypher, source: str, after: Key, limit: int) -> list[Account]:
    """The accounts of this source that it vouches for and no directory lists, by key, after this one."""
    rows = cypher.rows(
        f"MATCH (n:Account) WHERE n.key > $after AND n.source = $source AND n.state = {LIVE} "
        "AND NOT coalesce(n.open, false) AND n.vouched RETURN n.key, n.props ORDER BY n.key LIMIT $limit",
        source=source, after=after, limit=limit,
    )  # fmt: skip
    found = (node_of(key, unpack(props), source=source) for key, props in rows)
    return [node for node in found if isinstance(node, Account)]


def _started(cypher: Cypher, run: str) -> Seconds:
    started: Seconds = cypher.rows("OPTIONAL MATCH (r:Run {id: $run}) RETURN coalesce(r.started, 0)", run=run)[0][0]
    return started


def _free_of(holder: Holder) -> str:
    left, right = ("<-", "-") if holder.direction == "in" else ("-", "->")
    by_end = {None: "", "start": "AND NOT coalesce(e.by_end, false)", "end": "AND e.by_end"}[holder.stated]
    inner, unseen = ("(i)-[:PART_OF*0..64]->(n), (i)", _UNSEEN) if holder.inner else ("(n)", "")
    pattern = f"{inner}{left}[e:{types(holder.kinds)}]{right}(o)"
    pattern = f"path = {pattern}" if holder.inner else pattern
    return f"NOT EXISTS {{ MATCH {pattern} WHERE o <> n AND o.state = {LIVE} {by_end} {unseen} }}"


_UNSEEN = f"AND all(x IN nodes(path) WHERE x = n OR (x.state = {LIVE} AND coalesce(x.run, '') <> $run))"
"""What lies in the node, however deep, and this run did not see."""


_UNHELD = {kind: " AND ".join(map(_free_of, holders)) or "true" for kind, holders in HOLDERS.items()}


class Neo4jLeftovers:
    """Leftovers in the transaction of a writer. Positions are keys."""

    def __init__(self, writer: Neo4jWriter) -> None:
        self._writer = writer
        self._cypher = writer.cypher

    def started(self, run: str) -> Seconds:
        """When the run began."""
        return _started(self._cypher, run)

    def scan(self, kind: str, source: str, run: str, after: Position, limit: int) -> list[Scanned]:
        """Up to `limit` nodes of this kind after this key."""
        rows = self._cypher.rows(
            "MATCH (n:Node) WHERE n.key > $after AND n.key < $end WITH n ORDER BY n.key LIMIT $limit "
            f"RETURN n.key, n.state = {LIVE} AND n.source = $source AND NOT n.derived AND coalesce(n.run, '') <> $run, "
            "coalesce(n.open, false)",
            after=after or f"{kind}:", end=f"{kind};", source=source, run=run, limit=limit,
        )  # fmt: skip
        return [Scanned(key, key, bool(missing), shown) for key, missing, shown in rows]

    def unheld(self, kind: str, keys: Collection[Key], run: str) -> set[Key]:
        """Those of these nodes that nothing holds after this run."""
        text = f"UNWIND $rows AS key {at()} WHERE {_UNHELD[kind]} RETURN key"
        return {key for (key,) in self._cypher.each(text, list(keys), run=run)}

    def left(self, accounts: Collection[Key]) -> dict[Key, Seconds | None]:
        """When the people of these accounts left."""
        return dict(self._cypher.each(f"UNWIND $rows AS key {at()} RETURN key, n.left", list(accounts)))

    def leave(self, accounts: Collection[Key], when: Seconds) -> None:
        """Note that the people of these accounts left."""
        if not accounts:
            return
        stored = self._cypher.each(f"UNWIND $rows AS key {at()} RETURN key, n.props", list(accounts))
        rows = [[key, when, pack({**unpack(props), "left": when}).decode()] for key, props in stored]
        self._cypher.each(
            f"UNWIND $rows AS row {at('n', 'row[0]')} SET n.left = row[1], n.props = row[2], n.hash = null", rows
        )
        self._writer.forget_known()
        self._writer.touch(accounts)

    def bury(self, keys: Collection[Key]) -> None:
        """Leave nothing of these nodes but their keys."""
        if keys:
            self._writer.bury(keys, unlisted=True)
