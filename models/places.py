"""Where somebody works, as pages say it: the building, then the floor and the room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.facts import Edge, EdgeKind, Key, Location, Node


def places_of(edges: Iterable[Edge], around: Iterable[Edge], nodes: Mapping[Key, Node]) -> dict[Key, str]:
    """Where each account is of which an AT edge tells it: "Building 3, Floor 31".

    `around` are the PART_OF edges that lead up from these places, all the way.
    """
    larger = {edge.start: edge.end for edge in around}
    names: dict[Key, dict[str, None]] = {}
    for edge in edges:
        if edge.kind is EdgeKind.AT:
            way = (nodes.get(key) for key in reversed(list(_upwards(edge.end, larger))))
            known = names.setdefault(edge.start, {})
            known.update((node.name, None) for node in way if isinstance(node, Location))
    return {account: ", ".join(known) for account, known in names.items() if known}


def _upwards(key: Key, larger: Mapping[Key, Key]) -> Iterator[Key]:
    """This place and the larger ones around it, each once."""
    seen = set[Key]()
    at: Key | None = key
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = larger.get(at)
