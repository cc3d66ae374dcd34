"""The nodes and ties of a Neo4j for people who explore: readable labels and names, nothing else in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime

from graph.content import pack, unpack
from graph.facts import Json, Key, Seconds
from graph.neo4j.schema import at, label
from graph.neo4j.server import Cypher, Secret, Server
from graph.public import KINDS, Row, TieKind, Ties
from graph.store import StoreError

VERSION = 1
MARK = "WhoKnowsCopy"
"""The label of the one node that says whose this graph is, and when it was last complete."""
_INDEXED = (("person", "name"), ("topic", "name"), ("group", "name"), ("document", "date"))
_PATIENCE = 300
_REMOVED = 100


class Neo4jPublicGraph:
    """A Neo4j that holds nothing but a copy for people who explore. StoreError says what is wrong with it."""

    def __init__(self, url: str, secret: Secret | None = None) -> None:
        self._server = Server(url, secret)
        self.url = self._server.url
        with ExitStack() as undo:
            undo.callback(self._server.close)
            self._server.check()
            self._prepare()
            undo.pop_all()

    def _prepare(self) -> None:
        found = self._server.read(f"MATCH (n:{MARK}) RETURN n.version")
        if found and int(found[0][0]) > VERSION:
            raise StoreError("store-newer-version", path=self.url, found=str(found[0][0]), known=str(VERSION))
        if not found:
            self._require_empty()
        for statement in _statements():
            self._run(statement)
        self._run("CALL db.awaitIndexes($seconds)", seconds=_PATIENCE)
        self._run(f"MERGE (n:{MARK} {{name: 'public'}}) SET n.version = $version", version=VERSION)

    def _require_empty(self) -> None:
        if self._server.read("MATCH (n:Node) RETURN 1 LIMIT 1") or self._server.read("MATCH (n:Lock) RETURN 1 LIMIT 1"):
            raise StoreError("public-copy-operational", url=self.url)
        if self._server.read("MATCH (n) RETURN 1 LIMIT 1"):
            raise StoreError("store-server-foreign", url=self.url)

    def _write(self, work: Callable[[Cypher], object]) -> None:
        """Do this in a transaction. Every statement here may be repeated."""

        def once() -> None:
            with self._server.transaction(write=True) as cypher:
                work(cypher)

        self._server.again(once)

    def _run(self, text: str, **values: object) -> None:
        """Run one statement in a transaction of its own."""
        self._write(lambda cypher: cypher.rows(text, **values))

    # --- how far it is ------------------------------------------------------------------------------------------------

    def position(self) -> Json:
        """How far a copy is that did not end; None when none is on its way."""
        found = self._server.read(f"MATCH (n:{MARK}) RETURN n.position")
        position: Json = unpack(found[0][0]) if found and found[0][0] else None
        return position

    def set_position(self, position: Json) -> None:
        """Note how far the copy is."""
        kept = None if position is None else pack(position).decode()
        self._run(f"MATCH (n:{MARK}) SET n.position = $position", position=kept)

    def finish(self, now: Seconds) -> None:
        """Note when the copy was complete."""
        moment = datetime.fromtimestamp(now, UTC)
        self._run(f"MATCH (n:{MARK}) SET n.position = NULL, n.copied = $at", at=moment)

    # --- what is in it ------------------------------------------------------------------------------------------------

    def keys(self, kind: str, after: Key, limit: int) -> list[Key]:
        """The nodes of this kind after this key, in key order."""
        rows = self._server.read(
            f"MATCH (n:{label(kind)}) WHERE n.key > $after RETURN n.key ORDER BY n.key LIMIT $limit",
            after=after, limit=limit,
        )  # fmt: skip
        return [key for (key,) in rows]

    def remove(self, kind: str, keys: list[Key]) -> None:
        """Remove these nodes with all their ties."""
        text = f"UNWIND $rows AS key MATCH (n:{label(kind)} {{key: key}}) DETACH DELETE n"
        for first in range(0, len(keys), _REMOVED):
            self._run(text, rows=keys[first : first + _REMOVED])

    def put(self, kind: str, rows: list[Row]) -> None:
        """Make these nodes, or replace all that is known of them."""
        text = (
            f"UNWIND $rows AS row MERGE (n:{label(kind)} {{key: row.key}}) "
            "WITH n, row WHERE properties(n) <> row SET n = row"
        )
        told = [_stored(row) for row in rows]
        self._write(lambda cypher: cypher.each(text, told))

    def tie(self, kind: TieKind, ties: Ties) -> None:
        """Replace the ties of one kind of these owners; an end that is not there gets none."""
        start, end = f"(s:{label(kind.start)})", f"(t:{label(kind.end)})"
        owner, other = ("t", "s") if kind.at_end else ("s", "t")
        owners = label(kind.end if kind.at_end else kind.start)
        ends = " ".join(
            at(name, f"row[{place}]", label(each))
            for name, each, place in (("s", kind.start, int(kind.at_end)), ("t", kind.end, int(not kind.at_end)))
        )
        there = [[key, [each for each, _ in found]] for key, found in ties]
        new = [[key, each, _stored(props)] for key, found in ties for each, props in found]

        def replace(cypher: Cypher) -> None:
            cypher.each(
                f"UNWIND $rows AS row {at(owner, 'row[0]', owners)} MATCH {start}-[r:{kind.type}]->{end} "
                f"WHERE NOT {other}.key IN row[1] DELETE r",
                there,
            )
            cypher.each(
                f"UNWIND $rows AS row {ends} "
                f"MERGE (s)-[r:{kind.type}]->(t) WITH r, row WHERE properties(r) <> row[2] SET r = row[2]",
                new,
            )

        self._write(replace)

    def close(self) -> None:
        """Close every connection."""
        self._server.close()


def _stored(row: Row) -> Row:
    """What is stored of it. Neo4j keeps no property without a value, so that only what differs is written."""
    return {name: value for name, value in row.items() if value is not None}


def _statements() -> list[str]:
    """The statements that make the constraints and indexes."""
    unique = [
        f"CREATE CONSTRAINT {kind}_key IF NOT EXISTS FOR (n:{label(kind)}) REQUIRE n.key IS UNIQUE" for kind in KINDS
    ]
    plain = [f"CREATE INDEX {kind}_{prop} IF NOT EXISTS FOR (n:{label(kind)}) ON (n.{prop})" for kind, prop in _INDEXED]
    return unique + plain
