"""What may a viewer see, as Cypher? One condition for each kind of node and each kind of edge, made from the schema.

``$readable`` is the list of the rules that the viewer may read by. A document is visible by its rule. An account, term,
group, topic or person is visible when a record for everyone (a directory's account, a group whose rule is readable, a
claim) or a readable document points to it. An edge is visible when both ends are.
"""

from __future__ import annotations

from functools import cache

from graph.facts import EdgeKind
from graph.neo4j.schema import LIVE, label, types
from graph.schema import ACTS, EDGES

_BY_DOCUMENT = {
    *ACTS, EdgeKind.IN, EdgeKind.TAGGED, EdgeKind.MENTIONS, EdgeKind.NAMES, EdgeKind.REPLY_TO, EdgeKind.LINKS_TO,
}  # fmt: skip
"""Where a readable document at one end makes the other end visible: nothing else need be asked."""


def _readable(n: str) -> str:
    return f"{n}.rule IN $readable"


def _points_to(n: str, *kinds: EdgeKind) -> str:
    o = f"o_{n}"
    pattern = f"({n})<-[:{types(kinds)}]-({o})"
    return f"EXISTS {{ MATCH {pattern} WHERE {o}.state = {LIVE} AND {_readable(o)} }}"


def _pointed_by(n: str, *kinds: EdgeKind) -> str:
    o = f"o_{n}"
    pattern = f"({n})-[:{types(kinds)}]->({o})"
    return f"EXISTS {{ MATCH {pattern} WHERE {o}.state = {LIVE} AND {_readable(o)} }}"


def _account(n: str) -> str:
    acts, names = _pointed_by(n, *ACTS, EdgeKind.MEMBER_OF), _points_to(n, EdgeKind.NAMES)
    return f"{n}.open OR {acts} OR {names}"


def _through(n: str, kind: EdgeKind, condition: str) -> str:
    x = f"x{n}"
    return f"EXISTS {{ MATCH ({n})<-[:{kind}]-({x}) WHERE {x}.state = {LIVE} AND ({condition}) }}"


def _term(n: str) -> str:
    return _points_to(n, EdgeKind.MENTIONS, EdgeKind.TAGGED)


def _topic(n: str) -> str:
    claimed = f"EXISTS {{ MATCH ({n})<-[:{EdgeKind.CLAIMS}]-() }}"
    return f"{_through(n, EdgeKind.LABELS, _term('x' + n))} OR {claimed}"


def _person(n: str) -> str:
    return f"{_through(n, EdgeKind.IS, _account('x' + n))} OR {_points_to(n, EdgeKind.NAMES)}"


def _condition(kind: str, n: str) -> str:
    if kind == "document":
        return _readable(n)
    if kind == "group":
        return f"{_readable(n)} OR {_points_to(n, EdgeKind.IN)}"
    if kind == "rule":
        return f"{n}.key IN $readable"
    makers = {"account": _account, "term": _term, "topic": _topic, "person": _person}
    return makers[kind](n) if kind in makers else "true"


def _lives(kind: str, n: str) -> str:
    """Is this node there at all? A person is there as long as an account is theirs."""
    return _through(n, EdgeKind.IS, "true") if kind == "person" else f"{n}.state = {LIVE}"


@cache
def node_visible(kinds: tuple[str, ...], n: str, system: bool) -> str:
    """Which condition says that node `n`, of one of these kinds, is visible?"""
    cases = []
    for kind in kinds:
        condition = _lives(kind, n) if system else f"{_lives(kind, n)} AND ({_condition(kind, n)})"
        cases.append((kind, condition))
    if len(cases) == 1:
        return f"({cases[0][1]})"
    return "(" + " OR ".join(f"({n}:{label(kind)} AND {condition})" for kind, condition in cases) + ")"


@cache
def edge_visible(kind: EdgeKind, system: bool) -> str:
    """Which condition says that an edge of this kind, from node `s` to node `t`, is visible?"""
    rule = EDGES[kind]
    if system or kind not in _BY_DOCUMENT:
        return f"{node_visible(rule.start, 's', system)} AND {node_visible(rule.end, 't', system)}"
    start = node_visible(rule.start, "s", rule.start != ("document",))
    end = node_visible(rule.end, "t", rule.end != ("document",))
    return f"{start} AND {end}"
