"""Writing derived facts and judgements to SQLite: in bulk, by scratch tables, and only what differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from graph.content import pack, pack_extraction, props_of
from graph.derivation import Derivation, in_batches
from graph.facts import Edge, EdgeKind, Extraction, Judgement, Key, Node, kind_of
from graph.rows import row_judgement
from graph.schema import EDGES, JUDGED, KIND_NUMBERS, Aspect, check_edge
from graph.sqlite.changes import newest_seq, note_change
from graph.sqlite.edges import JUDGEMENT, packed_props
from graph.sqlite.tables import GONE, LIVE, NAMED
from graph.store import Derived

_CACHED_IDS = 100_000
_KIND_OF_KEY = (
    "CASE substr({0}, 1, instr({0}, ':') - 1) "
    + " ".join(f"WHEN '{name}' THEN {number}" for name, number in KIND_NUMBERS.items())
    + " END"
)
_VALUES = '"end", at, count, size, weight, role, more'


class SqliteDerivation(Derivation[int]):
    """Derives and judges with row ids; also the ids of keys and the numbers of changes."""

    batch = 5_000

    def __init__(self, connection: sqlite3.Connection, ids: dict[Key, int]) -> None:
        self.connection = connection
        self._ids = ids
        self._seq: int | None = None

    def id_of(self, key: Key) -> int:
        """The row id of this key. A row without content is made when there is none."""
        ident = self._ids.get(key)
        if ident is None:
            row = self.connection.execute("SELECT id FROM node WHERE key = ?", (key,)).fetchone()
            if row is None:
                sql = "INSERT INTO node(key, kind) VALUES (?, ?) RETURNING id"
                row = self.connection.execute(sql, (key, KIND_NUMBERS[kind_of(key)])).fetchone()
            ident = int(row[0])
            self._remember(key, ident)
        return ident

    def _remember(self, key: Key, ident: int) -> None:
        if len(self._ids) >= _CACHED_IDS:
            for old in list(islice(self._ids, _CACHED_IDS // 2)):
                del self._ids[old]
        self._ids[key] = ident

    def forget_ids(self, keys: Iterable[Key]) -> None:
        """The rows of these keys are no more."""
        for key in keys:
            self._ids.pop(key, None)

    def next_seq(self) -> int:
        """The number of the next change."""
        if self._seq is None:
            self._seq = newest_seq(self.connection)
        self._seq += 1
        return self._seq

    def touch(self, ident: int, aspect: Aspect = Aspect.CONTENT) -> None:
        """Record a change of this node."""
        note_change(self.connection, ident, self.next_seq(), aspect)

    # --- derive -------------------------------------------------------------------------------------------------------

    def _begin(self, keys: Collection[Key] | None, /) -> None:
        self.connection.execute("DELETE FROM temp.scope")
        if keys is not None:
            self.connection.execute(
                "INSERT OR IGNORE INTO temp.scope SELECT n.id FROM json_each(?) j JOIN node n ON n.key = j.value",
                (pack(list(keys)).decode(),),
            )

    def _derive_edges(
        self, kind: EdgeKind, keys: Collection[Key] | None, facts: Iterable[Derived]
    ) -> tuple[int, Iterable[int]]:
        self._stage(kind, facts)
        if kind not in JUDGED:
            return self._replace_edges("edge", kind, keys is None), ()
        return self._replace_edges("suggested", kind, keys is None), self._subjects(kind, keys is None)

    def _stage(self, kind: EdgeKind, facts: Iterable[Derived]) -> None:
        """Bring the new edges into temp.fresh as row ids; edges of a document that is not there are left out."""
        execute = self.connection.execute
        execute("DELETE FROM temp.fresh")
        for batch in in_batches(_edge_rows(kind, facts), self.batch):
            execute("DELETE FROM temp.fresh_keys")
            self.connection.executemany("INSERT INTO temp.fresh_keys VALUES (?,?,?,?,?,?,?,?)", batch)
            for end in ("start", '"end"'):
                execute(
                    f"INSERT OR IGNORE INTO node(key, kind) SELECT DISTINCT {end}, {_KIND_OF_KEY.format(end)} "
                    f"FROM temp.fresh_keys f WHERE NOT EXISTS (SELECT 1 FROM node n WHERE n.key = f.{end})"
                )
            there = f"AND s.state = {LIVE}" if "document" in EDGES[kind].start else ""
            execute(
                "INSERT OR REPLACE INTO temp.fresh SELECT s.id, t.id, f.at, f.count, f.size, f.weight, f.role, f.more "
                f'FROM temp.fresh_keys f JOIN node s ON s.key = f.start {there} JOIN node t ON t.key = f."end"'
            )

    def _replace_edges(self, table: str, kind: EdgeKind, everything: bool) -> int:
        number = EDGES[kind].number
        scope = "" if everything else "AND start IN (SELECT id FROM temp.scope)"
        gone = self.connection.execute(
            f"DELETE FROM {table} WHERE kind = {number} {scope} AND NOT EXISTS "
            f'(SELECT 1 FROM temp.fresh f WHERE f.start = {table}.start AND f."end" = {table}."end")'
        ).rowcount
        new = self.connection.execute(
            f"INSERT INTO {table}(kind, start, {_VALUES}) SELECT {number}, start, {_VALUES} FROM temp.fresh WHERE true "
            "ON CONFLICT DO UPDATE SET at = excluded.at, count = excluded.count, size = excluded.size, "
            "weight = excluded.weight, role = excluded.role, more = excluded.more "
            "WHERE (at, count, size, weight, role, more) IS NOT (excluded.at, excluded.count, excluded.size, "
            "excluded.weight, excluded.role, excluded.more)"
        ).rowcount
        return gone + new

    def _derive_extractions(self, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        execute, changed = self.connection.execute, 0
        execute("DELETE FROM temp.fresh")
        for found in facts:
            if not isinstance(found, Extraction):
                raise TypeError(f"{found!r} is no extraction")
            row = execute(
                "SELECT n.id, n.text_hash, x.text_hash, x.version, x.found FROM node n LEFT JOIN extraction x "
                f"ON x.id = n.id WHERE n.key = ? AND n.state = {LIVE}",
                (found.document,),
            ).fetchone()
            if row is None or row[1] != found.text_hash:
                continue  # The text changed since it was read: it will be extracted again.
            execute('INSERT OR REPLACE INTO temp.fresh(start, "end") VALUES (?, 0)', (row[0],))
            packed = (found.text_hash, found.version, pack_extraction(found))
            if row[2:] != packed:
                execute("INSERT OR REPLACE INTO extraction VALUES (?,?,?,?)", (row[0], *packed))
                self.touch(row[0], Aspect.EXTRACTION)
                changed += 1
        scope = "SELECT id FROM extraction" if keys is None else "SELECT id FROM temp.scope"
        stale = execute(f"SELECT id FROM extraction WHERE id IN ({scope}) AND id NOT IN (SELECT start FROM temp.fresh)")
        for (ident,) in stale.fetchall():
            execute("DELETE FROM extraction WHERE id = ?", (ident,))
            self.touch(ident, Aspect.EXTRACTION)
            changed += 1
        return changed

    def _derive_nodes(self, kind: str, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        execute, number, changed = self.connection.execute, KIND_NUMBERS[kind], 0
        execute("DELETE FROM temp.fresh")
        for node in facts:
            assert not isinstance(node, Edge | Extraction)
            ident = self.id_of(node.key)
            execute('INSERT OR REPLACE INTO temp.fresh(start, "end") VALUES (?, 0)', (ident,))
            changed += self._derive_node(ident, node)
        scope = "" if keys is None else "AND id IN (SELECT id FROM temp.scope)"
        stale = f"kind = {number} AND derived AND state = {LIVE} {scope} AND id NOT IN (SELECT start FROM temp.fresh)"
        gone = execute(f"UPDATE node SET state = {NAMED}, props = NULL WHERE {stale}").rowcount
        self.recount(kind)
        return changed + gone

    def _derive_node(self, ident: int, node: Node) -> int:
        """A term that a source put stays as it is: what is derived never overwrites what was said."""
        return self.connection.execute(
            f"UPDATE node SET state = {LIVE}, derived = 1, props = ?1 WHERE id = ?2 "
            f"AND (state <> {LIVE} OR (derived AND props IS NOT ?1))",
            (pack(props_of(node)), ident),
        ).rowcount

    def recount(self, kind: str) -> None:
        """Count the nodes of a derived kind again."""
        number = KIND_NUMBERS[kind]
        self.connection.execute("DELETE FROM tally WHERE kind = ?", (number,))
        self.connection.execute(
            "INSERT INTO tally SELECT kind, '', 0, count(*) FROM node "
            f"WHERE kind = {number} AND state = {LIVE} GROUP BY kind"
        )

    # --- judgements ---------------------------------------------------------------------------------------------------

    def _record(self, judgement: Judgement) -> int | None:
        subject = self.id_of(judgement.subject)
        row = (
            judgement.id, subject, self.id_of(judgement.object), judgement.verdict.value, judgement.by, judgement.at,
            judgement.reason, judgement.undone, judgement.label, judgement.act, judgement.undone_by,
        )  # fmt: skip
        old = self.connection.execute("SELECT * FROM judgement WHERE id = ?", (judgement.id,)).fetchone()
        if old == row:
            return None
        self.connection.execute("INSERT OR REPLACE INTO judgement VALUES (?,?,?,?,?,?,?,?,?,?,?)", row)
        return subject

    def _identify(self, subjects: Collection[int]) -> None:
        for ident in subjects:
            self.touch(ident, Aspect.IDENTITY)

    def _subjects(self, kind: EdgeKind, everything: bool) -> list[int]:
        """The accounts or terms that a derivation of this kind may have touched."""
        chosen = "SELECT id FROM temp.scope UNION SELECT start FROM temp.fresh"
        if everything:
            chosen = (
                f"SELECT id FROM node WHERE kind = {KIND_NUMBERS[EDGES[kind].start[0]]} AND state <> {GONE} "
                f"UNION SELECT start FROM edge WHERE kind = {EDGES[kind].number}"
            )
        return [ident for (ident,) in self.connection.execute(chosen)]

    def _restate(self, kind: EdgeKind, new: Mapping[int, list[Edge]], replaced: list[int]) -> None:
        number = EDGES[kind].number
        self.connection.executemany(
            f"DELETE FROM edge WHERE kind = {number} AND start = ?", [(ident,) for ident in replaced]
        )
        for ident, edges in new.items():
            for edge in edges:
                self._put_edge(ident, edge)

    def _put_edge(self, start: int, edge: Edge) -> None:
        row = (EDGES[edge.kind].number, start, self.id_of(edge.end), 0, *packed_props(edge))
        self.connection.execute("INSERT OR REPLACE INTO edge VALUES (?,?,?,?,?,?,?,?,?,?)", row)

    def _there(self, subjects: Collection[int], live: bool = False) -> list[tuple[int, Key]]:
        there = f"AND n.state = {LIVE}" if live else ""
        sql = f"SELECT n.id, n.key FROM json_each(?) j JOIN node n ON n.id = j.value {there}"
        return self.connection.execute(sql, (pack(list(subjects)).decode(),)).fetchall()

    def _edges_of(self, kind: EdgeKind, subjects: Collection[int], suggested: bool = False) -> dict[int, list[Edge]]:
        table = "suggested" if suggested else "edge"
        rows = self.connection.execute(
            f"SELECT e.start, s.key, t.key, e.at, e.count, e.size, e.weight, e.role FROM json_each(?) j "
            f"CROSS JOIN {table} e ON e.kind = {EDGES[kind].number} AND e.start = j.value "
            'JOIN node s ON s.id = e.start JOIN node t ON t.id = e."end" ORDER BY e.start, t.key',
            (pack(list(subjects)).decode(),),
        )
        found: dict[int, list[Edge]] = {}
        for ident, *rest in rows:
            found.setdefault(ident, []).append(Edge(kind, *rest))
        return found

    def _judgements(self, subjects: Collection[int]) -> dict[int, list[Judgement]]:
        rows = self.connection.execute(
            f"SELECT j.subject, {JUDGEMENT} FROM json_each(?) w "
            "JOIN judgement j ON j.subject = w.value JOIN node s ON s.id = j.subject JOIN node t ON t.id = j.object",
            (pack(list(subjects)).decode(),),
        )
        found: dict[int, list[Judgement]] = {}
        for ident, *row in rows:
            found.setdefault(ident, []).append(row_judgement(tuple(row)))
        return found


def _edge_rows(kind: EdgeKind, facts: Iterable[Derived]) -> Iterator[tuple[Any, ...]]:
    for edge in facts:
        if not isinstance(edge, Edge) or edge.kind is not kind:
            raise TypeError(f"{edge!r} is no {kind} edge")
        check_edge(edge)
        yield edge.start, edge.end, *packed_props(edge)
