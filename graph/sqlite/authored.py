"""Authored edges in SQLite: said and unsaid one at a time, in a table that nothing else writes to."""

from __future__ import annotations

from graph.authored import check_said, is_refused, says_the_same
from graph.facts import Edge, Endorsement, Key
from graph.schema import EDGES
from graph.sqlite.derive import SqliteDerivation
from graph.sqlite.edges import COLUMNS, packed_props, row_edge
from graph.suppression import Suppression

_THIS = 'kind = ?1 AND start = ?2 AND "end" = ?3 AND topic = ?4'
_READ = (
    f"SELECT {COLUMNS['authored']} FROM authored e JOIN node s ON s.id = e.start "
    'JOIN node t ON t.id = e."end" WHERE e.kind = ?1 AND e.start = ?2 AND e."end" = ?3 AND e.topic = ?4'
)


class SqliteAuthoring(SqliteDerivation):
    """The part of a transaction in which people say things."""

    suppression: Suppression

    def say(self, edge: Edge) -> bool:
        """Record one authored edge. False when it was said before, or when a person who was erased is at an end."""
        check_said(edge)
        if is_refused(edge, self.suppression):
            return False
        ident = self._identity(edge)
        row = self.connection.execute(_READ, ident).fetchone()
        if says_the_same(row and row_edge(row), edge):
            return False
        values = (*ident, *packed_props(edge))
        self.connection.execute("INSERT OR REPLACE INTO authored VALUES (?,?,?,?,?,?,?,?,?,?)", values)
        self.touch(ident[1], EDGES[edge.kind].aspect)
        return True

    def unsay(self, edge: Edge) -> bool:
        """Remove the authored edge of this identity. False when it is not there."""
        check_said(edge)
        ident = self._identity(edge)
        gone = self.connection.execute(f"DELETE FROM authored WHERE {_THIS}", ident).rowcount
        if gone:
            self.touch(ident[1], EDGES[edge.kind].aspect)
        return bool(gone)

    def _identity(self, edge: Edge) -> tuple[int, int, int, int]:
        topic = edge.topic if isinstance(edge, Endorsement) else None
        number = EDGES[edge.kind].number
        return number, self.id_of(edge.start), self.id_of(edge.end), self.id_of(topic) if topic else 0

    def forget_said(self, person: Key) -> int:
        """Remove every authored edge from or to this person, as when they are erased; returns how many there were."""
        ident = self.id_of(person)
        return self.connection.execute('DELETE FROM authored WHERE start = ?1 OR "end" = ?1', (ident,)).rowcount
