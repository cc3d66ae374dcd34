"""Suggestions while a question is typed: people, topics and groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.organisation import organisation_of
from api.page import Page
from api.pages.topics import TOPIC
from api.parameters import TEXT_MOST
from api.policy import Permission
from api.schemas import Reference, TopicHit
from graph.facts import Key
from models.completions import KeyBook, book_of_groups, book_of_topics, complete
from models.index.contract import Index

RENEWED = 300
"""Seconds after which groups of the directory are read again by name; what the asker may see is read each time."""


@dataclass(frozen=True, slots=True)
class TypedQuery:
    """Parameters of the suggestions."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="What was typed so far.")] = ""


@dataclass(frozen=True, slots=True)
class SuggestedPerson:
    """A colleague whose name, function, room or phone number was typed."""

    person: Key
    name: str
    function: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant by what was typed: at most five of each kind, best match first."""

    q: str = ""
    people: tuple[SuggestedPerson, ...] = ()
    topics: tuple[TopicHit, ...] = ()
    groups: tuple[Reference, ...] = ()


def suggestions(asker: Asker, query: TypedQuery) -> Suggestions:
    """People, topics and groups of which the name begins with what was typed. Accents and typos do not matter."""
    index = asker.site.index_if_any()
    if index is None:
        return Suggestions(query.q)
    topics, groups = _topics(asker, index), _groups(asker, index)
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found = complete(query.q, view, index, topics=topics, groups=groups, now=asker.site.now())
    return Suggestions(
        query.q,
        tuple(SuggestedPerson(hit.person, hit.name, hit.function, hit.department) for hit in found.people),
        found.topics,
        tuple(Reference(group.key, group.name, group.kind.value) for group in found.groups),
    )


def _topics(asker: Asker, index: Index) -> KeyBook:
    snapshot = index.snapshot()
    stamp = hash((snapshot.generation, snapshot.passed, len(snapshot.topics.rows)))
    found: KeyBook = asker.site.books.recall("topics", stamp, asker.site.now(), lambda: book_of_topics(index))
    return found


def _groups(asker: Asker, index: Index) -> KeyBook:
    """The groups for everyone: one that is for some alone would move others out of the list of the rest."""
    site, snapshot = asker.site, index.snapshot()
    stamp = hash((snapshot.generation, len(snapshot.keys("groups")), site.now() // RENEWED))

    def read() -> KeyBook:
        named = organisation_of(replace(asker, viewer=site.viewer_of(None))).named
        with site.store.view(site.viewer_of(None)) as everyone:
            return book_of_groups(index, everyone, named.keys())

    found: KeyBook = site.books.recall("groups", stamp, site.now(), read)
    return found


PERSON = {"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "function": "Asset manager"}
PAGE: Page[TypedQuery, Suggestions] = Page(
    path="/suggestions",
    json="/api/suggestions",
    template="suggestions.html",
    permission=Permission.READ,
    query=TypedQuery,
    record=Suggestions,
    answer=suggestions,
    example={"q": "maai", "people": [PERSON], "topics": [TOPIC], "groups": []},
)
