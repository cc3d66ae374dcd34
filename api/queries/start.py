"""The start page: topics that much is written about, and how much is read."""

from __future__ import annotations

from api.asker import Asker
from api.queries.topics import all_topics
from api.schemas import Start


def start(asker: Asker, limit: int = 12) -> Start:
    """Topics that much is written about, and how much is read."""
    hits = all_topics(asker.site)[:limit]
    with asker.site.store.view(asker.viewer) as view:
        return Start(tuple(hits), view.count("document"), view.count("person"), len(asker.site.sources))
