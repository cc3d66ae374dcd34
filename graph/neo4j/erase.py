"""The traces of a person in Neo4j: what `graph.erasure` needs to find and remove them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from graph.content import edge_of_line, node_of, pack, unpack, unpack_credits, unpack_extraction
from graph.erasure import Place, is_note, texts_of
from graph.facts import Account, Cursor, Extraction, Fact, Json, Key, Problem
from graph.judgements import ERASED
from graph.ledger import RunState
from graph.neo4j.dump import STATED, node_line, stated
from graph.neo4j.schema import LIVE, at, types
from graph.neo4j.server import Cypher, Row
from graph.neo4j.writer import Neo4jWriter
from graph.schema import ACTS, AUTHORSHIP, State, of_state
from graph.suppression import SECRET, Entry, Suppression

_WRITTEN = {
    "Run": ("id", ("error",)),
    "Job": ("id", ("args", "error", "progress")),
    "Judgement": ("id", ("reason", "label")),
    "Kept": ("name", ("value",)),
}
"""Labels of nodes in which something is noted: the property that names one, and those with texts."""
_PACKED = {"args", "progress", "value"}
_APART = ("rule", "source", "version", "text_hash", "text")


def read_suppression(cypher: Cypher) -> Suppression:
    """What is suppressed."""
    rows = cypher.rows("MATCH (k:Kept {name: $name}) RETURN k.value", name=SECRET)
    entries = [
        Entry(bytes.fromhex(form), kind, words, bytes.fromhex(first) if first else None)
        for form, kind, words, first in cypher.rows("MATCH (n:Suppressed) RETURN n.form, n.kind, n.words, n.first")
    ]
    return Suppression(bytes.fromhex(unpack(rows[0][0])) if rows else b"", entries)


class Neo4jTraces:
    """Traces in the transaction of a writer."""

    def __init__(self, writer: Neo4jWriter) -> None:
        self._writer = writer
        self._cypher = writer.cypher

    def suppression(self) -> Suppression:
        """What is suppressed by now."""
        return read_suppression(self._cypher)

    # --- accounts -----------------------------------------------------------------------------------------------------

    def accounts_of(self, person: Key) -> list[Account]:
        """All accounts of the person, in key order."""
        rows = self._cypher.rows(
            f"{at('n', '$person')} MATCH (n)<-[:IS]-(a) WHERE a.state = {LIVE} "
            "RETURN a.key, coalesce(a.shown, a.props), a.source ORDER BY a.key",
            person=person,
        )
        return [_account(*row) for row in rows]

    def accounts(self) -> Iterator[Account]:
        """All accounts that are there."""
        told = f"MATCH (a:Account) WHERE a.state = {LIVE} RETURN a.key, coalesce(a.shown, a.props), a.source"
        for row in self._cypher.stream(told):
            yield _account(*row)

    def remove_accounts(self, keys: Collection[Key]) -> None:
        """Bury these accounts; remove their edges and the judgements about them."""
        self.bury(keys)
        self._cypher.each(f"UNWIND $rows AS key {at()} MATCH (n)-[e]-() DELETE e", list(keys))
        self._cypher.each("UNWIND $rows AS key MATCH (j:Judgement {subject: key}) DELETE j", list(keys))

    def remove_person(self, person: Key) -> None:
        """Remove the edges of the person and the judgements that name them."""
        self._writer.name((person,))
        self._cypher.rows(f"{at('n', '$key')} MATCH (n)-[e]-() DELETE e", key=person)
        rows = self._cypher.rows(
            "MATCH (j:Judgement {object: $key}) WITH j, j.subject AS subject DELETE j RETURN subject", key=person
        )
        self._writer.settle_accounts(sorted({subject for (subject,) in rows}))
        for name in ("by", "undone_by"):
            who = f"MATCH (j:Judgement) WHERE j.{name} = $person SET j.{name} = $erased"
            self._cypher.rows(who, person=person, erased=ERASED)
        self._writer.touch((person,))

    # --- acts -------------------------------------------------------------------------------------------------------

    def acted_on(self, accounts: Collection[Key], limit: int) -> list[Key]:
        """Up to `limit` documents on which these accounts acted."""
        rows = self._cypher.rows(
            f"UNWIND $mine AS key {at()} MATCH (n)-[:{types(ACTS)}]->(d) RETURN DISTINCT d.key LIMIT $limit",
            mine=list(accounts), limit=limit,
        )  # fmt: skip
        return [key for (key,) in rows]

    def authors(self, documents: Collection[Key]) -> dict[Key, set[Key]]:
        """Of those documents that are there: the accounts that had a hand in the text."""
        rows = self._cypher.each(
            f"UNWIND $rows AS key {at('d')} WHERE d.state = {LIVE} "
            f"OPTIONAL MATCH (a)-[:{types(AUTHORSHIP)}]->(d) RETURN key, collect(DISTINCT a.key)",
            list(documents),
        )
        return {document: set(accounts) for document, accounts in rows}

    def remove_acts(self, documents: Collection[Key], accounts: Collection[Key]) -> int:
        """Remove every act of these accounts on these documents and return how many there were."""
        self._writer.uncredit(documents, accounts)
        gone = self._cypher.each(
            f"UNWIND $rows AS key {at('x')} MATCH (a)-[e:{types(ACTS)}]->(x) WHERE a.key IN $mine DELETE e RETURN 1",
            list(documents), mine=list(accounts),
        )  # fmt: skip
        self._writer.forget_known()
        return len(gone)

    def bury(self, keys: Collection[Key]) -> None:
        """Leave nothing of these nodes but their keys."""
        self._writer.bury(keys)

    def change(self, keys: Collection[Key]) -> None:
        """Record a change of these nodes, and forget what their source last said."""
        self._cypher.each(f"UNWIND $rows AS key {at()} SET n.hash = null", list(keys))
        self._writer.touch(keys)

    def extractions(self, keys: Collection[Key]) -> list[Extraction]:
        """What was extracted from these documents."""
        rows = self._cypher.each(
            f"UNWIND $rows AS key {at()} WHERE n.extraction IS NOT NULL "
            "RETURN key, coalesce(n.text_hash, ''), n.extraction_version, n.extraction",
            list(keys),
        )
        return [unpack_extraction(key, hashed, version, found.encode()) for key, hashed, version, found in rows]

    def forget_extractions(self, keys: Collection[Key]) -> None:
        """Remove what was extracted from these documents."""
        self._writer.flush()
        self._cypher.each(
            f"UNWIND $rows AS key {at()} SET n.extraction = NULL, n.extraction_version = NULL", list(keys)
        )

    # --- terms and topics ---------------------------------------------------------------------------------------------

    def terms(self, kind: str, after: Key, limit: int) -> list[tuple[Key, bool, tuple[str, ...]]]:
        """Up to `limit` nodes of this kind after this key, those that are gone too."""
        rows = self._cypher.rows(
            "MATCH (n:Node) WHERE n.key > $after AND n.key < $end "
            "RETURN n.key, coalesce(n.derived, false), n.props ORDER BY n.key LIMIT $limit",
            after=max(after, f"{kind}:"), end=f"{kind};", limit=limit,
        )  # fmt: skip
        return [(key, derived, texts_of(unpack(props)) if props else ()) for key, derived, props in rows]

    def purge(self, keys: Collection[Key]) -> None:
        """Remove these terms or topics, with all that points to or from them and their keys."""
        self._writer.flush()
        self._writer.forget_known()
        self._cypher.each("UNWIND $rows AS key MATCH (j:Judgement {subject: key}) DELETE j", list(keys))
        self._cypher.each("UNWIND $rows AS key MATCH (j:Judgement {object: key}) DELETE j", list(keys))
        self._cypher.rows("MATCH ()-[e:ENDORSES]->() WHERE e.topic IN $keys DELETE e", keys=list(keys))
        self._cypher.each(f"UNWIND $rows AS key {at()} DETACH DELETE n", list(keys))

    # --- what others wrote --------------------------------------------------------------------------------------------

    def facts(self, kind: str, after: Key, limit: int) -> list[tuple[Fact, str]]:
        """Up to `limit` nodes of this kind after this key, with the run that saw them last."""
        rows = self._cypher.rows(
            f"MATCH (n:Node) WHERE n.key > $after AND n.key < $end AND n.state = {LIVE} AND NOT n.derived "
            f"RETURN {STATED}, coalesce(n.run, '') ORDER BY n.key LIMIT $limit",
            after=max(after, f"{kind}:"), end=f"{kind};", limit=limit,
        )  # fmt: skip
        edges = stated(self._cypher, [row[0] for row in rows])
        return [(_fact(row, edges.get(row[0], [])), row[-1]) for row in rows]

    def problems(self) -> list[tuple[Place, Problem]]:
        """The Problems of all runs, each with its place in the store."""
        rows = self._cypher.rows("MATCH (p:Problem) RETURN p.run, p.number, p.item, p.message, p.params")
        return [((run, number), Problem(item, message, unpack(params))) for run, number, item, message, params in rows]

    def replace_problems(self, problems: Mapping[Place, Problem]) -> None:
        """Write these Problems at their places."""
        self._cypher.each(
            "UNWIND $rows AS row MATCH (p:Problem {run: row[0]}) WHERE p.number = row[1] "
            "SET p.item = row[2], p.params = row[3]",
            [[*place, each.id, pack(dict(each.params)).decode()] for place, each in problems.items()],
        )

    def cursors(self) -> dict[str, tuple[Cursor, bool]]:
        """The cursors of all sources, each with whether a run is under way that goes on from it."""
        running = f"EXISTS {{ MATCH (r:Run {{source: c.source}}) WHERE r.state = '{RunState.RUNNING.value}' }}"
        rows = self._cypher.rows(f"MATCH (c:Cursor) RETURN c.source, c.cursor, {running}")
        return {source: (unpack(cursor), running) for source, cursor, running in rows}

    def forget_cursor(self, source: str) -> None:
        """Let the run that is under way begin again, and with it the source."""
        self._cypher.rows("MATCH (c:Cursor {source: $source}) DELETE c", source=source)

    def written(self) -> Iterator[tuple[Place, Json]]:
        """What runs, jobs, judgements, authored edges and the ledger's other notes say, each with its place."""
        for label, (key, columns) in _WRITTEN.items():
            for column in columns:
                rows = self._cypher.rows(
                    f"MATCH (n:{label}) WHERE n.{column} IS NOT NULL RETURN n.{column}, n.{key} ORDER BY n.{key}"
                )
                for value, name in rows:
                    if label != "Kept" or is_note(name):
                        yield (label, column, name), unpack(value) if column in _PACKED else value
        said = types(of_state(State.AUTHORED))
        for role, place in self._cypher.rows(
            f"MATCH ()-[e:{said}]->() WHERE e.role IS NOT NULL RETURN e.role, elementId(e)"
        ):
            yield ("", "role", place), role

    def rewrite(self, texts: Mapping[Place, Json]) -> None:
        """Write these at their places."""
        said = types(of_state(State.AUTHORED))
        for (label, column, name), value in texts.items():
            written = pack(value).decode() if column in _PACKED else value
            if label:
                text = f"MATCH (n:{label} {{{_WRITTEN[label][0]}: $name}}) SET n.{column} = $written"
            else:
                text = f"MATCH ()-[e:{said}]->() WHERE elementId(e) = $name SET e.role = $written"
            self._cypher.rows(text, name=name, written=written)


def _account(key: Key, props: str, source: str) -> Account:
    account = node_of(key, unpack(props), source=source)
    assert isinstance(account, Account)
    return account


def _fact(row: Row, edges: list[Any]) -> Fact:
    line = node_line(row[:-1], [])
    node = node_of(row[0], unpack(row[1]), **{name: line[name] for name in _APART if name in line})
    return Fact(node, tuple(edge_of_line(each) for each in edges), unpack_credits(row[-2]))
