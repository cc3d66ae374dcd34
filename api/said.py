"""What the asker says about the thing on a page, so that its buttons say it or take it back."""

from __future__ import annotations

from graph.facts import EdgeKind, Endorsement, Key
from graph.store import View

VERBS = {
    EdgeKind.FOLLOWS: "follow",
    EdgeKind.LIKES: "like",
    EdgeKind.BOOKMARKS: "bookmark",
    EdgeKind.THANKS: "thank",
}


def said_about(view: View, key: Key) -> tuple[str, ...] | None:
    """The verbs of what the viewer says about this; None for nobody in particular, and for oneself."""
    me = view.viewer.person
    if me is None or me == key:
        return None
    return tuple(sorted(VERBS[edge.kind] for edge in view.edges(tuple(VERBS), [me]) if edge.end == key))


def is_endorsed(view: View, person: Key, topic: Key) -> bool | None:
    """Whether the viewer says that this was the right person for the topic; None as for `said_about`."""
    me = view.viewer.person
    if me is None or me == person:
        return None
    found = view.edges((EdgeKind.ENDORSES,), [me])
    return any(edge.end == person and isinstance(edge, Endorsement) and edge.topic == topic for edge in found)
