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

BEST = 100
"""People whose scores say what is usual for a question."""
ABOVE = 2.0
"""Standard deviations that are added, so that who is a little below the usual still has points."""
POINT = 5.0
"""Points of one standard deviation: the best of a ranker have some twenty, times its weight."""
LEAST = 0.1
"""Spread of logarithms that a standard deviation has at least: a tenth more tells nobody apart."""
TRACE = 0.02
"""Of a standard deviation, what whoever is found has at least."""


@dataclass(frozen=True, slots=True)
class RankerScores:
    """What one ranker says of the people in a list: the place and the points of each (0: nowhere)."""

    ranker: Ranker
    places: Numbers
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fusion:
    """Who was found: person numbers best first, the points of each, and what each ranker says of each."""

    persons: Numbers
    points: NDArray[np.float64]
    scored: tuple[RankerScores, ...]

    def cut(self, kept: slice | Numbers) -> Fusion:
        """Only those at these places, in this order."""
        scored = tuple(RankerScores(each.ranker, each.places[kept], each.points[kept]) for each in self.scored)
        return Fusion(self.persons[kept], self.points[kept], scored)


NOBODY = Fusion(np.zeros(0, np.int64), np.zeros(0), ())


def fuse(
    matches: Matches, rankers: Sequence[Ranker], *, named: bool = True, weights: Mapping[str, float] | None = None
) -> Fusion:
    """The people that these rankers find, best first.

    Places are counted among everybody. With `named` only those are listed whom a ranker names that may; a question for
    everybody has the others behind them, so that what is evaluated begins with what is shown. `weights` by the name of
    a ranker take the place of its own.
    """
    scores = [np.round(ranker.scores(matches), 9) for ranker in rankers]
    found = scores[0] > 0
    for each in scores[1:]:
        found |= each > 0
    found &= within(matches)
    listed = _named(matches, rankers, scores) if named else found
    persons = np.flatnonzero(found if matches.question.everybody else found & listed)
    scored = []
    for ranker, each in zip(rankers, scores, strict=True):
        weight = ranker.weight if weights is None else weights.get(ranker.name, ranker.weight)
        given = POINT * weight * ranker.worth(matches) * standing(each)[persons]
        scored.append(RankerScores(ranker, _places(each, persons), given))
    points = np.sum([each.points for each in scored], axis=0)
    order = np.lexsort((matches.index.roster.order[persons], -np.round(points, 9), ~listed[persons]))
    return Fusion(persons, points, tuple(scored)).cut(order)


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
    found = np.flatnonzero(scores > 0)
    given = np.zeros(len(scores))
    if len(found):
        logs = np.log(scores[found])
        usual = np.sort(logs)[-BEST:]
        spread = max(LEAST, float(usual.std()))
        given[found] = np.round(np.maximum(TRACE, ABOVE + (logs - usual.mean()) / spread), 9)
    return given


def _places(scores: NDArray[np.float64], persons: Numbers) -> Numbers:
    """The place of each of these persons. 1 is the first, equal ones share a place, 0 is nowhere."""
    everybody = np.sort(scores[scores > 0])
    mine = scores[persons]
    places = 1 + len(everybody) - np.searchsorted(everybody, mine, side="right")
    return np.where(mine > 0, places, 0)


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
