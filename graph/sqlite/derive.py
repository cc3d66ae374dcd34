"""How are derived facts and judgements written? In bulk, by scratch tables, touching only what differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from graph.content import pack, pack_extraction, props_of
from graph.facts import Edge, EdgeKind, Extraction, Judgement, Key, Node, Verdict, kind_of
from graph.judgements import person_of, topics_of
from graph.schema import EDGES, JUDGED, KIND_NUMBERS, NODES, Aspect, State, check_edge
from graph.sqlite.changes import newest_seq, note_change
from graph.sqlite.edges import packed_props
from graph.sqlite.tables import GONE, LIVE, NAMED
from graph.store import Derived

_CACHED_IDS = 100_000
_BATCH = 5_000
_KIND_OF_KEY = (
    "CASE substr({0}, 1, instr({0}, ':') - 1) "
    + " ".join(f"WHEN '{name}' THEN {number}" for name, number in KIND_NUMBERS.items())
    + " END"
)
_VALUES = '"end", at, count, size, weight, role, more'
_SUBJECTS = {EdgeKind.IS: "account", EdgeKind.LABELS: "term"}


class Derivation:
    """The part of a transaction that derives and judges; also the ids of keys and the numbers of changes."""

    def __init__(self, connection: sqlite3.Connection, ids: dict[Key, int]) -> None:
        self.connection = connection
        self._ids = ids
        self._seq: int | None = None

    def id_of(self, key: Key) -> int:
        """Which row has this key? One is made, without content, when there is none."""
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

    def derive(self, kind: str, keys: Collection[Key] | None, facts: Iterable[Derived]) -> int:
        """Replace the derived facts of one kind that belong to `keys` by `facts`; how many differ?

        ``person`` stores nothing: people follow from IS edges, and their names from their accounts.
        """
        self._set_scope(keys)
        if kind == "extraction":
            return self._derive_extractions(keys is None, facts)
        if kind == "person":
            return 0
        if kind in NODES:
            return self._derive_nodes(kind, keys is None, facts)
        edge_kind = EdgeKind(kind)
        if EDGES[edge_kind].state is not State.DERIVED:
            raise ValueError(f"{kind} is {EDGES[edge_kind].state}: it is not derived")
        self._stage(edge_kind, facts)
        if edge_kind not in JUDGED:
            return self._replace_edges("edge", edge_kind, keys is None)
        changed = self._replace_edges("suggested", edge_kind, keys is None)
        self._settle(edge_kind, keys is None)
        return changed

    def _set_scope(self, keys: Collection[Key] | None) -> None:
        self.connection.execute("DELETE FROM temp.scope")
        if keys is not None:
            self.connection.execute(
                "INSERT OR IGNORE INTO temp.scope SELECT n.id FROM json_each(?) j JOIN node n ON n.key = j.value",
                (pack(list(keys)).decode(),),
            )

    def _stage(self, kind: EdgeKind, facts: Iterable[Derived]) -> None:
        """Bring the new edges into temp.fresh as row ids; edges of a document that is not there are left out."""
        execute, number = self.connection.execute, EDGES[kind].number
        execute("DELETE FROM temp.fresh")
        rows = _edge_rows(kind, facts)
        while batch := list(islice(rows, _BATCH)):
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
        assert number

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

    def _derive_extractions(self, everything: bool, facts: Iterable[Derived]) -> int:
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
        scope = "SELECT id FROM extraction" if everything else "SELECT id FROM temp.scope"
        stale = execute(f"SELECT id FROM extraction WHERE id IN ({scope}) AND id NOT IN (SELECT start FROM temp.fresh)")
        for (ident,) in stale.fetchall():
            execute("DELETE FROM extraction WHERE id = ?", (ident,))
            self.touch(ident, Aspect.EXTRACTION)
            changed += 1
        return changed

    def _derive_nodes(self, kind: str, everything: bool, facts: Iterable[Derived]) -> int:
        execute, number, changed = self.connection.execute, KIND_NUMBERS[kind], 0
        execute("DELETE FROM temp.fresh")
        for node in facts:
            assert not isinstance(node, Edge | Extraction)
            ident = self.id_of(node.key)
            execute('INSERT OR REPLACE INTO temp.fresh(start, "end") VALUES (?, 0)', (ident,))
            changed += self._derive_node(ident, node)
        scope = "" if everything else "AND id IN (SELECT id FROM temp.scope)"
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

    def judge(self, judgement: Judgement) -> None:
        """Record (or, with `undone`, take back) a judgement and let it act: one change, of its subject."""
        subject = self.id_of(judgement.subject)
        row = (
            judgement.id, subject, self.id_of(judgement.object), judgement.verdict.value, judgement.by, judgement.at,
            judgement.reason, judgement.undone,
        )  # fmt: skip
        old = self.connection.execute("SELECT * FROM judgement WHERE id = ?", (judgement.id,)).fetchone()
        if old == row:
            return
        self.connection.execute("INSERT OR REPLACE INTO judgement VALUES (?,?,?,?,?,?,?,?)", row)
        if kind_of(judgement.subject) == "account":
            self.settle_accounts([subject], quiet=True)
        else:
            self.settle_terms([subject])
        self.touch(subject, Aspect.IDENTITY)

    def _settle(self, kind: EdgeKind, everything: bool) -> None:
        """Let judgements and suggestions decide again for all that a derivation may have touched."""
        number = EDGES[kind].number
        chosen = "SELECT id FROM temp.scope UNION SELECT start FROM temp.fresh"
        if everything:
            subject = KIND_NUMBERS[_SUBJECTS[kind]]
            chosen = (
                f"SELECT id FROM node WHERE kind = {subject} AND state <> {GONE} "
                f"UNION SELECT start FROM edge WHERE kind = {number}"
            )
        rows = iter([ident for (ident,) in self.connection.execute(chosen)])
        while batch := list(islice(rows, _BATCH)):
            if kind is EdgeKind.IS:
                self.settle_accounts(batch)
            else:
                self.settle_terms(batch)

    def settle_accounts(self, idents: Collection[int], quiet: bool = False) -> None:
        """Whose are these accounts now? A change of each that went to someone else, unless `quiet`."""
        kept = self._suggestions(EdgeKind.IS, idents)
        decided = self._judgements(idents)
        number = EDGES[EdgeKind.IS].number
        old = self._edges(EdgeKind.IS, idents)
        for ident, key in self._live(idents, EdgeKind.IS):
            edge = person_of(key, decided.get(ident, []), kept.get(ident, []))
            if old.get(ident) == [edge]:
                continue
            self.connection.execute(f"DELETE FROM edge WHERE kind = {number} AND start = ?", (ident,))
            self._put_edge(ident, edge)
            if not quiet:
                self.touch(ident, Aspect.IDENTITY)

    def settle_terms(self, idents: Collection[int]) -> None:
        """What do these terms label now?"""
        kept = self._suggestions(EdgeKind.LABELS, idents)
        decided = self._judgements(idents)
        number = EDGES[EdgeKind.LABELS].number
        old = self._edges(EdgeKind.LABELS, idents)
        for ident, key in self._live(idents, EdgeKind.LABELS):
            edges = topics_of(key, decided.get(ident, []), kept.get(ident, []))
            if old.get(ident, []) == edges:
                continue
            self.connection.execute(f"DELETE FROM edge WHERE kind = {number} AND start = ?", (ident,))
            for edge in edges:
                self._put_edge(ident, edge)

    def _put_edge(self, start: int, edge: Edge) -> None:
        row = (EDGES[edge.kind].number, start, self.id_of(edge.end), 0, *packed_props(edge))
        self.connection.execute("INSERT OR REPLACE INTO edge VALUES (?,?,?,?,?,?,?,?,?,?)", row)

    def _live(self, idents: Collection[int], kind: EdgeKind) -> list[tuple[int, Key]]:
        there = f"AND n.state = {LIVE}" if kind is EdgeKind.IS else ""
        sql = f"SELECT n.id, n.key FROM json_each(?) j JOIN node n ON n.id = j.value {there}"
        return self.connection.execute(sql, (pack(list(idents)).decode(),)).fetchall()

    def _suggestions(self, kind: EdgeKind, idents: Collection[int]) -> dict[int, list[Edge]]:
        return self._edges(kind, idents, "suggested")

    def _edges(self, kind: EdgeKind, idents: Collection[int], table: str = "edge") -> dict[int, list[Edge]]:
        rows = self.connection.execute(
            f"SELECT e.start, s.key, t.key, e.at, e.count, e.size, e.weight, e.role FROM json_each(?) j "
            f"CROSS JOIN {table} e ON e.kind = {EDGES[kind].number} AND e.start = j.value "
            'JOIN node s ON s.id = e.start JOIN node t ON t.id = e."end" ORDER BY e.start, t.key',
            (pack(list(idents)).decode(),),
        )
        found: dict[int, list[Edge]] = {}
        for ident, *rest in rows:
            found.setdefault(ident, []).append(Edge(kind, *rest))
        return found

    def _judgements(self, idents: Collection[int]) -> dict[int, list[Judgement]]:
        rows = self.connection.execute(
            "SELECT g.subject, g.id, s.key, t.key, g.verdict, g.by, g.at, g.reason, g.undone FROM json_each(?) j "
            "JOIN judgement g ON g.subject = j.value JOIN node s ON s.id = g.subject JOIN node t ON t.id = g.object",
            (pack(list(idents)).decode(),),
        )
        found: dict[int, list[Judgement]] = {}
        for ident, named, subject, target, verdict, *rest in rows:
            found.setdefault(ident, []).append(Judgement(named, subject, target, Verdict(verdict), *rest))
        return found


def _edge_rows(kind: EdgeKind, facts: Iterable[Derived]) -> Iterator[tuple[Any, ...]]:
    for edge in facts:
        if not isinstance(edge, Edge) or edge.kind is not kind:
            raise TypeError(f"{edge!r} is no {kind} edge")
        check_edge(edge)
        yield edge.start, edge.end, *packed_props(edge)
