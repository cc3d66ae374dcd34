"""The store that a URL names: ``sqlite:PATH`` is a file, ``bolt://`` or ``neo4j://`` a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.public import PublicGraph
from graph.store import Store, StoreError

_SERVERS = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def open_store(url: str, *, create: bool = True, secret: Callable[[str], str | None] | None = None) -> Store:
    """Open the store that this URL names, making it when it is not there. StoreError says what is wrong.

    `secret` tells NEO4J_USER and NEO4J_PASSWORD; without a password a server is asked without one.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "sqlite" and rest:
        from graph.sqlite.store import SqliteStore

        return SqliteStore(Path(rest.removeprefix("//")), create)
    if scheme in _SERVERS and rest.startswith("//"):
        from graph.neo4j.store import Neo4jStore

        return Neo4jStore(url, create, secret)
    raise StoreError("store-unknown-url", url=scheme)


def open_public_graph(url: str, secret: Callable[[str], str | None] | None = None) -> PublicGraph:
    """Open the Neo4j for people who explore that this URL names. StoreError when it is none, or holds another graph."""
    scheme, _, rest = url.partition(":")
    if scheme not in _SERVERS or not rest.startswith("//"):
        raise StoreError("public-copy-neo4j", url=scheme)
    from graph.neo4j.public import Neo4jPublicGraph

    return Neo4jPublicGraph(url, secret)
