"""The buildings where colleagues sit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.parameters import TEXT_MOST
from api.policy import Permission
from api.schemas import Reference
from graph.facts import Location


@dataclass(frozen=True, slots=True)
class PlacesQuery:
    """Which buildings."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="A part of the name.")] = ""


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """Buildings by name."""

    places: tuple[Reference, ...]
    q: str = ""


def places(asker: Asker, query: PlacesQuery) -> PlacesPage:
    """The buildings where colleagues sit, by name."""
    with asker.site.store.view(asker.viewer) as view:
        found = [node for node in view.nodes("location", limit=500) if isinstance(node, Location)]
    named = sorted((each.name, each.key) for each in found if query.q.casefold() in each.name.casefold())
    return PlacesPage(tuple(Reference(key, name, "location") for name, key in named), query.q)


PAGE: Page[PlacesQuery, PlacesPage] = Page(
    path="/places",
    json="/api/places",
    template="places.html",
    permission=Permission.READ,
    query=PlacesQuery,
    record=PlacesPage,
    answer=places,
    example={"places": [{"key": "location:people:d3lft", "name": "Delft", "kind": "location"}], "q": ""},
)
