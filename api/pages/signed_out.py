"""The page after signing out."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.page import Nothing, Page, Where
from api.policy import Permission


@dataclass(frozen=True, slots=True)
class SignedOutPage:
    """Nothing but where somebody was signed out."""

    organisation: str


def signed_out(asker: Asker, query: Nothing) -> SignedOutPage:
    """What is shown to who signed out."""
    del query
    return SignedOutPage(asker.site.organisation)


PAGE: Page[Nothing, SignedOutPage] = Page(
    path="/signed-out",
    json="/api/signed-out",
    template="signed_out.html",
    permission=Permission.LOOK,
    query=Nothing,
    record=SignedOutPage,
    answer=signed_out,
    example={"organisation": "Veldermark"},
    tag="machinery",
    aside=True,
    where=Where.SIGN_IN,
)
