"""One topic: who knows about it, and what is written about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from api.asker import Asker
from api.page import Page
from api.pages.topics import TOPIC
from api.parameters import KeyParameter
from api.policy import Permission
from api.problems import Refused
from api.rows import contacts, source_labels
from api.schemas import Colleague, TopicPage, extended
from graph.facts import Key, kind_of


@dataclass(frozen=True, slots=True)
class TopicQuery:
    """Which topic."""

    key: KeyParameter


@dataclass(frozen=True, slots=True)
class TopicAnswer(TopicPage):
    """A topic, with how the people who know about it are reached. `sources` are labels by name."""

    contacts: dict[Key, Colleague] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


def topic(asker: Asker, query: TopicQuery) -> TopicAnswer:
    """One topic: who knows about it, and what is written about it."""
    site, key, found = asker.site, query.key, None
    if kind_of(key) == "topic":
        index = asker.index()
        with site.store.view(asker.viewer, recent=True) as view:
            found = site.models.describe_topic(key, view, index, site.now())
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "topic-not-found")
    people = [expert.person for expert in found.people]
    return extended(TopicAnswer, found, contacts=contacts(asker, people), sources=source_labels(asker))


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
