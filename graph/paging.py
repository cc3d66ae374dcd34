"""Which nodes of one kind are there at all? Page after page of a View, in key order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from graph.facts import Key, Node
from graph.store import View

N = TypeVar("N", bound=Node)


def all_nodes(view: View, record: type[N]) -> Iterator[N]:
    """Every node that is such a record and may be read, streamed."""
    after: Key | None = None
    while page := view.nodes(record.__name__.lower(), after):
        yield from (node for node in page if isinstance(node, record))
        after = page[-1].key
