"""What people say in the product, one edge at a time: the rules that hold in every store.

Authored edges outlive what they are about: a sweep, a new sync and a drop of either end leave them. While an end is not
there they are in nobody's View, and with the end they come back as they were. The same holds for a person whose account
is joined to another person: their edges wait until that is undone. They go when they are unsaid, and when the person at
either end is erased.
"""

from __future__ import annotations

from dataclasses import replace

from graph.facts import Edge, Endorsement, Key, Node, anchor_key, kind_of
from graph.schema import EDGES, SELF, State, check_edge
from graph.suppression import Suppression

USED_TO = "used-to"
"""The role of a CLAIMS edge by which a person says that they knew about it once: their acts on it cast no vote."""
WRITTEN = ("document", "group")
"""The kinds of nodes that people write in the product."""


def check_said(edge: Edge) -> None:
    """ValueError when nobody can say this edge: a bug of the caller."""
    rule = EDGES[edge.kind]
    if rule.state is not State.AUTHORED:
        raise ValueError(f"{edge.kind} is {rule.state}: nobody says it")
    check_edge(edge)


def says_the_same(old: Edge | None, new: Edge) -> bool:
    """Whether saying `new` changes nothing: it was said before, be it at another time."""
    return old is not None and replace(old, at=new.at) == new


def is_refused(edge: Edge, suppression: Suppression) -> bool:
    """Whether a person who was erased is at either end, or their name: nothing of or about them is taken in again."""
    topic = edge.topic if isinstance(edge, Endorsement) else None
    keys = (edge.start, edge.end, *((topic,) if topic else ()))
    return bool(suppression) and any(_is_suppressed(key, suppression) for key in keys)


def _is_suppressed(key: Key, suppression: Suppression) -> bool:
    if kind_of(key) == "person":
        return suppression.refuses_key(anchor_key(key))
    return suppression.names(key)


def check_run(node: Node, run: str) -> None:
    """ValueError when a sync would put what people write in the product: only `Writer.write` does."""
    if getattr(node, "source", None) == SELF and run != SELF:
        raise ValueError(f"{node.key} is authored: no sync puts it")


def check_written(node: Node) -> None:
    """ValueError for what is not written in the product: documents and groups of the source `self` are."""
    if getattr(node, "source", None) != SELF or kind_of(node.key) not in WRITTEN:
        raise ValueError(f"{node.key} is no document or group of the source {SELF}")


def check_swept(source: str) -> None:
    """ValueError for the source whose documents nobody lists, so that nothing of it is ever missing."""
    if source == SELF:
        raise ValueError("what people write in the product is not swept")
