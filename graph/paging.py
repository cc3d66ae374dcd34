"""Nodes of one kind, or documents with all that belongs to them, in pages of a View, in key order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from graph.facts import Document, Edge, EdgeKind, Key, Node
from graph.schema import ACTS, KIND_OF_RECORD
from graph.store import Filed, View

N = TypeVar("N", bound=Node)


def all_nodes(view: View, record: type[N], source: str | None = None) -> Iterator[N]:
    """Every node that is such a record and may be read (of one source), streamed."""
    after: Key | None = None
    while page := view.nodes(KIND_OF_RECORD[record], after, source=source):
        yield from (node for node in page if isinstance(node, record))
        after = page[-1].key


def filed(view: View, after: Key | None, limit: int) -> list[Filed]:
    """A page of whole documents, by what every View can do: four reads, however long the page is."""
    documents = [node for node in view.nodes("document", after, limit) if isinstance(node, Document)]
    keys = [node.key for node in documents]
    if not keys:
        return []
    texts = view.texts(keys)
    acts: dict[Key, list[Edge]] = {}
    for edge in view.edges(ACTS, keys, "in"):
        acts.setdefault(edge.end, []).append(edge)
    containers = {edge.start: edge.end for edge in view.edges([EdgeKind.IN], keys)}
    return [
        Filed(node, texts.get(node.key, ""), acts.get(node.key, ()), containers.get(node.key)) for node in documents
    ]
