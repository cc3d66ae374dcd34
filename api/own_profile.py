"""Commands about one's own profile: what its fields say, and who sees each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.policy import Permission, allow, needs
from api.problems import Refused
from graph.decisions import DecisionError
from graph.facts import Key
from graph.own_fields import MOST, Audience, FieldName, OwnField, OwnFields, own_fields, set_fields

__all__ = ["Audience", "FieldName", "FieldSaid", "owner", "router", "say_fields", "say_one"]
router = APIRouter(tags=["people"])


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """A field as it is kept now."""

    person: Key
    name: str
    value: str
    audience: str


def owner(asker: Asker) -> Key:
    """Who asks, if they may edit their own profile. Raises Refused (403) for anybody else."""
    person = asker.viewer.person
    allow(Permission.EDIT_PROFILE, asker, person)
    if person is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    return person


def say_fields(asker: Asker, changed: OwnFields) -> None:
    """Keep these fields of the asker's own. Raises Refused (400), and keeps none, when a value cannot be.

    Of a photo it is only said who sees it: its value is made from the picture.
    """
    person, store = owner(asker), asker.site.store
    try:
        with store.writer():
            photo = own_fields(store.ledger, person).get(FieldName.PHOTO, OwnField()).value
            kept = {name: _with_photo(name, field, photo) for name, field in changed.items()}
            set_fields(store.ledger, person, kept)
    except DecisionError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, error.message, **error.params) from error


def say_one(asker: Asker, name: FieldName, value: str, audience: Audience) -> FieldSaid:
    """Keep this field of the asker's own, and tell what is kept."""
    say_fields(asker, {name: OwnField(value, audience)})
    kept = own_fields(asker.site.store.ledger, owner(asker))[name]
    return FieldSaid(owner(asker), name.value, kept.value, kept.audience.value)


def _with_photo(name: FieldName, field: OwnField, photo: str) -> OwnField:
    return replace(field, value=photo) if name is FieldName.PHOTO else field


EXAMPLE = {"person": "person:people:abc", "name": "about", "value": "Ask me about tanks.", "audience": "team"}


@router.put(
    "/api/me/profile/{name}",
    response_model=FieldSaid,
    responses=documented(EXAMPLE, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN),
)
@needs(Permission.EDIT_PROFILE)
def say_field(
    request: Request,
    name: Annotated[FieldName, Path(description="The name of a field; a photo is sent to `/api/me/photo`.")],
    audience: Annotated[Audience, Query(description="Who sees it.")] = Audience.EVERYONE,
    value: Annotated[str, Query(max_length=max(MOST.values()), description="Empty: as the directory says.")] = "",
) -> Response:
    """Fill in a field of your own page. Outside a browser, send this site's own address in an `Origin` header."""
    return as_json(say_one(asker_of(request), name, value, audience))
