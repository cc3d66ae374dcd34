"""One attempt to sign in, between leaving for the identity provider and coming back: a sealed cookie of ten minutes.

The ledger keeps the key of the seal: any process of the site reads what another one wrote, also after a restart.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken

from graph.facts import Seconds
from graph.ledger import Ledger

KEY = "passing:seal"
LASTS: Seconds = 600
"""Seconds in which somebody signs in."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What ties the answer of the provider to this browser and this question, and the page to go on to."""

    state: str
    nonce: str
    verifier: str
    back: str


def new_attempt(back: str) -> Attempt:
    """An attempt that nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(size) for size in (32, 32, 48))
    return Attempt(state, nonce, verifier, back)


def seal(ledger: Ledger, attempt: Attempt, now: Seconds) -> str:
    """The attempt as a cookie that only this site reads."""
    return _seal(ledger).encrypt_at_time(json.dumps(asdict(attempt)).encode(), now).decode("ascii")


def unseal(ledger: Ledger, cookie: str, now: Seconds) -> Attempt | None:
    """The attempt in this cookie; None when it is not ours, was changed, or is too old."""
    try:
        said = _seal(ledger).decrypt_at_time(cookie.encode("ascii"), LASTS, now)
        return Attempt(**json.loads(said))
    except (InvalidToken, ValueError, TypeError):
        return None


def _seal(ledger: Ledger) -> Fernet:
    kept = ledger.get(KEY)
    if not isinstance(kept, str):
        ledger.add(KEY, Fernet.generate_key().decode("ascii"))
        kept = str(ledger.get(KEY))
    return Fernet(kept)
