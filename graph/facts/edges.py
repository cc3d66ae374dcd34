"""Edges of the graph, and facts: a node with the edges that it owns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.facts.keys import Key, Seconds
from graph.facts.nodes import Node


class EdgeKind(StrEnum):
    """Kinds of relations. `schema.py` says from what to what, of which state, and which end owns them."""

    WROTE = "WROTE"
    EDITED = "EDITED"
    ANSWERED = "ANSWERED"
    ACCEPTED = "ACCEPTED"
    COMMENTED = "COMMENTED"
    ATTENDED = "ATTENDED"
    LIKED = "LIKED"
    BOOKMARKED = "BOOKMARKED"
    NAMED = "NAMED"
    IN = "IN"
    PART_OF = "PART_OF"
    REPLY_TO = "REPLY_TO"
    LINKS_TO = "LINKS_TO"
    TAGGED = "TAGGED"
    MEMBER_OF = "MEMBER_OF"
    REPORTS_TO = "REPORTS_TO"
    AT = "AT"
    CLAIMS = "CLAIMS"
    HIDES = "HIDES"
    ENDORSES = "ENDORSES"
    FOLLOWS = "FOLLOWS"
    BROADER = "BROADER"
    MENTIONS = "MENTIONS"
    NAMES = "NAMES"
    IS = "IS"
    LABELS = "LABELS"
    KNOWS_ABOUT = "KNOWS_ABOUT"


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation. `schema.py` lists the properties of each kind; the others keep their default."""

    kind: EdgeKind
    start: Key
    end: Key
    at: Seconds | None = None
    count: int = 0
    size: int = 0
    weight: float = 0.0
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source now says about one node: the node with every edge that it owns. `put` replaces the whole."""

    node: Node
    edges: tuple[Edge, ...] = ()
