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
class BuildingsQuery:
    """Which buildings."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="A part of the name.")] = ""


@dataclass(frozen=True, slots=True)
class BuildingsPage:
    """Buildings by name."""

    buildings: tuple[Reference, ...]
    q: str = ""


def buildings(asker: Asker, query: BuildingsQuery) -> BuildingsPage:
    """The buildings where colleagues sit, by name."""
    with asker.site.store.view(asker.viewer) as view:
        found = [node for node in view.nodes("location", limit=500) if isinstance(node, Location)]
    named = sorted((each.name, each.key) for each in found if query.q.casefold() in each.name.casefold())
    return BuildingsPage(tuple(Reference(key, name, "location") for name, key in named), query.q)


PAGE: Page[BuildingsQuery, BuildingsPage] = Page(
    path="/buildings",
    json="/api/buildings",
    template="buildings.html",
    permission=Permission.READ,
    query=BuildingsQuery,
    record=BuildingsPage,
    answer=buildings,
    example={"buildings": [{"key": "location:people:d3lft", "name": "Delft", "kind": "location"}], "q": ""},
)
