"""Who asks at a site where people sign in: by their session, or by a token for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from api.problems import Refused
from api.roles import Role
from api.signing import SignIn
from api.site import Site
from graph import sessions
from graph.facts import Key, Seconds
from graph.sessions import CLAIMED, hash_of
from graph.store import Viewer
from graph.tokens import SERVICE, token_of

SEEN: Seconds = 60
"""Seconds after which the use of a session is noted again."""
TRUSTED: Seconds = 30 * 86400
"""Seconds for which a token has the roles that its owner had at their last sign-in."""
LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session or token is of, and what they may: see `Asker`, whose fields these are."""

    viewer: Viewer
    name: str | None
    roles: frozenset[Role]
    session: str | None = None
    scopes: frozenset[str] | None = None
    service: str | None = None


def with_session(site: Site, sign_in: SignIn, secret: str) -> SignedIn:
    """The person of this session. Raises Refused when it is over, and when they do not work here any more."""
    ledger, now = site.store.ledger, site.now()
    session = sessions.find(ledger, hash_of(secret)) if secret and len(secret) <= LONGEST_SECRET else None
    if session is None:
        raise Refused(HTTPStatus.UNAUTHORIZED, "sign-in-needed")
    name = sign_in.name_of(session.person)
    if name is None or session.ended(now, sign_in.idle, sign_in.longest):
        sessions.end(ledger, session.id)
        raise Refused(HTTPStatus.UNAUTHORIZED, "sign-in-needed")
    if now - session.seen >= SEEN and not sessions.mark_seen(ledger, replace(session, seen=now)):
        raise Refused(HTTPStatus.UNAUTHORIZED, "sign-in-needed")
    viewer = site.viewer_of(session.person)
    roles = sign_in.rules().roles(session.roles, viewer.principals)
    return SignedIn(viewer, name, roles, session=session.id)


def with_token(site: Site, secret: str) -> SignedIn:
    """The owner of this token, who may do with it what it is for. Raises Refused when it is not good now."""
    ledger, now = site.store.ledger, site.now()
    token = token_of(ledger, secret) if secret and len(secret) <= LONGEST_SECRET else None
    if token is None or not token.good(now):
        raise Refused(HTTPStatus.UNAUTHORIZED, "token-not-good")
    scopes = frozenset(token.scopes)
    if token.owner.startswith(SERVICE):
        nobody = Viewer(principals=frozenset())
        return SignedIn(nobody, None, frozenset(), scopes=scopes, service=token.owner)
    viewer = site.viewer_of(token.owner)
    owner = _owner(site, viewer, token.owner)
    if owner is None:
        raise Refused(HTTPStatus.UNAUTHORIZED, "token-not-good")
    return SignedIn(viewer, *owner, scopes=scopes)


def _owner(site: Site, viewer: Viewer, person: Key) -> tuple[str, frozenset[Role]] | None:
    """The name and roles of the owner of a token; None when they do not work here."""
    if site.sign_in is not None:
        name = site.sign_in.name_of(person)
        roles = site.sign_in.rules().roles(claimed_by(site, person), viewer.principals)
        return (name, roles) if name is not None else None
    people = site.development.people() if site.development is not None else ()
    return next(((each.name, each.roles) for each in people if each.person == person), None)


def note_claimed(site: Site, person: Key, claimed: tuple[str, ...]) -> tuple[str, ...] | None:
    """Keep what the role claim of this person says now; gives what it said the time before, None for the first time."""
    ledger = site.store.ledger
    before = ledger.get(CLAIMED + person)
    ledger.set(CLAIMED + person, {"at": site.now(), "values": list(claimed)})
    return _values(before) if isinstance(before, dict) else None


def claimed_by(site: Site, person: Key) -> tuple[str, ...]:
    """What the role claim of this person said at their last sign-in; nothing when that is long ago."""
    kept = site.store.ledger.get(CLAIMED + person)
    if not isinstance(kept, dict) or not site.now() - TRUSTED < int(str(kept["at"])):
        return ()
    return _values(kept)


def roles_of(site: Site, sign_in: SignIn, person: Key, claimed: tuple[str, ...]) -> frozenset[Role]:
    """The roles that these values of the role claim give this person now."""
    return sign_in.rules().roles(claimed, site.viewer_of(person).principals)


def _values(kept: Mapping[str, object]) -> tuple[str, ...]:
    values = kept.get("values")
    return tuple(map(str, values)) if isinstance(values, list) else ()
