"""Topics that the asker may say they know about, or used to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.pages.topics import TOPIC
from api.parameters import TEXT_MOST
from api.policy import Permission
from api.schemas import TopicHit
from graph.authored import USED_TO
from graph.facts import EdgeKind, Key, Topic
from graph.store import Viewer
from models.topic_list import list_topics

LISTED = 30


@dataclass(frozen=True, slots=True)
class OwnTopicsQuery:
    """A part of a label, in any language."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="A part of a label, in any language.")] = ""


@dataclass(frozen=True, slots=True)
class OwnTopicsPage:
    """Topics for everyone, those with most documents first; `knows` and `used_to` are what the asker says of them."""

    topics: tuple[TopicHit, ...]
    total: int
    q: str = ""
    me: Key | None = None
    knows: tuple[Key, ...] = ()
    used_to: tuple[Key, ...] = ()


def own_topics(asker: Asker, query: OwnTopicsQuery) -> OwnTopicsPage:
    """Topics that you may say you know about. A claim is for everyone, so only topics for everyone are here."""
    store, me, index = asker.site.store, asker.viewer.person, asker.site.index_if_any()
    if index is None or not query.q.strip():
        return OwnTopicsPage((), 0, query.q, me)
    with store.view(Viewer()) as everyone:
        found = list_topics(query.q, everyone, index, limit=LISTED)
        nodes = everyone.get([hit.key for hit in found.topics])
    special = {key for key, node in nodes.items() if isinstance(node, Topic) and node.special}
    hits = tuple(hit for hit in found.topics if hit.key in nodes and hit.key not in special)
    with store.view(asker.viewer) as view:
        said = view.edges((EdgeKind.CLAIMS,), [me]) if me else []
    return OwnTopicsPage(
        topics=hits,
        total=found.total - len(special),
        q=query.q,
        me=me,
        knows=tuple(edge.end for edge in said if edge.role != USED_TO),
        used_to=tuple(edge.end for edge in said if edge.role == USED_TO),
    )


PAGE: Page[OwnTopicsQuery, OwnTopicsPage] = Page(
    path="/me/topics",
    json="/api/me/topics",
    template="own_topics.html",
    permission=Permission.READ,
    query=OwnTopicsQuery,
    record=OwnTopicsPage,
    answer=own_topics,
    example={"topics": [TOPIC], "total": 1, "q": "water", "me": "person:people:3k2j5h7a"},
    tag="people",
)
