"""One's own tokens for programs: what they are for, until when, and a form that makes one."""

from __future__ import annotations

from api.asker import Asker
from api.page import Nothing, Page, Where
from api.policy import Permission
from api.tokens import EXAMPLE, OwnTokens, list_own


def own_tokens(asker: Asker, query: Nothing) -> OwnTokens:
    """Your tokens for programs, without their secrets, and what a new one can be for."""
    del query
    return list_own(asker)


PAGE: Page[Nothing, OwnTokens] = Page(
    path="/me/tokens",
    json="/api/me/tokens",
    template="tokens.html",
    permission=Permission.TOKENS,
    query=Nothing,
    record=OwnTokens,
    answer=own_tokens,
    example={"tokens": [EXAMPLE], "scopes": ["read"]},
    tag="people",
    where=Where.TOKENS,
)
