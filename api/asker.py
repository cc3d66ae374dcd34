"""The asker: who signed in, or a program with a token. Without sign-in, whoever sits at this machine as a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request

from api import signed_in
from api.cookies import SESSION, read_cookie
from api.development import COOKIE as DEVELOPMENT
from api.development import chosen_person
from api.gate import bearer_of
from api.language import language_of
from api.limits import PERSON, Limiter
from api.problems import Refused, too_often
from api.roles import Role
from api.site import Language, Site
from graph.facts import Person, kind_of
from graph.store import StoreError, Viewer
from models.index.contract import Index, IndexProblem

__all__ = [
    "AT_THIS_MACHINE",
    "COOKIE",
    "Asker",
    "Askers",
    "Role",
    "asker_of",
    "find_person",
    "first_person",
    "stranger",
]
COOKIE = "as"
AT_THIS_MACHINE = frozenset(Role)
"""Roles of whoever sits at the machine of a site without sign-in."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks, with their language. `name` is shown in the page header.

    `session` is the hash of their session. With a token, `scopes` are the permissions that it is for, and `service` is
    the program that has one of its own.
    """

    site: Site
    viewer: Viewer
    language: Language
    name: str | None = None
    roles: frozenset[Role] = AT_THIS_MACHINE
    session: str | None = None
    scopes: frozenset[str] | None = None
    service: str | None = None

    def index(self) -> Index:
        """The open index. Raises Refused as long as nothing was indexed, and while it is damaged."""
        try:
            index = self.site.index()
        except IndexProblem as problem:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "index-being-repaired") from problem
        if index is None:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "index-not-ready")
        return index


class Askers:
    """Finds who asks. Keeps the answer for one second of the clock, so that a rights change acts within a second."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._second = -1
        self._known: dict[str, Asker] = {}
        self._limiter = Limiter(PERSON, site.ticks)

    def of(self, request: Request) -> Asker:
        """The asker of a request, in their language. Raises Refused for nobody, and for who asks too often."""
        language = language_of(request, self._site.language)
        bearer = bearer_of(request.scope["path"], request.headers) if self._site.has_tokens else None
        if self._site.sign_in is None and bearer is None:
            cookie = COOKIE if self._site.development is None else DEVELOPMENT
            found = self._recalled(f"{language} as {request.cookies.get(cookie, '')}", language, request)
            request.state.asker = found
            return found
        secret = read_cookie(request, SESSION) if bearer is None else bearer
        known = self._recalled(f"{language} {bearer is None} {secret}", language, request) if secret else None
        if known is None:
            raise Refused(HTTPStatus.UNAUTHORIZED, "sign-in-needed")
        request.state.asker = known
        self._count(request, known)
        return known

    def forget(self) -> None:
        """Find everybody anew: somebody signed out."""
        self._known = {}

    def _recalled(self, name: str, language: str, request: Request) -> Asker:
        second = self._site.now()
        if second != self._second:
            self._known = {}
            self._second = second
        known = self._known
        found = known.get(name)
        if found is None:
            found = known[name] = self._find(request, language)
        return found

    def _count(self, request: Request, asker: Asker) -> None:
        """Count a request once, however often it asks who asks."""
        if getattr(request.state, "counted", False):
            return
        request.state.counted = True
        if wait := self._limiter.wait(asker.viewer.person or asker.service or ""):
            raise Refused.of(too_often(wait))

    def _find(self, request: Request, language: Language) -> Asker:
        bearer = bearer_of(request.scope["path"], request.headers) if self._site.has_tokens else None
        if bearer is not None:
            who = signed_in.with_token(self._site, bearer)
        elif self._site.sign_in is not None:
            who = signed_in.with_session(self._site, self._site.sign_in, read_cookie(request, SESSION))
        elif self._site.development is not None:
            return self._tried(request.cookies.get(DEVELOPMENT, ""), language)
        else:
            return self._chosen(request.cookies.get(COOKIE, ""), language)
        return Asker(self._site, who.viewer, language, who.name, who.roles, who.session, who.scopes, who.service)

    def _chosen(self, chosen: str, language: Language) -> Asker:
        site = self._site
        person = find_person(site, chosen) or find_person(site, site.default_person or "") or first_person(site)
        key = person.key if person else None
        return Asker(site, site.viewer_of(key), language, person.name if person else None)

    def _tried(self, chosen: str, language: Language) -> Asker:
        """One of the people of the development sign-in; a colleague without a name before any of them is known."""
        found = chosen_person(self._site, chosen)
        if found is None:
            return Asker(self._site, self._site.viewer_of(None), language, roles=frozenset({Role.COLLEAGUE}))
        return Asker(self._site, self._site.viewer_of(found.person), language, found.name, found.roles)


def find_person(site: Site, key: str) -> Person | None:
    """The listed colleague with this key."""
    if len(key) > 200 or kind_of(key) != "person":
        return None
    with site.store.view(site.viewer_of(None)) as view:
        node = view.get([key]).get(key)
    return node if isinstance(node, Person) else None


def first_person(site: Site) -> Person | None:
    """The colleague as whom is asked as long as nobody chose."""
    with site.store.view(site.viewer_of(None)) as view:
        people = view.nodes("person", limit=1)
    return people[0] if people and isinstance(people[0], Person) else None


def stranger(request: Request) -> Asker:
    """Anybody, for what is the same for all: the store is not read to find out who asks."""
    site: Site = request.app.state.site
    return Asker(site, Viewer(principals=frozenset()), language_of(request, site.language), roles=frozenset())


def asker_of(request: Request) -> Asker:
    """The asker of a request."""
    askers: Askers = request.app.state.askers
    return askers.of(request)


def asker_for_header(request: Request) -> Asker | None:
    """The asker for the page header, None when nobody asks or the store is away."""
    try:
        return asker_of(request)
    except (StoreError, Refused):
        return asker_found(request)


def asker_found(request: Request) -> Asker | None:
    """Who asks, as far as this request found out before: of an error the store is not read."""
    found = getattr(request.state, "asker", None)
    return found if isinstance(found, Asker) else None
