"""The organisation: departments with those within them, to be walked and searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.organisation import listed_parts, organisation_of
from api.page import Page
from api.parameters import TEXT_MOST, PageNumber
from api.policy import Permission
from api.schemas import Branch, Reference
from graph.facts import Key


@dataclass(frozen=True, slots=True)
class OrganisationQuery:
    """Parameters of the tree of departments."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="The beginning of a name.")] = ""
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """A page of departments: the largest ones by name, with those within them, or with `q` those found, best first.

    `ways` has the larger departments around each that was found. `total` counts the whole list, `outside` the
    colleagues of whom no department is told.
    """

    departments: tuple[Branch, ...]
    total: int
    ways: dict[Key, tuple[Reference, ...]]
    outside: int = 0
    q: str = ""
    page: int = 1
    pages: int = 1


def organisation(asker: Asker, query: OrganisationQuery) -> OrganisationPage:
    """The departments as a tree; with `q` those of which the name begins so."""
    found = organisation_of(asker)
    listed = listed_parts(asker, found.departments, "departments", query.q, query.page)
    return OrganisationPage(
        listed.lines,
        listed.total,
        listed.ways,
        outside=found.outside,
        q=query.q,
        page=listed.paging.shown,
        pages=listed.paging.pages,
    )


DEPARTMENT = {"key": "group:people:z1x2c3v4", "name": "Energy", "kind": "department", "people": 120, "inner_total": 3}
PAGE: Page[OrganisationQuery, OrganisationPage] = Page(
    path="/organisation",
    json="/api/organisation",
    template="organisation.html",
    permission=Permission.READ,
    query=OrganisationQuery,
    record=OrganisationPage,
    answer=organisation,
    example={"departments": [DEPARTMENT], "total": 1, "ways": {}, "q": "", "page": 1, "pages": 1},
    tag="things",
)
