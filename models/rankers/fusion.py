"""One order of people from several rankers: the sum of their standard scores, weighted.

A score says how far somebody stands out among the best hundred that a ranker finds for this question: the number of
standard deviations of its logarithm. So one ranker's points can be told apart and added up with those of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.index.contract import Mask, Numbers
from models.rankers.contract import Ranker
from models.rankers.coverage import working
from models.rankers.matches import Matches
from models.rankers.touched import in_passing

BEST = 100
"""People whose scores say what is usual for a question."""
ABOVE = 2.0
"""Standard deviations that are added, so that who is a little below the usual still has points."""
POINT = 5.0
"""Points of one standard deviation: the best of a ranker have some twenty, times its weight."""
LEAST = 0.1
"""Spread of logarithms that a standard deviation has at least: a tenth more tells nobody apart."""
FIRST = 3
"""People at the head of a list who are never said to have touched the subject in passing."""
TRACE = 0.02
"""Of a standard deviation, what whoever is found has at least."""


@dataclass(frozen=True, slots=True)
class RankerScores:
    """What one ranker says of the people in a list: the score and the points of each, 0 for whom it did not find.

    `everybody` has the scores of all whom it found.
    """

    ranker: Ranker
    scores: NDArray[np.float64]
    points: NDArray[np.float64]
    everybody: NDArray[np.float64]

    @property
    def places(self) -> Numbers:
        """The place of each of these people. 1 is the first, equal ones share a place, 0 is nowhere."""
        places = 1 + len(self.everybody) - np.sort(self.everybody).searchsorted(self.scores, side="right")
        return np.where(self.scores > 0, places, 0)

    def cut(self, kept: slice | Numbers) -> RankerScores:
        """Only those at these places, in this order."""
        return RankerScores(self.ranker, self.scores[kept], self.points[kept], self.everybody)


@dataclass(frozen=True, slots=True)
class Fusion:
    """Who was found: person numbers best first, the points of each, and what each ranker says of each.

    Those who touched the subject in passing come behind those who know about it; `in_passing` counts them.
    """

    persons: Numbers
    points: NDArray[np.float64]
    scored: tuple[RankerScores, ...]
    in_passing: int = 0

    def cut(self, kept: slice | Numbers) -> Fusion:
        """Only those at these places, in this order."""
        scored = tuple(each.cut(kept) for each in self.scored)
        return Fusion(self.persons[kept], self.points[kept], scored, self.in_passing)


NOBODY = Fusion(np.zeros(0, np.int64), np.zeros(0), ())


def fuse(
    matches: Matches, rankers: Sequence[Ranker], *, named: bool = True, weights: Mapping[str, float] | None = None
) -> Fusion:
    """The people that these rankers find, best first.

    Places are counted among everybody. With `named` only those are listed whom a ranker names that may; a question for
    everybody has the others behind them, so that what is evaluated begins with what is shown. `weights` by the name of
    a ranker take the place of its own.
    """
    scores = [ranker.scores(matches).round(9) for ranker in rankers]
    found = within(matches)
    found &= np.logical_or.reduce([each > 0 for each in scores])
    listed = _named(matches, rankers, scores) if named else found
    persons = (found if matches.question.everybody else found & listed).nonzero()[0]
    scored, points = [], np.zeros(len(persons))
    for ranker, each in zip(rankers, scores, strict=True):
        weight = ranker.weight if weights is None else weights.get(ranker.name, ranker.weight)
        given = POINT * weight * ranker.worth(matches) * standing(each).take(persons)
        scored.append(RankerScores(ranker, each.take(persons), given, each[each > 0]))
        points += given
    order = np.lexsort((matches.index.roster.order.take(persons), -points.round(9), ~listed.take(persons)))
    touched = np.zeros(len(order), dtype=bool)
    if named:
        others = ~listed.take(persons[order])
        later = np.flatnonzero(~others)[FIRST:]
        touched[later] = in_passing(matches, persons[order[later]])
        order = order[np.argsort(touched + 2 * others, kind="stable")]
    return Fusion(persons, points, tuple(scored), int(touched.sum())).cut(order)


def _named(matches: Matches, rankers: Sequence[Ranker], scores: Sequence[NDArray[np.float64]]) -> Mask:
    """Who is named by a ranker that may.

    To be active in a folder or thread where others wrote about it gives points, but is not a reason to be named; nor is
    anything without own work on the subject (`coverage.working`).
    """
    named = np.zeros(len(matches.able), dtype=bool)
    for ranker, each in zip(rankers, scores, strict=True):
        if ranker.may_name:
            named |= ranker.named(matches, each)
    return named & working(matches)


def standing(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each person stands out among the best, in standard deviations of the logarithm; 0: not found."""
    found = scores.nonzero()[0]
    given = np.zeros(len(scores))
    if len(found):
        logs = np.log(scores.take(found))
        usual = np.sort(logs)[-BEST:]
        spread = max(LEAST, float(usual.std()))
        given[found] = np.maximum(TRACE, ABOVE + (logs - usual.mean()) / spread).round(9)
    return given


def within(matches: Matches) -> Mask:
    """Who works in the department and at the location that is asked for."""
    question, index = matches.question, matches.index
    inside = np.ones(len(matches.able), dtype=bool)
    if question.department is not None:
        chosen = [index.roster.number_of_department(key) for key in (question.department, *question.teams)]
        inside &= np.isin(index.roster.department, chosen)
    if question.location is not None:
        rows = index.persons
        inside &= np.asarray([question.location in row.locations for row in rows] or [False], dtype=bool)
    inside[[number for key in question.besides if (number := index.person(key)) >= 0]] = False
    return inside
