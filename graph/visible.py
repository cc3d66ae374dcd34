"""Access as data: the condition under which a viewer sees a node of each kind. Each wing compiles it to its language.

A document or group is visible by the rule that counts for it (`graph.inheritance`). An account, term, topic or person
is visible when a record for everyone (a directory's account, a claim) or a readable node points to it. An edge is
visible when both of its ends are, and the topic that it is for; a private one only to the person at its start.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from graph.facts import EdgeKind
from graph.schema import ACTS, EDGES, NODES


@dataclass(frozen=True, slots=True)
class Always:
    """Holds for every node."""


@dataclass(frozen=True, slots=True)
class Live:
    """The node is there: neither gone nor merely pointed to."""


@dataclass(frozen=True, slots=True)
class InDirectory:
    """A directory lists the account for everyone."""


@dataclass(frozen=True, slots=True)
class Readable:
    """The rule of the node lets the viewer read it."""


@dataclass(frozen=True, slots=True)
class InReadable:
    """The node states no rule and is in a container whose rule lets the viewer read it."""


@dataclass(frozen=True, slots=True)
class Admits:
    """The node is a rule, and one by which the viewer reads."""


@dataclass(frozen=True, slots=True)
class Own:
    """The node is the person who is the viewer."""


@dataclass(frozen=True, slots=True)
class Linked:
    """An edge of one of these kinds goes out to, or comes in from, a node for which `other` holds."""

    kinds: tuple[EdgeKind, ...]
    direction: Literal["out", "in"]
    other: Condition


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of these holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ByKind:
    """The condition that belongs to the kind of the node holds; a node of any other kind is not visible."""

    cases: tuple[tuple[str, Condition], ...]


Condition: TypeAlias = (
    Always | Live | InDirectory | Readable | InReadable | Admits | Own | Linked | AnyOf | AllOf | ByKind
)

_DOCUMENT = AnyOf((Readable(), InReadable()))
_READABLE = AllOf((Live(), _DOCUMENT))


def _goes_to(*kinds: EdgeKind, other: Condition = _READABLE) -> Linked:
    return Linked(kinds, "out", other)


def _comes_from(*kinds: EdgeKind, other: Condition = _READABLE) -> Linked:
    return Linked(kinds, "in", other)


_IN_GROUP = _goes_to(EdgeKind.MEMBER_OF, other=AllOf((Live(), Readable())))
_ACCOUNT = AnyOf((InDirectory(), _goes_to(*ACTS), _IN_GROUP))
"""A name in a text shows nobody: it is found to be that of somebody who is known without it."""
_TERM = _comes_from(EdgeKind.MENTIONS, EdgeKind.TAGGED)

THERE: dict[str, Condition] = {
    **dict.fromkeys(NODES, Live()),
    "person": _comes_from(EdgeKind.IS, other=Live()),
}
"""When a node of each kind is there at all. A person is there as long as an account is theirs."""

SEEN: dict[str, Condition] = {
    **dict.fromkeys(NODES, Always()),
    "document": _DOCUMENT,
    "group": Readable(),
    "rule": Admits(),
    "account": _ACCOUNT,
    "term": _TERM,
    "topic": AnyOf(
        (
            _comes_from(EdgeKind.LABELS, other=AllOf((Live(), _TERM))),
            _comes_from(EdgeKind.CLAIMS, other=Always()),
        )
    ),
    "person": _comes_from(EdgeKind.IS, other=AllOf((Live(), _ACCOUNT))),
}
"""When a viewer sees a node of each kind that is there."""

PRIVATE: frozenset[EdgeKind] = frozenset(kind for kind, rule in EDGES.items() if rule.private)
"""The edges that only the person at their start sees, and the system."""


@cache
def of_node(kinds: tuple[str, ...], system: bool) -> Condition:
    """The condition under which a node of one of these kinds is visible. To the system all that is there is visible."""
    if len(kinds) == 1:
        return THERE[kinds[0]] if system else _seen(kinds[0])
    return ByKind(tuple((kind, of_node((kind,), system)) for kind in kinds))


def _seen(kind: str) -> Condition:
    if SEEN[kind] == Always():
        return THERE[kind]
    return AllOf((THERE[kind], SEEN[kind]))


@cache
def of_edge(kind: EdgeKind, system: bool) -> tuple[Condition, Condition]:
    """The conditions for the start and for the end of an edge of this kind under which it is visible."""
    rule = EDGES[kind]
    start = of_node(rule.start, system or _suffices(kind, rule.end, rule.start, "out"))
    end = of_node(rule.end, system or _suffices(kind, rule.start, rule.end, "in"))
    if kind in PRIVATE and not system:
        start = AllOf((start, Own()))
    return start, end


@cache
def of_topic(kind: EdgeKind, system: bool) -> Condition | None:
    """The condition for the topic that an edge of this kind is for, where it is for one. None: no edge of it is."""
    return of_node(("topic",), system) if EDGES[kind].for_topic else None


def _suffices(kind: EdgeKind, far: tuple[str, ...], near: tuple[str, ...], direction: str) -> bool:
    """Whether the near end of such an edge is visible to whoever sees the far end, so that it need not be asked."""
    return len(far) == 1 and all(_shows(kind, _seen(far[0]), SEEN[each], direction) for each in near)


def _shows(kind: EdgeKind, far: Condition, condition: Condition, direction: str) -> bool:
    parts = condition.parts if isinstance(condition, AnyOf) else (condition,)
    return any(
        isinstance(part, Linked) and kind in part.kinds and part.direction == direction and part.other == far
        for part in parts
    )


class Compiler(ABC):
    """Says conditions in a language of queries, in which `n` is the name of a node."""

    leaves: Mapping[type[Condition], str]
    """Each condition that has no parts, with ``{n}`` for the name."""

    def node(self, kinds: tuple[str, ...], n: str, system: bool) -> str:
        """The condition under which node `n`, of one of these kinds, is visible."""
        return self._said(of_node(kinds, system), n)

    def edge(self, kind: EdgeKind, system: bool) -> str:
        """The condition under which an edge `e` of this kind, from node `s` to node `t`, is visible."""
        (start, end), topic = of_edge(kind, system), of_topic(kind, system)
        ends = f"{self._said(start, 's')} AND {self._said(end, 't')}"
        return ends if topic is None else f"{ends} AND {self._topic(self._said(topic, 'w'))}"

    def _said(self, condition: Condition, n: str) -> str:
        match condition:
            case Linked(other=other):
                o = f"o_{n}"
                return self._linked(condition, n, o, "" if other == Always() else self._said(other, o))
            case AnyOf(parts):
                return "(" + " OR ".join(self._said(part, n) for part in parts) + ")"
            case AllOf(parts):
                return " AND ".join(self._said(part, n) for part in parts)
            case ByKind(cases):
                return self._by_kind({kind: self._said(case, n) for kind, case in cases}, n)
            case leaf:
                return self.leaves[type(leaf)].format(n=n)

    @abstractmethod
    def _linked(self, link: Linked, n: str, o: str, holds: str) -> str:
        """An edge links `n` to a node `o` for which this holds; empty: to any."""

    @abstractmethod
    def _by_kind(self, cases: Mapping[str, str], n: str) -> str:
        """What holds for the kind of `n`."""

    @abstractmethod
    def _topic(self, holds: str) -> str:
        """The edge `e` is for no topic, or for a topic `w` for which this holds."""
