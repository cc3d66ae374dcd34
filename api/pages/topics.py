"""Topics that colleagues write about."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.paging import read_page
from api.parameters import TEXT_MOST, PageNumber
from api.policy import Permission
from api.schemas import TopicHit
from api.site import Site
from graph.facts import Key, Topic
from graph.store import View
from models.topic_list import list_topics, topic_hits

LISTED = 50
MOST = 20_000


@dataclass(frozen=True, slots=True)
class TopicsQuery:
    """Parameters of the list of topics."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="A part of a label, in any language.")] = ""
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """A page of topics, those with most documents first; `total` counts the whole list."""

    topics: tuple[TopicHit, ...]
    total: int
    q: str = ""
    page: int = 1
    pages: int = 1


def topics(asker: Asker, query: TopicsQuery) -> TopicsPage:
    """Topics that colleagues write about, those with most documents first."""
    site, index = asker.site, asker.site.index_if_any()
    if index is None:
        return TopicsPage((), 0, query.q)
    with site.store.view(asker.viewer, recent=True) as view:
        found, paging = read_page(
            lambda offset: list_topics(query.q, view, index, limit=LISTED, offset=offset),
            lambda found: found.total,
            query.page,
            LISTED,
        )
    return TopicsPage(found.topics, found.total, query.q, paging.shown, paging.pages)


def main_topics(asker: Asker, view: View, limit: int) -> tuple[TopicHit, ...]:
    """The topics that say most about what is written, with the documents about each that the asker may read."""
    best = asker.site.cache.recall("topics", asker.site.now(), lambda: _by_weight(asker.site))[: 2 * limit]
    counted = counted_topics(asker, view, [hit.key for hit in best])
    others = view.get([hit.key for hit in best if hit.key not in counted])  # newer than the index, or gone
    known = [counted.get(hit.key, hit) for hit in best if hit.key in counted or hit.key in others]
    return tuple(hit for hit in known if hit.documents or hit.key in others)[:limit]


def counted_topics(asker: Asker, view: View, keys: list[Key]) -> dict[Key, TopicHit]:
    """These topics with their counts, as far as there is an index."""
    index = asker.site.index_if_any()
    return topic_hits(keys, view, index) if index is not None and keys else {}


def _by_weight(site: Site) -> list[TopicHit]:
    """All topics without counts. They come from documents for everyone, so they are the same for all."""
    with site.store.view(site.viewer_of(None)) as view:
        nodes = [node for node in view.nodes("topic", limit=MOST) if isinstance(node, Topic)]
    nodes.sort(key=lambda node: (-node.weight * math.log2(1 + node.people), -node.documents, node.key))
    return [TopicHit(node.key, dict(node.labels)) for node in nodes]


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
