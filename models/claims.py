"""People who say themselves that they know about a topic of the question, and of whom no work of their own does."""

from __future__ import annotations

import numpy as np

from graph.facts import EdgeKind, Key, Seconds
from graph.opting import opted_out
from graph.pauses import last_days
from graph.store import View
from models.answers import Claimant, Question
from models.index.contract import Numbers, Snapshot
from models.pausing import paused_last
from models.rankers.matches import able_persons

CLAIMANTS = 5
"""People who only say so themselves that an answer shows at most: a claim never comes before work."""


def claimants_of(
    question: Question,
    topics: tuple[int, ...],
    ranked: Numbers,
    view: View,
    index: Snapshot,
    now: Seconds | None,
    role: str | None = None,
) -> tuple[Claimant, ...]:
    """Who claims one of these topics and is not among the `ranked` persons; those who claimed it last come first.

    With the role `used-to` they say that they knew about it once, and their own work on it casts no vote.
    Only on the first page of a question without filters by language and period: a claim has neither.
    """
    rows = [index.topics.rows[topic] for topic in topics if not index.topics.special[topic]]
    if not rows or question.offset or question.language or question.since or question.until:
        return ()
    said = [
        edge for edge in view.edges([EdgeKind.CLAIMS], [row.key for row in rows], "in") if (edge.role or None) == role
    ]
    if not said:
        return ()
    out = opted_out(view, {edge.start for edge in said})
    able, known = able_persons(index, leavers=False, now=now).copy(), {*question.besides, *out}
    able[np.asarray(ranked, dtype=np.int64)] = False
    labels = {row.key: dict(row.labels) for row in rows}
    found: dict[Key, Claimant] = {}
    for edge in sorted(said, key=lambda edge: (-(edge.at or 0), edge.start)):
        number = index.person(edge.start)
        if edge.start not in known and number >= 0 and able[number] and _is_inside(question, index, number):
            found.setdefault(edge.start, Claimant(edge.start, index.persons[number].name, edge.end, labels[edge.end]))
    until = last_days(view, found.keys(), now) if found and now is not None else {}
    return paused_last(found.values(), until)[:CLAIMANTS]


def _is_inside(question: Question, index: Snapshot, number: int) -> bool:
    """Whether this person works in the department and location that were asked for."""
    person = index.persons[number]
    inside = question.department is None or person.department in (question.department, *question.teams)
    return inside and (question.location is None or question.location in person.locations)
