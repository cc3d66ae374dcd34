"""The asker: until people can sign in, whoever sits at this machine asks as a chosen colleague."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from api.language import language_of
from api.site import Language, Site
from graph.facts import Person, kind_of
from graph.store import Viewer

COOKIE = "as"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks, with their language. `name` is shown in the page header."""

    site: Site
    viewer: Viewer
    language: Language
    name: str | None = None


class Askers:
    """Finds who asks. Keeps the answer for one second of the clock, so that a rights change acts within a second."""

    def __init__(self, site: Site) -> None:
        self._house = site
        self._second = -1
        self._known: dict[str, Asker] = {}

    def of(self, request: Request) -> Asker:
        """The asker of a request, in their language."""
        language = language_of(request, self._house.language)
        chosen = request.cookies.get(COOKIE, "")
        second = self._house.now()
        if second != self._second:
            self._known = {}
            self._second = second
        known = self._known
        found = known.get(f"{language} {chosen}")
        if found is None:
            found = known[f"{language} {chosen}"] = self._find(chosen, language)
        return found

    def _find(self, chosen: str, language: str) -> Asker:
        site = self._house
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


def asker_of(request: Request) -> Asker:
    """The asker of a request."""
    askers: Askers = request.app.state.askers
    return askers.of(request)
