"""Why a colleague is known for a topic: their own work about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import Path

from api.asker import Asker
from api.page import Page
from api.pages.topics import TOPIC
from api.paging import read_page
from api.parameters import KEY_MOST, KeyParameter, PageNumber
from api.policy import Permission
from api.problems import Refused, require
from api.rows import source_labels
from api.said import is_endorsed
from api.schemas import KnownFor, extended
from graph.facts import EdgeKind, Key
from models.known_for import explain_topic

LISTED = 20


@dataclass(frozen=True, slots=True)
class KnownForQuery:
    """Parameters of an explanation; `page` is of the documents."""

    key: KeyParameter
    topic: Annotated[Key, Path(max_length=KEY_MOST, description="The key of a topic.")]
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """What the asker says of their own work: whether they hide the topic, and which of its documents."""

    topic: bool
    documents: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class KnownForPage(KnownFor):
    """An explanation. `sources` are labels by name. `mine` is told to the person themselves only."""

    sources: dict[str, str] = field(default_factory=dict)
    mine: OwnTopic | None = None
    right: bool | None = None
    """Whether the asker says that this was the right person for the topic; None about oneself."""


def known_for(asker: Asker, query: KnownForQuery) -> KnownForPage:
    """Why a colleague is known for a topic, or is not: their own work about it, what says most first."""
    require(query.key, "person")
    require(query.topic, "topic")
    index, now = asker.index(), asker.site.now()
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found, paging = read_page(
            lambda offset: explain_topic(
                query.key, query.topic, view, index, now, language=asker.language, limit=LISTED, offset=offset
            ),
            lambda known: known.documents if known else 0,
            query.page,
            LISTED,
        )
        own = query.key == asker.viewer.person
        right = is_endorsed(view, query.key, query.topic)
        hidden = {edge.end for edge in view.edges((EdgeKind.HIDES,), [query.key])} if own else set()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "known-for-not-found")
    found = replace(found, page=paging.shown, pages=paging.pages)
    kept = tuple(deed.key for deed in found.work if deed.key in hidden)
    mine = OwnTopic(query.topic in hidden, kept) if own else None
    return extended(KnownForPage, found, sources=source_labels(asker), mine=mine, right=right)


PAGE: Page[KnownForQuery, KnownForPage] = Page(
    path="/people/{key}/topics/{topic}",
    json="/api/people/{key}/topics/{topic}",
    template="known_for.html",
    permission=Permission.READ,
    query=KnownForQuery,
    record=KnownForPage,
    answer=known_for,
    example={
        "person": "person:people:3k2j5h7a",
        "name": "Maaike de Smit",
        "topic": TOPIC,
        "known": True,
        "rank": 1,
        "people": 6,
        "times": 40.0,
        "documents": 3,
        "acts": {"wrote": 2, "edited": 1},
    },
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="people",
)
