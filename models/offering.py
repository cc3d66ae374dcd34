"""Whom a list offers first, of those whom it names: not who asked not to be asked, nor who answers others all the time.

Every list of people who are offered goes through `offered`. Nobody is left out of it, and nothing but places changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from graph.facts import Key, Seconds
from graph.pauses import last_days
from graph.store import View
from models.answers import AlikePerson, Expert, Knower, PersonHit
from models.index.contract import ASKS, DOCUMENT_KINDS, MESSAGES, READERS, AccessFilter, Snapshot
from models.pausing import marked, paused_last

DAYS = 30
"""Days of which answers to others are counted."""
DAY = 86_400
MESSAGE = np.asarray([kind in MESSAGES for _, kind in sorted(DOCUMENT_KINDS.items())])
Offered = TypeVar("Offered", Expert, Knower, AlikePerson)


@dataclass(frozen=True, slots=True)
class LoadLimit:
    """How often somebody may be asked: `most` questions of others answered in 30 days, None for any number."""

    most: int | None = None


FREE = LoadLimit()


def offered(
    people: tuple[Offered, ...],
    view: View,
    index: Snapshot,
    now: Seconds | None,
    load: LoadLimit = FREE,
    *,
    first: bool = True,
) -> tuple[Offered, ...]:
    """These people of a page, those who asked not to be asked behind the others, each with why they are not first.

    Where the first of all (on the `first` page of a list) answered more questions of others than an organisation wants,
    the next one who did not comes before them; all others keep their places.
    """
    if now is None or not people:
        return people
    until = last_days(view, [each.person for each in people], now)
    free = [each.person for each in people if each.person not in until]
    order = list(paused_last(people, until))
    place = _instead(free, view, index, now, load) if first else 0
    if place:
        instead = order.pop(place)
        order[0] = replace(order[0], answered_often=True)
        order.insert(0, instead)
    return tuple(order)


def with_pauses(hits: tuple[PersonHit, ...], view: View, now: Seconds | None) -> tuple[PersonHit, ...]:
    """These people, who are asked for themselves and so keep their places, with until when they are not to be asked."""
    return marked(hits, last_days(view, [each.person for each in hits], now)) if hits and now is not None else hits


def _instead(people: Sequence[Key], view: View, index: Snapshot, now: Seconds, load: LoadLimit) -> int:
    """The place of whoever is offered before the first of these people; 0: nobody needs to be, or nobody can be."""
    if load.most is None or len(people) < 2:
        return 0
    answered = answered_lately(index, index.access_filter(view), people, now)
    return next((place for place, each in enumerate(people) if answered[each] <= load.most), 0)


def answered_lately(index: Snapshot, access: AccessFilter, people: Collection[Key], now: Seconds) -> dict[Key, int]:
    """The number of threads that others began in which each of these people said something in the last 30 days.

    Only messages for everyone count, and of these only what does not ask.
    """
    columns, table = index.columns, index.activity("answers", access)
    rows = np.flatnonzero((columns["act_at"] > now - DAYS * DAY) & (columns["act_at"] <= now))
    rows = rows[columns["deed"][rows] < READERS]
    owners, documents = index.person_of[columns["account"][rows]], columns["document"][rows].astype(np.int64)
    said = (
        MESSAGE[columns["kind"][documents]] & (columns["asks"][documents] != ASKS) & (columns["public"][documents] > 0)
    )
    said &= index.visible(documents, access)
    owners, threads = owners[said], columns["thread"][documents[said]]
    found: dict[Key, int] = {}
    for person in people:
        number = index.person(person)
        places = table.find(np.unique(threads[owners == number]))
        _, whose, amounts = table.rows_of(places[places >= 0])
        found[person] = int(((whose == number) & (amounts > 0)).sum())
    return found
