"""One's own tokens for programs: make, see, revoke. A program never makes one with a token of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.policy import POLICY, SCOPES, Permission, allow, needs
from api.problems import Refused
from graph import tokens
from graph.audit import AuditedAct, AuditEntry, note
from graph.facts import Key, Seconds
from graph.ledger import Ledger
from graph.tokens import AccessToken

router = APIRouter(tags=["people"])
MOST_DAYS = 366
TokenId = Annotated[str, Path(max_length=100, description="The id of a token.")]
MOST_TOKENS = 50
LABEL_MOST = 80
EXAMPLE = {"id": "9f86d081", "label": "reports", "scopes": ["read"], "made": 1, "until": 2}


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token, without its secret: that was shown once, when it was made."""

    id: str
    label: str
    scopes: tuple[str, ...]
    made: Seconds
    until: Seconds


@dataclass(frozen=True, slots=True)
class OwnTokens:
    """The tokens of the asker that were not revoked, the newest first, and what a new one can be for."""

    tokens: tuple[TokenRow, ...]
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made, with its secret, which is shown only now."""

    secret: str
    token: TokenRow


def make_token(
    ledger: Ledger, owner: Key, label: str, scopes: tuple[str, ...], days: int, now: Seconds, by: str
) -> NewToken:
    """Make a token for this owner, and audit it."""
    secret, token = tokens.new_token(ledger, owner, label, scopes, days, now)
    details = {"token": token.id[:12], "scopes": ", ".join(scopes), "owner": owner}
    note(ledger, AuditEntry(now, AuditedAct.TOKEN_MADE, by, None, details))
    return NewToken(secret, _row(token))


def revoke_token(ledger: Ledger, token: AccessToken, now: Seconds, by: str) -> None:
    """Revoke a token, and audit it."""
    if tokens.revoke(ledger, token, now):
        details = {"token": token.id[:12], "owner": token.owner}
        note(ledger, AuditEntry(now, AuditedAct.TOKEN_REVOKED, by, None, details))


def own_tokens(asker: Asker) -> list[AccessToken]:
    """The tokens of the asker. Raises Refused."""
    allow(Permission.TOKENS, asker)
    return tokens.tokens(asker.site.store.ledger, asker.viewer.person)


def list_own(asker: Asker) -> OwnTokens:
    """The tokens of the asker, without their secrets, and the scopes that their roles let them give."""
    scopes = tuple(each.value for each in SCOPES if POLICY[each](asker, asker.viewer.person))
    return OwnTokens(tuple(map(_row, own_tokens(asker))), scopes)


def make_own(asker: Asker, label: str, scope: Collection[str], days: int) -> NewToken:
    """Make a token of the asker. Raises Refused."""
    owner, now = asker.viewer.person, asker.site.now()
    if len(own_tokens(asker)) >= MOST_TOKENS or owner is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "tokens-too-many", high=str(MOST_TOKENS))
    if not any(scope):
        raise Refused(HTTPStatus.BAD_REQUEST, "token-scope-missing", known=", ".join(SCOPES))
    if unknown := [each for each in scope if each not in SCOPES]:
        known = ", ".join(SCOPES)
        raise Refused(HTTPStatus.BAD_REQUEST, "token-scope-unknown", scope=unknown[0][:80], known=known)
    return make_token(asker.site.store.ledger, owner, label, tuple(sorted(set(scope))), days, now, owner)


def revoke_own(request: Request, token: str) -> OwnTokens:
    """Revoke this token of the asker; gives those that are left. Raises Refused."""
    asker = asker_of(request)
    found = next((each for each in own_tokens(asker) if each.id == token), None)
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "token-not-found")
    revoke_token(asker.site.store.ledger, found, asker.site.now(), found.owner)
    request.app.state.askers.forget()
    return list_own(asker)


@router.post(
    "/api/me/tokens",
    response_model=NewToken,
    status_code=201,
    responses=documented({"secret": "whoknows_...", "token": EXAMPLE}, HTTPStatus.BAD_REQUEST, status=201),
)
@needs(Permission.TOKENS)
def make(
    request: Request,
    label: Annotated[str, Query(min_length=1, max_length=LABEL_MOST, description="What it is for, in your own words.")],
    scope: Annotated[list[str], Query(max_length=len(SCOPES), description="What it may be used for.")],
    days: Annotated[int, Query(ge=1, le=MOST_DAYS, description="Days for which it is good.")] = 90,
) -> Response:
    """Make a token for a program, which may do with it what you may do, as far as its scopes go."""
    return as_json(make_own(asker_of(request), label, scope, days), 201)


@router.post(
    "/api/me/tokens/{token}/revoke",
    response_model=OwnTokens,
    responses=documented({"tokens": [], "scopes": ["read"]}, HTTPStatus.NOT_FOUND),
)
@needs(Permission.TOKENS)
def revoke(request: Request, token: TokenId) -> Response:
    """Revoke a token of yours. It is of no use from that moment."""
    return as_json(revoke_own(request, token))


def _row(token: AccessToken) -> TokenRow:
    return TokenRow(token.id, token.label, token.scopes, token.made, token.until)
