"""Who knows about something, and the open index that answers it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from api.asker import Asker
from api.problems import Refused
from api.schemas import Answer
from models.answers import Question


def search(asker: Asker, question: Question) -> Answer:
    """Who knows about this, and what else there is about it."""
    with asker.site.store.view(asker.viewer, recent=True) as view:
        return asker.site.models.find_experts(question, view, index_of(asker), asker.site.now())


def index_of(asker: Asker) -> Any:
    index = asker.site.index()
    if index is None:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "index-not-ready")
    return index
