"""What was decided about topics, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.curation import curator_of
from api.page import Page
from api.pages.topic_curation import ACT
from api.paging import Paging
from api.parameters import ListLimit, PageNumber
from api.policy import Permission
from graph.curated_acts import CuratedAct, acts_of
from graph.facts import Key
from models.topic_history import decider_names

LISTED = 50


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Which page of the history, and how many of them it has."""

    page: PageNumber = 1
    limit: ListLimit = LISTED


@dataclass(frozen=True, slots=True)
class CurationHistory:
    """A page of decisions; `people` are the names of who made them, by key, and `total` counts all decisions."""

    acts: tuple[CuratedAct, ...]
    people: dict[Key, str]
    total: int
    page: int = 1
    pages: int = 1


def curation_history(asker: Asker, query: HistoryQuery) -> CurationHistory:
    """What was decided about all topics, newest first, also what was undone since."""
    curator = curator_of(asker)
    with curator.store.view(curator.reader) as view:
        acts = acts_of(view.judgements())
        paging = Paging(query.page, len(acts), query.limit)
        found = tuple(paging.cut(acts))
        people = decider_names(view, found)
    return CurationHistory(found, people, len(acts), paging.shown, paging.pages)


PAGE: Page[HistoryQuery, CurationHistory] = Page(
    json="/api/curation",
    permission=Permission.CURATE,
    query=HistoryQuery,
    record=CurationHistory,
    answer=curation_history,
    example={"acts": [ACT], "people": {"person:people:abc": "Ada Vos"}, "total": 1, "page": 1, "pages": 1},
    tag="curation",
)
