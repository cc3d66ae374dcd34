"""The page on which somebody signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

from api.asker import Asker
from api.page import Page, Where
from api.pages.choose import local
from api.parameters import ADDRESS_MOST
from api.policy import Permission


@dataclass(frozen=True, slots=True)
class SignInQuery:
    """The page to go on to."""

    back: Annotated[str, Query(max_length=ADDRESS_MOST, description="The page to go on to, on this site.")] = "/"


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Where to begin; None where nobody signs in: the site answers this machine alone."""

    organisation: str
    start: str | None
    ask: str


def sign_in(asker: Asker, query: SignInQuery) -> SignInPage:
    """Where people sign in."""
    site = asker.site
    if site.sign_in is None:
        return SignInPage(site.organisation, None, "")
    start = "/sign-in/start?" + urlencode({"back": local(query.back)})
    return SignInPage(site.organisation, start, site.sign_in.ask)


PAGE: Page[SignInQuery, SignInPage] = Page(
    path="/sign-in",
    json="/api/sign-in",
    template="sign_in.html",
    permission=Permission.LOOK,
    query=SignInQuery,
    record=SignInPage,
    answer=sign_in,
    example={"organisation": "Veldermark", "start": "/sign-in/start?back=%2F", "ask": "the service desk, 4400"},
    tag="machinery",
    aside=True,
    where=Where.SIGN_IN,
)
