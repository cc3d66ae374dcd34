"""What a colleague says in the product: likes, follows, bookmarks, thanks, endorsements, claims, and what they hide.

Each command says or unsays one edge in one short transaction. A claim takes back that the topic was hidden, and hiding
a topic takes back the claim. The pages say the same by forms (`ui.own_forms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.parameters import KEY_MOST
from api.policy import Permission, allow, needs
from api.problems import Refused
from graph.authored import USED_TO
from graph.facts import Edge, EdgeKind, Endorsement, Key, Topic, kind_of
from graph.schema import EDGES
from graph.store import Viewer

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
AGAINST: Mapping[EdgeKind, EdgeKind] = {EdgeKind.CLAIMS: EdgeKind.HIDES, EdgeKind.HIDES: EdgeKind.CLAIMS}
"""What saying one takes back of the other, about the same thing."""
router = APIRouter(tags=["people"])


class ClaimRole(StrEnum):
    """Whether somebody says that they know about a topic, or that they did once."""

    KNOWS = ""
    USED_TO = USED_TO


Verb: TypeAlias = Annotated[str, Path(max_length=20, description="One of: " + ", ".join(VERBS) + ".")]
About: TypeAlias = Annotated[Key, Query(max_length=KEY_MOST, description="The key of what it is about.")]
ForTopic: TypeAlias = Annotated[Key, Query(max_length=KEY_MOST, description="The topic of an endorsement.")]
OfClaim: TypeAlias = Annotated[ClaimRole, Query(description="Of a claim: `used-to` for what you knew about once.")]


@dataclass(frozen=True, slots=True)
class Statement:
    """What holds after a command: whether the asker says this about that. `changed` is False when it did already."""

    verb: str
    about: Key
    said: bool
    changed: bool


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

    Raises Refused: 403 when it is said in the name of somebody else, 404 when the asker may not read what it is about,
    or when a claim would tell others of a topic that is not for everyone.
    """
    allow(Permission.SAY, asker, edge.start)
    _require_readable(asker, edge)
    against = AGAINST.get(edge.kind)
    with asker.site.store.writer() as writer:
        if against is not None and kind_of(edge.end) in EDGES[against].end:
            writer.unsay(Edge(against, edge.start, edge.end))
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
    reader = Viewer() if edge.kind is EdgeKind.CLAIMS else asker.viewer
    with asker.site.store.view(reader) as view:
        found = view.get(keys)
    if found.keys() != keys:
        name = "topic" if kind_of(edge.end) == "term" else kind_of(edge.end)
        raise Refused(HTTPStatus.NOT_FOUND, f"{name}-not-found")
    if edge.kind is EdgeKind.CLAIMS and any(isinstance(node, Topic) and node.special for node in found.values()):
        raise Refused(HTTPStatus.BAD_REQUEST, "topic-not-claimable")


def command(asker: Asker, verb: str, about: Key, topic: Key, role: ClaimRole, *, take_back: bool) -> Statement:
    """Say this, or take it back, and tell what holds then."""
    edge = statement(asker, verb, about, topic=topic or None, role=(role.value or None) if verb == "claim" else None)
    changed = unsay(asker, edge) if take_back else say(asker, edge)
    return Statement(verb, about, not take_back, changed)


SAID = {"verb": "follow", "about": "topic:p7x9", "said": True, "changed": True}
TROUBLES = (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


@router.post("/api/me/statements/{verb}", response_model=Statement, responses=documented(SAID, *TROUBLES))
@needs(Permission.SAY)
def say_it(
    request: Request, verb: Verb, about: About, topic: ForTopic = "", role: OfClaim = ClaimRole.KNOWS
) -> Response:
    """Say this in your own name. Outside a browser, send this site's own address in an `Origin` header."""
    return as_json(command(asker_of(request), verb, about, topic, role, take_back=False))


@router.delete("/api/me/statements/{verb}", response_model=Statement, responses=documented(SAID, *TROUBLES))
@needs(Permission.SAY)
def take_it_back(request: Request, verb: Verb, about: About, topic: ForTopic = "") -> Response:
    """Take back what you said. Outside a browser, send this site's own address in an `Origin` header."""
    return as_json(command(asker_of(request), verb, about, topic, ClaimRole.KNOWS, take_back=True))
