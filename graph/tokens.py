"""Tokens for programs, as the ledger keeps them: the hash of the secret, whose it is, what it may, and until when.

They are authored state and move with an export. One that was revoked stays, revoked, until it would have ended: an
older export does not bring it back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from graph.facts import Key, Seconds
from graph.ledger import Ledger
from graph.sessions import hash_of

TOKEN = "authored:token:"
PREFIX = "whoknows_"
"""Beginning of a secret, by which scanners for leaked secrets find it."""
DAY: Seconds = 86400
SERVICE = "service:"
"""Beginning of the owner of a token that is of no person."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """One token. `id` is the hash of its secret, `owner` a person or a service, `scopes` what it may be used for."""

    id: str
    owner: Key
    label: str
    scopes: tuple[str, ...]
    made: Seconds
    until: Seconds
    revoked: Seconds | None = None

    def good(self, now: Seconds) -> bool:
        """Whether it may be used at `now`."""
        return self.revoked is None and self.made <= now < self.until


def new_token(
    ledger: Ledger, owner: Key, label: str, scopes: tuple[str, ...], days: int, now: Seconds
) -> tuple[str, AccessToken]:
    """Make and keep a token for this owner; gives its secret, which nothing keeps, and the token."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken(hash_of(secret), owner, label, scopes, now, now + days * DAY)
    keep_token(ledger, token)
    return secret, token


def keep_token(ledger: Ledger, token: AccessToken) -> None:
    """Keep a new token."""
    ledger.add(TOKEN + token.id, _value(token))


def token_of(ledger: Ledger, secret: str) -> AccessToken | None:
    """The token with this secret, whether it is good or not."""
    return _token(hash_of(secret), ledger.get(TOKEN + hash_of(secret)))


def tokens(ledger: Ledger, owner: Key | None = None) -> list[AccessToken]:
    """The tokens that were not revoked (None: of everybody), by owner, the newest first."""
    return sorted(
        (each for each in _all(ledger) if each.revoked is None and owner in (None, each.owner)),
        key=lambda token: (token.owner, -token.made, token.id),
    )


def revoke(ledger: Ledger, token: AccessToken, now: Seconds) -> bool:
    """Revoke this token. False when it was revoked before, or is not kept."""
    kept = _token(token.id, ledger.get(TOKEN + token.id))
    if kept is None or kept.revoked is not None:
        return False
    return ledger.change(TOKEN + token.id, _value(token) | {"revoked": now})


def remove_of(ledger: Ledger, owner: Key) -> int:
    """Remove all tokens of this owner, whose labels may name them; how many there were."""
    return sum(ledger.take(TOKEN + each.id) is not None for each in _all(ledger) if each.owner == owner)


def remove_ended(ledger: Ledger, now: Seconds) -> int:
    """Remove the tokens that ended by themselves; how many there were."""
    return sum(ledger.take(TOKEN + each.id) is not None for each in _all(ledger) if each.until <= now)


def _all(ledger: Ledger) -> Iterator[AccessToken]:
    for name, value in ledger.kept(TOKEN).items():
        if (token := _token(name.removeprefix(TOKEN), value)) is not None:
            yield token


def _value(token: AccessToken) -> dict[str, Any]:
    value = asdict(token) | {"scopes": list(token.scopes)}
    del value["id"]
    return value


def _token(named: str, value: Any) -> AccessToken | None:
    if not isinstance(value, dict):
        return None
    return AccessToken(id=named, **{**value, "scopes": tuple(value["scopes"])})
