"""What is left over of a source in SQLite: what `graph.sweep` needs to find and drop it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from graph.content import node_of, pack, unpack
from graph.facts import Account, EdgeKind, Key, Seconds, has_left, kind_of
from graph.schema import KIND_NUMBERS, numbers
from graph.sqlite.tables import LIVE
from graph.sqlite.writer import SqliteWriter
from graph.sweep import HOLDERS, Holder, Position, Scanned


def unseen(reader: sqlite3.Connection, source: str, run: str) -> dict[str, tuple[int, int]]:
    """The number of documents and of people of this source that this run saw, and of those that it did not."""
    number, started = reader.execute("SELECT number, started FROM run WHERE id = ?", (run,)).fetchone() or (0, 0)
    mine = "FROM node n LEFT JOIN seen ON seen.id = n.id WHERE n.kind = ? AND n.source = ? AND NOT n.derived"
    mine += f" AND n.state = {LIVE}"
    documents = f"SELECT ifnull(sum(ifnull(seen.run, 0) = ?), 0), ifnull(sum(ifnull(seen.run, 0) <> ?), 0) {mine}"
    seen, missing = reader.execute(documents, (number, number, KIND_NUMBERS["document"], source)).fetchone()
    people = reader.execute(
        f"SELECT ifnull(seen.run, 0) = ?, n.props {mine} AND n.open", (number, KIND_NUMBERS["account"], source)
    )
    there = [(told, has_left(unpack(props).get("left"), started)) for told, props in people]
    return {
        "document": (seen, missing),
        "account": (sum(told for told, _ in there), sum(not told and not left for told, left in there)),
    }


def vouched(reader: sqlite3.Connection, source: str, after: Key, limit: int) -> list[Account]:
    """The accounts of this source that it vouches for and no directory lists, by key, after this one."""
    rows = reader.execute(
        f"SELECT n.key, n.props FROM node n WHERE n.kind = ? AND n.source = ? AND n.key > ? AND n.state = {LIVE} "
        "AND NOT n.open AND json_extract(CAST(n.props AS TEXT), '$.vouched') = 1 ORDER BY n.key LIMIT ?",
        (KIND_NUMBERS["account"], source, after, limit),
    )
    found = (node_of(key, unpack(props), source=source) for key, props in rows)
    return [node for node in found if isinstance(node, Account)]


def _free_of(holder: Holder) -> str:
    near, far = ("end", "start") if holder.direction == "in" else ("start", "end")
    stated = f"AND e.by_end = {int(holder.stated == 'end')}" if holder.stated else ""
    held = f"IN ({_INNER})" if holder.inner else "= n.id"
    return (
        f'NOT EXISTS(SELECT 1 FROM edge e JOIN node o ON o.id = e."{far}" WHERE e.kind IN ({numbers(holder.kinds)}) '
        f'AND e."{near}" {held} AND o.id <> n.id AND o.state = {LIVE} {stated})'
    )


_INNER = (
    'WITH RECURSIVE below(id) AS (SELECT n.id UNION SELECT i.id FROM below JOIN edge p ON p."end" = below.id '
    f"AND p.kind = {numbers((EdgeKind.PART_OF,))} JOIN node i ON i.id = p.start AND i.state = {LIVE} "
    "LEFT JOIN seen ON seen.id = i.id WHERE ifnull(seen.run, 0) <> ?2) SELECT id FROM below"
)
"""The node and what lies in it, however deep, that this run did not see."""


_UNHELD = {kind: " AND ".join(map(_free_of, holders)) or "1" for kind, holders in HOLDERS.items()}


class SqliteLeftovers:
    """Leftovers in the transaction of a writer. Positions are row ids."""

    def __init__(self, writer: SqliteWriter) -> None:
        self._writer = writer
        self._execute = writer.connection.execute

    def started(self, run: str) -> Seconds:
        """When the run began."""
        row = self._execute("SELECT started FROM run WHERE id = ?", (run,)).fetchone()
        return int(row[0]) if row else 0

    def scan(self, kind: str, source: str, run: str, after: Position, limit: int) -> list[Scanned]:
        """Up to `limit` nodes of this kind after this row id."""
        rows = self._execute(
            f"SELECT n.key, n.id, n.state = {LIVE} AND n.source = ?1 AND NOT n.derived AND ifnull(seen.run, 0) <> ?2, "
            "n.open FROM node n LEFT JOIN seen ON seen.id = n.id WHERE n.id > ?3 AND n.kind = ?4 ORDER BY n.id LIMIT ?",
            (source, self._writer.run_number(run), after, KIND_NUMBERS[kind], limit),
        )
        return [Scanned(key, ident, bool(missing), bool(shown)) for key, ident, missing, shown in rows]

    def unheld(self, kind: str, keys: Collection[Key], run: str) -> set[Key]:
        """Those of these nodes that nothing holds after this run."""
        rows = self._execute(
            f"SELECT n.key FROM json_each(?1) j CROSS JOIN node n ON n.key = j.value WHERE ?2 = ?2 AND {_UNHELD[kind]}",
            (_json(keys), self._writer.run_number(run)),
        )
        return {key for (key,) in rows}

    def left(self, accounts: Collection[Key]) -> dict[Key, Seconds | None]:
        """When the people of these accounts left."""
        rows = self._execute(
            "SELECT n.key, n.props FROM json_each(?) j CROSS JOIN node n ON n.key = j.value", (_json(accounts),)
        )
        return {key: unpack(props).get("left") for key, props in rows}

    def leave(self, accounts: Collection[Key], when: Seconds) -> None:
        """Note that the people of these accounts left."""
        for ident in map(self._writer.id_of, accounts):
            (props,) = self._execute("SELECT props FROM node WHERE id = ?", (ident,)).fetchone()
            left = pack({**unpack(props), "left": when})
            self._execute("UPDATE node SET props = ?, hash = NULL WHERE id = ?", (left, ident))
            self._writer.touch(ident)

    def bury(self, keys: Collection[Key]) -> None:
        """Leave nothing of these nodes but their keys."""
        for key in keys:
            self._writer.bury(self._writer.id_of(key), kind_of(key), unlisted=True)


def _json(keys: Collection[Key]) -> str:
    return pack(list(keys)).decode()
