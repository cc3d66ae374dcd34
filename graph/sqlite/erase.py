"""The traces of a person in SQLite: what `graph.erasure` needs to find and remove them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from graph.content import edge_of_line, node_of, pack, unpack, unpack_credits, unpack_extraction
from graph.erasure import Place, is_note, texts_of
from graph.facts import Account, Cursor, EdgeKind, Extraction, Fact, Json, Key, Problem, anchor_key, kind_of
from graph.judgements import ERASED
from graph.ledger import RunState
from graph.schema import ACTS, AUTHORSHIP, EDGES, KIND_NUMBERS, numbers
from graph.sqlite.dump import STATED_RULE, node_line, stated
from graph.sqlite.tables import LIVE
from graph.sqlite.writer import SqliteWriter
from graph.suppression import SECRET, Entry, Suppression

_ACTS, _AUTHORSHIP = numbers(ACTS), numbers(AUTHORSHIP)
_IS = EDGES[EdgeKind.IS].number
_NAMED = "SELECT n.id FROM json_each(?1) j JOIN node n ON n.key = j.value"
_POINTING = {
    "edge": ("start", '"end"'),
    "suggested": ("start", '"end"'),
    "authored": ("start", '"end"', "topic"),
    "judgement": ("subject", "object"),
    "aspect": ("id",),
    "seen": ("id",),
}
"""Tables with rows of a node, and the columns that say so."""
_WRITTEN = {
    "run": (("number",), ("error",)),
    "job": (("id",), ("args", "error", "progress")),
    "judgement": (("id",), ("reason", "label")),
    "authored": (("kind", "start", '"end"', "topic"), ("role", "more")),
    "kept": (("name",), ("value",)),
}
"""Tables in which something is noted: the columns that name a row, and those with texts."""
_PACKED = {"args", "progress", "more", "value"}
_APART = ("rule", "source", "version", "text_hash", "text")


def read_suppression(connection: sqlite3.Connection) -> Suppression:
    """What is suppressed."""
    row = connection.execute("SELECT value FROM kept WHERE name = ?", (SECRET,)).fetchone()
    entries = [Entry(*each) for each in connection.execute("SELECT form, kind, words, first FROM suppressed")]
    return Suppression(bytes.fromhex(unpack(row[0])) if row else b"", entries)


class SqliteTraces:
    """Traces in the transaction of a writer."""

    def __init__(self, writer: SqliteWriter) -> None:
        self._writer = writer
        self._execute = writer.connection.execute

    def suppression(self) -> Suppression:
        """What is suppressed by now."""
        return read_suppression(self._writer.connection)

    # --- accounts -----------------------------------------------------------------------------------------------------

    def accounts_of(self, person: Key) -> list[Account]:
        """All accounts of the person, in key order."""
        rows = self._execute(
            f"SELECT a.key, ifnull(a.shown, a.props), a.source FROM node p JOIN edge e ON e.kind = {_IS} "
            f'AND e."end" = p.id '
            f"JOIN node a ON a.id = e.start WHERE p.key = ? AND a.state = {LIVE} ORDER BY a.key",
            (person,),
        )
        return [_account(*row) for row in rows]

    def accounts(self) -> Iterator[Account]:
        """All accounts that are there."""
        account = KIND_NUMBERS["account"]
        for row in self._execute(
            f"SELECT key, ifnull(shown, props), source FROM node WHERE kind = {account} AND state = {LIVE}"
        ):
            yield _account(*row)

    def remove_accounts(self, keys: Collection[Key]) -> None:
        """Bury these accounts; remove their edges and the judgements about them."""
        self.bury(keys)
        for ident in map(self._writer.id_of, keys):
            self._execute('DELETE FROM edge WHERE start = ?1 OR "end" = ?1', (ident,))
            self._execute("DELETE FROM judgement WHERE subject = ?", (ident,))

    def remove_person(self, person: Key) -> None:
        """Remove the edges of the person and the judgements that name them."""
        ident = self._writer.id_of(person)
        self._execute('DELETE FROM edge WHERE start = ?1 OR "end" = ?1', (ident,))
        self._execute('DELETE FROM suggested WHERE "end" = ?', (ident,))
        self._writer.forget_said(person)
        rows = self._execute("DELETE FROM judgement WHERE object = ? RETURNING subject", (ident,)).fetchall()
        self._writer.settle_accounts([subject for (subject,) in rows])
        for column in ("by", "undone_by"):
            self._execute(f"UPDATE judgement SET {column} = ? WHERE {column} = ?", (ERASED, person))
        self._writer.id_of(anchor_key(person))
        self._writer.touch(ident)

    # --- acts -------------------------------------------------------------------------------------------------------

    def acted_on(self, accounts: Collection[Key], limit: int) -> list[Key]:
        """Up to `limit` documents on which these accounts acted."""
        rows = self._execute(
            "SELECT DISTINCT d.key FROM json_each(?) j CROSS JOIN node a ON a.key = j.value "
            f'CROSS JOIN edge e ON e.kind IN ({_ACTS}) AND e.start = a.id CROSS JOIN node d ON d.id = e."end" LIMIT ?',
            (_json(accounts), limit),
        )
        return [key for (key,) in rows]

    def authors(self, documents: Collection[Key]) -> dict[Key, set[Key]]:
        """Of those documents that are there: the accounts that had a hand in the text."""
        rows = self._execute(
            f"SELECT d.key, a.key FROM json_each(?) j CROSS JOIN node d ON d.key = j.value AND d.state = {LIVE} "
            f'LEFT JOIN edge e ON e.kind IN ({_AUTHORSHIP}) AND e."end" = d.id LEFT JOIN node a ON a.id = e.start',
            (_json(documents),),
        )
        found: dict[Key, set[Key]] = {}
        for document, account in rows:
            found.setdefault(document, set()).update((account,) if account else ())
        return found

    def remove_acts(self, documents: Collection[Key], accounts: Collection[Key]) -> int:
        """Remove every act of these accounts on these documents and return how many there were."""
        self._writer.uncredit(documents, accounts)
        named = "SELECT n.id FROM json_each({}) j JOIN node n ON n.key = j.value"
        return self._execute(
            f'DELETE FROM edge WHERE kind IN ({_ACTS}) AND "end" IN ({named.format("?1")}) '
            f"AND start IN ({named.format('?2')})",
            (_json(documents), _json(accounts)),
        ).rowcount

    def bury(self, keys: Collection[Key]) -> None:
        """Leave nothing of these nodes but their keys."""
        for key in keys:
            self._writer.bury(self._writer.id_of(key), kind_of(key))

    def change(self, keys: Collection[Key]) -> None:
        """Record a change of these nodes, and forget what their source last said."""
        for ident in map(self._writer.id_of, keys):
            self._execute("UPDATE node SET hash = NULL WHERE id = ?", (ident,))
            self._writer.touch(ident)

    def extractions(self, keys: Collection[Key]) -> list[Extraction]:
        """What was extracted from these documents."""
        rows = self._execute(
            "SELECT n.key, x.text_hash, x.version, x.found FROM json_each(?1) j JOIN node n ON n.key = j.value "
            "JOIN extraction x ON x.id = n.id",
            (_json(keys),),
        )
        return [unpack_extraction(*row) for row in rows]

    def forget_extractions(self, keys: Collection[Key]) -> None:
        """Remove what was extracted from these documents."""
        self._execute(f"DELETE FROM extraction WHERE id IN ({_NAMED})", (_json(keys),))

    # --- terms and topics ---------------------------------------------------------------------------------------------

    def terms(self, kind: str, after: Key, limit: int) -> list[tuple[Key, bool, tuple[str, ...]]]:
        """Up to `limit` nodes of this kind after this key, those that are gone too."""
        rows = self._execute(
            "SELECT key, derived, props FROM node WHERE key > ? AND key < ? ORDER BY key LIMIT ?",
            (max(after, f"{kind}:"), f"{kind};", limit),
        )
        return [(key, bool(derived), texts_of(unpack(props)) if props else ()) for key, derived, props in rows]

    def purge(self, keys: Collection[Key]) -> None:
        """Remove these terms or topics, with all that points to or from them and their keys."""
        named = (_json(keys),)
        for table, columns in _POINTING.items():
            where = " OR ".join(f"{column} IN ({_NAMED})" for column in columns)
            self._execute(f"DELETE FROM {table} WHERE {where}", named)
        self._execute(f"DELETE FROM node WHERE id IN ({_NAMED})", named)
        self._writer.forget_ids(keys)
        for kind in sorted(set(map(kind_of, keys))):
            self._writer.recount(kind)

    # --- what others wrote --------------------------------------------------------------------------------------------

    def facts(self, kind: str, after: Key, limit: int) -> list[tuple[Fact, str]]:
        """Up to `limit` nodes of this kind after this key, with the run that saw them last."""
        rows = self._execute(
            f"SELECT n.id, n.key, n.props, {STATED_RULE}, n.source, n.text_hash, seen.version, body.packed, body.text, "
            "n.credits, run.id FROM node n LEFT JOIN node r ON r.id = n.rule LEFT JOIN seen ON seen.id = n.id "
            "LEFT JOIN run ON run.number = seen.run LEFT JOIN body ON body.id = n.id "
            f"WHERE n.key > ? AND n.key < ? AND n.state = {LIVE} AND NOT n.derived ORDER BY n.key LIMIT ?",
            (max(after, f"{kind}:"), f"{kind};", limit),
        ).fetchall()
        edges = stated(self._writer.connection, [row[0] for row in rows])
        return [(_fact(row, edges.get(row[0], [])), row[-1]) for row in rows]

    def problems(self) -> list[tuple[Place, Problem]]:
        """The Problems of all runs, each with its place in the store."""
        rows = self._execute("SELECT run, number, item, message, params FROM problem")
        return [((run, number), Problem(item, message, unpack(params))) for run, number, item, message, params in rows]

    def replace_problems(self, problems: Mapping[Place, Problem]) -> None:
        """Write these Problems at their places."""
        self._writer.connection.executemany(
            "UPDATE problem SET item = ?, params = ? WHERE run = ? AND number = ?",
            [(each.id, pack(dict(each.params)).decode(), *place) for place, each in problems.items()],
        )

    def cursors(self) -> dict[str, tuple[Cursor, bool]]:
        """The cursors of all sources, each with whether a run is under way that goes on from it."""
        running = f"SELECT 1 FROM run r WHERE r.source = c.source AND r.state = '{RunState.RUNNING.value}'"
        rows = self._execute(f"SELECT source, cursor, EXISTS ({running}) FROM cursor c")
        return {source: (unpack(cursor), bool(running)) for source, cursor, running in rows}

    def forget_cursor(self, source: str) -> None:
        """Let the run that is under way begin again, and with it the source."""
        self._execute("DELETE FROM cursor WHERE source = ?", (source,))

    def written(self) -> Iterator[tuple[Place, Json]]:
        """What runs, jobs, judgements, authored edges and the ledger's other notes say, each with its place."""
        for table, (keys, columns) in _WRITTEN.items():
            for column in columns:
                sql = f"SELECT {column}, {', '.join(keys)} FROM {table} WHERE {column} IS NOT NULL"
                for value, *place in self._execute(sql).fetchall():
                    if table != "kept" or is_note(str(place[0])):
                        yield (table, column, *place), unpack(value) if column in _PACKED else value

    def rewrite(self, texts: Mapping[Place, Json]) -> None:
        """Write these at their places."""
        for (table, column, *place), value in texts.items():
            where = " AND ".join(f"{key} = ?" for key in _WRITTEN[table][0])
            written = pack(value).decode() if column in _PACKED else value
            self._execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (written, *place))


def _json(keys: Collection[Key]) -> str:
    return pack(list(keys)).decode()


def _account(key: Key, props: bytes, source: str) -> Account:
    account = node_of(key, unpack(props), source=source)
    assert isinstance(account, Account)
    return account


def _fact(row: tuple[Any, ...], edges: list[Any]) -> Fact:
    line = node_line(row[:-1], [])
    node = node_of(row[1], unpack(row[2]), **{name: line[name] for name in _APART if name in line})
    return Fact(node, tuple(edge_of_line(each) for each in edges), unpack_credits(row[-2]))
