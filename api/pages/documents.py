"""Documents in a list that can be read to its end: of a search, a topic, a person or a group."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.pages.search import SearchQuery
from api.pages.topics import counted_topics
from api.paging import read_page
from api.parameters import KEY_MOST, TEXT_MOST, PageNumber
from api.policy import Permission
from api.problems import Refused
from api.rows import source_labels
from api.schemas import DocumentHit, Reference, TopicHit
from graph.facts import Account, Group, Key, Node, Seconds, Topic, anchor_key, kind_of
from graph.store import View
from models.answers import DocumentsQuestion, Question
from models.documents import list_documents

LISTED = 25


@dataclass(frozen=True, slots=True)
class DocumentsQuery:
    """Parameters of a list of documents: those that match the words and filters, and belong to all keys given."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="Words to search for.")] = ""
    topic: Annotated[str, Query(max_length=KEY_MOST, description="The key of a topic.")] = ""
    person: Annotated[str, Query(max_length=KEY_MOST, description="The key of a person.")] = ""
    group: Annotated[str, Query(max_length=KEY_MOST, description="The key of a group.")] = ""
    language: Annotated[Literal["", "nl", "en"], Query(description="The language of the documents.")] = ""
    period: Annotated[Literal["", "1", "2", "5"], Query(description="Only acts of this many years back.")] = ""
    since: Annotated[date | Literal[""], Query(description="Only acts from this day on.")] = ""
    until: Annotated[date | Literal[""], Query(description="Only acts up to and including this day.")] = ""
    page: PageNumber = 1

    def question(self, now: Seconds) -> Question:
        """The words and filters, as a search reads them."""
        told = SearchQuery(self.q, language=self.language, period=self.period, since=self.since, until=self.until)
        return told.question(now)

    @property
    def kept(self) -> dict[str, str]:
        """The parameters that a search within this list keeps."""
        names = ("topic", "person", "group", "language", "period", "since", "until")
        return {name: str(value) for name in names if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """A page of documents; `total` counts the whole list.

    `order` is `match` (best match with `q` first) or `date` (newest first). `most` is given when a search has more
    matches than are listed: the number of best matches that are. The documents belong to all of `topic`, `person` and
    `group` that are given. `kept` are the parameters that a search within this list keeps, `sources` labels by name.
    """

    documents: tuple[DocumentHit, ...]
    total: int
    order: str
    most: int | None = None
    q: str = ""
    topic: TopicHit | None = None
    person: Reference | None = None
    group: Reference | None = None
    page: int = 1
    pages: int = 1
    kept: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


def documents(asker: Asker, query: DocumentsQuery) -> DocumentsPage:
    """Documents that match `q`, best match first; without `q` those of a topic, person or group, newest first."""
    site, index, question = asker.site, asker.index(), query.question(asker.site.now())
    with site.store.view(asker.viewer, recent=True) as view:
        nodes = _nodes(view, query)

        def wanted(offset: int) -> DocumentsQuestion:
            cut = replace(question, limit=LISTED, offset=offset)
            return DocumentsQuestion(cut, query.topic or None, query.person or None, query.group or None)

        found, paging = read_page(
            lambda offset: list_documents(wanted(offset), view, index, site.now()),
            lambda found: found.total,
            query.page,
            LISTED,
        )
        return DocumentsPage(
            found.documents,
            found.total,
            order="match" if found.best_first else "date",
            most=found.most,
            q=question.text,
            topic=_topic(asker, view, nodes.get("topic")),
            person=_reference(query.person, nodes.get("person")),
            group=_reference(query.group, nodes.get("group")),
            page=paging.shown,
            pages=paging.pages,
            kept=query.kept,
            sources=source_labels(asker),
        )


def _nodes(view: View, query: DocumentsQuery) -> dict[str, Node]:
    """The topic, person (by their account) and group of a list. Raises Refused for one that nobody may know of."""
    asked = {name: key for name in ("topic", "person", "group") if (key := getattr(query, name))}
    keys = {name: anchor_key(key) if name == "person" else key for name, key in asked.items() if kind_of(key) == name}
    nodes = view.get(keys.values())
    for name in asked:
        if keys.get(name) not in nodes:
            raise Refused(HTTPStatus.NOT_FOUND, f"{name}-not-found")
    return {name: nodes[key] for name, key in keys.items()}


def _reference(key: Key, node: Node | None) -> Reference | None:
    return Reference(key, node.name, kind_of(key)) if isinstance(node, Account | Group) else None


def _topic(asker: Asker, view: View, node: Node | None) -> TopicHit | None:
    if not isinstance(node, Topic):
        return None
    return counted_topics(asker, view, [node.key]).get(node.key, TopicHit(node.key, dict(node.labels)))


PAGE: Page[DocumentsQuery, DocumentsPage] = Page(
    path="/documents",
    json="/api/documents",
    template="documents.html",
    permission=Permission.READ,
    query=DocumentsQuery,
    record=DocumentsPage,
    answer=documents,
    example={"documents": [{"key": "document:wiki:q2w3e4r5", "title": "Gids"}], "total": 1, "order": "match"},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="things",
)
