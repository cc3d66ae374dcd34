"""The schema as data: kinds of nodes and edges, their owners, and whether they can be read again.

Stores make their tables, constraints and queries from it, so that a kind is added here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Literal, TypeAlias

from graph.facts import (
    Account,
    Document,
    Edge,
    EdgeKind,
    Endorsement,
    Group,
    Introduction,
    Key,
    KnowsAbout,
    Location,
    Node,
    Person,
    Rule,
    SourceNode,
    Term,
    Topic,
    kind_of,
)

VERSION = 5
"""The version of everything below; a store of a higher version is refused."""


class State(StrEnum):
    """Source state can be read again, authored state is irreplaceable, derived state can be rebuilt."""

    SOURCE = "source"
    AUTHORED = "authored"
    DERIVED = "derived"


SELF = "self"
"""The source of what people write in the product: its documents and groups are authored. No other has this name."""


class Aspect(StrEnum):
    """What changed of a node: a follower asks for the aspects that concern it."""

    CONTENT = "content"
    """What its source says about it, by which rule it may be read, or that it is gone."""
    EXTRACTION = "extraction"
    """What was extracted from its text."""
    IDENTITY = "identity"
    """Whose an account is, or what a term means."""
    HIDING = "hiding"
    """What a person hides, claims or opts out of, which acts on every answer."""
    AUTHORED = "authored"
    """What else a person said: it concerns no index, no pass and no derived edge."""


ASPECTS: tuple[Aspect, ...] = tuple(Aspect)
EVERYTHING: frozenset[Aspect] = frozenset(Aspect)


Owner: TypeAlias = Literal["start", "end", "either"]


@dataclass(frozen=True, slots=True)
class NodeKind:
    """One kind of node: its name and label, its number in compact stores, its record, its state and its properties."""

    name: str
    label: str
    number: int
    record: type[Node]
    state: State
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """One kind of edge: from what to what, of which state, owned by which end, with which properties.

    The owner is the node whose fact states the edge: a put of the owner replaces it. ``either`` means that both ends
    may state it, each for itself; the edge is there as long as one of them does. Nobody puts authored edges: they are
    said and unsaid one at a time. A `private` one is in nobody's View but that of the person at its start. `aspect` is
    what saying it changes of that person.
    """

    kind: EdgeKind
    number: int
    start: tuple[str, ...]
    end: tuple[str, ...]
    state: State
    owner: Owner
    properties: tuple[str, ...] = ()
    record: type[Edge] = Edge
    private: bool = False
    aspect: Aspect = Aspect.AUTHORED

    @property
    def for_topic(self) -> bool:
        """Whether a topic is part of what such an edge is: whoever may not read the topic does not see the edge."""
        return issubclass(self.record, Endorsement)

    @property
    def named(self) -> tuple[str, ...]:
        """The properties that this kind alone has."""
        return tuple(name for name in self.properties if name not in COMMON and name != "topic")


COMMON = ("at", "count", "size", "weight", "role")
"""The properties that every edge has room for."""
_APART = {"key", "text", "text_hash", "inherits"}


def _node(number: int, record: type[Node], state: State) -> NodeKind:
    label = record.__name__.removesuffix("Node")
    properties = tuple(each.name for each in fields(record) if each.name not in _APART)
    return NodeKind(label.lower(), label, number, record, state, properties)


NODES: dict[str, NodeKind] = {
    each.name: each
    for each in (
        _node(1, Document, State.SOURCE),
        _node(2, Account, State.SOURCE),
        _node(3, Group, State.SOURCE),
        _node(4, Location, State.SOURCE),
        _node(5, Rule, State.SOURCE),
        _node(6, SourceNode, State.SOURCE),
        _node(7, Term, State.DERIVED),
        _node(8, Topic, State.DERIVED),
        _node(9, Person, State.DERIVED),
    )
}

KIND_NUMBERS: dict[str, int] = {name: each.number for name, each in NODES.items()}
KIND_OF_RECORD: dict[type[object], str] = {each.record: name for name, each in NODES.items()}

_ACT = ("at", "count", "size")
_KNOWLEDGE = ("documents", "since", "last", "rank")
_S, _A, _D = State.SOURCE, State.AUTHORED, State.DERIVED


def _said(
    kind: EdgeKind,
    number: int,
    end: tuple[str, ...],
    properties: tuple[str, ...] = ("at",),
    record: type[Edge] = Edge,
    *,
    private: bool = False,
    aspect: Aspect = Aspect.AUTHORED,
) -> EdgeRule:
    """What a person says about something."""
    return EdgeRule(kind, number, ("person",), end, _A, "start", properties, record, private, aspect)


EDGES: dict[EdgeKind, EdgeRule] = {
    each.kind: each
    for each in (
        EdgeRule(EdgeKind.WROTE, 1, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.EDITED, 2, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.ANSWERED, 3, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.ACCEPTED, 4, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.COMMENTED, 5, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.ATTENDED, 6, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.LIKED, 7, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.BOOKMARKED, 8, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.NAMED, 9, ("account",), ("document",), _S, "end", _ACT),
        EdgeRule(EdgeKind.IN, 10, ("document",), ("group",), _S, "start"),
        EdgeRule(EdgeKind.PART_OF, 11, ("group", "location"), ("group", "location"), _S, "start"),
        EdgeRule(EdgeKind.REPLY_TO, 12, ("document",), ("document",), _S, "start"),
        EdgeRule(EdgeKind.LINKS_TO, 13, ("document",), ("document",), _S, "start"),
        EdgeRule(EdgeKind.TAGGED, 14, ("document",), ("term",), _S, "start"),
        EdgeRule(EdgeKind.MEMBER_OF, 15, ("account",), ("group",), _S, "either", ("role",)),
        EdgeRule(EdgeKind.REPORTS_TO, 16, ("account",), ("account",), _S, "start"),
        EdgeRule(EdgeKind.AT, 17, ("account",), ("location",), _S, "start"),
        _said(EdgeKind.CLAIMS, 18, ("topic", "term"), ("at", "role"), aspect=Aspect.HIDING),
        _said(EdgeKind.HIDES, 19, ("topic", "term", "document"), private=True, aspect=Aspect.HIDING),
        _said(EdgeKind.ENDORSES, 20, ("person", "topic"), ("at", "role", "topic"), record=Endorsement),
        _said(EdgeKind.FOLLOWS, 21, ("person", "topic", "group", "document"), private=True),
        _said(EdgeKind.LIKES, 28, ("document",)),
        _said(EdgeKind.BOOKMARKS, 29, ("document", "group", "person", "topic"), private=True),
        _said(EdgeKind.THANKS, 30, ("person", "document")),
        _said(EdgeKind.PAUSES, 32, ("person",), ("at", "role")),
        _said(EdgeKind.OPTS_OUT, 33, ("person",), aspect=Aspect.HIDING),
        _said(
            EdgeKind.INTRODUCES, 34, ("group", "location"), ("at", "role", "within"), record=Introduction, private=True
        ),
        EdgeRule(EdgeKind.BROADER, 22, ("topic",), ("topic",), _D, "start", ("at",)),
        EdgeRule(EdgeKind.MENTIONS, 23, ("document",), ("term",), _D, "start", ("count", "weight")),
        EdgeRule(EdgeKind.NAMES, 24, ("document",), ("account", "person"), _D, "start", ("count", "weight", "role")),
        EdgeRule(EdgeKind.IS, 25, ("account",), ("person",), _D, "start", ("weight", "role")),
        EdgeRule(EdgeKind.LABELS, 26, ("term",), ("topic",), _D, "start", ("weight", "role")),
        EdgeRule(EdgeKind.TRANSLATES, 31, ("term",), ("term",), _D, "start", ("weight", "role")),
        EdgeRule(EdgeKind.KNOWS_ABOUT, 27, ("person",), ("topic",), _D, "start", _KNOWLEDGE, KnowsAbout),
    )
}

EDGE_BY_NUMBER: dict[int, EdgeKind] = {rule.number: kind for kind, rule in EDGES.items()}
ACTS: tuple[EdgeKind, ...] = tuple(kind for kind, rule in EDGES.items() if rule.owner == "end")
AUTHORSHIP: tuple[EdgeKind, ...] = (EdgeKind.WROTE, EdgeKind.EDITED, EdgeKind.ANSWERED)
"""The acts that make somebody an author of a text, as against a reader of it."""
JUDGED: tuple[EdgeKind, ...] = (EdgeKind.IS, EdgeKind.LABELS)
"""The derived edges that people's judgements overrule."""


