"""Who opted out: listed in the directory, never inferred and never ranked. The directory says so, or the person does.

What a person says is an edge to themselves. It is in every View so that it acts at once; no page tells it to others.
"""

from __future__ import annotations

from collections.abc import Collection

from graph.facts import Edge, EdgeKind, Key, Seconds
from graph.store import Store, View


def opted_out(view: View, people: Collection[Key] | None = None) -> set[Key]:
    """Those of these people (None: of all) who say that they opt out."""
    if people is None:
        return {edge.start for edge in view.all_edges(EdgeKind.OPTS_OUT) if edge.start == edge.end}
    found = view.edges([EdgeKind.OPTS_OUT], people) if people else []
    return {edge.start for edge in found if edge.start == edge.end}


def opt_out(store: Store, person: Key, now: Seconds) -> bool:
    """Say that nothing may be inferred about this person. False when that was said before."""
    with store.writer() as writer:
        return writer.say(Edge(EdgeKind.OPTS_OUT, person, person, at=now))


def opt_in(store: Store, person: Key) -> bool:
    """Take that back. False when it was not said."""
    with store.writer() as writer:
        return writer.unsay(Edge(EdgeKind.OPTS_OUT, person, person))
