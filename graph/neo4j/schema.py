"""Labels, constraints and indexes of the graph in Neo4j, made from the schema, and their version.

Every node of ours has the label ``Node`` and that of its kind; what the ledger keeps has labels of its own. Properties
are there for people who explore as well; `props` holds them exactly, as JSON, and is what is read back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph import schema
from graph.content import node_of, pack, props_of, unpack
from graph.credits import bare
from graph.facts import EVERYONE, NOBODY, Account, EdgeKind
from graph.inheritance import UNSTATED
from graph.neo4j.server import Cypher, Server
from graph.schema import ACTS, ASPECTS, NODES, Aspect
from graph.store import StoreError

NAMED, LIVE, GONE = 0, 1, 2
"""A node is only pointed to, is there, or is gone: a tombstone keeps its key and seq."""
_UNIQUE = (
    ("Node", "key"), ("Judgement", "id"), ("Run", "id"), ("Job", "id"), ("Kept", "name"), ("Cursor", "source"),
    ("Suppressed", "form"), ("Lock", "name"),
)  # fmt: skip
_INDEXED = (
    *(("Node", "seq" if each is Aspect.CONTENT else f"seq_{each}") for each in ASPECTS),
    ("Judgement", "subject"), ("Judgement", "object"), ("Run", "source"),
    ("Job", "state"), ("Problem", "run"), ("Told", "run"), ("Reader", "principal"), ("Reader", "rule"),
    ("Credit", "account"), ("Credit", "rule"),
)  # fmt: skip
_PATIENCE = 300
WITH_CREDITS = 4
"""The version from which accounts are called by what documents for everyone show."""
_RENAME_KNOWLEDGE = (
    "SET e.documents = e.count, e.rank = toInteger(e.weight), e.last = e.at, "
    "e.since = CASE WHEN e.at IS NULL THEN NULL ELSE coalesce(e.size, 0) END, "
    "e.count = NULL, e.weight = NULL, e.at = NULL, e.size = NULL"
)
"""Up to version 2, KNOWS_ABOUT had its properties under names of others."""

_INHERITED = (
    f"MATCH (n:Group) WHERE n.state = {LIVE} AND n.stated IS NULL SET n.stated = n.rule",
    f"MATCH (r:Rule {{native_id: '{UNSTATED}'}}) MATCH (d:Document {{rule: r.key}})-[:IN]->(n:Group) "
    f"WHERE n.state <> {LIVE} SET n.rule = r.key",
    f"MATCH (r:Rule {{native_id: '{UNSTATED}'}}) MATCH (d:Document {{rule: r.key}})-[:IN]->(n:Group) "
    "WITH d, max(n.key) AS container SET d.rule = container",
    f"MATCH (r:Rule {{native_id: '{UNSTATED}'}}) WITH collect(r.key) AS open "
    "MATCH p = (n:Group)-[:PART_OF*1..64]->(a:Group) WHERE n.stated IN open AND NOT a.stated IN open "
    "AND all(each IN nodes(p)[..-1] WHERE each.stated IN open) "
    "WITH n, a ORDER BY length(p) WITH n, collect(a.stated)[0] AS rule SET n.rule = rule",
)
"""Statements that bring a graph of version 3 up to date: what stated no rule had that of its source, whatever it is in.
"""


def label(kind: str) -> str:
    """The label of a node of this kind."""
    return NODES[kind].label


def at(name: str = "n", key: str = "key", labelled: str = "Node") -> str:
    """The clause that finds the node of this key, among those of a label that has an index of keys.

    By its index, said outright: where the next step of a pattern leads to nothing that is known of yet, the planner
    holds a walk over all nodes for as cheap, and takes it for every row.
    """
    return f"MATCH ({name}:{labelled} {{key: {key}}}) USING INDEX SEEK {name}:{labelled}(key)"


ENDS = f"{at('s', 'row[0]')} {at('t', 'row[1]')}"
"""Finds the two ends of each row."""


def types(kinds: Iterable[EdgeKind]) -> str:
    """These kinds as types of relationship, in a pattern."""
    return "|".join(kind.value for kind in kinds)


def suggested(kind: EdgeKind) -> str:
    """The type as which edges are kept that people's judgements may overrule."""
    return f"SUGGESTED_{kind.value}"


def seq_of(aspect: Aspect) -> str:
    """The property of a node with the newest change of this aspect."""
    return "seq" if aspect is Aspect.CONTENT else f"seq_{aspect}"


def newest_of(aspect: Aspect) -> str:
    """The property of the lock on the seq with the newest change of this aspect."""
    return f"seq_{aspect}"


def statements() -> list[str]:
    """The statements that make the constraints and indexes."""
    unique = [
        f"CREATE CONSTRAINT {name.lower()}_{prop} IF NOT EXISTS FOR (n:{name}) REQUIRE n.{prop} IS UNIQUE"
        for name, prop in _UNIQUE
    ]
    plain = [
        f"CREATE INDEX {name.lower()}_{prop}_index IF NOT EXISTS FOR (n:{name}) ON (n.{prop})"
        for name, prop in _INDEXED
    ]
    return unique + plain


