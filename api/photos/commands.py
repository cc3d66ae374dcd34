"""Commands about one's own photo, and the photo itself for whom it is for."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, File, Path, Query, Request, UploadFile
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.own_fields import SEEN
from api.own_profile import owner
from api.parameters import KEY_MOST
from api.photos.bounded import NotAPhoto, recoded
from api.policy import Permission, allow, needs
from api.problems import Refused
from graph.directory_photos import FILE, directory_photo
from graph.facts import Key
from graph.own_fields import NO_PHOTO, PHOTO, FieldName, OwnField, own_fields, set_fields
from graph.store import View
from graph.teams import are_in_one_team

router = APIRouter(tags=["people"])
HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "content-disposition": "inline; filename=photo.jpg",
    "cache-control": "private, no-cache",
}
"""A browser asks each time whether it may still show the photo; it is sent again only when it is another one."""


@dataclass(frozen=True, slots=True)
class OwnPhoto:
    """The name of the asker's photo: the hash of its content; None for none."""

    person: Key
    photo: str | None


def say_photo(asker: Asker, sent: bytes) -> OwnPhoto:
    """Make the asker's photo anew from this picture and keep it. Raises Refused (400) for what is not one."""
    person, store = owner(asker), asker.site.store
    try:
        made = recoded(sent)
    except NotAPhoto as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "photo-not-understood") from error
    name, sizes = hashlib.sha256(made.large).hexdigest(), {"jpeg": made.large, "small": made.small}
    kept = {size: base64.b64encode(content).decode() for size, content in sizes.items()}
    with store.writer():
        audience = own_fields(store.ledger, person).get(FieldName.PHOTO, OwnField()).audience
        store.ledger.set(PHOTO + person, {"name": name, **kept})
        set_fields(store.ledger, person, {FieldName.PHOTO: OwnField(name, audience)})
    return OwnPhoto(person, name)


def remove_photo(asker: Asker, *, directory: bool = False) -> OwnPhoto:
    """Remove the asker's photo, so that none is shown, or with `directory` that of the directory."""
    person, store = owner(asker), asker.site.store
    with store.writer():
        audience = own_fields(store.ledger, person).get(FieldName.PHOTO, OwnField()).audience
        set_fields(store.ledger, person, {FieldName.PHOTO: OwnField("" if directory else NO_PHOTO, audience)})
        store.ledger.set(PHOTO + person, None)
    return OwnPhoto(person, (directory_photo(store.ledger, person).name or None) if directory else None)


def photo_of(asker: Asker, person: Key, name: str, *, small: bool = False) -> bytes:
    """The photo of this person; a small one where there is one.

    Raises Refused (404) when there is none by this name, or it is not for the asker.
    """
    allow(Permission.READ, asker)
    ledger = asker.site.store.ledger
    field = own_fields(ledger, person).get(FieldName.PHOTO, OwnField())
    kept = ledger.get((PHOTO if field.value else FILE) + person) if field.value != NO_PHOTO else None
    if isinstance(kept, dict) and field.value in ("", name) and name == kept.get("name"):
        with asker.site.store.view(asker.viewer) as view:
            if person in view.get([person]) and _is_for(asker, view, person, field):
                return base64.b64decode(str((small and kept.get("small")) or kept.get("jpeg")))
    raise Refused(HTTPStatus.NOT_FOUND, "page-not-found")


def _is_for(asker: Asker, view: View, person: Key, field: OwnField) -> bool:
    me = asker.viewer.person
    if me == person:
        return True
    return field.audience in SEEN[me is not None and are_in_one_team(view, me, person)]


EXAMPLE = documented(
    {"person": "person:people:abc", "photo": "9f86d081884c7d65"}, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN
)


@router.post("/api/me/photo", response_model=OwnPhoto, responses=EXAMPLE)
@needs(Permission.EDIT_PROFILE)
def send_photo(
    request: Request, file: Annotated[UploadFile, File(description="A JPEG, PNG or WebP picture, up to 4 MB.")]
) -> Response:
    """Send your photo. It is made anew, without metadata. Outside a browser, send an `Origin` header of this site."""
    return as_json(say_photo(asker_of(request), file.file.read()))


@router.delete("/api/me/photo", response_model=OwnPhoto, responses=EXAMPLE)
@needs(Permission.EDIT_PROFILE)
def take_photo_away(
    request: Request,
    directory: Annotated[bool, Query(description="Show that of the directory again, and not no photo at all.")] = False,
) -> Response:
    """Remove your photo. Outside a browser, send this site's own address in an `Origin` header."""
    return as_json(remove_photo(asker_of(request), directory=directory))


@router.get("/people/{key}/photo/{name}", include_in_schema=False)
@needs(Permission.READ)
def photo(
    request: Request,
    key: Annotated[Key, Path(max_length=KEY_MOST)],
    name: Annotated[str, Path(max_length=64)],
    size: Annotated[Literal["", "small"], Query()] = "",
) -> Response:
    """The photo of a person, for whom it is for; in lists a small one."""
    content, tag = photo_of(asker_of(request), key, name, small=bool(size)), f'"{name}{size}"'
    headers = {**HEADERS, "etag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, media_type="image/jpeg", headers=headers)
