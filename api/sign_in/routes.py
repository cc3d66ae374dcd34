"""Signing in and out: to the identity provider and back, and what it tells when a session ended there."""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from cryptography.fernet import Fernet, InvalidToken
from fastapi import APIRouter, Form, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.asker import Askers
from api.cookies import SESSION, read_cookie, remove_cookie, set_cookie
from api.limits import SIGNING_IN, Limiter
from api.pages.choose import local
from api.parameters import ADDRESS_MOST
from api.policy import Permission, needs
from api.problems import Refused, too_often
from api.sign_in.attempts import LASTS, Attempt, new_attempt, seal, unseal
from api.sign_in.id_tokens import LATE, SKEW, TokenRefused
from api.sign_in.provider import Provider, ProviderAway
from api.signed_in import note_claimed, roles_of
from api.signing import SignIn
from api.site import Site
from graph import sessions
from graph.audit import AuditedAct, AuditEntry, note
from graph.facts import Key
from graph.sessions import SiteSession, hash_of

log = logging.getLogger("whoknows.sign-in")
CALLBACK, SIGNED_OUT = "/sign-in/callback", "/signed-out"
AT_ONCE = 8
"""Number of people whom one process signs in at the same time; they wait for the provider, not for each other."""
MOST_ROLES = 500
"""Values of the role claim that are kept; directories have people in hundreds of groups."""
ERRORS = ("access_denied", "login_required", "interaction_required", "invalid_request", "invalid_scope", "server_error",
          "temporarily_unavailable", "unauthorized_client", "unsupported_response_type")  # fmt: skip
"""What a provider may say of a refusal (RFC 6749, OpenID Connect): nothing else of it is logged."""
T = TypeVar("T")


