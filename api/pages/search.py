"""Who knows about something: experts with their evidence, and what else there is about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Query

from api.asker import Asker
from api.faces import colleague_rows
from api.page import Page
from api.parameters import KEY_MOST, QUESTION_MOST
from api.policy import Permission
from api.problems import Refused
from api.rows import source_labels
from api.schemas import Answer, Colleague, Reference, extended
from graph.facts import Document, Group, Key, Location, Seconds
from graph.store import View
from models.answers import Question
from models.asking.ask import ask, ask_about_document
from models.index.contract import Index

PER_PAGE = 10
YEAR = timedelta(days=365)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question, as it is in the address. An empty filter filters nothing."""

    q: Annotated[str, Query(max_length=QUESTION_MOST, description="The question, in your own words.")] = ""
    department: Annotated[str, Query(max_length=200, description="The key of a department.")] = ""
    location: Annotated[str, Query(max_length=200, description="The key of a location.")] = ""
    language: Annotated[Literal["", "nl", "en"], Query(description="The language of the evidence.")] = ""
    period: Annotated[Literal["", "1", "2", "5"], Query(description="Only acts of this many years back.")] = ""
    since: Annotated[date | Literal[""], Query(description="Only acts from this day on.")] = ""
    until: Annotated[date | Literal[""], Query(description="Only acts up to and including this day.")] = ""
    document: Annotated[
        str, Query(max_length=KEY_MOST, description="The key of a document: who knows about it, besides its authors.")
    ] = ""
    plain: Annotated[
        Literal["", "1"], Query(description="1: all words are a subject, none of them ask for a colleague.")
    ] = ""
    page: Annotated[int, Query(ge=1, le=100, description="The page of the list; 1 is the first.")] = 1
    limit: Annotated[int, Query(ge=1, le=100, description="Number of people on a page.")] = PER_PAGE
    evidence: Annotated[int, Query(ge=0, le=50, description="Number of reasons for each person.")] = 5

    def question(self, now: Seconds) -> Question:
        """The question that the models get."""
        since = _start(self.since) if isinstance(self.since, date) else None
        if since is None and self.period:
            since = now - int(self.period) * int(YEAR.total_seconds())
        return Question(
            text=self.q.strip(),
            department=self.department or None,
            location=self.location or None,
            language=self.language or None,
            since=since,
            until=_start(self.until) + int(DAY.total_seconds()) - 1 if isinstance(self.until, date) else None,
            limit=self.limit,
            offset=(self.page - 1) * self.limit,
            evidence=self.evidence,
        )

    @property
    def filtered(self) -> bool:
        """True when a filter leaves something out."""
        return any((self.department, self.location, self.language, self.period, self.since, self.until))


@dataclass(frozen=True, slots=True)
class SearchPage(Answer):
    """An answer with how everybody in it is reached, and the filters by which it was narrowed.

    `page` may be beyond `pages`, the last one. `filters` gives the name of the chosen department and location, None for
    one that does not exist. `period` is in years. `sources` are labels by name. `document` is given when that is the
    question, `me` is the asker.
    """

    page: int = 1
    pages: int = 1
    filtered: bool = False
    period: str = ""
    filters: dict[str, str | None] = field(default_factory=dict)
    contacts: dict[Key, Colleague] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    document: Reference | None = None
    me: Key | None = None


def search(asker: Asker, query: SearchQuery) -> SearchPage:
    """Who knows about this, and why. `points` are the sum of `shares`, and of all evidence with `others`."""
    index, now = asker.index(), asker.site.now()
    with asker.site.store.view(asker.viewer, recent=True) as view:
        answer = _answer(asker, query, view, index, now)
        people = [expert.person for expert in answer.experts]
        people += [hit.person for hit in answer.named]
        people += [claimant.person for claimant in (*answer.claimants, *answer.claimed_once)]
        return extended(
            SearchPage,
            answer,
            page=query.page,
            pages=max(1, -(-answer.total // query.limit)),
            filtered=query.filtered or bool(answer.narrowed),
            period=query.period,
            filters=_filters(view, answer.question),
            contacts=colleague_rows(asker, view, people),
            sources=source_labels(asker),
            document=_document(view, query),
            me=asker.viewer.person,
        )


def _document(view: View, query: SearchQuery) -> Reference | None:
    node = view.get([query.document]).get(query.document) if query.document and not query.q.strip() else None
    return Reference(node.key, node.title, node.kind) if isinstance(node, Document) else None


def _answer(asker: Asker, query: SearchQuery, view: View, index: Index, now: Seconds) -> Answer:
    """The answer to the words of a question or to a document. Raises Refused for one that nobody may know of."""
    question, site = query.question(now), asker.site
    if not query.document or question.text:
        return ask(question, view, index, now, plain=bool(query.plain), private=site.private, load=site.load)
    answer = ask_about_document(question, query.document, view, index, now, load=site.load)
    if answer is None:
        raise Refused(HTTPStatus.NOT_FOUND, "document-not-found")
    return answer


def _filters(view: View, question: Question) -> dict[str, str | None]:
    chosen = {name: key for name in ("department", "location") if (key := getattr(question, name))}
    nodes = view.get(chosen.values()) if chosen else {}
    found = {name: nodes.get(key) for name, key in chosen.items()}
    return {name: node.name if isinstance(node, Group | Location) else None for name, node in found.items()}


def _start(day: date) -> Seconds:
    return int(datetime.combine(day, time(), UTC).timestamp())


EXAMPLE = {
    "question": {"text": "waterstofopslag", "limit": 10, "offset": 0},
    "total": 1,
    "people": [
        {
            "person": "person:people:3k2j5h7a",
            "name": "Maaike de Smit",
            "function": "Asset manager",
            "points": 0.83,
            "shares": [{"ranker": "documents", "points": 0.83, "rank": 1, "evidence": 1}],
            "evidence": [
                {
                    "ranker": "documents",
                    "kind": "page",
                    "key": "document:wiki:q2w3e4r5",
                    "title": "Waterstofopslag, ontwerpgids",
                    "points": 0.83,
                    "did": [{"kind": "wrote", "at": 1779000000, "count": 1}],
                }
            ],
            "others": 0.0,
        }
    ],
    "contacts": {"person:people:3k2j5h7a": {"name": "Maaike de Smit", "email": "maaike@example.org"}},
}
PAGE: Page[SearchQuery, SearchPage] = Page(
    path="/search",
    json="/api/experts",
    template="search.html",
    permission=Permission.READ,
    query=SearchQuery,
    record=SearchPage,
    answer=search,
    example=EXAMPLE,
    troubles=(HTTPStatus.NOT_FOUND,),
    instead=lambda query: None if query.document or any(map(str.isalnum, query.q)) else "/?empty=1",
)
