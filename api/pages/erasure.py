"""One person who may be erased: what would go, and the question before it; or how far the erasure is."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Path

from api.asker import Asker, find_person
from api.page import Page
from api.pages.erasures import ERASED
from api.parameters import KEY_MOST
from api.policy import POLICY, Permission
from api.problems import Refused
from graph.erasure_plan import ErasurePlan
from graph.erasures import ErasureRow, erasure_of, erasure_row
from graph.facts import Key


@dataclass(frozen=True, slots=True)
class ErasureQuery:
    """Whom it is about."""

    key: Annotated[Key, Path(max_length=KEY_MOST, description="The key of a person.")]


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """A person who may be erased, with what would go; or, once that was ordered, the erasure and no name."""

    person: Key
    name: str | None = None
    plan: ErasurePlan | None = None
    erasure: ErasureRow | None = None


def show_erasure(asker: Asker, query: ErasureQuery) -> ErasurePage:
    """What erasing this person would remove, or how far their erasure is. Names in texts are counted while erasing.

    Whoever may only erase themselves gets no plan: its numbers count documents that they may not read.
    """
    site = asker.site
    record = erasure_of(site.store, query.key)
    person = find_person(site, query.key)
    erasure = None if record is None else erasure_row(site.store, record)
    if person is None or (record is not None and not record.finished):
        if erasure is None:
            raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
        return ErasurePage(query.key, erasure=erasure)
    counted = site.eraser is not None and POLICY[Permission.ERASE](asker, None)
    plan = site.eraser.plan(person.key) if site.eraser is not None and counted else None
    return ErasurePage(person.key, person.name, plan, erasure)


PLAN = {"person": ERASED["person"], "accounts": 4, "acts": 30, "texts": 7, "redacted": {}, "forms": 200}
PAGE: Page[ErasureQuery, ErasurePage] = Page(
    path="/erasures/{key}",
    json="/api/erasures/{key}",
    template="erasure.html",
    permission=Permission.ERASE,
    query=ErasureQuery,
    record=ErasurePage,
    answer=show_erasure,
    example={"person": ERASED["person"], "name": "Ada Vos", "plan": PLAN, "erasure": None},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="machinery",
)
