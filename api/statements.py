"""What a colleague says in the product: likes, follows, bookmarks, thanks, endorsements, claims, and what they hide.

Each command says or unsays one edge in one short transaction. Pages for them come with sign-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from api.asker import Asker
from api.policy import Permission, allow
from api.problems import Refused
from graph.facts import Edge, EdgeKind, Endorsement, Key, kind_of
from graph.schema import EDGES

VERBS: Mapping[str, EdgeKind] = {
    "like": EdgeKind.LIKES,
    "follow": EdgeKind.FOLLOWS,
    "bookmark": EdgeKind.BOOKMARKS,
    "thank": EdgeKind.THANKS,
    "endorse": EdgeKind.ENDORSES,
    "claim": EdgeKind.CLAIMS,
    "hide": EdgeKind.HIDES,
}
"""What a colleague may do to what they read, by the word that pages use."""


def statement(asker: Asker, verb: str, about: Key, *, topic: Key | None = None, role: str | None = None) -> Edge:
    """The edge by which the asker says this about something, now.

    `topic` is what an endorsement is for. Raises Refused (404) for an unknown verb or what it cannot be about.
    """
    person, kind = asker.viewer.person, VERBS.get(verb)
    if person is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    if kind is None or kind_of(about) not in EDGES[kind].end or about == person:
        raise Refused(HTTPStatus.NOT_FOUND, "page-not-found")
    at = asker.site.now()
    if EDGES[kind].for_topic:
        return Endorsement(kind, person, about, at=at, role=role, topic=topic)
    return Edge(kind, person, about, at=at, role=role)


def say(asker: Asker, edge: Edge) -> bool:
    """Record what the asker says. False when it was said before.

    Raises Refused: 403 when it is said in the name of somebody else, 404 when the asker may not read what it is about.
    """
    allow(Permission.SAY, asker, edge.start)
    _require_readable(asker, edge)
    with asker.site.store.writer() as writer:
        return writer.say(edge)


def unsay(asker: Asker, edge: Edge) -> bool:
    """Take back what the asker said, also of what they may no longer read. False when it was not said."""
    allow(Permission.SAY, asker, edge.start)
    with asker.site.store.writer() as writer:
        return writer.unsay(edge)


def _require_readable(asker: Asker, edge: Edge) -> None:
    keys = {edge.end}
    if isinstance(edge, Endorsement) and edge.topic:
        keys.add(edge.topic)
    with asker.site.store.view(asker.viewer) as view:
        if view.get(keys).keys() != keys:
            name = "topic" if kind_of(edge.end) == "term" else kind_of(edge.end)
            raise Refused(HTTPStatus.NOT_FOUND, f"{name}-not-found")
