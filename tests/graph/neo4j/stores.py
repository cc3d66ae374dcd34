"""Empty Neo4j stores for tests: one server for all of them, wiped in between."""

from __future__ import annotations

from neo4j import GraphDatabase

from graph.open_store import open_store
from graph.store import Store
from tests.neo4j_server import LocalNeo4j


def secrets_of(server: LocalNeo4j, password: str | None = None) -> dict[str, str]:
    """The secrets that let us in."""
    return {"NEO4J_USER": server.user, "NEO4J_PASSWORD": server.password if password is None else password}


def wipe(server: LocalNeo4j) -> None:
    """Remove all nodes; constraints and indexes stay."""
    auth = (server.user, server.password) if server.password else None
    with GraphDatabase.driver(server.uri, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")


def reopened(server: LocalNeo4j) -> Store:
    """The store as another process sees it."""
    return open_store(server.uri, secret=secrets_of(server).get)


def emptied(server: LocalNeo4j) -> Store:
    """A store without anything in it."""
    wipe(server)
    return reopened(server)
