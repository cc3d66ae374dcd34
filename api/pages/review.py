"""The form that asks who can review a text."""

from __future__ import annotations

from api.asker import Asker
from api.page import Nothing, Page
from api.policy import Permission
from api.review import ReviewPage


def review_form(asker: Asker, query: Nothing) -> ReviewPage:
    """The empty form. A text is sent by POST, so that it stands in no address and no log."""
    del asker, query
    return ReviewPage()


PAGE: Page[Nothing, ReviewPage] = Page(
    path="/review",
    json="/api/review",
    template="review.html",
    permission=Permission.READ,
    query=Nothing,
    record=ReviewPage,
    answer=review_form,
    example={"topics": [], "people": [], "total": 0, "read": False},
    tag="people",
    aside=True,
)