class SigningIn:
    """What the routes of sign-in share: the site, its provider, and what is counted."""

    def __init__(self, site: Site, sign_in: SignIn) -> None:
        self.site, self.sign_in = site, sign_in
        self.provider = Provider(sign_in, site.now)
        self.limiter = Limiter(SIGNING_IN, site.ticks)
        self.at_once = CapacityLimiter(AT_ONCE)

    def count(self, request: Request) -> None:
        """Raises Refused for an address that signs in too often."""
        if wait := self.limiter.wait(request.client.host if request.client else ""):
            raise Refused.of(too_often(wait))

    async def run(self, work: Callable[[], T]) -> T:
        """Do this in a thread; a provider that is away is a Refused."""
        try:
            return await run_sync(work, limiter=self.at_once)
        except ProviderAway as away:
            log.warning(f"sign-in: {away}")  # reasons of our own: what is passed on apart is not written
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "sign-in-away") from away

    # --- signing in ---------------------------------------------------------------------------------------------------

    def start(self, back: str) -> Response:
        """Send somebody to the provider, with a sealed cookie to know them by when they return."""
        attempt = new_attempt(local(back))
        address = self.provider.address(
            state=attempt.state, nonce=attempt.nonce, verifier=attempt.verifier, back=self.site.address + CALLBACK
        )
        response = RedirectResponse(address, HTTPStatus.SEE_OTHER)
        sealed = seal(self.site.store.ledger, attempt, self.site.now())
        set_cookie(self.site, response, _cookie(attempt.state), sealed, LASTS)
        return response

    def finish(self, request: Request, code: str, state: str, issuer: str, error: str) -> Response:
        """Sign in who returns with a code for their own attempt. Raises Refused."""
        attempt = self._attempt(request, state)
        said = self.provider.metadata()
        if (said.names_itself or issuer) and issuer != self.sign_in.issuer:
            raise Refused(HTTPStatus.BAD_REQUEST, "sign-in-again")
        if error or not code:
            log.info(f"sign-in: the provider refused: {error if error in ERRORS else 'another error'}")
            raise Refused(HTTPStatus.FORBIDDEN, "sign-in-refused")
        answer = self.provider.exchange(code, verifier=attempt.verifier, back=self.site.address + CALLBACK)
        claims = self._claims(answer, attempt)
        secret = self._begin(claims, str(answer["id_token"]))
        self._end(request)
        response = RedirectResponse(attempt.back, HTTPStatus.SEE_OTHER)
        remove_cookie(self.site, response, _cookie(state))
        set_cookie(self.site, response, SESSION, secret)
        return response

    def _attempt(self, request: Request, state: str) -> Attempt:
        """The attempt that this browser began with this state, once."""
        ledger, now = self.site.store.ledger, self.site.now()
        attempt = unseal(ledger, read_cookie(request, _cookie(state)), now) if state else None
        if attempt is None or not secrets.compare_digest(attempt.state.encode(), state.encode("utf-8", "replace")):
            raise Refused(HTTPStatus.BAD_REQUEST, "sign-in-again")
        if not sessions.use_once(ledger, state, now + LASTS):
            raise Refused(HTTPStatus.BAD_REQUEST, "sign-in-again")
        return attempt

    def _claims(self, answer: Mapping[str, Any], attempt: Attempt) -> dict[str, Any]:
        access = answer.get("access_token")
        try:
            return self.provider.check().id_token(
                answer["id_token"], attempt.nonce, access if isinstance(access, str) else None, self.site.now()
            )
        except TokenRefused as refused:
            log.warning(f"sign-in: ID token refused: {refused}")
            raise Refused(HTTPStatus.BAD_REQUEST, "sign-in-again") from refused

    def _begin(self, claims: Mapping[str, Any], id_token: str) -> str:
        """Begin a session of the person whom the claims name by a strong key; gives its secret. Raises Refused."""
        site = self.site
        person = self._person(claims)
        if person is None:
            raise Refused(HTTPStatus.FORBIDDEN, "sign-in-unknown", ask=self.sign_in.ask or "-")
        claimed = role_values(claims, self.sign_in.role_claim)
        self._note_roles(person, claimed)
        secret, now = secrets.token_urlsafe(32), site.now()
        sid = claims.get("sid")
        session = SiteSession(
            hash_of(secret), person, claims["sub"], now, now,
            at_provider=sid if isinstance(sid, str) else "", roles=claimed,
            hint=_hint_seal(secret).encrypt_at_time(id_token.encode(), now).decode("ascii"),
        )  # fmt: skip
        sessions.begin(site.store.ledger, session)
        return secret

    def _person(self, claims: Mapping[str, Any]) -> Key | None:
        value = claims.get(self.sign_in.claim)
        if not isinstance(value, str) or not value:
            return None
        by_address = self.sign_in.matches == "address"
        if by_address and not self.sign_in.trust_addresses and claims.get("email_verified") is not True:
            return None
        return self.sign_in.person_of(value)

    def _note_roles(self, person: Key, claimed: tuple[str, ...]) -> None:
        """Audit the roles that somebody has now and had not at the time before, and the other way round."""
        before = note_claimed(self.site, person, claimed)
        if before is None or before == claimed:
            return
        had, has = (roles_of(self.site, self.sign_in, person, each) for each in (before, claimed))
        if had != has:
            details = {"had": ", ".join(sorted(had)), "has": ", ".join(sorted(has))}
            entry = AuditEntry(self.site.now(), AuditedAct.ROLES_CHANGED, "sign-in", person, details)
            note(self.site.store.ledger, entry)

    # --- signing out --------------------------------------------------------------------------------------------------

    def leave(self, request: Request) -> Response:
        """End the session here, and go on to end it at the provider."""
        hint = self._end(request)
        home = self.site.address + SIGNED_OUT
        place = self.provider.end_session(hint, home) or SIGNED_OUT
        response = RedirectResponse(place, HTTPStatus.SEE_OTHER)
        remove_cookie(self.site, response, SESSION)
        response.headers["clear-site-data"] = '"storage"'  # where recent questions lie
        return response

    def _end(self, request: Request) -> str | None:
        """End the session of this browser; gives the token that the provider knows it by."""
        secret = read_cookie(request, SESSION)
        session = sessions.end(self.site.store.ledger, hash_of(secret)) if secret else None
        askers: Askers = request.app.state.askers
        askers.forget()
        if session is None:
            return None
        try:
            return _hint_seal(secret).decrypt(session.hint).decode()
        except InvalidToken:
            return None

    def ended_there(self, request: Request, text: str) -> Response:
        """End the sessions that the provider ended."""
        site, now = self.site, self.site.now()
        try:
            told = self.provider.check().logout_token(text, now)
        except TokenRefused as refused:
            log.warning(f"sign-in: logout token refused: {refused}")
            return JSONResponse({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
        if not sessions.use_once(site.store.ledger, told.id, now + LATE + 2 * SKEW):
            return JSONResponse({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
        sessions.end_at_provider(site.store.ledger, told.session, told.subject)
        request.app.state.askers.forget()
        return Response(status_code=HTTPStatus.OK)


def role_values(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The values of a claim, also of one within others (`realm_access.roles`); empty for what holds no texts."""
    value: Any = claims.get(name) if name else None
    if value is None and name:
        value = claims
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(sorted({each for each in found[:MOST_ROLES] if isinstance(each, str)}))


def _cookie(state: str) -> str:
    """The name of the cookie of one attempt: several tabs may sign in at once."""
    return f"sign-in-{hash_of(state)[:12]}"


def _hint_seal(secret: str) -> Fernet:
    """Seals what only the owner of this session's secret reads again."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"hint {secret}".encode()).digest()))


def sign_in_routes(site: Site, sign_in: SignIn) -> APIRouter:
    """The routes of sign-in at this site."""
    router = APIRouter(include_in_schema=False)
    signing = SigningIn(site, sign_in)

    @router.get("/sign-in/start")
    @needs(Permission.LOOK)
    async def start(request: Request, back: Annotated[str, Query(max_length=ADDRESS_MOST)] = "/") -> Response:
        """Go to the identity provider."""
        signing.count(request)
        return await signing.run(partial(signing.start, back))

    @router.get(CALLBACK)
    @needs(Permission.LOOK)
    async def callback(
        request: Request,
        code: Annotated[str, Query(max_length=8000)] = "",
        state: Annotated[str, Query(max_length=200)] = "",
        iss: Annotated[str, Query(max_length=500)] = "",
        error: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        """Come back from the identity provider."""
        signing.count(request)
        return await signing.run(partial(signing.finish, request, code, state, iss, error))

    @router.post("/sign-out")
    @needs(Permission.LOOK)
    async def sign_out(request: Request) -> Response:
        """Sign out here and at the identity provider."""
        return await signing.run(partial(signing.leave, request))

    @router.post("/sign-in/back-channel")
    @needs(Permission.LOOK)
    async def back_channel(request: Request, logout_token: Annotated[str, Form(max_length=4000)]) -> Response:
        """The identity provider says which session ended there."""
        signing.count(request)
        return await signing.run(partial(signing.ended_there, request, logout_token))

    return router
