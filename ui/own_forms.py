"""The forms by which somebody says something in their own name: a command, then back to the page it was given on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal, TypeAlias

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from api import own_changes, own_profile, statements
from api.asker import asker_of
from api.introductions import Consent
from api.own_changes import OwnChange
from api.pages.choose import local
from api.pages.welcome import say_done
from api.parameters import ADDRESS_MOST, KEY_MOST
from api.photos import commands as photos
from api.policy import Permission, needs
from ui.own_changes import STATE_MOST, state_of, told

own_forms = APIRouter(include_in_schema=False)
Back: TypeAlias = Annotated[str, Form(max_length=ADDRESS_MOST)]
KeyField: TypeAlias = Annotated[str, Form(max_length=KEY_MOST)]


@own_forms.post("/me/statements/{verb}")
@needs(Permission.SAY)
def say(
    request: Request,
    verb: statements.Verb,
    about: KeyField,
    topic: KeyField = "",
    role: Annotated[statements.ClaimRole, Form()] = statements.ClaimRole.KNOWS,
    undo: Annotated[str, Form(max_length=10)] = "",
    back: Back = "/",
) -> Response:
    """Say this, or take it back, then show the page again."""
    asker, take_back = asker_of(request), undo == "yes"
    if verb in own_changes.UNDONE:
        return told(request, own_changes.change_said(asker, verb, about, role, take_back=take_back), back)
    statements.command(asker, verb, about, topic, role, take_back=take_back)
    return RedirectResponse(local(back), HTTPStatus.SEE_OTHER)


@own_forms.post("/me/welcome")
@needs(Permission.SAY)
def tick(
    request: Request, about: KeyField, undo: Annotated[str, Form(max_length=10)] = "", back: Back = "/welcome"
) -> Response:
    """Tick a line of the welcome page, or take that back, then show the page again."""
    say_done(asker_of(request), about, done=undo != "yes")
    return RedirectResponse(local(back), HTTPStatus.SEE_OTHER)


@own_forms.post("/me/undo")
@needs(Permission.EDIT_PROFILE)
def undo_change(
    request: Request,
    about: KeyField,
    state: Annotated[str, Form(max_length=STATE_MOST)],
    back: Back = "/",
) -> Response:
    """Let what was changed be as it was before, then show the page again."""
    return told(request, own_changes.restore(asker_of(request), about, state_of(state)), back)


@own_forms.post("/me/introductions")
@needs(Permission.AGREE)
def introduction(
    request: Request,
    own: KeyField,
    other: KeyField,
    answer: Annotated[Consent | None, Form()] = None,
    back: Back = "/",
) -> Response:
    """Say whether one may be named between these two units, or take the answer back, then show the page again."""
    return told(request, own_changes.change_introduction(asker_of(request), own, other, answer), back)


@own_forms.post("/me/opt-out")
@needs(Permission.SAY)
def opt_out(request: Request, undo: Annotated[str, Form(max_length=10)] = "", back: Back = "/") -> Response:
    """Opt out, or in again, then show the page again."""
    return told(request, own_changes.change_opting(asker_of(request), out=undo != "yes"), back)


@own_forms.post("/me/profile")
@needs(Permission.EDIT_PROFILE)
def profile(
    request: Request,
    name: Annotated[own_profile.FieldName, Form()],
    audience: Annotated[own_profile.Audience, Form()] = own_profile.Audience.EVERYONE,
    value: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006  FastAPI copies it
    back: Back = "",
) -> Response:
    """Fill in one field, then show the page again. Of working days each is a value."""
    changed = own_changes.change_field(asker_of(request), name, " ".join(value), audience)
    return told(request, changed, back or f"/me/profile#{name.value}")


@own_forms.post("/me/photo")
@needs(Permission.EDIT_PROFILE)
def photo(request: Request, file: Annotated[UploadFile, File()], back: Back = "") -> Response:
    """Send a photo, then show the page again."""
    sent = photos.say_photo(asker_of(request), file.file.read())
    return told(request, OwnChange("photo", {}, {"sent": str(sent.photo)}), back or "/me/profile#photo")


@own_forms.post("/me/photo/remove")
@needs(Permission.EDIT_PROFILE)
def remove_photo(request: Request, directory: Annotated[Literal["", "yes"], Form()] = "", back: Back = "") -> Response:
    """Remove the photo, or show that of the directory again, then show the page again."""
    photos.remove_photo(asker_of(request), directory=bool(directory))
    told_of = {"directory" if directory else "removed": "yes"}
    return told(request, OwnChange("photo", {}, told_of), back or "/me/profile#photo")
