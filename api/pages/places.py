"""Places where colleagues sit: buildings with their floors and rooms."""

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
class PlacesQuery:
    """Parameters of the list of places."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="The beginning of a name.")] = ""
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """A page of places: the largest ones by name, with what lies in them, or with `q` those found, best match first.

    `ways` has the larger places around each that was found. `total` counts the whole list.
    """

    places: tuple[Branch, ...]
    total: int
    ways: dict[Key, tuple[Reference, ...]]
    q: str = ""
    page: int = 1
    pages: int = 1


def places(asker: Asker, query: PlacesQuery) -> PlacesPage:
    """The places where colleagues sit, as a tree; with `q` those of which the name begins so."""
    listed = listed_parts(asker, organisation_of(asker).places, "places", query.q, query.page)
    return PlacesPage(listed.lines, listed.total, listed.ways, query.q, listed.paging.shown, listed.paging.pages)


PLACE = {"key": "location:people:d3lft", "name": "Delft", "kind": "building", "people": 120, "inner_total": 3}
PAGE: Page[PlacesQuery, PlacesPage] = Page(
    path="/places",
    json="/api/places",
    template="places.html",
    permission=Permission.READ,
    query=PlacesQuery,
    record=PlacesPage,
    answer=places,
    example={"places": [PLACE], "total": 1, "ways": {}, "q": "", "page": 1, "pages": 1},
    tag="things",
)
