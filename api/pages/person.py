"""One colleague: what they know about, what they did, and how they are reached."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus

from api.asker import Asker
from api.carried_on import told_besides
from api.colleagues import meeting
from api.faces import with_faces
from api.introductions import introductions_of
from api.organisation import organisation_of
from api.own_fields import OwnDetails, field_rows, with_own_fields
from api.own_load import OwnLoad, own_load
from api.own_words import OwnClaims, OwnPage, with_own_words
from api.page import Page
from api.paging import read_page
from api.parameters import KeyParameter, PageNumber
from api.policy import Permission, tools_of
from api.problems import Refused, require
from api.rows import source_labels
from api.said import said_about
from api.schemas import Profile, extended
from graph.facts import Seconds
from graph.introducing import answers
from graph.own_fields import fields_with_photo
from graph.pauses import last_days
from graph.store import Viewer
from graph.teams import are_in_one_team
from models.answers import AlikePerson
from models.known_together import SharedKnowledge
from models.people_to_meet import PeopleToMeet
from models.profile import describe_person
from models.ties import Ties, describe_ties

LISTED = 20
MET = 3
"""People near and people to meet that one's own page names, of each at most."""


@dataclass(frozen=True, slots=True)
class PersonQuery:
    """Parameters of the page of a colleague; `page` is of what they did."""

    key: KeyParameter
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class PersonPage(Profile):
    """A profile. `sources` are labels by name.

    `not_now` is the last day (when it begins, UTC) up to which this person asked not to be asked. `claims` are topics
    that they name themselves, `details` what else they tell of themselves. `load` and `mine` are told to the person
    themselves only.
    """

    sources: dict[str, str] = field(default_factory=dict)
    not_now: Seconds | None = None
    claims: OwnClaims = field(default_factory=OwnClaims)
    details: OwnDetails = field(default_factory=OwnDetails)
    load: OwnLoad | None = None
    mine: OwnPage | None = None
    said: tuple[str, ...] | None = None
    """What the asker says about it: follow, like, bookmark, thank; None for nobody in particular and oneself."""
    ties: Ties | None = None
    """With whom they work, and how they are connected with the viewer; None for somebody who left."""
    carried_on: tuple[AlikePerson, ...] = ()
    """Of somebody who left: colleagues who know about the same topics now."""
    department_knows: tuple[SharedKnowledge, ...] = ()
    """Of somebody without topics: what their department knows together."""
    meet: PeopleToMeet | None = None
    """On one's own page: who is near, and whom to meet."""
    reader: str = ""
    """As whom the person looks at their own page: `colleague`, `team` or `hr`; empty when it is seen as it is."""


def person(asker: Asker, query: PersonQuery) -> PersonPage:
    """One colleague, with what they know about and what they did. Only what the asker may read is counted."""
    require(query.key, "person")
    return profile_page(asker, query, asker.viewer)


def profile_page(
    asker: Asker, query: PersonQuery, viewer: Viewer, team: bool | None = None, *, tied: bool = True
) -> PersonPage:
    """The page of a colleague as this viewer sees it; `team` says whether they are in one team (None: look it up).

    Without `tied` it leaves out with whom they work, which takes longest.
    """
    key, index, now, store = query.key, asker.index(), asker.site.now(), asker.site.store
    with store.view(viewer, recent=True) as view:
        found, paging = read_page(
            lambda offset: describe_person(key, view, index, now, limit=LISTED, offset=offset),
            lambda profile: profile.total if profile else 0,
            query.page,
            LISTED,
        )
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
        away = last_days(view, [key], now).get(key)
        own = key == viewer.person
        load = own_load(asker, view) if own else None
        said = said_about(view, key)
        found, claims, mine = with_own_words(found, view, own=own)
        answered = answers(view, key) if own and tied else ()
        if team is None:
            team = viewer.person is not None and are_in_one_team(view, viewer.person, key)
        chart = organisation_of(asker) if tied else None
        ties = (
            None
            if found.left is not None or chart is None
            else describe_ties(key, viewer.person, view, index, chart, now)
        )
        meet = meeting(asker, view, chart, MET) if own and chart is not None else None
        introductions = introductions_of(asker, view, answered) if own and tied else ()
        besides = told_besides(asker, view, found) if tied else {}
        ties = with_faces(asker, view, ties)
    fields, photo = fields_with_photo(store.ledger, key)
    if mine is not None:
        mine = replace(
            mine,
            fields=field_rows(fields, found.about, found.languages, photo),
            tools=tools_of(asker),
            introductions=introductions,
        )
    found, details = with_own_fields(found, fields, photo, team=team, own=own)
    found = replace(found, page=paging.shown, pages=paging.pages)
    told = {
        "not_now": away,
        "load": load,
        "claims": claims,
        "mine": mine,
        "details": details,
        "said": said,
        "meet": meet,
    }
    return extended(PersonPage, found, sources=source_labels(asker), ties=ties, **told, **besides)


PAGE: Page[PersonQuery, PersonPage] = Page(
    path="/people/{key}",
    json="/api/people/{key}",
    template="person.html",
    permission=Permission.READ,
    query=PersonQuery,
    record=PersonPage,
    answer=person,
    example={"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "function": "Asset manager"},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="people",
)
