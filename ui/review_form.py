"""The form by which somebody asks who can review a text: the answer is the page itself, as the text is kept nowhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.asker import asker_of
from api.policy import Permission, needs
from api.review import Text, Upload, review
from ui.frame import address_of, frame_of
from ui.rendering import render

review_form = APIRouter(include_in_schema=False)


@review_form.post("/review")
@needs(Permission.READ)
def ask(request: Request, text: Text = "", file: Upload = None) -> Response:
    """Who can review this text."""
    asker = asker_of(request)
    found, frame = review(asker, text, file), frame_of(request, asker.language, None)
    body = render("review.html", asker.language, found, frame, address_of(request))
    return HTMLResponse(body, headers={"cache-control": "no-store", "content-language": asker.language})
