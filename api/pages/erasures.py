"""People who were erased, each with the receipt, and colleagues who may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.pages.people import ROW, PeopleQuery, people
from api.parameters import TEXT_MOST
from api.policy import Permission
from api.schemas import Colleague
from graph.erasures import ErasureRow, erasure_row, erasures

FOUND = 20
"""Number of colleagues that are shown for a name."""


@dataclass(frozen=True, slots=True)
class ErasuresQuery:
    """The name of who is to be erased, if somebody is looked up."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="A name, phone number, room or function.")] = ""


@dataclass(frozen=True, slots=True)
class ErasuresPage:
    """All erasures, the newest first. `people` are those found for `q`."""

    erasures: tuple[ErasureRow, ...]
    q: str = ""
    people: tuple[Colleague, ...] = ()


def list_erasures(asker: Asker, query: ErasuresQuery) -> ErasuresPage:
    """All erasures with their receipts, the newest first, and the people who are found for a name."""
    store = asker.site.store
    found = people(asker, PeopleQuery(q=query.q)).people[:FOUND] if query.q.strip() else ()
    return ErasuresPage(tuple(erasure_row(store, each) for each in erasures(store)), query.q, found)


ERASED = {"person": ROW["person"], "asked": 1_700_000_000, "by": None, "step": "index", "ended": None, "files": []}
PAGE: Page[ErasuresQuery, ErasuresPage] = Page(
    path="/erasures",
    json="/api/erasures",
    template="erasures.html",
    permission=Permission.ERASE,
    query=ErasuresQuery,
    record=ErasuresPage,
    answer=list_erasures,
    example={"erasures": [{**ERASED, "removed": {"person": ROW["person"], "accounts": 4}}], "q": "", "people": []},
    tag="machinery",
)
