"""What one viewer may read from SQLite: one consistent read, as many statements for ten thousand keys as for one."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from graph.content import pack, unpack, unpack_extraction
from graph.facts import (
    EVERYONE,
    NOBODY,
    Edge,
    EdgeKind,
    Extraction,
    Identity,
    Judgement,
    Key,
    Node,
    Person,
    anchor_key,
    kind_of,
)
from graph.rows import by_ends, by_time, row_judgement, row_node
from graph.schema import ACTS, EDGES, KIND_NUMBERS, NODES, numbers
from graph.sqlite.edges import COLUMNS, JUDGEMENT, row_edge, table_of
from graph.sqlite.tables import EVERYONE_ID, LIVE, MAPPED, MAPPED_WHOLE, NOBODY_ID, translated
from graph.sqlite.visible import edge_visible, node_visible
from graph.store import Direction, Filed, Touched, Viewer

Row = tuple[Any, ...]
_IS, _PART_OF = EDGES[EdgeKind.IS].number, EDGES[EdgeKind.PART_OF].number
_COLUMNS = "n.key, ifnull(n.shown, n.props), r.key, c.key, n.source, n.text_hash, seen.version"
_BESIDE = "LEFT JOIN node r ON r.id = n.rule LEFT JOIN node c ON c.id = r.rule LEFT JOIN seen ON seen.id = n.id"
_TOUCHED = (
    "SELECT n.seq, n.key, {readable} FROM node n INDEXED BY node_seq "
    f"WHERE n.seq > ? AND n.kind IN ({KIND_NUMBERS['document']}, {KIND_NUMBERS['group']}) ORDER BY n.seq"
)
_NODE = f"SELECT {_COLUMNS} FROM {{origin}} {_BESIDE}"


class SqliteView:
    """A View over one read-only connection, which it has for itself until it ends."""

    def __init__(
        self,
        viewer: Viewer,
        path: Path,
        take: Callable[[], sqlite3.Connection],
        give: Callable[[sqlite3.Connection], None],
    ) -> None:
        self.viewer = viewer
        self._path = path
        self._take = take
        self._give = give
        self._reader: sqlite3.Connection | None = None
        self._wide = False

    def __enter__(self) -> SqliteView:
        if self._reader is not None:
            raise RuntimeError("this view is open already")
        reader = self._take()
        with translated(self._path):
            reader.execute("BEGIN")
            reader.execute("DELETE FROM temp.readable")
            reader.execute("DELETE FROM temp.viewer")
            if not self.viewer.system:
                self._note_rules(reader)
            else:
                reader.execute("SELECT 1 FROM node LIMIT 1").fetchone()
        self._reader = reader
        return self

    def __exit__(self, *exc: object) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            if reader.in_transaction:
                reader.execute("ROLLBACK")
            if self._wide:
                reader.execute(f"PRAGMA mmap_size = {MAPPED}")
                self._wide = False
            self._give(reader)

    def _note_rules(self, reader: sqlite3.Connection) -> None:
        reader.execute(
            "INSERT OR IGNORE INTO temp.readable SELECT reader.rule FROM json_each(?) p "
            "JOIN reader ON reader.principal = p.value JOIN node n ON n.id = reader.rule "
            f"WHERE n.state = {LIVE} AND n.id <> {NOBODY_ID}",
            (pack(sorted(self.viewer.principals)).decode(),),
        )
        if "everyone" in self.viewer.principals:
            reader.execute(f"INSERT OR IGNORE INTO temp.readable VALUES ({EVERYONE_ID})")
        if self.viewer.person:
            reader.execute("INSERT INTO temp.viewer VALUES (?)", (self.viewer.person,))

    def _rows(self, sql: str, *args: object) -> list[Row]:
        with translated(self._path):
            return self.reader().execute(sql, args).fetchall()

    def _stream(self, sql: str, *args: object) -> Iterator[Row]:
        with translated(self._path):
            yield from self.reader().execute(sql, args)

    def reader(self) -> sqlite3.Connection:
        """The connection through which this view reads."""
        if self._reader is None:
            raise RuntimeError("a view is used as a context manager")
        return self._reader

    # --- nodes ------------------------------------------------------------------------------------------------------

    def rules(self) -> frozenset[Key]:
        """The rules by which this viewer may read."""
        if self.viewer.system:
            rows = self._rows(f"SELECT key FROM node WHERE kind = {KIND_NUMBERS['rule']}")
            return frozenset((EVERYONE, NOBODY, *(key for (key,) in rows)))
        return frozenset(key for (key,) in self._rows("SELECT n.key FROM node n JOIN temp.readable r ON r.rule = n.id"))

    def touched(self, after: int) -> list[Touched]:
        """The documents of which content or rights changed after this seq, and whether they may be read now."""
        rows = self._rows(_TOUCHED.format(readable=node_visible(("document", "group"), "n", self.viewer.system)), after)
        return [Touched(seq, key, bool(readable)) for seq, key, readable in rows]

    def get(self, keys: Collection[Key]) -> dict[Key, Node]:
        """These nodes, as far as they may be read."""
        asked = {kind_of(key) for key in keys}
        kinds = tuple(kind for kind in NODES if kind in asked)
        if not kinds:
            return {}
        found = _NODE.format(origin="json_each(?) j JOIN node n ON n.key = j.value")
        rows = self._rows(f"{found} WHERE {node_visible(kinds, 'n', self.viewer.system)}", _json(keys))
        return {node.key: node for node in self._nodes(rows)}

    def texts(self, keys: Collection[Key]) -> dict[Key, str]:
        """The plain text of these documents."""
        rows = self._rows(
            "SELECT n.key, body.packed, body.text FROM json_each(?) j JOIN node n ON n.key = j.value "
            f"LEFT JOIN body ON body.id = n.id WHERE n.kind = {KIND_NUMBERS['document']} "
            f"AND {node_visible(('document',), 'n', self.viewer.system)}",
            _json(keys),
        )
        return {key: unpack_text(packed, text) for key, packed, text in rows}

    def nodes(self, kind: str, after: Key | None = None, limit: int = 1000, source: str | None = None) -> list[Node]:
        """The nodes of this kind after this key, in key order."""
        prefix = f"{kind}:"
        sql = (
            f"{_NODE.format(origin='node n')} WHERE n.key > ? AND n.key < ? AND (?3 IS NULL OR n.source = ?3) "
            f"AND {node_visible((kind,), 'n', self.viewer.system)} ORDER BY n.key LIMIT ?"
        )
        rows = self._rows(sql, max(after or prefix, prefix), f"{kind};", source, limit)
        return self._nodes(rows)

    def _nodes(self, rows: list[Row]) -> list[Node]:
        names = self._person_names([row[0] for row in rows if kind_of(row[0]) == "person"])
        return [
            Person(row[0], anchor_key(row[0]), names.get(row[0], "")) if kind_of(row[0]) == "person" else row_node(row)
            for row in rows
        ]

    def _person_names(self, keys: list[Key]) -> dict[Key, str]:
        """The names of these people: that of their anchor, or of the first other account when that one is hidden."""
        if not keys:
            return {}
        rows = self._rows(
            "SELECT p.key, a.key, ifnull(a.shown, a.props), 1 FROM json_each(?1) j JOIN node p ON p.key = j.value "
            f"JOIN node a ON a.key = 'account:' || substr(p.key, 8) WHERE a.state = {LIVE} "
            f"AND {node_visible(('account',), 'a', self.viewer.system)} UNION ALL "
            "SELECT p.key, a.key, ifnull(a.shown, a.props), 2 FROM json_each(?1) j JOIN node p ON p.key = j.value "
            f'JOIN edge e ON e.kind = {_IS} AND e."end" = p.id JOIN node a ON a.id = e.start '
            f"WHERE {node_visible(('account',), 'a', self.viewer.system)} ORDER BY 4 DESC, 2 DESC",
            _json(keys),
        )
        return {person: unpack(props)["name"] for person, _, props, _ in rows}

    def count(self, kind: str, source: str | None = None) -> int:
        """The number of nodes of this kind that may be read."""
        number = KIND_NUMBERS[kind]
        if kind == "document" or (self.viewer.system and kind != "person"):
            allowed = "" if self.viewer.system else "AND rule IN (SELECT rule FROM temp.readable)"
            sql = f"SELECT total(nodes) FROM tally WHERE kind = ? AND (?2 IS NULL OR source = ?2) {allowed}"
        else:
            visible = node_visible((kind,), "n", self.viewer.system)
            sql = f"SELECT count(*) FROM node n WHERE n.kind = ? AND (?2 IS NULL OR n.source = ?2) AND {visible}"
        return int(self._rows(sql, number, source)[0][0])

    def filed(self, after: Key | None = None, limit: int = 1000) -> list[Filed]:
        """The documents after this key, in key order, each whole: three statements over one range."""
        if not self._wide:  # pages in key order are all over the file; who reads but a few keeps to less memory
            self.reader().execute(f"PRAGMA mmap_size = {MAPPED_WHOLE}")
            self._wide = True
        rows = self._rows(
            f"SELECT n.id, {_COLUMNS}, body.packed, body.text FROM node n {_BESIDE} "
            "LEFT JOIN body ON body.id = n.id WHERE n.key > ? AND n.key < 'document;' "
            f"AND {node_visible(('document',), 'n', self.viewer.system)} ORDER BY n.key LIMIT ?",
            max(after or "document:", "document:"),
            limit,
        )
        if not rows:
            return []
        keys: dict[int, Key] = {row[0]: row[1] for row in rows}
        packed_ids = pack(list(keys)).decode()
        acts: dict[int, list[Edge]] = {}
        for kind, start, end, *rest in self._rows(_acts_of(self._kinds_there(ACTS)), packed_ids):
            acts.setdefault(end, []).append(row_edge((kind, start, keys[end], *rest)))
        containers: dict[int, Key] = {}
        for start, end in self._rows(_CONTAINERS, packed_ids):
            containers[start] = max(end, containers.get(start, end))
        made = []
        for number, *row, packed, text in rows:
            node: Any = row_node(tuple(row))
            mine = acts.get(number, ())
            each = mine if len(mine) < 2 else sorted(mine, key=by_ends)
            made.append(Filed(node, unpack_text(packed, text), each, containers.get(number)))
        return made

    def _kinds_there(self, kinds: Collection[EdgeKind]) -> list[EdgeKind]:
        """Those of these kinds of which there is any edge. Each other one saves a search for every node."""
        asked = ",".join(f"EXISTS(SELECT 1 FROM edge WHERE kind = {EDGES[kind].number})" for kind in kinds)
        return [kind for kind, there in zip(kinds, self._rows(f"SELECT {asked}")[0], strict=True) if there]

    # --- edges ------------------------------------------------------------------------------------------------------

    def edges(
        self,
        kinds: Collection[EdgeKind],
        keys: Collection[Key],
        direction: Direction = "out",
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Edge]:
        """The edges of these kinds that start or end at these keys: at most `limit`, by time or by their ends."""
        packed, found = _json(keys), dict[Identity, Edge]()
        order = "e.at IS NULL, e.at DESC, s.key, t.key" if newest_first else "s.key, t.key"
        for side in ("s", "t") if direction == "both" else ("s",) if direction == "out" else ("t",):
            for same, table, group in _alike(kinds, self.viewer.system):
                last = "e.by_end DESC" if table == "edge" else "e.topic"
                sql = f"{_edges_at(side, table, group)} AND {same} ORDER BY {order}, e.kind, {last}"
                # An edge that both ends state is two rows: twice the limit is enough for either.
                rows = self._rows(f"{sql} LIMIT ?", packed, -1 if limit is None else 2 * limit)
                found.update((edge.identity(), edge) for edge in map(row_edge, rows))
        edges = sorted(found.values(), key=by_time if newest_first else by_ends)
        return edges[:limit]

    def above(self, keys: Collection[Key]) -> list[Edge]:
        """The PART_OF edges that lead up from these groups and locations, all the way.

        In two steps: in one, SQLite reads all nodes into a Bloom filter, since it cannot tell how few there are.
        """
        rows = self._rows(
            "WITH RECURSIVE up(id) AS (SELECT n.id FROM json_each(?) j JOIN node n ON n.key = j.value UNION "
            f'SELECT w."end" FROM up JOIN edge w ON w.kind = {_PART_OF} AND w.start = up.id) '
            "SELECT (SELECT n.key FROM node n WHERE n.id = up.id) FROM up",
            _json(keys),
        )
        return self.edges((EdgeKind.PART_OF,), [key for (key,) in rows if key is not None])

    def all_edges(self, kind: EdgeKind) -> Iterator[Edge]:
        """All edges of one kind, streamed."""
        table = table_of(kind)
        last = "e.by_end" if table == "edge" else "e.topic"
        sql = (
            f'SELECT {COLUMNS[table]} FROM {table} e JOIN node s ON s.id = e.start JOIN node t ON t.id = e."end" '
            f'WHERE e.kind = ? AND {edge_visible(kind, self.viewer.system)} ORDER BY e.kind, e.start, e."end", {last}'
        )
        before: Edge | None = None
        for row in self._stream(sql, EDGES[kind].number):
            edge = row_edge(row)
            if before is None or before.identity() != edge.identity():
                yield edge
            before = edge

    # --- what was found and decided -----------------------------------------------------------------------------------

    def extractions(self, keys: Collection[Key] | None = None) -> Iterator[Extraction]:
        """What extraction found in these documents, streamed in key order."""
        origin = "node n" if keys is None else "json_each(?) j JOIN node n ON n.key = j.value"
        bounds = "AND n.key > 'document:' AND n.key < 'document;'" if keys is None else ""
        sql = (
            f"SELECT n.key, x.text_hash, x.version, x.found FROM {origin} CROSS JOIN extraction x ON x.id = n.id "
            f"WHERE {node_visible(('document',), 'n', self.viewer.system)} {bounds} ORDER BY n.key"
        )
        for row in self._stream(sql, *(() if keys is None else (_json(keys),))):
            yield unpack_extraction(*row)

    def judgements(self, subjects: Collection[Key] | None = None) -> list[Judgement]:
        """The judgements about these accounts, terms or topics, oldest first."""
        chosen = "" if subjects is None else "JOIN json_each(?) w ON w.value = s.key"
        visible = "1"
        if not self.viewer.system:
            ends = (("account", "term", "topic"), "s"), (("person", "topic"), "t")
            visible = " AND ".join(node_visible(kinds, end, False) for kinds, end in ends)
        rows = self._rows(
            f"SELECT {JUDGEMENT} FROM judgement j "
            f"JOIN node s ON s.id = j.subject JOIN node t ON t.id = j.object {chosen} WHERE {visible} "
            "ORDER BY j.at, j.id",
            *(() if subjects is None else (_json(subjects),)),
        )
        return [row_judgement(row) for row in rows]


def _json(keys: Collection[Key]) -> str:
    return pack(list(keys)).decode()


def _alike(kinds: Collection[EdgeKind], system: bool) -> Iterator[tuple[str, str, str]]:
    """The kinds that one statement reads: those of one table that share a condition. Condition, table, numbers."""
    groups: dict[tuple[str, str], list[EdgeKind]] = {}
    for kind in EDGES:
        if kind in kinds:
            groups.setdefault((edge_visible(kind, system), table_of(kind)), []).append(kind)
    for (condition, table), group in groups.items():
        yield condition, table, numbers(group)


def _edges_at(side: str, table: str, kinds: str) -> str:
    near, far, here, there = ("s", "t", "start", "end") if side == "s" else ("t", "s", "end", "start")
    return (
        f"SELECT {COLUMNS[table]} FROM (SELECT DISTINCT value FROM json_each(?)) j "
        f"CROSS JOIN node {near} ON {near}.key = j.value "
        f'CROSS JOIN {table} e ON e.kind IN ({kinds}) AND e."{here}" = {near}.id '
        f'CROSS JOIN node {far} ON {far}.id = e."{there}" WHERE 1'
    )


def _acts_of(kinds: Collection[EdgeKind]) -> str:
    """Acts of these kinds on documents that may be read, by their ids; that makes the accounts readable too."""
    return (
        'SELECT e.kind, s.key, e."end", e.at, e.count, e.size, e.weight, e.role FROM json_each(?) j '
        f'CROSS JOIN edge e ON e.kind IN ({numbers(kinds)}) AND e."end" = j.value '
        f"CROSS JOIN node s ON s.id = e.start WHERE {node_visible(('account',), 's', True)}"
    )


_CONTAINERS = (
    "SELECT e.start, t.key FROM json_each(?) j "
    f"CROSS JOIN edge e ON e.kind = {EDGES[EdgeKind.IN].number} AND e.start = j.value "
    f'CROSS JOIN node t ON t.id = e."end" WHERE {node_visible(("group",), "t", True)}'
)
"""The containers of documents that may be read, by their ids; that makes the containers readable too."""


def unpack_text(packed: int | None, text: bytes | str | None) -> str:
    """The text that was stored so. `packed` says that it is deflated."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return (zlib.decompress(text) if packed else text).decode()
