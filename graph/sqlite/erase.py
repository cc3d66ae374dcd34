"""How is a person removed from SQLite? Suppressed first, at once; then in batches that any kill may interrupt."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import asdict
from typing import Any

from graph.content import edge_of_line, node_of, pack, unpack
from graph.facts import Account, Edge, EdgeKind, Fact, Key, anchor_key, kind_of
from graph.schema import ACTS, AUTHORSHIP, EDGES, KIND_NUMBERS, numbers
from graph.sqlite.dump import node_line, stated
from graph.sqlite.tables import LIVE
from graph.sqlite.writer import SqliteWriter
from graph.suppression import SECRET, Entry, Form, Receipt, Suppression, forms_of

_ACTS, _AUTHORSHIP = numbers(ACTS), numbers(AUTHORSHIP)
_IS = EDGES[EdgeKind.IS].number
_REDACTED = ("document", "group")


def read_suppression(connection: sqlite3.Connection) -> Suppression:
    """Which forms are suppressed?"""
    row = connection.execute("SELECT value FROM kept WHERE name = ?", (SECRET,)).fetchone()
    entries = [Entry(*each) for each in connection.execute("SELECT form, kind, words, first FROM suppressed")]
    return Suppression(bytes.fromhex(unpack(row[0])) if row else b"", entries)


def read_receipt(connection: sqlite3.Connection, person: Key) -> Receipt | None:
    """What was removed of this person so far?"""
    row = connection.execute("SELECT value FROM kept WHERE name = ?", (f"authored:receipt:{person}",)).fetchone()
    return Receipt(**unpack(row[0])) if row else None


class Erasure:
    """The erasure of one person, within one transaction."""

    def __init__(self, writer: SqliteWriter, person: Key) -> None:
        self._writer = writer
        self._execute = writer.connection.execute
        self._person = person
        self._name = f"erase:{person}"
        receipt = read_receipt(writer.connection, person)
        self._done: dict[str, Any] = asdict(receipt or Receipt(person))
        row = self._execute("SELECT value FROM kept WHERE name = ?", (self._name,)).fetchone()
        self._place: dict[str, Any] | None = unpack(row[0]) if row else None

    def go_on(self, limit: int) -> int:
        """Remove up to `limit` traces; 0 means finished."""
        if self._place is None and not self._begin():
            return 0
        assert self._place is not None
        removed = 0
        while not removed and self._place["phase"] != "end":
            removed = self._remove_acts(limit) if self._place["phase"] == "acts" else self._redact(limit)
        if self._place["phase"] == "end":
            self._end()
        else:
            self._keep(self._name, self._place)
        self._keep(f"authored:receipt:{self._person}", self._done)
        return removed

    def _keep(self, name: str, value: object) -> None:
        self._execute("INSERT OR REPLACE INTO kept VALUES (?,?)", (name, pack(value).decode()))

    # --- suppression ------------------------------------------------------------------------------------------------

    def _begin(self) -> bool:
        accounts = self._accounts()
        if not accounts:
            return False
        mine = frozenset(form for account in accounts for form in forms_of(account))
        shared = self._shared(mine, {account.key for account in accounts})
        self._suppress(mine - shared)
        self._done.update(forms=len(mine - shared), shared=len(shared), finished=False)
        self._place = {"phase": "acts", "accounts": [account.key for account in accounts], "after": "", "kind": 0}
        return True

    def _accounts(self) -> list[Account]:
        """Which accounts has this person: all that are theirs by whatever reason, and the anchor itself?"""
        rows = self._execute(
            f'SELECT a.key, a.props, a.source FROM node p JOIN edge e ON e.kind = {_IS} AND e."end" = p.id '
            f"JOIN node a ON a.id = e.start WHERE p.key = ? AND a.state = {LIVE} ORDER BY a.key",
            (self._person,),
        ).fetchall()
        return [self._account(row) for row in rows]

    @staticmethod
    def _account(row: tuple[Any, ...]) -> Account:
        account = node_of(row[0], unpack(row[1]), source=row[2])
        assert isinstance(account, Account)
        return account

    def _shared(self, mine: frozenset[Form], keys: set[Key]) -> frozenset[Form]:
        """Which of these forms has somebody else who is still listed?"""
        sql = f"SELECT key, props, source FROM node WHERE kind = {KIND_NUMBERS['account']} AND state = {LIVE}"
        shared: set[Form] = set()
        for row in self._execute(sql):
            if row[0] not in keys:
                shared |= mine & forms_of(self._account(row))
        return frozenset(shared)

    def _suppress(self, forms: frozenset[Form]) -> None:
        if not self._execute("SELECT 1 FROM kept WHERE name = ?", (SECRET,)).fetchone():
            self._keep(SECRET, secrets.token_hex(32))
        suppression = read_suppression(self._writer.connection)
        self._writer.suppress(suppression.entry(form) for form in forms)
        self._writer.suppression = read_suppression(self._writer.connection)

    # --- acts and texts -----------------------------------------------------------------------------------------------

    def _remove_acts(self, limit: int) -> int:
        assert self._place is not None
        idents = [self._writer.id_of(key) for key in self._place["accounts"]]
        mine = pack(idents).decode()
        rows = self._execute(
            f'SELECT DISTINCT e."end" FROM json_each(?) j CROSS JOIN edge e ON e.kind IN ({_ACTS}) '
            "AND e.start = j.value LIMIT ?",
            (mine, limit),
        ).fetchall()
        for (document,) in rows:
            self._remove_from(document, mine)
        if rows:
            return len(rows)
        for key, ident in zip(self._place["accounts"], idents, strict=True):
            self._remove_account(key, ident)
        self._remove_person()
        self._place["phase"] = "texts"
        return len(idents)

    def _remove_from(self, document: int, mine: str) -> None:
        """Remove the person from one document, and the document when they alone wrote it."""
        row = self._execute(
            f"SELECT sum(e.start IN (SELECT value FROM json_each(?1))), count(*) FROM edge e "
            f'WHERE e.kind IN ({_AUTHORSHIP}) AND e."end" = ?2',
            (mine, document),
        ).fetchone()
        state = self._execute("SELECT state FROM node WHERE id = ?", (document,)).fetchone()[0]
        gone = self._execute(
            f'DELETE FROM edge WHERE kind IN ({_ACTS}) AND "end" = ?2 AND start IN (SELECT value FROM json_each(?1))',
            (mine, document),
        ).rowcount
        self._done["acts"] += gone
        if state != LIVE:
            return
        if row[1] and row[0] == row[1]:
            self._writer.bury(document, "document")
            self._done["texts"] += 1
        else:
            self._execute("UPDATE node SET hash = NULL WHERE id = ?", (document,))
            self._writer.touch(document)

    def _remove_account(self, key: Key, ident: int) -> None:
        self._writer.bury(ident, kind_of(key))
        self._execute('DELETE FROM edge WHERE start = ?1 OR "end" = ?1', (ident,))
        self._execute("DELETE FROM judgement WHERE subject = ?", (ident,))
        self._done["accounts"] += 1

    def _remove_person(self) -> None:
        ident = self._writer.id_of(self._person)
        self._execute('DELETE FROM edge WHERE start = ?1 OR "end" = ?1', (ident,))
        self._execute('DELETE FROM suggested WHERE "end" = ?', (ident,))
        rows = self._execute("DELETE FROM judgement WHERE object = ? RETURNING subject", (ident,)).fetchall()
        self._writer.settle_accounts([subject for (subject,) in rows])
        self._writer.id_of(anchor_key(self._person))
        self._writer.touch(ident)

    # --- what others wrote --------------------------------------------------------------------------------------------

    def _redact(self, limit: int) -> int:
        """Blank the suppressed forms in what others wrote; returns how many records were looked at."""
        assert self._place is not None
        kind = _REDACTED[self._place["kind"]]
        rows = self._execute(
            "SELECT n.id, n.key, n.props, r.key, n.source, n.text_hash, seen.version, body.packed, body.text, run.id "
            "FROM node n LEFT JOIN node r ON r.id = n.rule LEFT JOIN seen ON seen.id = n.id "
            "LEFT JOIN run ON run.number = seen.run LEFT JOIN body ON body.id = n.id "
            f"WHERE n.key > ? AND n.key < ? AND n.state = {LIVE} AND NOT n.derived ORDER BY n.key LIMIT ?",
            (max(self._place["after"], f"{kind}:"), f"{kind};", limit),
        ).fetchall()
        edges = stated(self._writer.connection, [row[0] for row in rows])
        for row in rows:
            self._redact_node(row, [edge_of_line(line) for line in edges.get(row[0], [])])
        if len(rows) == limit:
            self._place["after"] = rows[-1][1]
        elif self._place["kind"] + 1 < len(_REDACTED):
            self._place.update(kind=self._place["kind"] + 1, after="")
        else:
            self._redact_ledger()
            self._place["phase"] = "end"
        return len(rows)

    def _redact_node(self, row: tuple[Any, ...], edges: list[Edge]) -> None:
        line = node_line(row[:-1], [])
        node = node_of(row[1], unpack(row[2]), **{name: line[name] for name in _APART if name in line})
        fact = Fact(node, tuple(edges))
        redacted = self._writer.suppression.redact(fact)
        if redacted is not fact:
            self._writer.put(redacted, row[-1])
            self._done["redacted"] += 1

    def _redact_ledger(self) -> None:
        blank = self._writer.suppression
        for run, number, item, params in self._execute("SELECT run, number, item, params FROM problem").fetchall():
            row = (blank.blank(item or "") or None, pack(blank.blank_json(unpack(params))).decode(), run, number)
            self._execute("UPDATE problem SET item = ?, params = ? WHERE run = ? AND number = ?", row)
        for source, cursor in self._execute("SELECT source, cursor FROM cursor").fetchall():
            clean = pack(blank.blank_json(unpack(cursor))).decode()
            if clean != cursor:
                self._execute("UPDATE cursor SET cursor = ? WHERE source = ?", (clean, source))

    def _end(self) -> None:
        self._execute("DELETE FROM kept WHERE name = ?", (self._name,))
        self._done["finished"] = True


_APART = ("rule", "source", "version", "text_hash", "text")
