"""Colleagues: all of them, those found by a name, and one with all that is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from http import HTTPStatus

from api.asker import Asker
from api.problems import Refused
from api.queries.rows import person_rows
from api.queries.search import index_of, search
from api.schemas import PeoplePage, PersonRow, Profile
from graph.facts import Key, Person, kind_of
from models.answers import Question

PAGE = 50


def people(asker: Asker, q: str, after: Key | None) -> PeoplePage:
    """Colleagues: by name, phone, room or function with `q`, else all of them, a page at a time."""
    if q.strip():
        answer = search(asker, Question(text=q, limit=PAGE, evidence=0, documents=0))
        keys = [hit.person for hit in answer.named]
        by_key = {hit.person: hit for hit in answer.named}
        with asker.site.store.view(asker.viewer) as view:
            rows = person_rows(view, keys, asker.site.now())
        found = tuple(_matched(rows[key], by_key[key].matched, by_key[key].typo) for key in keys if key in rows)
        return PeoplePage(found, len(found), q)
    with asker.site.store.view(asker.viewer) as view:
        nodes = view.nodes("person", after=after, limit=PAGE + 1)
        keys = [node.key for node in nodes if isinstance(node, Person)]
        rows = person_rows(view, keys[:PAGE], asker.site.now())
        total = view.count("person")
    here = (row for row in rows.values() if row.left is None)
    listed = tuple(sorted(here, key=lambda row: row.name.casefold()))
    return PeoplePage(listed, total, q, keys[PAGE - 1] if len(keys) > PAGE else None)


def person(asker: Asker, key: Key) -> Profile:
    """One colleague, with what they know about. Raises Refused for one who is not listed."""
    site, found = asker.site, None
    if kind_of(key) == "person":
        with site.store.view(asker.viewer, recent=True) as view:
            found = site.models.describe_person(key, view, index_of(asker), site.now())
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
    return found


def contacts(asker: Asker, people: Collection[Key]) -> dict[Key, PersonRow]:
    """How these people are reached, in one reading for all of them."""
    with asker.site.store.view(asker.viewer, recent=True) as view:
        return person_rows(view, people, asker.site.now())


def _matched(row: PersonRow, matched: str, typo: bool) -> PersonRow:
    return replace(row, matched=matched, typo=typo)
