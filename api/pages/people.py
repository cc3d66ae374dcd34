"""Colleagues: all of them, or those found by a name, phone number, room or function."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.pages.search import find
from api.parameters import KEY_MOST, TEXT_MOST
from api.policy import Permission
from api.rows import person_rows
from api.schemas import Colleague
from graph.facts import Key, Person
from models.answers import Question

LISTED = 50


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Which colleagues."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="A name, phone number, room or function.")] = ""
    after: Annotated[str, Query(max_length=KEY_MOST, description="`next` of the page before.")] = ""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Colleagues by name. `next` asks for the following page, None when this is the last one."""

    people: tuple[Colleague, ...]
    total: int
    q: str = ""
    next: Key | None = None


def people(asker: Asker, query: PeopleQuery) -> PeoplePage:
    """Colleagues. Accents and typos do not matter."""
    return _found(asker, query.q) if query.q.strip() else _listed(asker, query)


def _found(asker: Asker, q: str) -> PeoplePage:
    named = {hit.person: hit for hit in find(asker, Question(text=q, limit=LISTED, evidence=0, documents=0)).named}
    with asker.site.store.view(asker.viewer) as view:
        rows = person_rows(view, named, asker.site.now())
    found = tuple(replace(row, matched=named[key].matched, typo=named[key].typo) for key, row in rows.items())
    return PeoplePage(found, len(found), q)


def _listed(asker: Asker, query: PeopleQuery) -> PeoplePage:
    with asker.site.store.view(asker.viewer) as view:
        nodes = view.nodes("person", after=query.after or None, limit=LISTED + 1)
        keys = [node.key for node in nodes if isinstance(node, Person)]
        rows = person_rows(view, keys[:LISTED], asker.site.now())
        total = view.count("person")
    here = (row for row in rows.values() if row.left is None)
    listed = tuple(sorted(here, key=lambda row: row.name.casefold()))
    return PeoplePage(listed, total, query.q, keys[LISTED - 1] if len(keys) > LISTED else None)


ROW = {"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "function": "Asset manager", "room": "A2.14"}
PAGE: Page[PeopleQuery, PeoplePage] = Page(
    path="/people",
    json="/api/people",
    template="people.html",
    permission=Permission.READ,
    query=PeopleQuery,
    record=PeoplePage,
    answer=people,
    example={"people": [ROW], "total": 1, "q": "maaike", "next": None},
    tag="people",
)
