"""What may a viewer see, as SQL? One condition for each kind of node and each kind of edge, made from the schema.

``readable`` is the connection's table of the rules that its viewer may read by. A document is visible by its rule. An
account, term, group, topic or person is visible when a record for everyone (a directory's account, a group whose rule
is readable, a claim) or a readable document points to it. An edge is visible when both ends are.
"""

from __future__ import annotations

from functools import cache

from graph.facts import EdgeKind
from graph.schema import ACTS, EDGES, KIND_NUMBERS, numbers
from graph.sqlite.tables import LIVE

_MEMBER, _IN, _IS, _LABELS = (
    EDGES[kind].number for kind in (EdgeKind.MEMBER_OF, EdgeKind.IN, EdgeKind.IS, EdgeKind.LABELS)
)
_NAMES, _CLAIMS = EDGES[EdgeKind.NAMES].number, EDGES[EdgeKind.CLAIMS].number
_BY_DOCUMENT = {
    *ACTS, EdgeKind.IN, EdgeKind.TAGGED, EdgeKind.MENTIONS, EdgeKind.NAMES, EdgeKind.REPLY_TO, EdgeKind.LINKS_TO,
}  # fmt: skip
"""Where a readable document at one end makes the other end visible: nothing else need be asked."""


def _readable(n: str) -> str:
    return f"{n}.rule IN (SELECT rule FROM temp.readable)"


def _pointed(n: str, kinds: str, mine: str, other: str, deep: str = "") -> str:
    e, o = f"e_{deep}{n}", f"o_{deep}{n}"
    return (
        f'EXISTS(SELECT 1 FROM edge {e} JOIN node {o} ON {o}.id = {e}."{other}" '
        f'WHERE {e}.kind IN ({kinds}) AND {e}."{mine}" = {n}.id AND {o}.state = {LIVE} AND {_readable(o)})'
    )


def _account(n: str) -> str:
    return " OR ".join(
        (
            f"{n}.open",
            _pointed(n, numbers(ACTS), "start", "end"),
            _pointed(n, str(_MEMBER), "start", "end", "m"),
            _pointed(n, str(_NAMES), "end", "start", "n"),
        )
    )


def _through(n: str, kind: int, condition: str) -> str:
    return (
        f"EXISTS(SELECT 1 FROM edge t{n} JOIN node x{n} ON x{n}.id = t{n}.start "
        f'WHERE t{n}.kind = {kind} AND t{n}."end" = {n}.id AND x{n}.state = {LIVE} AND ({condition}))'
    )


def _term(n: str) -> str:
    return _pointed(n, numbers((EdgeKind.MENTIONS, EdgeKind.TAGGED)), "end", "start")


def _topic(n: str) -> str:
    claimed = f'EXISTS(SELECT 1 FROM edge c{n} WHERE c{n}.kind = {_CLAIMS} AND c{n}."end" = {n}.id)'
    return f"{_through(n, _LABELS, _term('x' + n))} OR {claimed}"


def _person(n: str) -> str:
    return f"{_through(n, _IS, _account('x' + n))} OR {_pointed(n, str(_NAMES), 'end', 'start')}"


def _condition(kind: str, n: str) -> str:
    if kind == "document":
        return _readable(n)
    if kind == "group":
        return f"{_readable(n)} OR {_pointed(n, str(_IN), 'end', 'start')}"
    if kind == "rule":
        return f"{n}.id IN (SELECT rule FROM temp.readable)"
    makers = {"account": _account, "term": _term, "topic": _topic, "person": _person}
    return makers[kind](n) if kind in makers else "1"


def _lives(kind: str, n: str) -> str:
    """Is this node there at all? A person is there as long as an account is theirs."""
    return _through(n, _IS, "1") if kind == "person" else f"{n}.state = {LIVE}"


@cache
def node_visible(kinds: tuple[str, ...], n: str, system: bool) -> str:
    """Which condition says that node `n`, of one of these kinds, is visible?"""
    cases = []
    for kind in kinds:
        condition = _lives(kind, n) if system else f"{_lives(kind, n)} AND ({_condition(kind, n)})"
        cases.append((kind, condition))
    if len(cases) == 1:
        return cases[0][1]
    branches = " ".join(f"WHEN {KIND_NUMBERS[kind]} THEN ({condition})" for kind, condition in cases)
    return f"CASE {n}.kind {branches} ELSE 0 END"


@cache
def edge_visible(kind: EdgeKind, system: bool) -> str:
    """Which condition says that an edge of this kind, from node `s` to node `t`, is visible?"""
    rule = EDGES[kind]
    if system or kind not in _BY_DOCUMENT:
        return f"{node_visible(rule.start, 's', system)} AND {node_visible(rule.end, 't', system)}"
    start = node_visible(rule.start, "s", rule.start != ("document",))
    end = node_visible(rule.end, "t", rule.end != ("document",))
    return f"{start} AND {end}"
