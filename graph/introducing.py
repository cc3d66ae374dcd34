"""Who may be named as somebody who could introduce two units to each other: only who was asked and said yes.

The answer is an edge from the person to the other unit, private to them: nobody else reads a no, or that somebody was
asked. It is about the unit in which they were when asked, so that who moves is asked anew.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from graph.facts import EdgeKind, Introduction, Key, Seconds
from graph.store import Store, View

AGAIN: Seconds = 90 * 86_400
"""Time after which somebody who said "not now" is asked again."""


class Consent(StrEnum):
    """What somebody says when asked whether they may be named."""

    YES = "yes"
    NO = "no"
    LATER = "later"


def answers(view: View, person: Key) -> tuple[Introduction, ...]:
    """What this person answered, the newest first, in a View that may read it."""
    return tuple(edge for edge in view.edges((EdgeKind.INTRODUCES,), [person]) if isinstance(edge, Introduction))


def say_answer(store: Store, person: Key, own: Key, other: Key, answer: Consent, now: Seconds) -> bool:
    """Keep this answer about the person's own unit and another one. False when it was given before."""
    with store.writer() as writer:
        return writer.say(
            Introduction(EdgeKind.INTRODUCES, person, other, at=now, role=answer.value, within=own),
        )


def take_answer_back(store: Store, person: Key, other: Key) -> bool:
    """Forget what this person answered about this unit. False when there is no answer."""
    with store.writer() as writer:
        return writer.unsay(Introduction(EdgeKind.INTRODUCES, person, other))


def agreed(view: View, people: Collection[Key], own: Key, other: Key) -> frozenset[Key]:
    """Those of these people who agreed to be named as who could introduce their own unit to the other one, in the View
    of the system."""
    found = view.edges((EdgeKind.INTRODUCES,), people) if people else ()
    return frozenset(
        edge.start
        for edge in found
        if isinstance(edge, Introduction) and (edge.role, edge.within, edge.end) == (Consent.YES, own, other)
    )
