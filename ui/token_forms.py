"""The forms for one's own tokens. A new one is shown in the answer to its form, once, and in no address."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import tokens
from api.asker import asker_of
from api.policy import Permission, needs
from ui.frame import address_of, frame_of
from ui.rendering import render

token_forms = APIRouter(include_in_schema=False)


@token_forms.post("/me/tokens")
@needs(Permission.TOKENS)
def make(
    request: Request,
    label: Annotated[str, Form(min_length=1, max_length=tokens.LABEL_MOST)],
    days: Annotated[int, Form(ge=1, le=tokens.MOST_DAYS)],
    scope: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006  FastAPI copies it
) -> Response:
    """Make a token, and show it."""
    asker = asker_of(request)
    made = tokens.make_own(asker, label, scope, days)
    frame = frame_of(request, asker.language, None)
    body = render("token_made.html", asker.language, made, frame, address_of(request))
    return HTMLResponse(body, HTTPStatus.CREATED)


@token_forms.post("/me/tokens/{token}/revoke")
@needs(Permission.TOKENS)
def revoke(request: Request, token: tokens.TokenId) -> Response:
    """Revoke a token, then show those that are left."""
    tokens.revoke_own(request, token)
    return RedirectResponse("/me/tokens", HTTPStatus.SEE_OTHER)
