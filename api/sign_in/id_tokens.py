"""What the identity provider signed: ID tokens and logout tokens, checked to the letter of OpenID Connect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, KeySet
from joserfc.jws import JWSRegistry

from graph.facts import Seconds

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Algorithms that are believed: of a key pair. With those of a shared secret anybody could sign with the public key."""
SKEW: Seconds = 60
"""Seconds by which the clocks of the provider and the site may differ."""
LATE: Seconds = 600
"""Seconds after which a token that was just made is not believed any more."""
LONGEST = 16 * 1024
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_TYPE = "logout+jwt"


class TokenRefused(Exception):
    """A token is not believed; the reason is for the log of the operator and holds nothing of the token."""


@dataclass(frozen=True, slots=True)
class LogoutToken:
    """A session, or all of a subject, that ended at the provider. `id` may be used once."""

    id: str
    subject: str
    session: str


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """Checks tokens of one issuer for one client. `keys` gives the keys, anew when one of an unknown id is wanted."""

    issuer: str
    client_id: str
    keys: Callable[[str | None], KeySet]
    algorithms: tuple[str, ...] = SIGNED_BY

    def id_token(self, text: str, nonce: str, access_token: str | None, now: Seconds) -> dict[str, Any]:
        """The claims of an ID token that answers the request with this nonce. Raises TokenRefused."""
        header, claims = self._signed(text)
        if header.get("typ") == LOGOUT_TYPE or "events" in claims or not nonce:
            raise TokenRefused("not an ID token")
        self._standard(header, claims, {"nonce": nonce, "access_token": access_token}, now)
        if access_token is None and "at_hash" in claims:
            raise TokenRefused("a hash of no access token")
        return claims

    def logout_token(self, text: str, now: Seconds) -> LogoutToken:
        """What a logout token ends. Raises TokenRefused."""
        header, claims = self._signed(text)
        events = claims.get("events")
        told = events.get(LOGOUT_EVENT) if isinstance(events, dict) else None
        if (
            not isinstance(told, dict)
            or "nonce" in claims
            or header.get("typ", LOGOUT_TYPE) not in (LOGOUT_TYPE, "JWT")
        ):
            raise TokenRefused("not a logout token")
        subject, session, named = (_text(claims, name) for name in ("sub", "sid", "jti"))
        if not named or not (subject or session):
            raise TokenRefused("the end of nobody's session")
        # A logout token may lack a subject, and Keycloak's first versions lack the end of its life.
        self._standard(header, {"sub": session, "exp": now + SKEW, **claims}, {}, now)
        return LogoutToken(named, subject, session)

    def _signed(self, text: str) -> tuple[Mapping[str, Any], dict[str, Any]]:
        """Header and claims, when one of the provider's keys signed them."""
        if len(text) > LONGEST:
            raise TokenRefused("too long")
        try:
            rules = JWSRegistry(algorithms=self.algorithms, strict_check_header=False)
            token = jwt.decode(text, self._key, registry=rules)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise TokenRefused(type(error).__name__) from error
        return token.header, token.claims

    def _key(self, signed: GuestProtocol) -> KeySet:
        """The keys among which the one is that signed."""
        kid = signed.headers().get("kid")
        return self.keys(kid if isinstance(kid, str) else None)

    def _standard(
        self, header: Mapping[str, Any], claims: dict[str, Any], params: dict[str, Any], now: Seconds
    ) -> None:
        """Issuer, audience, authorised party, times, nonce and hash of the access token, as Authlib checks them."""
        wanted = {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self.client_id}}
        if not all(_is_time(claims[name]) for name in ("exp", "iat", "nbf", "auth_time") if name in claims):
            raise TokenRefused("not a time")
        if not isinstance(claims.get("sub"), str) or not _audience(claims.get("aud")):
            raise TokenRefused("not a text")
        checked = CodeIDToken(claims, header, wanted, {**params, "client_id": self.client_id})
        try:
            checked.validate(now=now, leeway=SKEW)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise TokenRefused(f"{type(error).__name__} {getattr(error, 'claim', '') or ''}".strip()) from error
        if not now - LATE <= claims["iat"] <= now + SKEW:
            raise TokenRefused("not made just now")


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > 500:
        raise TokenRefused("not a text")
    return value


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**40


def _audience(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))
