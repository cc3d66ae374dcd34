"""Labels that may mean a topic and wait for a curator."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.curation import curator_of
from api.page import Page
from api.pages.topics import TOPIC
from api.paging import Paging
from api.parameters import ListLimit, PageNumber
from api.policy import Permission
from models.topic_suggestions import TopicSuggestion, list_suggestions

LISTED = 50


@dataclass(frozen=True, slots=True)
class SuggestionsQuery:
    """Which page of the suggestions, and how many of them it has."""

    page: PageNumber = 1
    limit: ListLimit = LISTED


@dataclass(frozen=True, slots=True)
class TopicSuggestions:
    """A page of suggestions, the surest first; `total` counts all that wait."""

    suggestions: tuple[TopicSuggestion, ...]
    total: int
    page: int = 1
    pages: int = 1


def topic_suggestions(asker: Asker, query: SuggestionsQuery) -> TopicSuggestions:
    """Labels that may mean a topic in the other language, the surest first, as far as the asker may know of both."""
    curator = curator_of(asker)
    with curator.store.view(curator.reader) as view:
        waiting = list_suggestions(view)
    with asker.site.store.view(asker.viewer) as view:
        known = view.get({key for each in waiting for key in (each.topic, each.term)}) if waiting else {}
    found = [each for each in waiting if each.topic in known and each.term in known]
    paging = Paging(query.page, len(found), query.limit)
    return TopicSuggestions(tuple(paging.cut(found)), len(found), paging.shown, paging.pages)


PAGE: Page[SuggestionsQuery, TopicSuggestions] = Page(
    json="/api/curation/suggestions",
    permission=Permission.CURATE,
    query=SuggestionsQuery,
    record=TopicSuggestions,
    answer=topic_suggestions,
    example={
        "suggestions": [
            {
                "topic": TOPIC["key"],
                "labels": TOPIC["labels"],
                "term": "term:en:b7",
                "language": "en",
                "label": "storage of hydrogen",
                "like": "waterstofopslag",
                "score": 0.93,
                "reason": "text",
                "other": None,
            }
        ],
        "total": 1,
    },
    tag="curation",
)
