"""Weights of rankers for one organisation, from its own judgements, and how far to trust them.

Weights are chosen one ranker at a time on four fifths of the questions and read on the fifth that was left out, so that
the gain that is told is one on questions that the weights were not chosen on. On organisations that were looked at,
equal weights were as good as fitted ones (docs/decisions/0035): whoever has few questions learns their chance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.facts import Seconds
from graph.store import Store, View, Viewer
from models.answers import Question
from models.index.contract import Index, Snapshot
from models.rankers.fusion import standing
from models.rankers.matches import able_persons, match
from models.rankers.registry import RANKERS
from whoknows.jobs.evaluate import paired_p
from whoknows.jobs.reference import directory_ids
from whoknows.jobs.trec_files import TrecTopic, read_qrels, read_topics

STEPS = (0.0, 0.5, 1.0, 1.5)
"""Weights that are tried for each ranker."""
FOLDS = 5
ROUNDS = 2
ENOUGH = 50
"""Questions from which on a gain is believed, where it is significant too."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """One question: what each ranker says of each person, a row for each ranker, and the numbers of its experts."""

    id: str
    scores: NDArray[np.float64]
    experts: frozenset[int]


@dataclass(frozen=True, slots=True)
class FittedWeights:
    """Weights by the name of a ranker, and MAP with them and with those that ship, on questions that were left out."""

    weights: Weights
    questions: int
    shipped: float
    fitted: float
    p: float

    @property
    def enough(self) -> bool:
        """Whether there were enough questions, and the gain is no chance."""
        return self.questions >= ENOUGH and self.fitted > self.shipped and self.p < 0.05


def fit_weights(store: Store, index: Index, topics: Path, qrels: Path, now: Seconds | None = None) -> FittedWeights:
    """Weights for these questions and judgements. Raises EvaluationError when a file cannot be read."""
    asked, judged = read_topics(topics), read_qrels(qrels)
    with store.view(Viewer(system=True)) as view:
        snapshot = index.snapshot()
        people = directory_ids(view, snapshot)
        experts: dict[str, set[int]] = {}
        for qrel in judged:
            if qrel.relevance > 0 and qrel.doc_id in people:
                experts.setdefault(qrel.query_id, set()).add(people[qrel.doc_id])
        return fit(ask_rankers(view, snapshot, asked, experts, now))


def ask_rankers(
    view: View,
    snapshot: Snapshot,
    topics: Sequence[TrecTopic],
    experts: Mapping[str, Collection[int]],
    now: Seconds | None = None,
) -> list[JudgedQuestion]:
    """What each ranker says to each question that has an expert in the index."""
    able, access = able_persons(snapshot, leavers=False, now=now), snapshot.access_filter(view)
    found = []
    for topic in topics:
        if experts.get(topic.id):
            asked = match(snapshot, access, Question(topic.text, everybody=True), snapshot.parse(topic.text), able)
            each = [ranker.worth(asked) * standing(np.round(ranker.scores(asked), 9)) for ranker in RANKERS]
            found.append(JudgedQuestion(topic.id, np.stack(each), frozenset(experts[topic.id])))
    return found


def fit(questions: Sequence[JudgedQuestion]) -> FittedWeights:
    """The best weights for all of these questions, and their worth on those that were left out."""
    shipped = np.asarray([ranker.weight for ranker in RANKERS])
    before = {each.id: average_precision(each, shipped) for each in questions}
    after: dict[str, float] = {}
    for fold in range(FOLDS):
        others = [each for place, each in enumerate(questions) if place % FOLDS != fold]
        chosen = _best(others, shipped)
        after |= {each.id: average_precision(each, chosen) for each in questions[fold::FOLDS]}
    best = _best(questions, shipped)
    weights = {ranker.name: float(weight) for ranker, weight in zip(RANKERS, best, strict=True)}
    return FittedWeights(weights, len(questions), _mean(before), _mean(after), paired_p(after, before))


def average_precision(question: JudgedQuestion, weights: NDArray[np.float64]) -> float:
    """Average precision of the order of people by these weights; equal ones in the order of their numbers."""
    total = np.round(weights @ question.scores, 9)
    listed = np.flatnonzero(total > 0)
    order = listed[np.lexsort((listed, -total[listed]))]
    places = 1 + np.flatnonzero(np.isin(order, list(question.experts)))
    return float((np.arange(1, len(places) + 1) / places).sum()) / len(question.experts)


def _best(questions: Sequence[JudgedQuestion], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights found from these, one ranker at a time; one is changed only where that is better."""
    best = start.copy()
    top = sum(average_precision(each, best) for each in questions)
    for _ in range(ROUNDS):
        for place in range(len(best)):
            for step in STEPS:
                tried = best.copy()
                tried[place] = step
                value = sum(average_precision(each, tried) for each in questions)
                if value > top + 1e-9:
                    best, top = tried, value
    return best


def _mean(values: Mapping[str, float]) -> float:
    return float(np.mean(list(values.values()))) if values else 0.0
