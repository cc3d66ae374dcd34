"""Topics that colleagues write about."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.parameters import TEXT_MOST, PageNumber
from api.policy import Permission
from api.schemas import TopicHit
from api.site import Site
from graph.facts import Topic

LISTED = 50
MOST = 20_000


@dataclass(frozen=True, slots=True)
class TopicsQuery:
    """Which topics."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="A part of a label, in any language.")] = ""
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """The topics that people write about most. `page` may be beyond `pages`, the last one."""

    topics: tuple[TopicHit, ...]
    total: int
    q: str = ""
    page: int = 1
    pages: int = 1


def topics(asker: Asker, query: TopicsQuery) -> TopicsPage:
    """Topics that colleagues write about, those of most people first."""
    hits = all_topics(asker.site)
    wanted = query.q.casefold().strip()
    if wanted:
        hits = [hit for hit in hits if any(wanted in label.casefold() for label in hit.labels.values())]
    pages = max(1, -(-len(hits) // LISTED))
    shown = tuple(hits[(query.page - 1) * LISTED : query.page * LISTED])
    return TopicsPage(shown, len(hits), query.q, query.page, pages)


def all_topics(site: Site) -> list[TopicHit]:
    """All topics, those of most people first. They come from documents for everyone, so they are the same for all."""
    return site.cache.recall("topics", site.now(), lambda: _read_topics(site))


def _read_topics(site: Site) -> list[TopicHit]:
    with site.store.view(site.viewer_of(None)) as view:
        nodes = [node for node in view.nodes("topic", limit=MOST) if isinstance(node, Topic)]
    nodes.sort(key=lambda node: (-node.weight * math.log2(1 + node.people), -node.documents, node.key))
    return [TopicHit(node.key, dict(node.labels), node.documents) for node in nodes]


TOPIC = {
    "key": "topic:p7x9",
    "labels": {"nl": "waterstofopslag", "en": "hydrogen storage"},
    "documents": 23,
}
PAGE: Page[TopicsQuery, TopicsPage] = Page(
    path="/topics",
    json="/api/topics",
    template="topics.html",
    permission=Permission.READ,
    query=TopicsQuery,
    record=TopicsPage,
    answer=topics,
    example={"topics": [TOPIC], "total": 1, "page": 1, "pages": 1},
    tag="things",
)
