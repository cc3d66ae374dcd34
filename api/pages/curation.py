"""What was decided about topics, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.curation import curator_of
from api.page import Page
from api.pages.topic_curation import ACT
from api.paging import read_page
from api.parameters import PageNumber
from api.policy import Permission
from graph.curated_acts import CuratedAct, acts_of
from graph.facts import Key, Person
from models.topic_history import deciders

LISTED = 50


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Which page of the history."""

    page: PageNumber = 1


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
        found, paging = read_page(
            lambda offset: tuple(acts[offset : offset + LISTED]), lambda _: len(acts), query.page, LISTED
        )
        nodes = view.get(deciders(found))
    people = {key: node.name for key, node in nodes.items() if isinstance(node, Person)}
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
