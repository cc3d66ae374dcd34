"""How a colleague is connected: with whom they work, whom the asker knows as well, and who could introduce them."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from api.asker import Asker
from api.faces import with_faces
from api.organisation import organisation_of
from api.page import Page
from api.parameters import KeyParameter
from api.policy import Permission
from api.problems import Refused, require
from models.ties import Ties, describe_ties


@dataclass(frozen=True, slots=True)
class TiesQuery:
    """Parameters of the page."""

    key: KeyParameter


def ties(asker: Asker, query: TiesQuery) -> Ties:
    """With whom a colleague works and why, and how the asker is connected with them, by what the asker may read."""
    require(query.key, "person")
    index, chart, now = asker.index(), organisation_of(asker), asker.site.now()
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found = with_faces(asker, view, describe_ties(query.key, asker.viewer.person, view, index, chart, now))
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
    return found


PAGE: Page[TiesQuery, Ties] = Page(
    path="/people/{key}/ties",
    json="/api/people/{key}/ties",
    template="ties.html",
    permission=Permission.READ,
    query=TiesQuery,
    record=Ties,
    answer=ties,
    example={"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "works_with": [], "distance": "floor"},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="people",
)
