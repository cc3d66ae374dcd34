"""How is a person removed from Neo4j? Suppressed first, at once; then in batches that any kill may interrupt."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from graph.content import edge_of_line, node_of, pack, unpack
from graph.facts import Account, Edge, Fact, Key
from graph.neo4j.dump import STATED, node_line, stated
from graph.neo4j.schema import LIVE, at, suggested, types
from graph.neo4j.server import Cypher, Row
from graph.neo4j.writer import Neo4jWriter
from graph.schema import ACTS, AUTHORSHIP, JUDGED
from graph.suppression import SECRET, Entry, Form, Receipt, Suppression, forms_of

_REDACTED = ("document", "group")
_APART = ("rule", "source", "version", "text_hash", "text")
_SUGGESTED = "|".join(suggested(kind) for kind in JUDGED)


def read_suppression(cypher: Cypher) -> Suppression:
    """Which forms are suppressed?"""
    rows = cypher.rows("MATCH (k:Kept {name: $name}) RETURN k.value", name=SECRET)
    entries = [
        Entry(bytes.fromhex(form), kind, words, bytes.fromhex(first) if first else None)
        for form, kind, words, first in cypher.rows("MATCH (n:Suppressed) RETURN n.form, n.kind, n.words, n.first")
    ]
    return Suppression(bytes.fromhex(unpack(rows[0][0])) if rows else b"", entries)


def read_receipt(cypher: Cypher, person: Key) -> Receipt | None:
    """What was removed of this person so far?"""
    rows = cypher.rows("MATCH (k:Kept {name: $name}) RETURN k.value", name=f"authored:receipt:{person}")
    return Receipt(**unpack(rows[0][0])) if rows else None


class Erasure:
    """The erasure of one person, within one transaction."""

    def __init__(self, writer: Neo4jWriter, person: Key) -> None:
        self._writer = writer
        self._cypher = writer.cypher
        self._person = person
        self._name = f"erase:{person}"
        self._done: dict[str, Any] = asdict(read_receipt(writer.cypher, person) or Receipt(person))
        kept = writer.kept(self._name)
        self._place: dict[str, Any] | None = unpack(kept) if kept else None

    def go_on(self, limit: int) -> int:
        """Remove up to `limit` traces; 0 means finished."""
        if self._place is None and not self._begin():
            return 0
        assert self._place is not None
        removed = 0
        while not removed and self._place["phase"] != "end":
            removed = self._remove_acts(limit) if self._place["phase"] == "acts" else self._redact(limit)
        self._writer.flush()
        if self._place["phase"] == "end":
            self._writer.forget_kept(self._name)
            self._done["finished"] = True
        else:
            self._writer.set_kept(self._name, self._place)
        self._writer.set_kept(f"authored:receipt:{self._person}", self._done)
        return removed

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
        rows = self._cypher.rows(
            f"{at('n', '$person')} MATCH (n)<-[:IS]-(a) WHERE a.state = {LIVE} "
            "RETURN a.key, a.props, a.source ORDER BY a.key",
            person=self._person,
        )
        return [_account(row) for row in rows]

    def _shared(self, mine: frozenset[Form], keys: set[Key]) -> frozenset[Form]:
        """Which of these forms has somebody else who is still listed?"""
        shared: set[Form] = set()
        for row in self._cypher.stream(f"MATCH (a:Account) WHERE a.state = {LIVE} RETURN a.key, a.props, a.source"):
            if row[0] not in keys:
                shared |= mine & forms_of(_account(row))
        return frozenset(shared)

    def _suppress(self, forms: frozenset[Form]) -> None:
        if self._writer.kept(SECRET) is None:
            self._writer.set_kept(SECRET, secrets.token_hex(32))
        suppression = read_suppression(self._cypher)
        self._writer.suppress(suppression.entry(form) for form in forms)
        self._writer.suppression = read_suppression(self._cypher)

    # --- acts and texts -----------------------------------------------------------------------------------------------

    def _remove_acts(self, limit: int) -> int:
        assert self._place is not None
        mine: list[Key] = self._place["accounts"]
        rows = self._cypher.rows(
            f"UNWIND $mine AS key {at()} MATCH (n)-[:{types(ACTS)}]->(d) RETURN DISTINCT d.key LIMIT $limit",
            mine=mine, limit=limit,
        )  # fmt: skip
        if rows:
            self._remove_from([key for (key,) in rows], mine)
            return len(rows)
        self._remove_accounts(mine)
        self._remove_person()
        self._place["phase"] = "texts"
        return len(mine)

    def _remove_from(self, documents: list[Key], mine: list[Key]) -> None:
        """Remove the person from some documents, and the documents that they alone wrote."""
        rows = self._cypher.each(
            f"UNWIND $rows AS key {at('d')} "
            f"OPTIONAL MATCH (a)-[e:{types(AUTHORSHIP)}]->(d) WITH key, d, count(e) AS authors, "
            "sum(CASE WHEN a.key IN $mine THEN 1 ELSE 0 END) AS own RETURN key, d.state, authors > 0 AND own = authors",
            documents, mine=mine,
        )  # fmt: skip
        gone = self._cypher.each(
            f"UNWIND $rows AS key {at('x')} MATCH (a)-[e:{types(ACTS)}]->(x) WHERE a.key IN $mine "
            "DELETE e RETURN 1",
            documents, mine=mine,
        )  # fmt: skip
        self._done["acts"] += len(gone)
        alone = [key for key, state, only in rows if state == LIVE and only]
        self._writer.bury(alone)
        self._done["texts"] += len(alone)
        others = [key for key, state, only in rows if state == LIVE and not only]
        self._cypher.each(f"UNWIND $rows AS key {at()} SET n.hash = null", others)
        self._writer.touch(others)
        self._writer.forget_known()

    def _remove_accounts(self, keys: list[Key]) -> None:
        self._writer.bury(keys)
        self._cypher.each(f"UNWIND $rows AS key {at()} MATCH (n)-[e]-() DELETE e", keys)
        self._cypher.each("UNWIND $rows AS key MATCH (j:Judgement {subject: key}) DELETE j", keys)
        self._done["accounts"] += len(keys)

    def _remove_person(self) -> None:
        self._writer.name((self._person,))
        self._cypher.rows(f"{at('n', '$key')} MATCH (n)-[e]-() DELETE e", key=self._person)
        rows = self._cypher.rows(
            "MATCH (j:Judgement {object: $key}) WITH j, j.subject AS subject DELETE j RETURN subject", key=self._person
        )
        self._writer.settle_accounts(sorted({subject for (subject,) in rows}))
        self._writer.touch((self._person,))

    # --- what others wrote --------------------------------------------------------------------------------------------

    def _redact(self, limit: int) -> int:
        """Blank the suppressed forms in what others wrote; returns how many records were looked at."""
        assert self._place is not None
        kind = _REDACTED[self._place["kind"]]
        rows = self._cypher.rows(
            f"MATCH (n:Node) WHERE n.key > $after AND n.key < $end AND n.state = {LIVE} AND NOT n.derived "
            f"RETURN {STATED}, coalesce(n.run, '') ORDER BY n.key LIMIT $limit",
            after=max(self._place["after"], f"{kind}:"), end=f"{kind};", limit=limit,
        )  # fmt: skip
        edges = stated(self._cypher, [row[0] for row in rows])
        for row in rows:
            self._redact_node(row, tuple(edge_of_line(line) for line in edges.get(row[0], [])))
        if len(rows) == limit:
            self._place["after"] = rows[-1][0]
        elif self._place["kind"] + 1 < len(_REDACTED):
            self._place.update(kind=self._place["kind"] + 1, after="")
        else:
            self._redact_ledger()
            self._place["phase"] = "end"
        return len(rows)

    def _redact_node(self, row: Row, edges: tuple[Edge, ...]) -> None:
        line = node_line(row[:-1], [])
        node = node_of(row[0], unpack(row[1]), **{name: line[name] for name in _APART if name in line})
        fact = Fact(node, edges)
        redacted = self._writer.suppression.redact(fact)
        if redacted is not fact:
            self._writer.put(redacted, row[-1])
            self._done["redacted"] += 1

    def _redact_ledger(self) -> None:
        blank = self._writer.suppression
        problems = self._cypher.rows("MATCH (p:Problem) RETURN p.run, p.number, p.item, p.params")
        rows = [
            [run, number, blank.blank(item or "") or None, pack(blank.blank_json(unpack(params))).decode()]
            for run, number, item, params in problems
        ]
        self._cypher.each(
            "UNWIND $rows AS row MATCH (p:Problem {run: row[0]}) WHERE p.number = row[1] "
            "SET p.item = row[2], p.params = row[3]",
            [row for row, old in zip(rows, problems, strict=True) if row != list(old)],
        )
        for source, cursor in self._cypher.rows("MATCH (c:Cursor) RETURN c.source, c.cursor"):
            clean = pack(blank.blank_json(unpack(cursor))).decode()
            if clean != cursor:
                self._cypher.rows("MATCH (c:Cursor {source: $source}) SET c.cursor = $new", source=source, new=clean)


def _account(row: Row) -> Account:
    account = node_of(row[0], unpack(row[1]), source=row[2])
    assert isinstance(account, Account)
    return account
