"""The fields of one's own page, to be filled in: each with its value, that of the directory, and who sees it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from api.asker import Asker
from api.own_fields import FieldRow, field_rows
from api.page import Nothing, Page
from api.policy import Permission
from api.problems import Refused
from graph.facts import Account, Key, anchor_key
from graph.own_fields import fields_with_photo


@dataclass(frozen=True, slots=True)
class OwnProfilePage:
    """All fields of the asker."""

    person: Key
    name: str
    fields: tuple[FieldRow, ...]


def own_profile(asker: Asker, query: Nothing) -> OwnProfilePage:
    """What you tell of yourself, and who sees it."""
    del query
    person = asker.viewer.person
    if person is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    anchor = anchor_key(person)
    with asker.site.store.view(asker.viewer) as view:
        node = view.get([anchor]).get(anchor)
    about, languages = (node.about, node.languages) if isinstance(node, Account) else (None, ())
    fields, photo = fields_with_photo(asker.site.store.ledger, person)
    rows = field_rows(fields, about, languages, photo)
    return OwnProfilePage(person, asker.name or "", rows)


ROW = {"name": "about", "value": "Ask me about tanks.", "directory": "", "audience": "everyone", "most": 300}
PAGE: Page[Nothing, OwnProfilePage] = Page(
    path="/me/profile",
    json="/api/me/profile",
    template="own_profile.html",
    permission=Permission.READ,
    query=Nothing,
    record=OwnProfilePage,
    answer=own_profile,
    example={"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "fields": [ROW]},
    troubles=(HTTPStatus.FORBIDDEN,),
    tag="people",
)
