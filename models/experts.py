"""Who knows about this? Rankers fused by reciprocal rank, and each person with the reasons why."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.facts import Seconds
from graph.store import View
from models import beside
from models.answers import Answer, Expert, Question
from models.explain import Chosen, Scored, explain, needed_keys
from models.index.reader import Index, Sight, Snapshot
from models.index.snippets import finder
from models.rankers.asked import Asked, Ranker, able_persons, ask
from models.rankers.documents import Documents
from models.rankers.folder import Folder
from models.rankers.profile import Profile
from models.rankers.thread import Thread

RANKERS: tuple[Ranker, ...] = (Documents(), Profile(), Folder(), Thread())
K = 5.0
FULL = 25.0 * (K + 1.0)
"""Whoever is first in a ranker gets 25 points: first in all four makes 100."""
COVERED = 0.45
"""Of the rarity of a question's words, the best document must hold this share; below it nobody is found. Calibrated on
questions without an answer: random words, and rare words mixed with words that nobody wrote."""
FORMER = 3
DEPTH_OF_LIST = 1000


@dataclass(frozen=True, slots=True)
class Fusion:
    """Everybody who was found: person numbers best first, and what each ranker says of them."""

    persons: NDArray[np.int64]
    points: NDArray[np.float64]
    scored: tuple[Scored, ...]


def find_experts(question: Question, view: View, index: Index, now: Seconds | None = None) -> Answer:
    """Who knows about this, as far as the asker may see? `now` (seconds) decides who left; None: all with a date."""
    began = time.perf_counter()
    snapshot = index.snapshot()
    sight = snapshot.sight(view)
    parsed = snapshot.parse(question.text)
    asked = ask(snapshot, sight, question, parsed, able_persons(snapshot, leavers=False, now=now))
    answered = is_answered(asked)
    fusion = fuse(asked) if answered else NOBODY
    chosen = within(fusion, snapshot, question)
    shown = _page(chosen, asked, question) if answered else ()
    former = _former(asked, question, now) if answered else None
    found = beside.look(asked, view, question, answered)
    nodes = view.get(needed_keys((*shown, *(former[1] if former else ())), snapshot) | found.keys)
    find = finder(parsed.clauses)
    people = explain(shown, asked, nodes, find)
    answer = Answer(
        question=question,
        people=people,
        total=len(chosen.persons),
        used_to=explain(former[1], former[0], nodes, find) if former else (),
        synonyms=parsed.synonyms,
        generation=snapshot.generation,
        seq=snapshot.commit.seq,
    )
    answer = beside.fill(answer, found, fusion.persons, asked, nodes=nodes, find=find)
    return replace(answer, took_ms=(time.perf_counter() - began) * 1000.0)


NOBODY = Fusion(np.zeros(0, np.int64), np.zeros(0), ())


def is_answered(asked: Asked) -> bool:
    """Is there anything to answer with? Nonsense is not: its best document holds too little of what was asked."""
    if not len(asked.ordinals) or not asked.parsed.weight:
        return False
    return bool(asked.scores[0] >= COVERED * asked.parsed.weight)


def fuse(asked: Asked, rankers: Sequence[Ranker] = RANKERS, only: NDArray[np.bool_] | None = None) -> Fusion:
    """Who is found by which ranker at which place? Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009)."""
    points = np.zeros(len(asked.able))
    scored = []
    for ranker in rankers:
        scores = np.round(ranker.scores(asked), 9)
        if only is not None:
            scores[~only] = 0.0
        places = _places(scores)
        given = np.where(places > 0, FULL / (K + np.maximum(places, 1)), 0.0)
        scored.append(Scored(ranker, places, given))
        points += given
    persons = np.flatnonzero(points > 0)
    order = np.lexsort((asked.index.roster.order[persons], -np.round(points[persons], 9)))
    return Fusion(persons[order], points, tuple(scored))


def _places(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """At which place is each person? 1 is the first, equal ones share a place, 0 is nowhere."""
    found = np.flatnonzero(scores > 0)
    places = np.zeros(len(scores), dtype=np.int64)
    values = scores[found]
    places[found] = 1 + np.searchsorted(np.sort(-values), -values, side="left")
    return places


def within(fusion: Fusion, index: Snapshot, question: Question) -> Fusion:
    """Who of them works in the department and at the location that is asked for?"""
    if question.department is None and question.location is None:
        return fusion
    rows = index.people.persons
    kept = [
        person
        for person in fusion.persons.tolist()
        if (question.department is None or rows[person].department == question.department)
        and (question.location is None or question.location in rows[person].locations)
    ]
    return replace(fusion, persons=np.asarray(kept, dtype=np.int64))


def _page(fusion: Fusion, asked: Asked, question: Question) -> tuple[Chosen, ...]:
    """The persons of the page that is asked for, with their reasons."""
    persons = fusion.persons[question.offset : question.offset + question.limit]
    return tuple(_chosen(int(person), fusion, asked, question) for person in persons)


def _chosen(person: int, fusion: Fusion, asked: Asked, question: Question) -> Chosen:
    limit = question.evidence
    scored = [each for each in fusion.scored if each.places[person] > 0]
    if not limit:
        return Chosen(person, tuple((each, ()) for each in scored))
    return Chosen(person, tuple((each, tuple(each.ranker.reasons(asked, person, limit * 2))) for each in scored))


def _former(asked: Asked, question: Question, now: Seconds | None) -> tuple[Asked, tuple[Chosen, ...]] | None:
    """Who used to work on it and left? By the documents alone."""
    able = able_persons(asked.index, leavers=True, now=now)
    if not able.any():
        return None
    gone = ask(asked.index, asked.sight, question, asked.parsed, able)
    fusion = within(fuse(gone, (RANKERS[0],)), asked.index, question)
    shown = tuple(_chosen(int(person), fusion, gone, question) for person in fusion.persons[:FORMER])
    return (gone, shown) if shown else None


def rank_only(question: Question, view: View, index: Index, now: Seconds | None = None) -> list[tuple[str, float]]:
    """In which order does `find_experts` put everybody (person key, points), without the reasons?"""
    snapshot = index.snapshot()
    parsed = snapshot.parse(question.text)
    asked = ask(snapshot, snapshot.sight(view), question, parsed, able_persons(snapshot, leavers=False, now=now))
    if not is_answered(asked):
        return []
    fusion = within(fuse(asked), snapshot, question)
    rows = snapshot.people.persons
    return [(rows[person].key, float(fusion.points[person])) for person in fusion.persons.tolist()]


__all__ = ["RANKERS", "Expert", "Sight", "find_experts", "fuse", "is_answered", "rank_only"]
