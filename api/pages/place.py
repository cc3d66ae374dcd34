"""One place: who sits there, what they know together, and the places in it and around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.faces import colleague_rows
from api.organisation import LINES, branches, organisation_of, together, who_know
from api.page import Page
from api.pages.places import PLACE
from api.paging import Paging
from api.parameters import KEY_MOST, KeyParameter, PageNumber
from api.policy import Permission
from api.problems import Refused
from api.schemas import Branch, Colleague, Reference
from graph.facts import Key
from models.known_together import FEWEST, SharedKnowledge
from models.organisation import OrganisationChart

LISTED = 50
GROUPS = 12
"""Groups of those who sit somewhere that are named, at most."""


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """Parameters of the page of a place; `page` is of the people, and `topic` keeps those who know about it."""

    key: KeyParameter
    topic: Annotated[str, Query(max_length=KEY_MOST, description="The key of a topic: only who knows about it.")] = ""
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class GroupThere:
    """A group, with the number of its members who sit in a place."""

    key: Key
    name: str
    kind: str
    people: int


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place: who sits in it or in what lies in it, by family name, and what they know together.

    `path` are the larger places around it, `inner` those in it. `known` are topics that at least two of them know
    about, by own work in documents for everyone. `topic` is told when only those who know about it are listed.
    """

    key: Key
    name: str
    kind: str
    path: tuple[Reference, ...] = ()
    inner: tuple[Branch, ...] = ()
    people: tuple[Colleague, ...] = ()
    total: int = 0
    everybody: int = 0
    """Number of all who sit there, whatever the topic."""
    known: tuple[SharedKnowledge, ...] = ()
    groups: tuple[GroupThere, ...] = ()
    topic: SharedKnowledge | None = None
    page: int = 1
    pages: int = 1


def place(asker: Asker, query: PlaceQuery) -> PlacePage:
    """One place: who sits there, by family name, and what they know together."""
    organisation = organisation_of(asker)
    tree, key = organisation.places, query.key
    if key not in tree:
        raise Refused(HTTPStatus.NOT_FOUND, "place-not-found")
    everybody = tree.whole(key)
    with asker.site.store.view(asker.viewer, recent=True) as view:
        people, topic = who_know(asker, view, everybody, query.topic)
        paging = Paging(query.page, len(people), LISTED)
        rows = colleague_rows(asker, view, paging.cut(people))
        known = together(asker, view, everybody)
    return PlacePage(
        key=key,
        name=tree[key].name,
        kind=tree[key].kind,
        path=tuple(Reference(each.key, each.name, each.kind) for each in tree.way(key)[:-1]),
        inner=branches(tree, tree.inner(key), LINES),
        people=tuple(rows.values()),
        total=len(people),
        everybody=len(everybody),
        known=known,
        groups=_groups(organisation, everybody),
        topic=topic,
        page=paging.shown,
        pages=paging.pages,
    )


def _groups(organisation: OrganisationChart, people: list[Key]) -> tuple[GroupThere, ...]:
    """The groups that at least two of these people are in, the fullest first, then by name."""
    counts = Counter(group for each in people for group in organisation.groups.get(each, ()))
    found = [(organisation.named[key], count) for key, count in counts.items() if count >= FEWEST]
    found.sort(key=lambda pair: (-pair[1], pair[0].name.casefold(), pair[0].key))
    return tuple(GroupThere(part.key, part.name, part.kind, count) for part, count in found[:GROUPS])


PAGE: Page[PlaceQuery, PlacePage] = Page(
    path="/places/{key}",
    json="/api/places/{key}",
    template="place.html",
    permission=Permission.READ,
    query=PlaceQuery,
    record=PlacePage,
    answer=place,
    example={"key": PLACE["key"], "name": "Delft", "kind": "building", "total": 120, "everybody": 120},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="things",
)
