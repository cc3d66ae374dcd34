"""What of a document goes into the index? Reads documents with their acts and containers through the system's View."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.facts import EVERYONE, Document, Edge, EdgeKind, Group, GroupKind, Key, Node, Rule
from graph.store import View

ACTS = tuple(
    EdgeKind[name]
    for name in ("WROTE", "EDITED", "ANSWERED", "ACCEPTED", "COMMENTED", "ATTENDED", "LIKED", "BOOKMARKED", "NAMED")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document as the index takes it in. `folder` is the innermost container that is no thread."""

    document: Document
    text: str
    acts: Sequence[Edge]
    group: Key | None = None
    folder: Key | None = None
    public: bool = True


def entries(
    view: View,
    keys: Sequence[Key],
    open_rules: frozenset[Key],
    nodes: Mapping[Key, Node] | None = None,
    known: dict[Key, Key] | None = None,
) -> Iterator[Entry]:
    """What are these documents? Those that are gone are missing.

    `nodes` are the documents when they were read already, `known` the folders of containers, which are added to it.
    """
    nodes = view.get(keys) if nodes is None else nodes
    texts = view.texts(keys)
    acts: dict[Key, list[Edge]] = {}
    for edge in view.edges(ACTS, keys, "in"):
        acts.setdefault(edge.end, []).append(edge)
    groups = {edge.start: edge.end for edge in view.edges([EdgeKind.IN], keys)}
    folders = known if known is not None else {}
    folders |= _folders(view, set(groups.values()) - folders.keys())
    for key in keys:
        node = nodes.get(key)
        if isinstance(node, Document):
            group = groups.get(key)
            yield Entry(
                document=node,
                text=texts.get(key, ""),
                acts=acts.get(key, ()),
                group=group,
                folder=folders.get(group) if group else None,
                public=node.rule in open_rules,
            )


def _folders(view: View, groups: set[Key]) -> Mapping[Key, Key]:
    """In which folder is each container? A thread is in the group above it, anything else is its own."""
    nodes = view.get(groups) if groups else {}
    threads = {key for key, node in nodes.items() if isinstance(node, Group) and node.kind is GroupKind.THREAD}
    above = {edge.start: edge.end for edge in view.edges([EdgeKind.PART_OF], threads)} if threads else {}
    return {key: above.get(key, key) for key in groups}


def open_rules(view: View) -> frozenset[Key]:
    """Which rules let every signed-in colleague read?"""
    found = {EVERYONE}
    after: Key | None = None
    while page := view.nodes("rule", after=after, limit=1000):
        found |= {node.key for node in page if isinstance(node, Rule) and "everyone" in node.principals}
        after = page[-1].key
    return frozenset(found)
