"""All that is in the graph as lines that sort the same whoever wrote them; `load(dump(x))` is `x`.

Lines are dicts with a ``record``: node (with the edges that it states), authored, judgement, suppressed, cursor, kept,
and with `derived` also topic and term nodes, edge and extraction. Seqs, runs, jobs and sync times are not in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from graph.content import credit_lines, edge_line, pack, unpack
from graph.facts import (
    NOBODY,
    EdgeKind,
)
from graph.inheritance import stated_rule
from graph.loading import KEPT_PREFIXES, Line
from graph.rows import judgement_line, row_judgement
from graph.schema import EDGES, JUDGED, KIND_NUMBERS, State, numbers, of_state
from graph.sqlite.edges import COLUMNS, JUDGEMENT, PLAIN, row_edge
from graph.sqlite.tables import GONE, LIVE
from graph.sqlite.view import unpack_text

_SOURCE = numbers(of_state(State.SOURCE))
_EITHER = numbers(kind for kind, rule in EDGES.items() if rule.owner == "either")
_AT_END = numbers(kind for kind, rule in EDGES.items() if rule.owner == "end")
_BATCH = 500
STATED_RULE = (
    f"CASE WHEN n.kind = {KIND_NUMBERS['group']} THEN (SELECT each.key FROM node each WHERE each.id = n.stated) "
    f"WHEN r.state = {GONE} AND r.rule IS NULL THEN '{NOBODY}' ELSE r.key END"
)
"""The rule that a node `n` states, where `r` is its rule or container. What is in one that is gone is closed."""


def dump(reader: sqlite3.Connection, derived: bool) -> Iterator[Line]:
    """The lines that say all that is in the graph. The reader must be in a transaction."""
    yield from _nodes(reader)
    yield from _authored(reader)
    yield from _plain(reader)
    if derived:
        yield from _derived(reader)


def _nodes(reader: sqlite3.Connection) -> Iterator[Line]:
    after = ""
    while True:
        rows = reader.execute(
            f"SELECT n.id, n.key, n.props, {STATED_RULE}, n.source, n.text_hash, seen.version, body.packed, body.text, "
            "n.credits FROM node n "
            "LEFT JOIN node r ON r.id = n.rule LEFT JOIN seen ON seen.id = n.id LEFT JOIN body ON body.id = n.id "
            f"WHERE n.key > ? AND n.state = {LIVE} AND NOT n.derived ORDER BY n.key LIMIT {_BATCH}",
            (after,),
        ).fetchall()
        if not rows:
            return
        edges = stated(reader, [row[0] for row in rows])
        for row in rows:
            yield node_line(row, edges.get(row[0], []))
        after = rows[-1][1]


def stated(reader: sqlite3.Connection, idents: list[int]) -> dict[int, list[Line]]:
    """The edges that these nodes state, by node."""
    packed = pack(idents).decode()
    kinds = [
        ("start", f"e.kind IN ({_SOURCE}) AND e.kind NOT IN ({_AT_END}) AND e.by_end = 0"),
        ("end", f"e.kind IN ({_AT_END}) AND e.by_end = 0"),
        ("end", f"e.kind IN ({_EITHER}) AND e.by_end = 1"),
    ]
    sql = " UNION ALL ".join(
        f'SELECT e."{side}", {PLAIN} FROM json_each(?1) j CROSS JOIN edge e '
        f'ON e."{side}" = j.value AND {which} JOIN node s ON s.id = e.start JOIN node t ON t.id = e."end"'
        for side, which in kinds
    )
    found: dict[int, list[Line]] = {}
    for row in reader.execute(sql, (packed,)):
        found.setdefault(row[0], []).append(edge_line(row_edge(row[1:])))
    for lines in found.values():
        lines.sort(key=lambda line: (str(line["kind"]), str(line["start"]), str(line["end"])))
    return found


def node_line(row: tuple[Any, ...], edges: list[Line]) -> Line:
    _, key, props, rule, source, hashed, version, packed, text, credits = row
    line: Line = {"record": "node", "key": key, "props": unpack(props)}
    apart = {"rule": stated_rule(rule, source), "source": source, "version": version}
    apart |= {"text_hash": hashed, "text": unpack_text(packed, text)}
    line.update({name: value for name, value in apart.items() if value})
    if edges:
        line["edges"] = [*edges]
    if credits:
        line["credits"] = credit_lines(credits)
    return line


def _edges(reader: sqlite3.Connection, kind: EdgeKind, table: str, record: str) -> Iterator[Line]:
    rows = reader.execute(
        f'SELECT {COLUMNS[table]} FROM {table} e JOIN node s ON s.id = e.start JOIN node t ON t.id = e."end" '
        f"WHERE e.kind = {EDGES[kind].number} ORDER BY s.key, t.key"
        f"{', 10' if table == 'authored' else ''}"
    )
    for row in rows:
        yield {"record": record, **edge_line(row_edge(row))}


def _authored(reader: sqlite3.Connection) -> Iterator[Line]:
    for kind in sorted(of_state(State.AUTHORED)):
        yield from _edges(reader, kind, "authored", "authored")
    rows = reader.execute(
        f"SELECT {JUDGEMENT} FROM judgement j "
        "JOIN node s ON s.id = j.subject JOIN node t ON t.id = j.object ORDER BY j.id"
    )
    for each in map(row_judgement, rows):
        yield judgement_line(each)


def _plain(reader: sqlite3.Connection) -> Iterator[Line]:
    """Suppressed forms, cursors, and what else the ledger keeps that is not of one machine."""
    for form, kind, words, first in reader.execute("SELECT form, kind, words, first FROM suppressed ORDER BY form"):
        line: Line = {"record": "suppressed", "form": form.hex(), "kind": kind, "words": words}
        yield {**line, "first": first.hex() if first else None}
    for source, cursor in reader.execute("SELECT source, cursor FROM cursor ORDER BY source"):
        yield {"record": "cursor", "source": source, "cursor": unpack(cursor)}
    for name, value in reader.execute("SELECT name, value FROM kept ORDER BY name"):
        if name.startswith(KEPT_PREFIXES):
            yield {"record": "kept", "name": name, "value": unpack(value)}


def _derived(reader: sqlite3.Connection) -> Iterator[Line]:
    for key, props in reader.execute(f"SELECT key, props FROM node WHERE derived AND state = {LIVE} ORDER BY key"):
        yield {"record": "derived", "key": key, "props": unpack(props)}
    for kind in sorted(of_state(State.DERIVED)):
        yield from _edges(reader, kind, "suggested" if kind in JUDGED else "edge", "edge")
    rows = reader.execute(
        "SELECT n.key, x.text_hash, x.version, x.found FROM extraction x JOIN node n USING(id) ORDER BY n.key"
    )
    for key, hashed, version, found in rows:
        yield {"record": "extraction", "document": key, "text_hash": hashed, "version": version, "found": unpack(found)}
