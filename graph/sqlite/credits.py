"""Credits in SQLite: counted by account and rule as documents come and go, and what accounts are called by them.

`move` and its like only note; `flush` writes, once for each transaction.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable

from graph.content import node_of, pack, props_of, unpack, unpack_credits
from graph.credits import CreditCount, credited, magnitude
from graph.facts import Account, Key
from graph.schema import KIND_NUMBERS
from graph.sqlite.tables import EVERYONE_ID, LIVE, NOBODY_ID

_COUNTS = f"ifnull((SELECT g.rule FROM node g WHERE g.id = {{rule}} AND g.kind = {KIND_NUMBERS['group']}), {{rule}})"
_OPEN = (
    f"({_COUNTS} = {EVERYONE_ID} OR EXISTS(SELECT 1 FROM reader x JOIN node r ON r.id = x.rule "
    f"WHERE x.rule = {_COUNTS} AND x.principal = 'everyone' AND r.state = {LIVE} AND r.id <> {NOBODY_ID}))"
)
_COUNT = (
    "INSERT INTO credit VALUES (?,?,?,?,?) ON CONFLICT DO UPDATE SET documents = documents + excluded.documents "
    "RETURNING documents"
)
_BY_RULE = (
    "SELECT account FROM credit WHERE rule = ?1 OR rule IN "
    f"(SELECT id FROM node WHERE rule = ?1 AND rule > 2 AND kind = {KIND_NUMBERS['group']})"
)
_FORGET = "DELETE FROM credit WHERE account = ? AND rule = ? AND name = ? AND email = ?"
_COUNTED = f"SELECT name, email, documents FROM credit c WHERE account = ? AND {_OPEN.format(rule='c.rule')}"

Counted = tuple[int, int, str, str]
"""Account, rule (or container), name and address."""


class SqliteCredits:
    """The credits that one transaction moves. `id_of` gives row ids, `touch` records a change of a node."""

    def __init__(self, connection: sqlite3.Connection, id_of: Callable[[Key], int], touch: Callable[[int], None]):
        self._execute = connection.execute
        self._id_of, self._touch = id_of, touch
        self._moved: Counter[Counted] = Counter()
        self._told: set[int] = set()
        self._rules: dict[int, bool] = {}

    def move(self, packed: bytes | None, rule: int | None, by: int) -> None:
        """A document of this rule, or in this container, shows these from now on (`by` 1), or no longer (-1)."""
        for each in unpack_credits(packed):
            self._moved[self._id_of(each.account), rule or 0, each.name or "", each.email or ""] += by

    def tell(self, account: int) -> None:
        """A source told of this account."""
        self._told.add(account)

    def reopen(self, rule: int) -> None:
        """The readers of this rule are about to change."""
        if rule not in self._rules:
            self._rules[rule] = self._is_open(rule)

    def _is_open(self, rule: int) -> bool:
        return bool(self._execute(f"SELECT {_OPEN.format(rule='?1')}", (rule,)).fetchone()[0])

    def flush(self) -> None:
        """Write the counts, and what accounts are called now."""
        moved, self._moved = self._moved, Counter()
        told, self._told = self._told, set()
        rules, self._rules = self._rules, {}
        told.update(counted[0] for counted, by in moved.items() if by and self._count(counted, by))
        for rule, was_open in rules.items():
            if self._is_open(rule) != was_open:
                told.update(row[0] for row in self._execute(_BY_RULE, (rule,)))
        self._settle(sorted(told))

    def _count(self, counted: Counted, by: int) -> bool:
        """Count so many more; True when that may change what the account is called."""
        documents = int(self._execute(_COUNT, (*counted, by)).fetchall()[0][0])
        if documents <= 0:
            self._execute(_FORGET, counted)
        return magnitude(documents) != magnitude(documents - by)

    def _settle(self, accounts: Iterable[int]) -> None:
        """Write what these accounts are called; a change of each that was called otherwise."""
        for ident in accounts:
            sql = f"SELECT key, props, source, shown FROM node WHERE id = ? AND state = {LIVE}"
            row = self._execute(sql, (ident,)).fetchone()
            if row is None:
                continue
            own = node_of(row[0], unpack(row[1]), source=row[2])
            assert isinstance(own, Account)
            found = credited(own, [CreditCount(*each) for each in self._execute(_COUNTED, (ident,))])
            shown = None if found == own else pack(props_of(found))
            if shown != row[3]:
                self._execute("UPDATE node SET shown = ? WHERE id = ?", (shown, ident))
                self._touch(ident)
