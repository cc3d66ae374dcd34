"""People: all of them by family name, or those found by a name, phone number, room or function."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Query

from api.asker import Asker
from api.faces import colleague_rows
from api.page import Page
from api.paging import Paging
from api.parameters import KEY_MOST, TEXT_MOST, PageNumber
from api.policy import Permission
from api.problems import Refused
from api.roster import first_kind, lists_of, members_of, people_lists
from api.schemas import Colleague, Reference
from graph.facts import Group, Key, kind_of
from graph.store import View
from models.people import PersonKind
from models.people_search import find_people

LISTED = 50


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Parameters of a list of people."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="A name, phone number, room or function.")] = ""
    kind: Annotated[
        Literal["", "colleague", "left", "unlisted", "service"],
        Query(description="Which list; the first that is not empty when none is given."),
    ] = ""
    group: Annotated[str, Query(max_length=KEY_MOST, description="The key of a group: its members only.")] = ""
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class LetterOfList:
    """A letter of an alphabetical list: the page on which it begins, and the key of its first line."""

    letter: str
    page: int
    first: Key


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of people: by family name, or with `q` those found, best match first.

    `total` counts the whole list. `kind` says which list it is (colleague, left, unlisted, service), and `kinds` how
    long each of them is. `group` is given when only its members are listed.
    """

    people: tuple[Colleague, ...]
    total: int
    q: str = ""
    kind: str = ""
    kinds: dict[str, int] = field(default_factory=dict)
    group: Reference | None = None
    page: int = 1
    pages: int = 1
    letters: tuple[LetterOfList, ...] = ()


def people(asker: Asker, query: PeopleQuery) -> PeoplePage:
    """People by family name, or with `q` those found, best match first. Accents and typos do not matter."""
    return _found(asker, query) if query.q.strip() else _listed(asker, query)


def _found(asker: Asker, query: PeopleQuery) -> PeoplePage:
    site = asker.site
    found = find_people(query.q, asker.index(), site.now())
    with site.store.view(asker.viewer, recent=True) as view:
        rows = colleague_rows(asker, view, [each.person for each in found])
    known = [each for each in found if each.person in rows]
    paging = Paging(query.page, len(known), LISTED)
    shown = (replace(rows[each.person], matched=each.matched, typo=each.typo) for each in paging.cut(known))
    return PeoplePage(tuple(shown), len(known), query.q, page=paging.shown, pages=paging.pages)


def _listed(asker: Asker, query: PeopleQuery) -> PeoplePage:
    site, lists = asker.site, people_lists(asker)
    with site.store.view(asker.viewer, recent=True) as view:
        group = _group(view, query.group) if query.group else None
        if group is not None:
            members = members_of(view, group.key)
            lists = lists_of(tuple(entry for entry in lists.of if entry.person in members), site.now())
        kind = PersonKind(query.kind) if query.kind else first_kind(lists.entries)
        entries = lists.entries[kind]
        paging = Paging(query.page, len(entries), LISTED)
        rows = colleague_rows(asker, view, [entry.person for entry in paging.cut(entries)], service=True)
    return PeoplePage(
        tuple(rows.values()),
        len(entries),
        kind=kind.value,
        kinds={each.value: len(lists.entries[each]) for each in PersonKind},
        group=group,
        page=paging.shown,
        pages=paging.pages,
        letters=tuple(
            LetterOfList(letter, place // LISTED + 1, entries[place].person)
            for letter, place in lists.letters[kind].items()
        ),
    )


def _group(view: View, key: Key) -> Reference:
    node = view.get([key]).get(key) if kind_of(key) == "group" else None
    if not isinstance(node, Group):
        raise Refused(HTTPStatus.NOT_FOUND, "group-not-found")
    return Reference(node.key, node.name, node.kind)


ROW = {"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "function": "Asset manager", "room": "A2.14"}
PAGE: Page[PeopleQuery, PeoplePage] = Page(
    path="/people",
    json="/api/people",
    template="people.html",
    permission=Permission.READ,
    query=PeopleQuery,
    record=PeoplePage,
    answer=people,
    example={"people": [ROW], "total": 1, "q": "maaike", "page": 1, "pages": 1},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="people",
)
