"""One's own page as others see it: a colleague, the team, HR."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import Path

from api.asker import Asker
from api.page import Page
from api.pages.person import PersonPage, PersonQuery, profile_page
from api.parameters import PageNumber
from api.policy import Permission
from api.problems import Refused
from graph.store import Viewer
from graph.teams import departments_of


class Reader(StrEnum):
    """Who looks. HR reads what every colleague reads, and no more."""

    COLLEAGUE = "colleague"
    TEAM = "team"
    HR = "hr"


@dataclass(frozen=True, slots=True)
class SeenAsQuery:
    """Who looks, and the page of what they see."""

    reader: Annotated[Reader, Path(description="`colleague`, `team` or `hr`.")]
    page: PageNumber = 1


def seen_as(asker: Asker, query: SeenAsQuery) -> PersonPage:
    """Your own page, computed with the View of somebody else: what everybody, or everybody in your team, may read."""
    person = asker.viewer.person
    if person is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    team = query.reader is Reader.TEAM
    found = profile_page(asker, PersonQuery(person, query.page), _viewer(asker) if team else Viewer(), team)
    return replace(found, reader=query.reader.value)


def _viewer(asker: Asker) -> Viewer:
    """By what everybody in the departments of the asker reads."""
    with asker.site.store.view(asker.viewer) as view:
        groups = departments_of(view, [each for each in asker.viewer.principals if each.startswith("group:")])
    return Viewer(principals=frozenset({"everyone", *groups}))


PAGE: Page[SeenAsQuery, PersonPage] = Page(
    path="/me/as/{reader}",
    json="/api/me/as/{reader}",
    template="person.html",
    permission=Permission.READ,
    query=SeenAsQuery,
    record=PersonPage,
    answer=seen_as,
    example={"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "reader": "colleague"},
    troubles=(HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND),
    tag="people",
)
