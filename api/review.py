"""Who can review a text: it is pasted or sent as a file of plain text, read in this request, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, TypeAlias

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.faces import colleague_rows
from api.policy import Permission, allow, needs
from api.problems import Refused
from api.schemas import Colleague, extended
from graph.facts import Key
from models.reviewers import LONGEST, Reviewers, find_reviewers

BYTES = 4 * LONGEST
"""Bytes of a file that are read; a longer one is cut there."""
Text: TypeAlias = Annotated[str, Form(max_length=BYTES, description="The text, pasted.")]
Upload: TypeAlias = Annotated[UploadFile | None, File(description="Or a file of plain text.")]
router = APIRouter(tags=["people"])


@dataclass(frozen=True, slots=True)
class ReviewPage(Reviewers):
    """Who can review a text, with how everybody is reached. As long as no text was `read`, all is empty."""

    contacts: dict[Key, Colleague] = field(default_factory=dict)
    read: bool = False
    cut: bool = False
    """Whether only the beginning of the text was read."""


def review(asker: Asker, text: str, file: UploadFile | None) -> ReviewPage:
    """Who can review this text, or this file where no text was pasted. Raises Refused (400) for what is no text."""
    allow(Permission.READ, asker)
    told = text.strip() or _text_of(file.file.read(BYTES + 1) if file is not None else b"")
    if not told:
        raise Refused(HTTPStatus.BAD_REQUEST, "review-without-text")
    site, index = asker.site, asker.index()
    with site.store.view(asker.viewer, recent=True) as view:
        found = find_reviewers(told, asker.viewer.person, view, index, site.now(), site.load)
        contacts = colleague_rows(asker, view, [each.person for each in found.people])
    return extended(ReviewPage, found, contacts=contacts, read=True, cut=len(told) > LONGEST)


def _text_of(content: bytes) -> str:
    """The text of a file. Formats are read by the worker only, so that a file that is no text is refused."""
    if b"\0" in content or content.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf")):
        raise Refused(HTTPStatus.BAD_REQUEST, "review-not-text")
    try:
        return content[:BYTES].decode("utf-8-sig", "ignore" if len(content) > BYTES else "strict").strip()
    except UnicodeDecodeError:
        return content[:BYTES].decode("cp1252", "replace").strip()


EXAMPLE = documented({"topics": [], "people": [], "total": 0, "read": True}, HTTPStatus.BAD_REQUEST)


@router.post("/api/review", response_model=ReviewPage, responses=EXAMPLE)
@needs(Permission.READ)
def ask_review(request: Request, text: Text = "", file: Upload = None) -> Response:
    """Who can review this text. It is kept nowhere. Outside a browser, send an `Origin` header of this site."""
    return as_json(review(asker_of(request), text, file))
