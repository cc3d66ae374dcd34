"""What would lose cover if somebody left: for that person alone, with who could take over and what to hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.facts import Key, Seconds
from models.index.contract import AccessFilter, Snapshot
from models.organisation_graph import OrganisationGraph
from models.spread import leaving
from models.standing import work_on
from models.unit_documents import unit_documents

TOPICS, NEXT, DOCUMENTS = 12, 3, 3
"""Topics, and of each the people who could take over and the documents, at most."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A topic of somebody's own work: whether nobody else is known for it, who worked on it most of the others, by key
    and so in no order, and documents that the person worked on."""

    topic: Key
    alone: bool
    others: tuple[Key, ...]
    documents: tuple[Key, ...]


def works_on_topics(graph: OrganisationGraph, me: Key) -> bool:
    """Whether a topic of this person's own work is known."""
    row = _row(graph, me)
    return row is not None and bool(graph.work.indptr[row + 1] > graph.work.indptr[row])


def to_hand_over(
    graph: OrganisationGraph, index: Snapshot, access: AccessFilter, me: Key, now: Seconds
) -> tuple[HandedOver, ...]:
    """The topics that would lose cover, those that nobody else is known for first; by what may be read."""
    row = _row(graph, me)
    if row is None:
        return ()
    found = leaving(graph, [row])
    told = [(topic, True) for topic in found.lost] + [(topic, False) for topic in found.weakened]
    mine = ((graph.both(topic), alone) for topic, alone in told[:TOPICS])
    handed = (
        HandedOver(
            topics[0],
            alone,
            _others(index, access, topics, me, now),
            tuple(unit_documents(index, access, topics, [me], DOCUMENTS)),
        )
        for topics, alone in mine
    )
    return tuple(each for each in handed if each.documents)


def _row(graph: OrganisationGraph, me: Key) -> int | None:
    """The row of this person; None when the record does not have them."""
    return graph.people.index(me) if me in graph.people else None


def _others(index: Snapshot, access: AccessFilter, topics: Sequence[Key], me: Key, now: Seconds) -> tuple[Key, ...]:
    """Who worked most on these topics, which are one subject."""
    able = index.roster.able(False, now).copy()
    able[index.person(me)] = False
    amounts = np.zeros(len(able))
    for number in (index.topics.numbers[topic] for topic in topics if topic in index.topics.numbers):
        rows, work = work_on(index, access, number, able)
        owners = index.person_of[index.columns["account"][rows]]
        amounts += np.round(np.bincount(owners, weights=work, minlength=len(able)), 6)
    best: Sequence[int] = np.lexsort((np.arange(len(amounts)), -amounts))[:NEXT].tolist()
    return tuple(sorted(index.persons[each].key for each in best if amounts[each] > 0))
