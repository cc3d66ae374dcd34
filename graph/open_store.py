"""Which store does a URL name? ``sqlite:PATH`` is a file, ``bolt://`` or ``neo4j://`` a server."""

from __future__ import annotations

from pathlib import Path

from graph.store import Store, StoreError


def open_store(url: str, *, create: bool = True) -> Store:
    """Open the store that this URL names, making it when it is not there. StoreError says what is wrong."""
    scheme, _, rest = url.partition(":")
    if scheme == "sqlite" and rest:
        from graph.store_sqlite import SqliteStore

        return SqliteStore(Path(rest.removeprefix("//")), create)
    raise StoreError("store-unknown-url", url=scheme)
