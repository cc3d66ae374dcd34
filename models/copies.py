"""Where else the text of a document stands, as far as the asker may read it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.facts import Document, Group, Key, Node
from models.answers import CopyHit
from models.index.contract import AccessFilter, Snapshot

SHOWN = 5
"""Copies that are told of one document, at most."""
Copies = Mapping[int, list[int]]
"""By ordinal the other documents with its text."""


def copies_of(index: Snapshot, access: AccessFilter, ordinals: Iterable[int]) -> Copies:
    """The copies of these documents that the asker may read; what has none is missing."""
    found = {ordinal: index.copies_of(ordinal, access).tolist() for ordinal in ordinals}
    return {ordinal: copies for ordinal, copies in found.items() if copies}


def shown_copies(copies: Copies) -> set[int]:
    """The copies that are told."""
    return {each for found in copies.values() for each in found[:SHOWN]}


def places_of_copies(index: Snapshot, copies: Copies) -> set[Key]:
    """The keys of the folders of the copies that are told."""
    numbers = (int(index.columns["folder"][each]) for each in shown_copies(copies))
    return {index.keys("groups")[number] for number in numbers if number >= 0}


def tell_copies(index: Snapshot, copies: Iterable[int], nodes: Mapping[Key, Node]) -> tuple[CopyHit, ...]:
    """These copies, each with the place that it keeps."""
    return tuple(hit for each in list(copies)[:SHOWN] if (hit := _told(index, each, nodes)) is not None)


def _told(index: Snapshot, ordinal: int, nodes: Mapping[Key, Node]) -> CopyHit | None:
    node = nodes.get(index.columns.key_of(ordinal))
    if not isinstance(node, Document):
        return None
    number = int(index.columns["folder"][ordinal])
    place = nodes.get(index.keys("groups")[number]) if number >= 0 else None
    return CopyHit(node.key, node.title, node.source, place.name if isinstance(place, Group) else None)
