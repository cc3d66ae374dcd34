"""Where somebody works, as pages say it: the building, then the floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.facts import Edge, EdgeKind, Key, Location, Node


def places_of(edges: Iterable[Edge], around: Iterable[Edge], nodes: Mapping[Key, Node]) -> dict[Key, str]:
    """Where each account is of which an AT edge tells it: "Building 3, Floor 31". `around`: PART_OF of these places."""
    larger = {edge.start: edge.end for edge in around}
    names: dict[Key, dict[str, None]] = {}
    for edge in edges:
        if edge.kind is EdgeKind.AT:
            both = (nodes.get(larger.get(edge.end, "")), nodes.get(edge.end))
            known = names.setdefault(edge.start, {})
            known.update((node.name, None) for node in both if isinstance(node, Location))
    return {account: ", ".join(known) for account, known in names.items() if known}
