"""One transaction that writes facts of sources to SQLite; what is derived and judged is in `derive`."""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graph.content import Ready, pack, unpack, without_accounts
from graph.fact_writer import FactWriter
from graph.facts import (
    EVERYONE,
    Account,
    Cursor,
    Document,
    Edge,
    EdgeKind,
    Group,
    Json,
    Key,
    Problem,
    Rule,
    Term,
    kind_of,
)
from graph.forms import Form
from graph.inheritance import container_of
from graph.schema import ACTS, EDGES, KIND_NUMBERS, State, numbers, of_state, stated_at_end, stated_by
from graph.sqlite.authored import SqliteAuthoring
from graph.sqlite.credits import SqliteCredits
from graph.sqlite.inheritance import SqliteInheritance
from graph.sqlite.tables import EVERYONE_ID, GONE, LIVE
from graph.store import Outcome, RunState
from graph.suppression import Entry, Suppression

_IN, _PART_OF = EDGES[EdgeKind.IN].number, EDGES[EdgeKind.PART_OF].number
_OPEN = {"location", "source"}
_CACHED_IDS = 100_000
_PROBLEM_TEXTS = 1_000
_DEFLATE_FROM = 600
_PUT_EDGE = "INSERT OR REPLACE INTO edge VALUES (?,?,?,?,?,?,?,?,?,NULL)"
_SLOT = (
    f"SELECT n.kind, ifnull(n.source, ''), ifnull(iif(c.kind = {KIND_NUMBERS['group']}, c.rule, n.rule), 0) "
    "FROM node n LEFT JOIN node c ON c.id = n.rule WHERE n.id = ?"
)
"""By what a node is counted: a document that states no rule by that of its container."""
_IN_GROUP = (
    f"SELECT {KIND_NUMBERS['document']}, ifnull(source, ''), count(*) FROM node WHERE rule = ? AND rule > 2 "
    f"AND kind = {KIND_NUMBERS['document']} AND state = {LIVE} GROUP BY source"
)
_BELOW = (
    "WITH RECURSIVE named(id) AS (SELECT n.id FROM json_each(:keys) j JOIN node n ON n.key = j.value), "
    f"below(id) AS (SELECT named.id FROM named JOIN node n USING(id) WHERE n.kind = {KIND_NUMBERS['group']} "
    f'UNION SELECT e.start FROM below JOIN edge e ON e.kind = {_PART_OF} AND e."end" = below.id) '
    "INSERT OR IGNORE INTO temp.scope SELECT id FROM named UNION SELECT id FROM below UNION "
    f'SELECT e.start FROM below JOIN edge e ON e.kind = {_IN} AND e."end" = below.id'
)
_KEEP = (
    "INSERT INTO seen(id, run) SELECT k.id, :run FROM {origin} JOIN node n ON n.id = k.id "
    f"WHERE n.state = {LIVE} AND NOT n.derived ON CONFLICT(id) DO UPDATE SET run = excluded.run"
)
_LARGER = (
    'SELECT DISTINCT n.rule, n.stated, (SELECT max(e."end") FROM edge e '
    f"WHERE e.kind IN ({_IN}, {_PART_OF}) AND e.start = n.id) FROM {{origin}} JOIN node n ON n.id = k.id "
    f"WHERE n.state = {LIVE}"
)
_ABOVE = (
    f'SELECT n.stated, e."end" FROM node n LEFT JOIN edge e ON e.kind = {_PART_OF} AND e.start = n.id WHERE n.id = ?'
)
_SEE = (
    "INSERT INTO seen(id, run) SELECT n.id, ?1 FROM node n "
    f"WHERE n.id = ?2 AND n.state = {LIVE} AND NOT n.derived ON CONFLICT(id) DO UPDATE SET run = excluded.run"
)
_ACTS, _DERIVED_AT = numbers(ACTS), numbers(of_state(State.DERIVED))


