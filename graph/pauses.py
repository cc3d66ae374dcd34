"""Who asked not to be asked for a while: "not now", until a day that the person chose and colleagues may see.

A pause is an edge from a person to themselves; its role is the last day, as 2026-05-31. Nobody else can say it, it
gives no reason, and it ends by itself. Nobody counts who looked at whom, or who wrote to whom; what an organisation may
count are answers that everyone can read (`models.offering`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time

from graph.decisions import DecisionError
from graph.facts import Edge, EdgeKind, Key, Seconds
from graph.store import Store, View


def pauses(view: View, people: Collection[Key], now: Seconds) -> dict[Key, date]:
    """The last day of the pause of each of these people who has one now."""
    found = view.edges([EdgeKind.PAUSES], people) if people else []
    days = {edge.start: date.fromisoformat(edge.role) for edge in found if edge.start == edge.end and edge.role}
    return {person: day for person, day in days.items() if day >= day_of(now)}


def last_days(view: View, people: Collection[Key], now: Seconds) -> dict[Key, Seconds]:
    """When the last day of the pause of each of these people begins, in UTC, as far as they have one now."""
    found = pauses(view, people, now)
    return {person: int(datetime.combine(day, time(), UTC).timestamp()) for person, day in found.items()}


def pause(store: Store, person: Key, until: date, now: Seconds) -> None:
    """Say that this person is not to be asked up to and including this day. DecisionError for a day before today."""
    if until < day_of(now):
        raise DecisionError("pause-over")
    with store.writer() as writer:
        writer.say(Edge(EdgeKind.PAUSES, person, person, at=now, role=until.isoformat()))


def resume(store: Store, person: Key) -> bool:
    """End the pause of this person. False when there was none."""
    with store.writer() as writer:
        return writer.unsay(Edge(EdgeKind.PAUSES, person, person))


def day_of(now: Seconds) -> date:
    """The day of this moment, in UTC."""
    return datetime.fromtimestamp(now, UTC).date()
