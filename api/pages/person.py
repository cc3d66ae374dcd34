"""One colleague: what they know about, what they did, and how they are reached."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus

from api.asker import Asker
from api.own_load import OwnLoad, own_load
from api.page import Page
from api.paging import read_page
from api.parameters import KeyParameter, PageNumber
from api.policy import Permission
from api.problems import Refused, require
from api.rows import source_labels
from api.schemas import Profile, extended
from graph.facts import Seconds
from graph.pauses import last_days
from models.profile import describe_person

LISTED = 20


@dataclass(frozen=True, slots=True)
class PersonQuery:
    """Parameters of the page of a colleague; `page` is of what they did."""

    key: KeyParameter
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class PersonPage(Profile):
    """A profile. `sources` are labels by name.

    `not_now` is the last day (when it begins, UTC) up to which this person asked not to be asked. `load` is told to the
    person themselves only.
    """

    sources: dict[str, str] = field(default_factory=dict)
    not_now: Seconds | None = None
    load: OwnLoad | None = None


def person(asker: Asker, query: PersonQuery) -> PersonPage:
    """One colleague, with what they know about and what they did. Only what the asker may read is counted."""
    require(query.key, "person")
    key, index, now = query.key, asker.index(), asker.site.now()
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found, paging = read_page(
            lambda offset: describe_person(key, view, index, now, limit=LISTED, offset=offset),
            lambda profile: profile.total if profile else 0,
            query.page,
            LISTED,
        )
        away = last_days(view, [key], now).get(key)
        load = own_load(asker, view) if key == asker.viewer.person else None
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
    found = replace(found, page=paging.shown, pages=paging.pages)
    return extended(PersonPage, found, sources=source_labels(asker), not_now=away, load=load)


PAGE: Page[PersonQuery, PersonPage] = Page(
    path="/people/{key}",
    json="/api/people/{key}",
    template="person.html",
    permission=Permission.READ,
    query=PersonQuery,
    record=PersonPage,
    answer=person,
    example={"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "function": "Asset manager"},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="people",
)
