"""The start page: topics that much is written about, and how much is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Query

from api.asker import Asker
from api.colleagues import meeting
from api.organisation import organisation_of
from api.page import Page
from api.pages.topics import TOPIC, main_topics
from api.policy import Permission
from api.roster import count_people
from api.schemas import TopicHit
from graph.facts import Account, Seconds, anchor_key
from graph.store import View
from models.people_to_meet import PeopleToMeet

LISTED = 12
LATELY: Seconds = 120 * 86_400
MET = 3
"""People near and people to meet that the page names, of each at most."""


@dataclass(frozen=True, slots=True)
class StartPage:
    """Topics that much is written about, how much is read, and people to meet.

    `meet` is None as long as nothing was worked out, and for nobody in particular.
    """

    topics: tuple[TopicHit, ...]
    documents: int
    people: int
    sources: int
    meet: PeopleToMeet | None = None
    new: bool = False
    """Whether the asker began lately, so that the page leads to where they can begin."""
    empty: bool = False
    """Whether a question without a word led here."""


@dataclass(frozen=True, slots=True)
class StartQuery:
    """Parameters of the start page."""

    empty: Annotated[Literal["", "1"], Query(description="1: after a question without a word.")] = ""


def start(asker: Asker, query: StartQuery) -> StartPage:
    """Topics that much is written about, how much is read, and people to meet."""
    people = count_people(asker)
    with asker.site.store.view(asker.viewer, recent=True) as view:
        topics = main_topics(asker, view, LISTED)
        meet, new = meeting(asker, view, organisation_of(asker), MET), began_lately(asker, view)
        documents, sources = view.count("document"), len(asker.site.sources)
        return StartPage(topics, documents, people, sources, meet, new, empty=bool(query.empty))


def began_lately(asker: Asker, view: View) -> bool:
    """Whether the asker began at most LATELY ago, as the directory says."""
    me = asker.viewer.person
    account = view.get([anchor_key(me)]).get(anchor_key(me)) if me is not None else None
    joined = account.joined if isinstance(account, Account) else None
    return joined is not None and 0 <= asker.site.now() - joined <= LATELY


PAGE: Page[StartQuery, StartPage] = Page(
    path="/",
    json="/api/start",
    template="start.html",
    permission=Permission.READ,
    query=StartQuery,
    record=StartPage,
    answer=start,
    example={"topics": [TOPIC], "documents": 4711, "people": 150, "sources": 5},
)
