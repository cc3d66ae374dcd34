"""One topic: who knows about it, and what is written about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus

from api.asker import Asker
from api.faces import colleague_rows
from api.page import Page
from api.pages.topics import TOPIC
from api.paging import read_page
from api.parameters import KeyParameter, PageNumber
from api.policy import Permission
from api.problems import Refused, require
from api.rows import source_labels
from api.said import said_about
from api.schemas import Colleague, TopicPage, extended
from graph.facts import Key
from models.topic_page import describe_topic

LISTED = 10


@dataclass(frozen=True, slots=True)
class TopicQuery:
    """Parameters of the page of a topic; `page` is of the people who know about it."""

    key: KeyParameter
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class TopicAnswer(TopicPage):
    """A topic, with how the people who know about it are reached. `sources` are labels by name, `me` is the asker."""

    contacts: dict[Key, Colleague] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    me: Key | None = None
    said: tuple[str, ...] | None = None
    """What the asker says about it: follow, like, bookmark, thank; None for nobody in particular and oneself."""


def topic(asker: Asker, query: TopicQuery) -> TopicAnswer:
    """One topic: a page of the people who know about it, and the newest documents about it."""
    require(query.key, "topic")
    key, index, now, load = query.key, asker.index(), asker.site.now(), asker.site.load
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found, paging = read_page(
            lambda offset: describe_topic(key, view, index, now, limit=LISTED, offset=offset, load=load),
            lambda topic: topic.total if topic else 0,
            query.page,
            LISTED,
        )
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND, "topic-not-found")
        said = said_about(view, key)
        contacts = colleague_rows(asker, view, [each.person for each in found.people])
    found = replace(found, page=paging.shown, pages=paging.pages)
    told = {"contacts": contacts, "sources": source_labels(asker), "me": asker.viewer.person, "said": said}
    return extended(TopicAnswer, found, **told)


PAGE: Page[TopicQuery, TopicAnswer] = Page(
    path="/topics/{key}",
    json="/api/topics/{key}",
    template="topic.html",
    permission=Permission.READ,
    query=TopicQuery,
    record=TopicAnswer,
    answer=topic,
    example={"topic": TOPIC},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="things",
)