def numbers(kinds: Iterable[EdgeKind]) -> str:
    """The numbers of these kinds, as a list in a query."""
    return ",".join(str(EDGES[kind].number) for kind in kinds)


def of_state(state: State) -> tuple[EdgeKind, ...]:
    """The kinds of edges of this state."""
    return tuple(kind for kind, rule in EDGES.items() if rule.state is state)


def stated_by(node_kind: str) -> tuple[tuple[EdgeKind, ...], tuple[EdgeKind, ...]]:
    """The kinds of source edges that a fact about such a node states: as their start, and as their end."""
    source = [EDGES[kind] for kind in of_state(State.SOURCE)]
    starts = tuple(rule.kind for rule in source if rule.owner in ("start", "either") and node_kind in rule.start)
    ends = tuple(rule.kind for rule in source if rule.owner in ("end", "either") and node_kind in rule.end)
    return starts, ends


def stated_at_end(edge: Edge, owner: Key) -> bool:
    """Whether this node states the edge as its end. ValueError when it may not state it at all."""
    rule = EDGES[edge.kind]
    if rule.state is not State.SOURCE:
        raise ValueError(f"{edge.kind} is {rule.state}: no source states it")
    if edge.start == owner and rule.owner in ("start", "either"):
        side = False
    elif edge.end == owner and rule.owner in ("end", "either"):
        side = True
    else:
        raise ValueError(f"{edge.kind} from {edge.start} to {edge.end} is not stated by {owner}")
    check_edge(edge)
    return side


_UNLISTED: dict[EdgeKind, tuple[str, ...]] = {
    kind: tuple(name for name in COMMON if name not in rule.properties) for kind, rule in EDGES.items()
}


def check_edge(edge: Edge) -> None:
    """ValueError when this kind does not run between these nodes or has no such property: a bug of the caller."""
    rule = EDGES[edge.kind]
    if kind_of(edge.start) not in rule.start or kind_of(edge.end) not in rule.end:
        raise ValueError(f"{edge.kind} does not run from {edge.start} to {edge.end}")
    if type(edge) is not rule.record:
        raise ValueError(f"{edge.kind} is {rule.record.__name__}, not {type(edge).__name__}")
    for name in _UNLISTED[edge.kind]:  # plain loops: every edge that is put comes by here
        if getattr(edge, name):
            raise ValueError(f"{edge} has a property that {edge.kind} has not")
    if isinstance(edge, Endorsement) and edge.topic is not None and kind_of(edge.topic) != "topic":
        raise ValueError(f"{edge.topic} is not a topic")
