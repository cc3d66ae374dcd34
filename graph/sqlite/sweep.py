"""Which nodes of a source were not seen in a complete run, and so are gone? Swept in batches that can be resumed."""

from __future__ import annotations

import sqlite3
from typing import Any

from graph.content import pack, unpack
from graph.facts import EdgeKind, has_left
from graph.schema import ACTS, EDGES, KIND_NUMBERS, numbers
from graph.sqlite.tables import LIVE
from graph.sqlite.writer import SqliteWriter

_PHASES = ("document", "group", "account", "location", "rule")
_SCAN = 5_000


def _held(kinds: str, mine: str, other: str, extra: str = "") -> str:
    return (
        f'NOT EXISTS(SELECT 1 FROM edge e JOIN node o ON o.id = e."{other}" '
        f'WHERE e.kind IN ({kinds}) AND e."{mine}" = n.id AND o.id <> n.id AND o.state = {LIVE} {extra})'
    )


_ACTS, _MEMBER = numbers(ACTS), str(EDGES[EdgeKind.MEMBER_OF].number)
_INSIDE = numbers((EdgeKind.IN, EdgeKind.PART_OF))
_PLACED = numbers((EdgeKind.AT, EdgeKind.PART_OF))
_UNUSED = {
    "document": "1",
    "group": f"{_held(_INSIDE, 'end', 'start')} AND {_held(_MEMBER, 'end', 'start', 'AND NOT e.by_end')}",
    "account": f"{_held(_ACTS, 'start', 'end')} AND {_held(_MEMBER, 'start', 'end', 'AND e.by_end')}",
    "location": _held(_PLACED, "end", "start"),
    "rule": f"NOT EXISTS(SELECT 1 FROM node o WHERE o.rule = n.id AND o.state = {LIVE})",
}
"""What something else that is there points to stays, seen or not: a listing says Same for a page, not its author."""


def unseen(reader: sqlite3.Connection, source: str, run: str) -> dict[str, tuple[int, int]]:
    """How many documents and people of this source were seen in this run, and how many are missing?"""
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


def sweep(writer: SqliteWriter, source: str, run: str, limit: int) -> int:
    """Drop up to `limit` nodes of this source that were not seen in this run; 0 means that the sweep is finished.

    A directory's account that is missing becomes a leaver (`left` is when the run began): people do not vanish.
    """
    name = f"sweep:{source}"
    row = writer.connection.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
    place: dict[str, Any] = unpack(row[0]) if row else {}
    if place.get("run") != run:
        place = {"run": run, "phase": 0, "after": 0, "dropped": 0}
    swept = 0
    while not swept and place["phase"] < len(_PHASES):
        swept = _sweep_some(writer, source, run, limit, place)
    if swept:
        row = (name, pack(place).decode())
        writer.connection.execute("INSERT OR REPLACE INTO kept VALUES (?,?)", row)
    else:
        writer.connection.execute("DELETE FROM kept WHERE name = ?", (name,))
    return swept


def _sweep_some(writer: SqliteWriter, source: str, run: str, limit: int, place: dict[str, Any]) -> int:
    """Sweep one stretch of row ids and move the place on. Groups go again until none goes: the innermost are first."""
    kind = _PHASES[place["phase"]]
    rows = writer.connection.execute(
        "SELECT n.id, n.state, n.source = ?1 AND NOT n.derived AND ifnull(seen.run, 0) <> ?2, n.open "
        "FROM node n LEFT JOIN seen ON seen.id = n.id WHERE n.id > ?3 AND n.kind = ?4 ORDER BY n.id LIMIT ?5",
        (source, writer.run_number(run), place["after"], KIND_NUMBERS[kind], _SCAN),
    ).fetchall()
    swept, after = 0, place["after"]
    for ident, state, missing, anchor in rows:
        if swept == limit:
            break
        after = ident
        if state == LIVE and missing:
            swept += _leave(writer, ident, run) if kind == "account" and anchor else _drop(writer, ident, kind)
    place["after"], place["dropped"] = after, place["dropped"] + swept
    if len(rows) < _SCAN and swept < limit:
        again = kind in ("group", "location") and place["dropped"]
        place.update(after=0, dropped=0, phase=place["phase"] + (0 if again else 1))
    return swept


def _drop(writer: SqliteWriter, ident: int, kind: str) -> int:
    if writer.connection.execute(f"SELECT 1 FROM node n WHERE n.id = ? AND {_UNUSED[kind]}", (ident,)).fetchone():
        writer.bury(ident, kind)
        return 1
    return 0


def _leave(writer: SqliteWriter, ident: int, run: str) -> int:
    execute = writer.connection.execute
    props = unpack(execute("SELECT props FROM node WHERE id = ?", (ident,)).fetchone()[0])
    started = execute("SELECT started FROM run WHERE id = ?", (run,)).fetchone()[0]
    if has_left(props.get("left"), started):
        return 0
    props["left"] = started
    execute("UPDATE node SET props = ?, hash = NULL WHERE id = ?", (pack(props), ident))
    writer.touch(ident)
    return 1
