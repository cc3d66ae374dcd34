"""Everything that is held or inferred about the asker, and the way to have it forgotten."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus

from api.asker import Asker
from api.own_data import (
    HeldAccount,
    HeldAct,
    HeldStatement,
    HeldTie,
    InferredTopic,
    StoredTopic,
    accounts_held,
    acts_held,
    elsewhere,
    inferred_topics,
    statements_held,
    stored_topics,
    ties_held,
)
from api.own_load import OwnLoad, own_load
from api.page import Nothing, Page
from api.policy import Permission
from api.problems import Refused
from api.rows import source_labels
from graph.directory_photos import directory_photo
from graph.erasures import ErasureRow, erasure_of, erasure_row
from graph.facts import Judgement, Key, Seconds
from graph.held import records_of
from graph.opting import opted_out
from graph.own_fields import OwnField, own_fields
from graph.store import View
from graph.tokens import AccessToken, tokens
from graph.welcome import ticked


@dataclass(frozen=True, slots=True)
class OwnDataPage:
    """All that is held about the asker, as far as they may read it; `elsewhere` counts what is in what they may not.

    `inferred` is what their page shows now, `stored` what KNOWS_ABOUT keeps. `others` is what colleagues say of them,
    without what is private to those. `sources` are labels by name.
    """

    person: Key
    name: str
    made: Seconds
    accounts: tuple[HeldAccount, ...]
    ties: tuple[HeldTie, ...]
    acts: tuple[HeldAct, ...]
    elsewhere: dict[str, int]
    named: tuple[HeldAct, ...]
    statements: tuple[HeldStatement, ...]
    others: tuple[HeldStatement, ...]
    decisions: tuple[Judgement, ...]
    inferred: tuple[InferredTopic, ...]
    stored: tuple[StoredTopic, ...]
    fields: dict[str, OwnField]
    photo: str
    """The name of the photo that the directory has of them; empty for none."""
    ticked: tuple[Key, ...]
    """What they ticked on their welcome page."""
    opted_out: bool
    roles: tuple[str, ...]
    tokens: tuple[AccessToken, ...]
    load: OwnLoad | None
    erasure: ErasureRow | None
    sources: dict[str, str]


def own_data(asker: Asker, query: Nothing) -> OwnDataPage:
    """Everything that is held or inferred about you: what sources say, what you say here, and what follows from it."""
    del query
    person, site = asker.viewer.person, asker.site
    if person is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    counted = site.count_acts(person)
    with site.store.view(asker.viewer) as view:
        return _held(asker, view, person, counted)


def _held(asker: Asker, view: View, person: Key, counted: Counter[str]) -> OwnDataPage:
    site, held = asker.site, records_of(view, person)
    record = erasure_of(site.store, person)
    return OwnDataPage(
        person=person,
        name=asker.name or "",
        made=site.now(),
        accounts=accounts_held(held),
        ties=ties_held(held),
        acts=acts_held(held, held.acts),
        elsewhere=elsewhere(held, counted),
        named=acts_held(held, held.named),
        statements=statements_held(held, held.said, person),
        others=statements_held(held, held.others, person),
        decisions=held.decisions,
        inferred=inferred_topics(asker, view, person),
        stored=stored_topics(held),
        fields={name.value: field for name, field in own_fields(site.store.ledger, person).items()},
        photo=directory_photo(site.store.ledger, person).name,
        ticked=ticked(site.store.ledger, person),
        opted_out=person in opted_out(view, [person]) or any(each.opted_out for each in held.accounts if each.anchor),
        roles=tuple(sorted(asker.roles)),
        tokens=tuple(tokens(site.store.ledger, person)),
        load=own_load(asker, view),
        erasure=None if record is None else erasure_row(site.store, record),
        sources=source_labels(asker),
    )


EXAMPLE = {"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "made": 1_780_000_000}
PAGE: Page[Nothing, OwnDataPage] = Page(
    path="/me/data",
    json="/api/me/data",
    template="own_data.html",
    permission=Permission.READ,
    query=Nothing,
    record=OwnDataPage,
    answer=own_data,
    example=EXAMPLE,
    troubles=(HTTPStatus.FORBIDDEN,),
    tag="people",
)
