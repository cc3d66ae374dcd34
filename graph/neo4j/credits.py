"""Credits in Neo4j: counted by account and rule as documents come and go, and what accounts are called by them.

`move` and its like only note; `flush` writes, once for each transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Any, cast

from graph.content import node_of, pack, props_of, unpack, unpack_credits
from graph.credits import CreditCount, credited, magnitude
from graph.facts import NOBODY, Account, Key
from graph.neo4j.schema import LIVE, at, opened
from graph.neo4j.server import Cypher

_COUNT = (
    "UNWIND $rows AS row MERGE (c:Credit {account: row[0], rule: row[1], name: row[2], email: row[3]}) "
    "ON CREATE SET c.documents = 0 SET c.documents = c.documents + row[4] RETURN c.account, c.documents, row[4]"
)
_FORGET = "UNWIND $rows AS key MATCH (c:Credit {account: key}) WHERE c.documents <= 0 DELETE c"
_CALLED = (
    f"UNWIND $rows AS key {at()} WHERE n.state = {LIVE} OPTIONAL MATCH (c:Credit {{account: key}}) "
    f"WHERE {opened('c.rule')} RETURN key, n.props, n.source, n.shown, "
    "collect(CASE WHEN c IS NULL THEN null ELSE [c.name, c.email, c.documents] END)"
)
_CALL = f"UNWIND $rows AS row {at('n', 'row[0]')} SET n.shown = row[1], n.name = row[2], n.emails = row[3]"

Counted = tuple[Key, Key, str, str]
"""Account, rule (or container), name and address."""


class Neo4jCredits:
    """The credits that one transaction moves. `touch` records a change of nodes."""

    def __init__(self, cypher: Cypher, touch: Callable[[Iterable[Key]], None]) -> None:
        self._cypher, self._touch = cypher, touch
        self._moved: Counter[Counted] = Counter()
        self._told: set[Key] = set()
        self._rules: dict[Key, bool] = {}

    def move(self, packed: bytes | str | None, rule: Key | None, by: int) -> None:
        """A document that is read by this rule shows these from now on (`by` 1), or no longer (-1)."""
        for each in unpack_credits(packed):
            self._moved[each.account, rule or NOBODY, each.name or "", each.email or ""] += by

    def tell(self, account: Key) -> None:
        """A source told of this account."""
        self._told.add(account)

    def reopen(self, rules: Collection[Key]) -> None:
        """The readers of these rules are about to change."""
        fresh = [rule for rule in rules if rule not in self._rules]
        self._rules.update(dict.fromkeys(fresh, False))
        self._rules.update(dict.fromkeys(self._opened(fresh), True))

    def _opened(self, rules: Collection[Key]) -> set[Key]:
        text = f"UNWIND $rows AS rule WITH rule WHERE {opened('rule')} RETURN rule"
        return {rule for (rule,) in self._cypher.each(text, sorted(rules))}

    def flush(self) -> None:
        """Write the counts, and what accounts are called now."""
        moved, self._moved = self._moved, Counter()
        told, self._told = self._told, set()
        rules, self._rules = self._rules, {}
        changed = self._count([[*counted, by] for counted, by in moved.items() if by])
        opened = self._opened(rules)
        turned = sorted(rule for rule, was_open in rules.items() if was_open != (rule in opened))
        in_groups = "UNWIND $rows AS rule MATCH (n:Group) WHERE n.rule = rule RETURN DISTINCT n.key"
        containers = [group for (group,) in self._cypher.each(in_groups, turned)]
        by_rule = "UNWIND $rows AS rule MATCH (c:Credit {rule: rule}) RETURN DISTINCT c.account"
        changed.update(account for (account,) in self._cypher.each(by_rule, [*turned, *containers]))
        self._settle(changed, told)

    def _count(self, rows: list[Any]) -> set[Key]:
        """Count so many more; the accounts that may be called otherwise by it."""
        found = [cast(tuple[Key, int, int], tuple(row)) for row in self._cypher.each(_COUNT, rows)]
        self._cypher.each(_FORGET, sorted({account for account, documents, _ in found if documents <= 0}))
        return {key for key, documents, by in found if magnitude(documents) != magnitude(documents - by)}

    def _settle(self, changed: Collection[Key], told: Collection[Key]) -> None:
        """Write what these accounts are called; a change of each that was called otherwise."""
        called: list[list[Any]] = []
        other: list[Key] = []
        for key, props, source, shown, counts in self._cypher.each(_CALLED, sorted({*changed, *told})):
            own = node_of(key, unpack(props), source=source)
            assert isinstance(own, Account)
            found = credited(own, [CreditCount(*each) for each in counts])
            now = None if found == own else pack(props_of(found)).decode()
            if now != shown:
                other.append(key)
            if now != shown or (now and key in told):  # what its source told was written over its name
                called.append([key, now, found.name, list(found.emails) or None])
        self._cypher.each(_CALL, called)
        if other:
            self._touch(other)
