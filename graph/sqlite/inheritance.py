"""Which rule counts for groups in SQLite: what `graph.inheritance` needs to find them and to note it.

``node.rule`` of a group is the rule that counts, ``node.stated`` the one that it states. Of a document that states
none, ``node.rule`` is its container.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from typing import Protocol

from graph.content import pack
from graph.facts import EdgeKind, Key
from graph.inheritance import Inheritance, Nested, unstated_rule
from graph.schema import EDGES, KIND_NUMBERS
from graph.sqlite.tables import GONE, LIVE, NAMED, NOBODY_ID

_PART_OF = EDGES[EdgeKind.PART_OF].number
_GROUP, _DOCUMENT = KIND_NUMBERS["group"], KIND_NUMBERS["document"]
_ABOVE = (
    f'(SELECT o.id FROM edge e JOIN node o ON o.id = e."end" WHERE e.kind = {_PART_OF} AND e.start = n.id '
    f"AND o.kind = {_GROUP} ORDER BY o.key DESC LIMIT 1)"
)
_COLUMNS = (
    f"n.id, n.state = {LIVE}, n.stated, n.source, iif(n.state = {GONE}, ifnull(n.rule, {NOBODY_ID}), n.rule), "
    f"{_ABOVE}, (SELECT r.key FROM node r WHERE r.id = n.stated)"
)


class RuleTally(Protocol):
    """What a writer does for the inheritance of rules: names nodes, counts them by their rule, records changes."""

    connection: sqlite3.Connection

    def id_of(self, key: Key) -> int: ...
    def touch(self, ident: int) -> None: ...
    def count(self, ident: int, by: int) -> None:
        """Count this node, by the rule that counts for it now."""

    def rule_changes(self, group: int) -> None:
        """Another rule is about to count for what is in this group and states none."""

    def rule_changed(self, group: int, before: int | None, rule: int | None) -> None:
        """Another rule counts for what is in this group and states none."""


class SqliteInheritance(Inheritance[int]):
    """Settles groups within a writing transaction."""

    nobody = NOBODY_ID

    def __init__(self, tally: RuleTally) -> None:
        self._tally = tally
        self._execute = tally.connection.execute

    def point(self, container: Key, source: str) -> int:
        """The container of a document that states no rule. One that no record tells of has the rule of its source."""
        ident, unstated = self._tally.id_of(container), self._tally.id_of(unstated_rule(source))
        self._execute(f"UPDATE node SET rule = ? WHERE id = ? AND state = {NAMED} AND rule IS NULL", (unstated, ident))
        return ident

    def state(self, group: int, stated: int) -> int | None:
        """Note what a group states; the rule that counts for it as long as it is not settled."""
        self._execute("UPDATE node SET stated = ? WHERE id = ?", (stated, group))
        return self.rule_of(group)

    def rule_of(self, group: int) -> int | None:
        """The rule that counts for what is in this group."""
        rule: int | None = self._execute("SELECT rule FROM node WHERE id = ?", (group,)).fetchone()[0]
        return rule

    def unstated(self, group: int) -> int:
        """The rule of what states none in the source of this group."""
        (source,) = self._execute("SELECT source FROM node WHERE id = ?", (group,)).fetchone()
        return self._tally.id_of(unstated_rule(source))

    def _nested(self, groups: Collection[int]) -> list[Nested[int]]:
        return self._found(f"json_each(?) j JOIN node n ON n.id = j.value WHERE n.kind = {_GROUP}", groups)

    def _below(self, groups: Collection[int]) -> list[Nested[int]]:
        found = self._found(
            f'json_each(?) j CROSS JOIN edge e ON e.kind = {_PART_OF} AND e."end" = j.value '
            f"CROSS JOIN node n ON n.id = e.start WHERE n.kind = {_GROUP} AND n.state = {LIVE}",
            groups,
        )
        return [each for each in found if each.open]

    def _found(self, origin: str, groups: Collection[int]) -> list[Nested[int]]:
        rows = self._execute(f"SELECT {_COLUMNS} FROM {origin}", (pack([*groups]).decode(),))
        return [
            Nested(group, bool(live), stated, bool(live) and rule == unstated_rule(source or ""), counts, above)
            for group, live, stated, source, counts, above, rule in rows
        ]

    def _note(self, rules: Mapping[int, int | None]) -> None:
        for group, rule in rules.items():
            before = self.rule_of(group)
            self._tally.rule_changes(group)
            self._tally.count(group, -1)
            self._execute("UPDATE node SET rule = ? WHERE id = ?", (rule, group))
            self._tally.count(group, 1)
            self._tally.rule_changed(group, before, rule)
            self._tally.touch(group)
