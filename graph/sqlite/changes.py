"""Changes in SQLite: a node has the newest seq of its content in its row, and a row for each of its other aspects."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from graph.schema import ASPECTS, Aspect
from graph.sqlite.tables import GONE
from graph.store import Change

_NUMBERS = {aspect: number for number, aspect in enumerate(ASPECTS)}
_OF_CONTENT = "SELECT n.seq, n.key, n.state, 0 FROM node n WHERE n.seq > ?1 ORDER BY n.seq LIMIT ?2"
_OF_ASPECT = (
    "SELECT a.seq, n.key, n.state, a.aspect FROM aspect a JOIN node n USING(id) "
    "WHERE a.aspect = {} AND a.seq > ?1 ORDER BY a.seq LIMIT ?2"
)
_NEWEST = "SELECT ifnull(max(seq), 0) AS seq FROM node WHERE seq IS NOT NULL"
"""The condition lets SQLite take it from the partial index instead of reading every node."""
_NEWEST_OF = "SELECT ifnull(max(seq), 0) AS seq FROM aspect WHERE aspect = {}"


def newest_seq(connection: sqlite3.Connection, aspects: Collection[Aspect] = ASPECTS) -> int:
    """The number of the newest change in these aspects."""
    parts = [_NEWEST if each is Aspect.CONTENT else _NEWEST_OF.format(_NUMBERS[each]) for each in aspects]
    return int(connection.execute(f"SELECT ifnull(max(seq), 0) FROM ({' UNION ALL '.join(parts)})").fetchone()[0])


def read_changes(
    connection: sqlite3.Connection, after: int, limit: int, aspects: Collection[Aspect] = ASPECTS
) -> list[Change]:
    """The changes after this seq in these aspects, in order."""
    parts = [_OF_CONTENT if each is Aspect.CONTENT else _OF_ASPECT.format(_NUMBERS[each]) for each in aspects]
    sql = " UNION ALL ".join(f"SELECT * FROM ({part})" for part in parts)
    rows = connection.execute(f"{sql} ORDER BY 1 LIMIT ?2", (after, limit)).fetchall()
    return [Change(seq, key, state == GONE, ASPECTS[aspect]) for seq, key, state, aspect in rows]


def note_change(connection: sqlite3.Connection, node: int, seq: int, aspect: Aspect) -> None:
    """Record that this node changed in this aspect."""
    if aspect is Aspect.CONTENT:
        connection.execute("UPDATE node SET seq = ? WHERE id = ?", (seq, node))
        return
    connection.execute(
        "INSERT INTO aspect VALUES (?,?,?) ON CONFLICT(id, aspect) DO UPDATE SET seq = excluded.seq",
        (node, _NUMBERS[aspect], seq),
    )
