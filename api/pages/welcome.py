"""Where a new colleague can begin: people, topics, groups and documents, each with its reason and a first question."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from api.asker import Asker
from api.colleagues import known_colleagues
from api.faces import colleague_rows
from api.map_walk import WalkStop, walk_of
from api.organisation import known_by_person, organisation_of
from api.page import Nothing, Page
from api.policy import Permission, allow
from api.predecessor import Predecessor, predecessor_of
from api.problems import Refused
from api.schemas import Colleague, extended
from graph.facts import Key
from graph.welcome import tick, ticked
from models.welcome import Welcome, welcome


@dataclass(frozen=True, slots=True)
class WelcomePage(Welcome):
    """Where somebody can begin, who did their work before, what of it they ticked (`done`), and a
    walk over the map."""

    me: Key | None = None
    before: Predecessor | None = None
    contacts: dict[Key, Colleague] = field(default_factory=dict)
    done: tuple[Key, ...] = ()
    walk: tuple[WalkStop, ...] = ()


def welcome_page(asker: Asker, query: Nothing) -> WelcomePage:
    """Where you can begin, by your department, place and manager; only what you may read is told."""
    del query
    me, index, now = asker.viewer.person, asker.index(), asker.site.now()
    if me is None:
        return WelcomePage()
    chart, known, colleagues = organisation_of(asker), known_by_person(asker), known_colleagues(asker)
    with asker.site.store.view(asker.viewer, recent=True) as view:
        found = welcome(me, chart, known, colleagues, view, index, now)
        contacts = colleague_rows(asker, view, [me, *(each.person for each in found.people)])
        before = predecessor_of(asker, view, contacts.get(me))
    done = ticked(asker.site.store.ledger, me)
    return extended(WelcomePage, found, me=me, before=before, contacts=contacts, done=done, walk=walk_of(asker))


def say_done(asker: Asker, about: Key, *, done: bool) -> None:
    """Tick a line of one's own page, or take that back."""
    person = asker.viewer.person
    allow(Permission.SAY, asker, person)
    if person is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    tick(asker.site.store.ledger, person, about, done=done)


PAGE: Page[Nothing, WelcomePage] = Page(
    path="/welcome",
    json="/api/me/welcome",
    template="welcome.html",
    permission=Permission.READ,
    query=Nothing,
    record=WelcomePage,
    answer=welcome_page,
    example={
        "people": [{"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "line": "manager"}],
        "done": ["person:people:3k2j5h7a"],
    },
    tag="people",
)
