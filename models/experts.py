"""Who knows about this? Rankers fused by reciprocal rank, and each person with the reasons why."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.facts import Seconds
from graph.store import View
from models.answered import as_typed, is_answered, unwritten
from models.answers import Answer, Expert, Question
from models.explain import RankedPerson, RankerScores, choose, explain, needed_keys
from models.index.contract import READERS, Index, Snapshot
from models.index.text.snippets import finder
from models.index.text.subject import subject_of
from models.rankers.documents import DocumentRanker
from models.rankers.folder import FolderRanker
from models.rankers.matches import Matches, Ranker, able_persons, ask, of_others
from models.rankers.profile import ProfileRanker
from models.rankers.thread import ThreadRanker
from models.related import find_related, with_related

RANKERS: tuple[Ranker, ...] = (DocumentRanker(), ProfileRanker(), FolderRanker(), ThreadRanker())
K = 20.0
"""Of the fusion: what five organisations choose for the sixth, each time (bench/leave_one_out.py)."""
FULL = 25.0 * (K + 1.0)
"""Whoever is first in a ranker gets 25 points: first in all four makes 100."""
HALF = 0.5
"""Who is named must have work that matches at least this part as well as the best there is."""
FORMER = 3
Listed = Callable[[Matches, Mapping[str, NDArray[np.float64]]], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Fusion:
    """Who was found: person numbers best first, the points of each, and what each ranker says of each."""

    persons: NDArray[np.int64]
    points: NDArray[np.float64]
    scored: tuple[RankerScores, ...]

    def cut(self, kept: slice | NDArray[np.int64]) -> Fusion:
        """Only those at these places, in this order."""
        scored = tuple(RankerScores(each.ranker, each.places[kept], each.points[kept]) for each in self.scored)
        return Fusion(self.persons[kept], self.points[kept], scored)


def find_experts(question: Question, view: View, index: Index, now: Seconds | None = None) -> Answer:
    """Who knows about this, as far as the asker may see? `now` (seconds) decides who left; None: all with a date."""
    began = time.perf_counter()
    snapshot = index.snapshot()
    asked, fusion, missing = _found(question, view, snapshot, now)
    answered = fusion is not NOBODY
    shown = _page(fusion, asked, question, slice(question.offset, question.offset + question.limit))
    former = _former(asked, question, now) if answered else None
    found = find_related(asked, fusion.persons, question, answered, now)
    nodes = view.get(needed_keys((*shown, *(former[1] if former else ())), snapshot) | found.keys)
    find = finder(asked.parsed.clauses)
    people = explain(shown, asked, nodes, find)
    answer = Answer(
        question=question,
        people=people,
        total=len(fusion.persons),
        used_to=explain(former[1], former[0], nodes, find) if former else (),
        synonyms=asked.parsed.synonyms,
        unwritten=as_typed(missing, question.text),
        subject=subject_of(question.text),
        generation=snapshot.generation,
        seq=snapshot.seq,
    )
    answer = with_related(answer, found, asked, nodes=nodes, find=find)
    return replace(answer, took_ms=(time.perf_counter() - began) * 1000.0)


def _found(
    question: Question, view: View, snapshot: Snapshot, now: Seconds | None
) -> tuple[Matches, Fusion, tuple[str, ...]]:
    """What is asked, everybody who is found for it, and the words that nobody wrote."""
    parsed = snapshot.parse(question.text)
    asked = ask(
        snapshot, snapshot.access_filter(view), question, parsed, able_persons(snapshot, leavers=False, now=now)
    )
    missing = unwritten(asked)
    found = fuse(asked, listed=_listed) if is_answered(asked, missing) else NOBODY
    return asked, found, missing


NOBODY = Fusion(np.zeros(0, np.int64), np.zeros(0), ())


def fuse(asked: Matches, rankers: Sequence[Ranker] = RANKERS, listed: Listed | None = None) -> Fusion:
    """Who is found by which ranker at which place? Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009).

    Places are counted among everybody; `listed` says who is in the list. A question for everybody has the others behind
    them, so that what is evaluated begins with what is shown.
    """
    scores = [np.round(ranker.scores(asked), 9) for ranker in rankers]
    found = scores[0] > 0
    for each in scores[1:]:
        found |= each > 0
    found &= within(asked)
    named = found
    if listed is not None:
        named = listed(asked, dict(zip((ranker.name for ranker in rankers), scores, strict=True)))
    persons = np.flatnonzero(found if asked.question.everybody else found & named)
    scored = []
    for ranker, each in zip(rankers, scores, strict=True):
        places = _places(each, persons)
        given = np.where(places > 0, FULL / (K + np.maximum(places, 1)), 0.0)
        scored.append(RankerScores(ranker, places, given))
    points = np.sum([each.points for each in scored], axis=0)
    order = np.lexsort((asked.index.roster.order[persons], -np.round(points, 9), ~named[persons]))
    return Fusion(persons, points, tuple(scored)).cut(order)


def _places(scores: NDArray[np.float64], persons: NDArray[np.int64]) -> NDArray[np.int64]:
    """At which place is each of these persons? 1 is the first, equal ones share a place, 0 is nowhere."""
    everybody = np.sort(scores[scores > 0])
    mine = scores[persons]
    places = 1 + len(everybody) - np.searchsorted(everybody, mine, side="right")
    return np.where(mine > 0, places, 0)


def _listed(asked: Matches, scores: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Whose own work matches well: one document, or their whole work, at least half as well as the best?

    To be active in a folder or thread where others wrote about it gives points, but is no reason to be named.
    """
    whole = scores["profile"]
    listed: NDArray[np.bool_] = whole >= max(float(whole.max(initial=0.0)) * HALF, 1e-9)
    good = asked.scores >= asked.scores[0] * HALF
    worked = asked.index.columns["deed"][asked.rows] < READERS
    listed[asked.owners[good[asked.places] & worked]] = True
    return listed


def within(asked: Matches) -> NDArray[np.bool_]:
    """Who works in the department and at the location that is asked for?"""
    question, index = asked.question, asked.index
    inside = np.ones(len(asked.able), dtype=bool)
    if question.department is not None:
        inside &= index.roster.department == index.roster.number_of_department(question.department)
    if question.location is not None:
        rows = index.persons
        inside &= np.asarray([question.location in row.locations for row in rows] or [False], dtype=bool)
    return inside


def _page(fusion: Fusion, asked: Matches, question: Question, places: slice) -> tuple[RankedPerson, ...]:
    """The persons at these places, with their reasons."""
    page = fusion.cut(places)
    return choose(asked, page.persons, page.scored, question.evidence)


def _former(asked: Matches, question: Question, now: Seconds | None) -> tuple[Matches, tuple[RankedPerson, ...]] | None:
    """Who used to work on it and left? By the documents alone."""
    able = able_persons(asked.index, leavers=True, now=now)
    if not able.any():
        return None
    gone = of_others(asked, able)
    fusion = fuse(gone, (RANKERS[0],))
    shown = _page(fusion, gone, question, slice(0, FORMER))
    return (gone, shown) if shown else None


def rank_only(question: Question, view: View, index: Index, now: Seconds | None = None) -> list[tuple[str, float]]:
    """In which order does `find_experts` put everybody (person key, points), without the reasons?"""
    snapshot = index.snapshot()
    _, fusion, _ = _found(replace(question, everybody=True), view, snapshot, now)
    rows = snapshot.persons
    return [
        (rows[person].key, points)
        for person, points in zip(fusion.persons.tolist(), fusion.points.tolist(), strict=True)
    ]


__all__ = ["RANKERS", "Expert", "find_experts", "fuse", "rank_only"]
