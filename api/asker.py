"""The asker: until people can sign in, whoever sits at this machine asks as a chosen colleague."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from starlette.requests import Request

from api.language import language_of
from api.problems import Refused
from api.site import Language, Site
from graph.facts import Person, kind_of
from graph.store import StoreError, Viewer
from models.index.contract import Index, IndexProblem

COOKIE = "as"


class Role(StrEnum):
    """A role on the whole site, other than a role towards a person or a group."""

    COLLEAGUE = "colleague"
    OPERATOR = "operator"
    CURATOR = "curator"


AT_THIS_MACHINE = frozenset(Role)
"""Roles of whoever sits at the machine of the site, until people can sign in."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks, with their language. `name` is shown in the page header."""

    site: Site
    viewer: Viewer
    language: Language
    name: str | None = None
    roles: frozenset[Role] = AT_THIS_MACHINE

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

    def of(self, request: Request) -> Asker:
        """The asker of a request, in their language."""
        language = language_of(request, self._site.language)
        chosen = request.cookies.get(COOKIE, "")
        second = self._site.now()
        if second != self._second:
            self._known = {}
            self._second = second
        known = self._known
        found = known.get(f"{language} {chosen}")
        if found is None:
            found = known[f"{language} {chosen}"] = self._find(chosen, language)
        return found

    def _find(self, chosen: str, language: str) -> Asker:
        site = self._site
        person = find_person(site, chosen) or find_person(site, site.default_person or "") or first_person(site)
        key = person.key if person else None
        return Asker(site, site.viewer_of(key), language, person.name if person else None)


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


def name_of(request: Request) -> str | None:
    """The name of the asker for the page header, None when nobody asks or the store is away."""
    try:
        return asker_of(request).name
    except StoreError:
        return None