class SqliteWriter(SqliteAuthoring, FactWriter):
    """One transaction on the store's writing connection. `ids` are known row ids, cleared by the store on rollback."""

    def __init__(self, connection: sqlite3.Connection, ids: dict[Key, int], suppression: Suppression) -> None:
        super().__init__(connection, ids)
        self._runs: dict[str, int] = {}
        self._tally: Counter[tuple[int, str, int]] = Counter()
        self._credits = SqliteCredits(connection, self.id_of, self.touch)
        self._nesting = SqliteInheritance(self)
        self._kept: dict[int, set[int]] = defaultdict(set)
        self.suppression = suppression

    # --- facts ------------------------------------------------------------------------------------------------------

    def expect(self, keys: Iterable[Key]) -> None:
        """Nothing need be looked up before: the file is near."""

    def _put(self, made: Ready, run: str) -> Outcome:
        node = made.node
        version = getattr(node, "version", None)
        row = self.connection.execute(
            "SELECT n.id, n.hash, n.state, n.derived, n.props, seen.run, seen.version, n.credits, n.rule FROM node n "
            "LEFT JOIN seen ON seen.id = n.id WHERE n.key = ?",
            (node.key,),
        ).fetchone()
        number = self.run_number(run)
        if row is None or row[2] != LIVE or row[3]:
            self._insert(made, row)
            self._see(self._ids[node.key], number, version)
            return Outcome.NEW
        ident, old, _, _, old_props, seen, old_version, credits, rule = row
        if seen != number or version != old_version:
            self._see(ident, number, version)
        if old == made.hashed or (isinstance(node, Term) and old_props <= pack(made.props)):
            if credits != made.credits:
                self.credit(ident, made.credits)
            return Outcome.SAME
        self._credits.move(credits, rule, -1)
        self._replace(ident, made)
        return Outcome.CHANGED

    def credit(self, ident: int, packed: bytes | None) -> None:
        """Let a document show these credits instead of those that it shows; no change of the document."""
        sql = "SELECT credits, rule FROM node WHERE id = ?"
        old, rule = self.connection.execute(sql, (ident,)).fetchone()
        self._credits.move(old, rule, -1)
        self._credits.move(packed, rule, 1)
        self.connection.execute("UPDATE node SET credits = ? WHERE id = ?", (packed, ident))

    def uncredit(self, documents: Collection[Key], accounts: Collection[Key]) -> None:
        """Let these documents show nothing of these accounts."""
        rows = self.connection.execute(
            "SELECT n.id, n.credits FROM json_each(?) j CROSS JOIN node n ON n.key = j.value "
            "WHERE n.credits IS NOT NULL",
            (pack(list(documents)).decode(),),
        ).fetchall()
        for ident, packed in rows:
            left = without_accounts(packed, accounts)
            if left != packed:
                self.credit(ident, left)

    def _refuse(self, account: Account) -> None:
        """Take nothing in of somebody who asked to be forgotten; what came before their address was known goes too."""
        self.suppress([self.suppression.entry(Form("account", account.key))])
        ident = self.id_of(account.key)
        state = self.connection.execute("SELECT state FROM node WHERE id = ?", (ident,)).fetchone()[0]
        if state == LIVE:
            self.bury(ident, "account")
        acted = f'SELECT n.key FROM edge e JOIN node n ON n.id = e."end" WHERE e.kind IN ({_ACTS}) AND e.start = ?'
        self.uncredit([key for (key,) in self.connection.execute(acted, (ident,))], [account.key])
        self.connection.execute('DELETE FROM edge WHERE start = ?1 OR "end" = ?1', (ident,))

    def suppress(self, entries: Iterable[Entry]) -> None:
        """Keep these suppressed forms."""
        rows = [(each.form, each.kind, each.words, each.first) for each in entries]
        self.connection.executemany("INSERT OR IGNORE INTO suppressed VALUES (?,?,?,?)", rows)

    def run_number(self, run: str) -> int:
        """The number of this run."""
        known = self._runs.get(run)
        if known is None:
            self.connection.execute(
                "INSERT OR IGNORE INTO run(id, source, state) VALUES (?, '', ?)", (run, RunState.ENDED.value)
            )
            row = self.connection.execute("SELECT number FROM run WHERE id = ?", (run,)).fetchone()
            known = self._runs[run] = int(row[0])
        return known

    def _see(self, ident: int, run: int, version: str | None) -> None:
        self.connection.execute("INSERT OR REPLACE INTO seen VALUES (?,?,?)", (ident, run, version))

    def _insert(self, made: Ready, row: tuple[Any, ...] | None) -> None:
        node = made.node
        if row is None:
            sql = "INSERT INTO node(key, kind) VALUES (?, ?)"
            ident = self.connection.execute(sql, (node.key, KIND_NUMBERS[kind_of(node.key)])).lastrowid
            assert ident is not None
        else:
            ident = row[0]
            if row[2] == LIVE:
                self.count(ident, -1)
        self._remember(node.key, ident)
        self._write(ident, made, fresh=row is None)
        self.count(ident, 1)
        if isinstance(node, Group):
            self._nesting.settle([ident])
        if isinstance(node, Account):
            self.settle_accounts([ident], quiet=True)

    def _replace(self, ident: int, made: Ready) -> None:
        self.count(ident, -1)
        self._unstate(ident, kind_of(made.node.key))
        self._write(ident, made, fresh=False)
        self.count(ident, 1)
        if isinstance(made.node, Group):
            self._nesting.settle([ident])

    def _write(self, ident: int, made: Ready, *, fresh: bool) -> None:
        node = made.node
        kind = kind_of(node.key)
        shown = kind in _OPEN or (isinstance(node, Account) and node.anchor)
        hash_of_text = None
        if isinstance(node, Document):
            hash_of_text = made.text_hash
            self._write_text(ident, node.text, hash_of_text, fresh)
        if isinstance(node, Rule):
            self._write_readers(ident, node)
        if isinstance(node, Account):
            self._credits.tell(ident)
        rule = self._rule(ident, made)
        self.connection.execute(
            f"UPDATE node SET state = {LIVE}, derived = 0, open = ?, rule = ?, source = ?, props = ?, text_hash = ?, "
            "hash = ?, seq = ?, credits = ? WHERE id = ?",
            (
                shown, rule, getattr(node, "source", None), pack(made.props), hash_of_text, made.hashed,
                self.next_seq(), made.credits, ident,
            ),
        )  # fmt: skip
        self._credits.move(made.credits, rule, 1)
        if made.edges:
            self.connection.executemany(_PUT_EDGE, [self._edge_row(edge, node.key) for edge in made.edges])

    def _rule(self, ident: int, made: Ready) -> int | None:
        """What is stored of a document or group as its rule; of a document that states none its container."""
        node = made.node
        if not isinstance(node, Document | Group):
            return None
        container = container_of(node, made.edges)
        if container is not None:
            return self._nesting.point(container, node.source)
        stated = EVERYONE_ID if node.rule == EVERYONE else self.id_of(node.rule)
        return self._nesting.state(ident, stated) if isinstance(node, Group) else stated

    def rule_changes(self, group: int) -> None:
        """Another rule is about to count for what is in this group and states none."""
        self._credits.reopen(group)

    def rule_changed(self, group: int, before: int | None, rule: int | None) -> None:
        """Another rule counts for what is in this group and states none: it is counted by that one."""
        rows = self.connection.execute(_IN_GROUP, (group,)).fetchall()
        for kind, source, count in rows:
            self._tally[kind, source, before or 0] -= count
            self._tally[kind, source, rule or 0] += count

    def _edge_row(self, edge: Edge, owner: Key) -> tuple[Any, ...]:
        by_end = stated_at_end(edge, owner)
        both = EDGES[edge.kind].owner == "either"
        start, end = self.id_of(edge.start), self.id_of(edge.end)
        return (
            EDGES[edge.kind].number, start, end, int(by_end and both),
            edge.at, edge.count, edge.size, edge.weight, edge.role,
        )  # fmt: skip

    def _write_text(self, ident: int, text: str, hashed: str, fresh: bool) -> None:
        if not fresh:
            self.connection.execute("DELETE FROM extraction WHERE id = ? AND text_hash <> ?", (ident, hashed))
        raw: bytes = text.encode()
        small = zlib.compress(raw, 3) if len(raw) >= _DEFLATE_FROM else raw
        packed = len(small) < 0.9 * len(raw)
        if raw or not fresh:
            row = (ident, packed, small if packed else raw)
            self.connection.execute("INSERT OR REPLACE INTO body VALUES (?,?,?)", row)

    def _write_readers(self, ident: int, rule: Rule) -> None:
        self._credits.reopen(ident)
        self.connection.execute("DELETE FROM reader WHERE rule = ?", (ident,))
        rows = [(principal, ident) for principal in set(rule.principals)]
        self.connection.executemany("INSERT INTO reader VALUES (?,?)", rows)

    def _unstate(self, ident: int, kind: str) -> None:
        """Remove every edge that the node of this kind states."""
        starts, ends = stated_by(kind)
        for side, kinds in (("start", starts), ("end", ends)):
            either = {each for each in kinds if EDGES[each].owner == "either"}
            alone = [each for each in kinds if each not in either]
            if alone:
                self.connection.execute(f'DELETE FROM edge WHERE kind IN ({numbers(alone)}) AND "{side}" = ?', (ident,))
            if either:
                where = f'kind IN ({numbers(either)}) AND "{side}" = ? AND by_end = {int(side == "end")}'
                self.connection.execute(f"DELETE FROM edge WHERE {where}", (ident,))

    def count(self, ident: int, by: int) -> None:
        """Count a node by its kind, its source and the rule that counts for it."""
        self._tally[self.connection.execute(_SLOT, (ident,)).fetchone()] += by

    # --- seen and gone ------------------------------------------------------------------------------------------------

    def keep(self, keys: Collection[Key], run: str, below: bool = True) -> int:
        """Mark nodes as seen in `run` without reading them; with `below` a group keeps all that is in and below it."""
        number = self.run_number(run)
        values = {"run": number, "keys": pack(list(keys)).decode()}
        nested = below and any(kind_of(key) == "group" for key in keys)
        if nested:
            self.connection.execute("DELETE FROM temp.scope")
            self.connection.execute(_BELOW, values).close()
        origin = "temp.scope k" if nested else "json_each(:keys) j JOIN node k ON k.key = j.value"
        self.connection.execute(_KEEP.format(origin=origin), values).close()
        kept = int(self.connection.execute("SELECT changes()").fetchone()[0])
        larger = self.connection.execute(_LARGER.format(origin=origin), values).fetchall()
        self._keep_above({each for row in larger for each in row if each}, number)
        return kept

    def _keep_above(self, idents: set[int], run: int) -> None:
        """See rules, containers and all that those are in, each once in a transaction."""
        while fresh := idents - self._kept[run]:
            self._kept[run] |= fresh
            idents = set()
            for ident in fresh:
                self.connection.execute(_SEE, (run, ident))
                idents.update(each for row in self.connection.execute(_ABOVE, (ident,)) for each in row if each)

    def drop(self, keys: Collection[Key]) -> int:
        """The source says that these are gone: remove them, their edges and what was derived from them."""
        rows = self.connection.execute(
            f"SELECT n.id, n.kind FROM json_each(?) j JOIN node n ON n.key = j.value WHERE n.state = {LIVE}",
            (pack(sorted(set(keys))).decode(),),
        ).fetchall()
        names = {number: name for name, number in KIND_NUMBERS.items()}
        for ident, kind in rows:
            self.bury(ident, names[kind])
        return len(rows)

    def bury(self, ident: int, kind: str, unlisted: bool = False) -> None:
        """Leave nothing of a node but its key, as a tombstone. What others say about it stays theirs, unseen.

        `unlisted`: a complete listing has it no more, where its source might also say that it is gone.
        """
        execute, seq = self.connection.execute, self.next_seq()
        self.count(ident, -1)
        self._unstate(ident, kind)
        execute(f"DELETE FROM edge WHERE kind IN ({_DERIVED_AT}) AND start = ?", (ident,))
        if kind == "document":
            for table in ("body", "extraction"):
                execute(f"DELETE FROM {table} WHERE id = ?", (ident,))
            credits, rule = execute("SELECT credits, rule FROM node WHERE id = ?", (ident,)).fetchone()
            self._credits.move(credits, rule, -1)
        else:
            execute(f'DELETE FROM edge WHERE kind IN ({_DERIVED_AT}) AND "end" = ?', (ident,))
            execute('DELETE FROM suggested WHERE start = ? OR "end" = ?', (ident, ident))
        if kind == "rule":
            self._credits.reopen(ident)
        execute("DELETE FROM reader WHERE rule = ?", (ident,))
        execute("DELETE FROM seen WHERE id = ?", (ident,))
        rule = self._nesting.unstated(ident) if unlisted and kind == "group" else None
        before = self._nesting.rule_of(ident)
        if kind == "group":
            self.rule_changes(ident)
        execute(
            f"UPDATE node SET state = {GONE}, derived = 0, open = 0, rule = ?, stated = NULL, source = NULL, "
            "props = NULL, text_hash = NULL, hash = NULL, credits = NULL, shown = NULL, seq = ? WHERE id = ?",
            (rule, seq, ident),
        )
        if kind == "group":
            self.rule_changed(ident, before, rule)
            self._nesting.settle([ident])

    # --- ledger ------------------------------------------------------------------------------------------------------

    def problem(self, source: str, run: str, problem: Problem) -> None:
        """Count and keep one Problem of a run (the first 1,000 with their text)."""
        problem = self.suppression.blank_problem(problem)
        number = self.run_number(run)
        self.connection.execute(
            "UPDATE run SET problems = problems + 1, source = iif(source = '', ?, source) WHERE number = ?",
            (source, number),
        )
        count = self.connection.execute("SELECT problems FROM run WHERE number = ?", (number,)).fetchone()[0]
        if count <= _PROBLEM_TEXTS:
            row = (number, count, problem.id, problem.message, pack(dict(problem.params)).decode())
            self.connection.execute("INSERT INTO problem VALUES (?,?,?,?,?)", row)

    def mark(
        self, source: str, cursor: Cursor | None, run: str, state: RunState, counts: Mapping[str, int] | None = None
    ) -> None:
        """Write the cursor of a source (None leaves it) and the state of its run, in this transaction."""
        cursor = self.may_keep(cursor, state)
        if cursor is not None:
            self.set_cursor(source, dict(cursor))
        number = self.run_number(run)
        self.connection.execute(
            "UPDATE run SET source = ?, state = ?, counts = ifnull(?, counts) WHERE number = ?",
            (source, state.value, pack(dict(counts)).decode() if counts else None, number),
        )

    def tell(self, run: str, told: bytes) -> None:
        """Keep, until this run ends, what it has told up to the cursor."""
        number = self.run_number(run)
        sql = "INSERT INTO told SELECT ?1, ifnull(max(number), 0) + 1, ?2 FROM told WHERE run = ?1"
        self.connection.execute(sql, (number, told))

    def set_cursor(self, source: str, cursor: Json) -> None:
        """The cursor from which this source goes on."""
        self.connection.execute(
            "INSERT OR REPLACE INTO cursor VALUES (?,?)", (source, pack(self.suppression.blank_json(cursor)).decode())
        )

    def kept(self, name: str) -> Json:
        """The value under this name; None when nothing is kept."""
        row = self.connection.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        value: Json = unpack(row[0]) if row else None
        return value

    def set_kept(self, name: str, value: Json) -> None:
        """Keep this value under this name; None forgets it."""
        if value is None:
            self.connection.execute("DELETE FROM kept WHERE name = ?", (name,))
        else:
            self.connection.execute("INSERT OR REPLACE INTO kept VALUES (?,?)", (name, pack(value).decode()))

    def flush(self) -> None:
        """Write what was only counted: the last thing before the commit."""
        self._credits.flush()
        rows = [(*slot, by) for slot, by in self._tally.items() if by]
        self.connection.executemany(
            "INSERT INTO tally VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET nodes = nodes + excluded.nodes", rows
        )
        self._tally.clear()
