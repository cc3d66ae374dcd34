"""The identity provider: what it says of itself, its keys, and the exchange of a code for tokens."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.sign_in.id_tokens import SIGNED_BY, TokenCheck
from api.signing import SignIn
from graph.facts import Seconds

log = logging.getLogger("whoknows.sign-in")
WAIT = httpx.Timeout(10.0)
MOST = 512 * 1024
"""Bytes of the largest answer of the provider."""
FRESH: Seconds = 3600
"""Seconds for which what the provider says of itself, and its keys, are kept."""
PAUSE: Seconds = 30
"""Least seconds between two looks for a key that is not known, however many tokens name one."""


AGAIN: Seconds = 3
"""Seconds after which a provider that was away is asked again: until then nobody waits for it."""


class ProviderAway(Exception):
    """The identity provider does not answer, or not as one; the reason is for the log of the operator."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The addresses and abilities of a provider, as its discovery document says."""

    authorize: str
    token: str
    keys: str
    end_session: str | None
    algorithms: tuple[str, ...]
    basic: bool
    """Whether the secret of the client goes into a header; else into the form."""
    names_itself: bool
    """Whether it tells its issuer with each code (RFC 9207)."""
    claims: tuple[str, ...] = ()
    """The claims that it says it gives; empty when it does not say."""


