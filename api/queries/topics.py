"""Topics: what is written about, and who knows about one of them."""

from __future__ import annotations

import math
from http import HTTPStatus

from api.asker import Asker
from api.problems import Refused
from api.queries.search import index_of
from api.schemas import TopicHit, TopicPage, TopicsPage
from api.site import Site
from graph.facts import Key, Topic, kind_of

PAGE = 50
MOST = 20_000


def topics(asker: Asker, q: str, page: int) -> TopicsPage:
    """Topics that are written about, those of most people first; `q` keeps those with such a label."""
    hits = all_topics(asker.site)
    wanted = q.casefold().strip()
    if wanted:
        hits = [hit for hit in hits if any(wanted in label.casefold() for label in hit.labels.values())]
    pages = max(1, -(-len(hits) // PAGE))
    page = min(page, pages)
    return TopicsPage(tuple(hits[(page - 1) * PAGE : page * PAGE]), len(hits), q, page, pages)


def topic(asker: Asker, key: Key) -> TopicPage:
    """One topic: who knows about it, and what is written about it. Raises Refused for an unknown one."""
    site, found = asker.site, None
    if kind_of(key) == "topic":
        with site.store.view(asker.viewer, recent=True) as view:
            found = site.models.describe_topic(key, view, index_of(asker), site.now())
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "topic-not-found")
    return found


def all_topics(site: Site) -> list[TopicHit]:
    """All topics, those of most people first. They come from documents for everyone, so they are the same for all."""
    return site.cache.recall("topics", site.now(), lambda: _read_topics(site))


def _read_topics(site: Site) -> list[TopicHit]:
    with site.store.view(site.viewer_of(None)) as view:
        nodes = [node for node in view.nodes("topic", limit=MOST) if isinstance(node, Topic)]
    nodes.sort(key=lambda node: (-node.weight * math.log2(1 + node.people), -node.documents, node.key))
    return [TopicHit(node.key, dict(node.labels), node.documents) for node in nodes]
