"""Edges of the graph, and facts: a node with the edges that it owns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from graph.facts.keys import Key, Seconds
from graph.facts.nodes import Node


class EdgeKind(StrEnum):
    """Kinds of relations. `schema.py` says from what to what, of which state, and which end owns them.

    Past tense (LIKED) is what a source says an account did; present tense (LIKES) is what a person says here.
    """

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
    LIKES = "LIKES"
    BOOKMARKS = "BOOKMARKS"
    THANKS = "THANKS"
    PAUSES = "PAUSES"
    OPTS_OUT = "OPTS_OUT"
    INTRODUCES = "INTRODUCES"
    BROADER = "BROADER"
    MENTIONS = "MENTIONS"
    NAMES = "NAMES"
    IS = "IS"
    LABELS = "LABELS"
    TRANSLATES = "TRANSLATES"
    KNOWS_ABOUT = "KNOWS_ABOUT"


Identity: TypeAlias = tuple[EdgeKind, Key, Key, str]
"""Kind, start, end, and the topic of an endorsement."""


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

    def identity(self) -> Identity:
        """What makes two edges the same one, whatever their other properties; the last part is empty for most kinds."""
        return self.kind, self.start, self.end, ""


@dataclass(frozen=True, slots=True)
class Endorsement(Edge):
    """An ENDORSES edge: one person says that another one knows about `topic`, which is part of its identity."""

    topic: Key | None = None

    def identity(self) -> Identity:
        """Of one person by another there is one endorsement for each topic."""
        return self.kind, self.start, self.end, self.topic or ""


@dataclass(frozen=True, slots=True)
class Introduction(Edge):
    """An INTRODUCES edge: what a person answered when asked whether they may be named as somebody who could introduce
    this unit to their own one (`within`). Who moves to another unit is asked anew."""

    within: Key | None = None


@dataclass(frozen=True, slots=True)
class KnowsAbout(Edge):
    """A KNOWS_ABOUT edge: documents for everyone that the person worked on, since when, and their rank for the topic.

    `since` and `last` are None when no document has a date; `rank` 1 is who worked on most of it.
    """

    documents: int = 0
    since: Seconds | None = None
    last: Seconds | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """The name and the address under which one document shows an account. Only whoever may read the document may know.

    None where it shows no more than the id of the account, which whoever sees the account knows already.
    """

    account: Key
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source now says about one node: the node with every edge that it owns. `put` replaces the whole.

    `credits` are what a document shows of the accounts that acted on it: part of the document, not of the accounts.
    """

    node: Node
    edges: tuple[Edge, ...] = ()
    credits: tuple[Credit, ...] = ()
