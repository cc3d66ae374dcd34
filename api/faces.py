"""Rows of people with their photos: of each the one that the asker may see, and no hint of any other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from api.asker import Asker
from api.own_fields import SEEN
from api.rows import person_rows
from api.schemas import Colleague
from graph.facts import Key
from graph.own_fields import Audience, photo_fields
from graph.store import View
from graph.teams import team_among
from models.ties import Ties


def colleague_rows(
    asker: Asker, view: View, people: Collection[Key], roles: dict[Key, str] | None = None, *, service: bool = False
) -> dict[Key, Colleague]:
    """A row of a list for each of these people, as `person_rows` has it, with the name of their photo."""
    rows = person_rows(view, people, asker.site.now(), roles, service=service)
    photos = photos_of(asker, view, rows)
    return {key: replace(row, photo=photos.get(key)) for key, row in rows.items()}


def with_faces(asker: Asker, view: View, ties: Ties | None) -> Ties | None:
    """These ties with the photos that the asker may see, also of the person in the middle."""
    if ties is None:
        return None
    photos = photos_of(asker, view, [ties.person, *(each.person for each in ties.works_with)])
    works_with = tuple(replace(each, photo=photos.get(each.person)) for each in ties.works_with)
    return replace(ties, works_with=works_with, photo=photos.get(ties.person))


def photos_of(asker: Asker, view: View, people: Collection[Key]) -> dict[Key, str]:
    """The names of the photos of these people that the asker may see."""
    told = photo_fields(asker.site.store.ledger, people)
    me = asker.viewer.person
    asked = {key for key, field in told.items() if field.audience is Audience.TEAM and key != me}
    team = team_among(view, me, asked) if me is not None and asked else frozenset[Key]()
    return {key: each.value for key, each in told.items() if key == me or each.audience in SEEN[key in team]}
