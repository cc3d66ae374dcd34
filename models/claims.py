"""People who say themselves that they know about a topic of the question, and of whom no work of their own does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.authored import USED_TO
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


@dataclass(frozen=True, slots=True)
class Claimants:
    """Who says that they know about it, and who says that they used to."""

    now: tuple[Claimant, ...] = ()
    once: tuple[Claimant, ...] = ()


def claimants_of(
    question: Question,
    topics: tuple[int, ...],
    ranked: Numbers,
    view: View,
    index: Snapshot,
    now: Seconds | None,
) -> Claimants:
    """Who claims one of these topics and is not among the `ranked` persons; those who claimed it last come first.

    Of those who say that they knew about it once, own work on it casts no vote.
    Only on the first page of a question without filters by language and period: a claim has neither.
    """
    rows = [index.topics.rows[topic] for topic in topics if not index.topics.special[topic]]
    if not rows or question.offset or question.language or question.since or question.until:
        return Claimants()
    said = view.edges([EdgeKind.CLAIMS], [row.key for row in rows], "in")
    if not said:
        return Claimants()
    out = opted_out(view, {edge.start for edge in said})
    able, known = able_persons(index, leavers=False, now=now).copy(), {*question.besides, *out}
    able[np.asarray(ranked, dtype=np.int64)] = False
    labels = {row.key: dict(row.labels) for row in rows}
    found: dict[str | None, dict[Key, Claimant]] = {None: {}, USED_TO: {}}
    for edge in sorted(said, key=lambda edge: (-(edge.at or 0), edge.start)):
        number = index.person(edge.start)
        if edge.start not in known and number >= 0 and able[number] and _is_inside(question, index, number):
            claimant = Claimant(edge.start, index.persons[number].name, edge.end, labels[edge.end])
            found.get(edge.role or None, {}).setdefault(edge.start, claimant)
    people = {person for each in found.values() for person in each}
    until = last_days(view, people, now) if people and now is not None else {}
    first = {role: paused_last(each.values(), until)[:CLAIMANTS] for role, each in found.items()}
    return Claimants(first[None], first[USED_TO])


def _is_inside(question: Question, index: Snapshot, number: int) -> bool:
    """Whether this person works in the department and location that were asked for."""
    person = index.persons[number]
    inside = question.department is None or person.department in (question.department, *question.teams)
    return inside and (question.location is None or question.location in person.locations)
