"""The start page: topics that much is written about, and how much is read."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.page import Nothing, Page
from api.pages.topics import TOPIC, main_topics
from api.policy import Permission
from api.roster import count_people
from api.schemas import TopicHit

LISTED = 12


@dataclass(frozen=True, slots=True)
class StartPage:
    """Topics that much is written about, and how much is read."""

    topics: tuple[TopicHit, ...]
    documents: int
    people: int
    sources: int


def start(asker: Asker, query: Nothing) -> StartPage:
    """Topics that much is written about, and how much is read."""
    del query
    people = count_people(asker)
    with asker.site.store.view(asker.viewer, recent=True) as view:
        topics = main_topics(asker, view, LISTED)
        return StartPage(topics, view.count("document"), people, len(asker.site.sources))


PAGE: Page[Nothing, StartPage] = Page(
    path="/",
    json="/api/start",
    template="start.html",
    permission=Permission.READ,
    query=Nothing,
    record=StartPage,
    answer=start,
    example={"topics": [TOPIC], "documents": 4711, "people": 150, "sources": 5},
)