class Provider:
    """One identity provider. What it says is kept per process and read again when it is old; safe between threads."""

    def __init__(self, settings: SignIn, now: Callable[[], Seconds]) -> None:
        self._settings, self._now = settings, now
        self._lock = Lock()
        self._metadata: tuple[Seconds, Metadata] | None = None
        self._keys: tuple[Seconds, KeySet] | None = None
        self._looked: Seconds | None = None
        self._away: tuple[Seconds, str] | None = None
        self.clock_apart: Seconds | None = None
        """Seconds by which the clock of the provider is ahead of the site's, as its last answer said."""
        verify: Any = settings.authority or True
        self._http = httpx.Client(timeout=WAIT, follow_redirects=False, verify=verify)

    def metadata(self) -> Metadata:
        """What the provider says of itself. Raises ProviderAway."""
        with self._lock:
            kept = self._metadata
            if kept is None or not 0 <= self._now() - kept[0] < FRESH:
                address = self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
                kept = self._metadata = (self._now(), self._read_metadata(self._json(address)))
            return kept[1]

    def check(self) -> TokenCheck:
        """Checks tokens of this provider. Raises ProviderAway."""
        return TokenCheck(self._settings.issuer, self._settings.client_id, self.keys, self.metadata().algorithms)

    def keys(self, kid: str | None = None) -> KeySet:
        """The keys of the provider, read again when one of this id is not among them. Raises ProviderAway."""
        address = self.metadata().keys
        with self._lock:
            kept, now = self._keys, self._now()
            if (
                kept is None
                or not 0 <= now - kept[0] < FRESH
                or (kid is not None and all(key.kid != kid for key in kept[1].keys) and self._may_look(now))
            ):
                kept = self._keys = (now, _key_set(self._json(address)))
            return kept[1]

    def _may_look(self, now: Seconds) -> bool:
        """Whether a key that is not known is looked for now: the last time was a while ago."""
        if self._looked is not None and 0 <= now - self._looked < PAUSE:
            return False
        self._looked = now
        return True

    def address(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """Where somebody signs in; `back` is the address of this site to which they return. Raises ProviderAway."""
        settings = self._settings
        address: str = prepare_grant_uri(
            self.metadata().authorize,
            settings.client_id,
            "code",
            redirect_uri=back,
            scope=settings.scope,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return address

    def exchange(self, code: str, *, verifier: str, back: str) -> Mapping[str, Any]:
        """The tokens for a code. Raises ProviderAway when there are none."""
        settings, said = self._settings, self.metadata()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        headers = {"accept": "application/json"}
        secret = settings.secret or ""
        if secret and said.basic:  # RFC 6749, 2.3.1: both are encoded first
            both = f"{quote_plus(settings.client_id)}:{quote_plus(secret)}"
            headers["authorization"] = f"Basic {b64encode(both.encode()).decode()}"
        else:
            form |= {"client_id": settings.client_id, **({"client_secret": secret} if secret else {})}
        answer = self._asked(self._http.build_request("POST", said.token, data=form, headers=headers))
        if not isinstance(answer.get("id_token"), str):
            raise ProviderAway("token endpoint: no ID token")
        return answer

    def end_session(self, hint: str | None, back: str) -> str | None:
        """Where somebody signs out of the provider as well; None when it has no such place, or is away."""
        try:
            place = self.metadata().end_session
        except ProviderAway:
            return None
        if place is None:
            return None
        asked = {"client_id": self._settings.client_id, "post_logout_redirect_uri": back}
        return (
            f"{place}{'&' if '?' in place else '?'}{urlencode({**asked, **({'id_token_hint': hint} if hint else {})})}"
        )

    def _json(self, address: str) -> Mapping[str, Any]:
        """The object at this address. Raises ProviderAway, for a moment also without asking again."""
        if self._away is not None and 0 <= self._now() - self._away[0] < AGAIN:
            raise ProviderAway(self._away[1])
        try:
            found = self._asked(self._http.build_request("GET", address, headers={"accept": "application/json"}))
        except ProviderAway as away:
            self._away = self._now(), str(away)
            raise
        self._away = None
        return found

    def _asked(self, request: httpx.Request) -> Mapping[str, Any]:
        """The object that answers this request, which may take only so long and so much. Raises ProviderAway."""
        place = request.url.path
        try:
            answer = self._http.send(request, stream=True)
            with closing(answer):
                answer.raise_for_status()
                self._compare_clocks(answer.headers.get("date", ""))
                body = b""
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > MOST:
                        raise ProviderAway(f"{place}: too large")
            found = json.loads(body)
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise ProviderAway(f"{place}: {type(error).__name__}") from error
        if not isinstance(found, dict):
            raise ProviderAway(f"{place}: not an object")
        return found

    def _compare_clocks(self, date: str) -> None:
        with suppress(ValueError):
            self.clock_apart = int(parsedate_to_datetime(date).timestamp()) - self._now()

    def _read_metadata(self, said: Mapping[str, Any]) -> Metadata:
        """Raises ProviderAway unless this is the provider that is configured, with addresses as safe as its own."""
        if said.get("issuer") != self._settings.issuer:
            raise ProviderAway("its issuer is another one than [sign-in] issuer")
        places = [said.get(f"{name}") for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        scheme = urlsplit(self._settings.issuer).scheme
        ending = said.get("end_session_endpoint")
        for place in (*places, *([ending] if ending is not None else [])):
            if not isinstance(place, str) or urlsplit(place).scheme not in ("https", scheme):
                raise ProviderAway("an address in its discovery document is missing or not https")
        algorithms = _texts(said, "id_token_signing_alg_values_supported")
        ways = _texts(said, "token_endpoint_auth_methods_supported") or ("client_secret_basic",)
        return Metadata(
            authorize=str(places[0]),
            token=str(places[1]),
            keys=str(places[2]),
            end_session=ending,
            algorithms=tuple(each for each in SIGNED_BY if each in algorithms) or ("RS256",),
            basic="client_secret_basic" in ways,
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
            claims=_texts(said, "claims_supported"),
        )


def _texts(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = said.get(name)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _key_set(said: Mapping[str, Any]) -> KeySet:
    """The public keys for signatures; one that cannot be read is left out. Raises ProviderAway when none is left."""
    keys = []
    listed = said.get("keys")
    for each in listed if isinstance(listed, list) else ():
        if not isinstance(each, dict) or each.get("use", "sig") != "sig" or each.get("kty") not in ("RSA", "EC", "OKP"):
            continue
        try:
            keys += KeySet.import_key_set({"keys": [each]}).keys
        except (JoseError, ValueError, TypeError, KeyError):
            log.warning("a key of the identity provider cannot be read")
    if not keys:
        raise ProviderAway("no key that can be read")
    return KeySet(keys)