def prepare(server: Server, create: bool) -> None:
    """Bring the schema up to date; refuse what is not ours or is newer. StoreError says which."""
    version = _version(server)
    if version is None and not create:
        raise StoreError("store-missing", path=server.url)
    if version is None or version < schema.VERSION:
        _migrate(server, version)


def _version(server: Server) -> int | None:
    found = server.read("MATCH (n:Lock {name: 'writing'}) RETURN n.version")
    if found:
        version = int(found[0][0])
        if version > schema.VERSION:
            raise StoreError("store-newer-version", path=server.url, found=str(version), known=str(schema.VERSION))
        return version
    if server.read("MATCH (n) RETURN 1 LIMIT 1"):
        raise StoreError("store-server-foreign", url=server.url)
    return None


def opened(rule: str) -> str:
    """The condition under which everyone reads by the rule, or in the container, of this key."""
    reader = "MATCH (x:Reader {rule: r.key}) WHERE x.principal = 'everyone'"
    counts = f"MATCH (p:Node {{key: {rule}}}) MATCH (r:Node {{key: CASE WHEN p:Group THEN p.rule ELSE p.key END}})"
    return (
        f"({rule} = '{EVERYONE}' OR EXISTS {{ {counts} WHERE r.key = '{EVERYONE}' OR "
        f"(r.state = {LIVE} AND r.key <> '{NOBODY}' AND EXISTS {{ {reader} }}) }})"
    )


def forget_names(cypher: Cypher) -> None:
    """Call by its id who acted on a document that is not for everyone; the next sync tells all of that source again.

    Up to version 3 an account kept what the first document showed, whoever might read that.
    """
    acts = types(ACTS)
    found = cypher.rows(
        f"MATCH (n:Account) WHERE n.state = {LIVE} AND n.open IS NULL AND n.vouched IS NULL "
        f"AND EXISTS {{ MATCH (n)-[:{acts}]->(d) WHERE d.state = {LIVE} AND NOT {opened('d.rule')} }} "
        "RETURN n.key, n.props, n.source ORDER BY n.key"
    )
    rows: list[list[Any]] = []
    for place, (key, props, source) in enumerate(found, 1):
        known = node_of(key, unpack(props), source=source)
        assert isinstance(known, Account)
        called = bare(known)
        told = pack(props_of(called)).decode()
        rows.append([key, told, called.name, list(called.emails) or None, place])
    cypher.each(
        f"MATCH (s:Lock {{name: 'seq'}}) WITH s.seq AS seq UNWIND $rows AS row {at('n', 'row[0]')} "
        "SET n.props = row[1], n.name = row[2], n.emails = row[3], n.hash = NULL, n.seq = seq + row[4]",
        rows,
    )
    newest = newest_of(Aspect.CONTENT)
    cypher.rows(f"MATCH (s:Lock {{name: 'seq'}}) SET s.seq = s.seq + $more SET s.{newest} = s.seq", more=len(rows))
    keys = [row[0] for row in rows]
    cypher.each(f"UNWIND $rows AS key {at()} MATCH (n)-[:{acts}]->(d) SET d.version = NULL", keys)
    sources = sorted({source for _, _, source in found})
    cypher.each("UNWIND $rows AS source MATCH (c:Cursor {source: source}) DELETE c", sources)


def _migrate(server: Server, version: int | None) -> None:
    """Two processes that do this at once do it once: every statement may run again."""

    def constrain() -> None:
        for statement in statements():
            with server.transaction(write=True) as cypher:
                cypher.rows(statement)
        with server.transaction(write=False) as cypher:
            cypher.rows("CALL db.awaitIndexes($seconds)", seconds=_PATIENCE)

    def begin() -> None:
        with server.transaction(write=True) as cypher:
            cypher.rows(
                f"UNWIND $rows AS key MERGE (n:Node {{key: key}}) ON CREATE SET n:Rule, n.state = {NAMED}, "
                "n.derived = false",
                rows=[EVERYONE, NOBODY],
            )
            cypher.rows(f"MATCH ()-[e:{EdgeKind.KNOWS_ABOUT}]->() WHERE e.documents IS NULL {_RENAME_KNOWLEDGE}")
            for statement in _INHERITED:
                cypher.rows(statement)
            newest = newest_of(Aspect.CONTENT)
            cypher.rows(
                f"MERGE (n:Lock {{name: 'seq'}}) ON CREATE SET n.seq = 0 SET n.{newest} = coalesce(n.{newest}, n.seq)"
            )
            if version is not None and version < WITH_CREDITS:
                forget_names(cypher)
            cypher.rows(
                "MERGE (n:Lock {name: 'writing'}) ON CREATE SET n.stamp = 0, n.forms = 0, n.runs = 0, n.jobs = 0 "
                "SET n.version = $version",
                version=schema.VERSION,
            )

    server.again(constrain)
    server.again(begin)
