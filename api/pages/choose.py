"""The colleagues as whom somebody can ask, until people can sign in."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page, Where
from api.pages.people import ROW, PeoplePage, PeopleQuery, people
from api.parameters import ADDRESS_MOST
from api.policy import Permission
from api.schemas import extended
from graph.facts import Key


@dataclass(frozen=True, slots=True)
class ChooseQuery(PeopleQuery):
    """Parameters of the choice of a colleague, with the page to go on to."""

    back: Annotated[str, Query(max_length=ADDRESS_MOST, description="The page to go on to, on this site.")] = "/"


@dataclass(frozen=True, slots=True)
class ChoosePage(PeoplePage):
    """Colleagues by name. `me` is the one as whom is asked now, `back` the page to go on to."""

    me: Key | None = None
    back: str = "/"


def choose(asker: Asker, query: ChooseQuery) -> ChoosePage:
    """The colleagues as whom you can ask."""
    return extended(ChoosePage, people(asker, query), me=asker.viewer.person, back=local(query.back))


def local(address: str) -> str:
    """This address when it is one of this site, else the start."""
    safe = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if safe else "/"


PAGE: Page[ChooseQuery, ChoosePage] = Page(
    path="/as",
    json="/api/as",
    template="choose.html",
    permission=Permission.ASK_AS,
    query=ChooseQuery,
    record=ChoosePage,
    answer=choose,
    example={"people": [ROW], "total": 1, "me": ROW["person"], "back": "/"},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="people",
    where=Where.CHOSEN,
)
