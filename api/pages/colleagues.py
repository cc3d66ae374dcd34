"""Colleagues for oneself: who is near, whom to meet, and which topics and groups to follow, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.asker import Asker
from api.colleagues import meeting
from api.faces import colleague_rows
from api.organisation import organisation_of
from api.page import Nothing, Page
from api.pages.topics import TOPIC
from api.policy import Permission
from api.schemas import Colleague, extended
from graph.facts import Key
from graph.opting import opted_out
from models.people_to_meet import MOST, PeopleToMeet, people_of


@dataclass(frozen=True, slots=True)
class ColleaguesPage(PeopleToMeet):
    """Both lists and what to follow, with how everybody is reached.

    It is not `ready` as long as nothing was worked out. Who opted out (`out`) gets no lists.
    """

    contacts: dict[Key, Colleague] = field(default_factory=dict)
    ready: bool = True
    out: bool = False


def colleagues(asker: Asker, query: Nothing) -> ColleaguesPage:
    """Who is near you and whom you should meet, by documents for everyone; only what you may read is told."""
    del query
    me = asker.viewer.person
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found = meeting(asker, view, organisation_of(asker), MOST)
        if found is None:
            return ColleaguesPage(ready=False)
        contacts = colleague_rows(asker, view, people_of(found))
        out = me is not None and bool(opted_out(view, [me]))
    return extended(ColleaguesPage, found, contacts=contacts, out=out)


PAGE: Page[Nothing, ColleaguesPage] = Page(
    path="/me/colleagues",
    json="/api/me/colleagues",
    template="colleagues.html",
    permission=Permission.READ,
    query=Nothing,
    record=ColleaguesPage,
    answer=colleagues,
    example={
        "near": [{"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "documents": 2, "threads": 1}],
        "new": [
            {"person": "person:people:8s0d1f2g", "name": "Tunde Okafor", "topics": [TOPIC], "distance": "elsewhere"}
        ],
        "ready": True,
    },
    tag="people",
)
