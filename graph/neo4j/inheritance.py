"""Which rule counts for groups in Neo4j: what `graph.inheritance` needs to find them and to note it.

``n.rule`` of a group is the rule that counts, ``n.stated`` the one that it states. Of a document that states none,
``n.rule`` is the key of its container.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from graph.facts import NOBODY, Key
from graph.inheritance import Inheritance, Nested, unstated_rule
from graph.neo4j.schema import GONE, LIVE, NAMED, at
from graph.neo4j.server import Cypher

INHERITED = "n.rule STARTS WITH 'group:'"
COUNTS = f"CASE WHEN {INHERITED} THEN [(n)-[:IN]->(c) WHERE c.key = n.rule | c.rule][0] END"
"""The rule that counts in the container of `n`, where it states none."""
STATED_RULE = (
    f"CASE WHEN n:Group THEN n.stated WHEN {INHERITED} AND "
    f"EXISTS {{ MATCH (n)-[:IN]->(c) WHERE c.key = n.rule AND c.rule IS NULL }} THEN '{NOBODY}' ELSE n.rule END"
)
"""What `n` states, or its container: what is in a container that is gone is closed."""
_COLUMNS = (
    "OPTIONAL MATCH (n)-[:PART_OF]->(o:Group) WITH n, max(o.key) AS above "
    f"RETURN n.key, n.state = {LIVE}, n.stated, n.source, "
    f"CASE WHEN n.state = {GONE} THEN coalesce(n.rule, '{NOBODY}') ELSE n.rule END, above"
)


class Neo4jInheritance(Inheritance[Key]):
    """Settles groups within a writing transaction, when what they state is written.

    `rule_changes` is told of which groups other rules are about to count.
    """

    nobody = NOBODY

    def __init__(
        self,
        cypher: Cypher,
        touch: Callable[[Collection[Key]], None],
        rule_changes: Callable[[Collection[Key]], None],
    ) -> None:
        self._cypher = cypher
        self._touch = touch
        self._rule_changes = rule_changes

    def point(self, containers: Mapping[Key, str]) -> None:
        """Containers, by the source of documents that state no rule. One that no record tells of has its rule."""
        rows = [[key, unstated_rule(source)] for key, source in containers.items()]
        self._cypher.each(
            f"UNWIND $rows AS row {at('n', 'row[0]')} WHERE n.state = {NAMED} AND n.rule IS NULL SET n.rule = row[1]",
            rows,
        )

    def _nested(self, groups: Collection[Key]) -> list[Nested[Key]]:
        return self._found(f"UNWIND $rows AS key {at()} ", groups)

    def _below(self, groups: Collection[Key]) -> list[Nested[Key]]:
        match = f"UNWIND $rows AS key {at('b')} MATCH (b)<-[:PART_OF]-(n:Group) WHERE n.state = {LIVE} WITH DISTINCT n "
        return [each for each in self._found(match, groups) if each.open]

    def _found(self, match: str, groups: Collection[Key]) -> list[Nested[Key]]:
        rows = self._cypher.each(match + _COLUMNS, [*groups])
        return [
            Nested(group, live, stated, live and stated == unstated_rule(source or ""), counts, above)
            for group, live, stated, source, counts, above in rows
        ]

    def _note(self, rules: Mapping[Key, Key | None]) -> None:
        if not rules:
            return
        self._rule_changes([*rules])
        rows = [[group, rule] for group, rule in rules.items()]
        self._cypher.each(f"UNWIND $rows AS row {at('n', 'row[0]')} SET n.rule = row[1]", rows)
        self._touch([*rules])
