"""Labels, constraints and indexes of the graph in Neo4j, made from the schema, and their version.

Every node of ours has the label ``Node`` and that of its kind; what the ledger keeps has labels of its own. Properties
are there for people who explore as well; `props` holds them exactly, as JSON, and is what is read back.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph import schema
from graph.facts import EVERYONE, NOBODY, EdgeKind
from graph.neo4j.server import Server
from graph.schema import ASPECTS, NODES, Aspect
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
)  # fmt: skip
_PATIENCE = 300
_RENAME_KNOWLEDGE = (
    "SET e.documents = e.count, e.rank = toInteger(e.weight), e.last = e.at, "
    "e.since = CASE WHEN e.at IS NULL THEN NULL ELSE coalesce(e.size, 0) END, "
    "e.count = NULL, e.weight = NULL, e.at = NULL, e.size = NULL"
)
"""Up to version 2, KNOWS_ABOUT had its properties under names of others."""


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
        _migrate(server)


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


def _migrate(server: Server) -> None:
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
            newest = newest_of(Aspect.CONTENT)
            cypher.rows(
                f"MERGE (n:Lock {{name: 'seq'}}) ON CREATE SET n.seq = 0 SET n.{newest} = coalesce(n.{newest}, n.seq)"
            )
            cypher.rows(
                "MERGE (n:Lock {name: 'writing'}) ON CREATE SET n.stamp = 0, n.forms = 0, n.runs = 0, n.jobs = 0 "
                "SET n.version = $version",
                version=schema.VERSION,
            )

    server.again(constrain)
    server.again(begin)
