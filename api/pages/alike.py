"""Who else knows what a colleague knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from api.asker import Asker
from api.faces import colleague_rows
from api.page import Page
from api.pages.topics import TOPIC
from api.parameters import KeyParameter
from api.policy import Permission
from api.problems import Refused, require
from api.schemas import Colleague, extended
from graph.facts import Key
from models.alike import Alike, describe_alike


@dataclass(frozen=True, slots=True)
class AlikeQuery:
    """Parameters of the page."""

    key: KeyParameter


@dataclass(frozen=True, slots=True)
class AlikePage(Alike):
    """Who else knows it, with how everybody is reached."""

    contacts: dict[Key, Colleague] = field(default_factory=dict)


def alike(asker: Asker, query: AlikeQuery) -> AlikePage:
    """Who else knows what a colleague knows: topics that both profiles show. Only what the asker may read counts."""
    require(query.key, "person")
    index, now = asker.index(), asker.site.now()
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found = describe_alike(query.key, view, index, now, load=asker.site.load)
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
        contacts = colleague_rows(asker, view, [each.person for each in found.people])
    return extended(AlikePage, found, contacts=contacts)


PAGE: Page[AlikeQuery, AlikePage] = Page(
    path="/people/{key}/alike",
    json="/api/people/{key}/alike",
    template="alike.html",
    permission=Permission.READ,
    query=AlikeQuery,
    record=AlikePage,
    answer=alike,
    example={"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "topics": [TOPIC], "people": [], "total": 0},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="people",
)
