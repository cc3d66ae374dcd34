"""The quality of answers: TREC topics and qrels in, measures with confidence intervals and a paired test out.

The run comes through the very function that answers people, with the whole list instead of the first ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import AP, RR, P, nDCG
from numpy.typing import NDArray

from graph.facts import Account, Key, Seconds, anchor_key
from graph.store import Store, View, Viewer
from models.answers import Question
from models.experts import find_experts
from models.index.contract import Index
from whoknows.jobs.reference import directory_ids, reference_run, unwritten_questions, votes_of_index
from whoknows.jobs.trec_files import EvaluationError, TrecTopic, read_pool, read_qrels, read_topics

MEASURES: Mapping[str, ir_measures.Measure] = {
    "MAP": AP,
    "MRR": RR,
    "nDCG@10": nDCG @ 10,
    "first": P @ 1,
    "P@5": P @ 5,
}
"""By name; `first` is the share of questions of which the first person is right."""
DEEP = 1000
SAMPLES = 10_000
SEED = 20_000
Run = Mapping[str, Sequence[tuple[str, float]]]
"""For each question the person ids with their scores, best first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean of one measure over the questions, with its 95 % confidence interval (bootstrap over questions)."""

    measure: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Report:
    """The quality of one run. `pooled` counts only people who were judged at all; `questions` maps each to its AP."""

    name: str
    topics: int
    figures: tuple[Figure, ...]
    pooled: tuple[Figure, ...] = ()
    questions: Mapping[str, float] = field(default_factory=dict)

    def mean(self, measure: str, pooled: bool = False) -> float:
        """Mean of a measure."""
        return next(figure.mean for figure in (self.pooled if pooled else self.figures) if figure.measure == measure)


@dataclass(frozen=True, slots=True)
class RunComparison:
    """The product compared with a reference on the same questions. `p` is that of a two-sided paired test on AP."""

    ours: Report
    reference: Report
    p: float

    @property
    def gain(self) -> float:
        """Share by which our MAP is above that of the reference."""
        return self.ours.mean("MAP") / max(self.reference.mean("MAP"), 1e-9) - 1.0

    @property
    def significantly_below(self) -> bool:
        """True when the product is worse than the reference, and not by chance (p < 0.05)."""
        return self.gain < 0 and self.p < 0.05


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What judgements say of an organisation's answers.

    `unwritten` is the part of the questions of which no expert wrote the rarest word; `strange` are experts that are
    not in the directory.
    """

    comparison: RunComparison
    unwritten: Report | None
    strange: tuple[str, ...]


def evaluate(
    store: Store, index: Index, topics: Path, qrels: Path, *, pool: Path | None = None, now: Seconds | None = None
) -> Evaluation:
    """Measure how well the questions of a file are answered, by the judgements of another.

    Person ids are those of the directory; `now` decides who left.
    """
    asked, judged, only = read_topics(topics), read_qrels(qrels), read_pool(pool)
    told = {qrel.query_id for qrel in judged}
    asked = [topic for topic in asked if topic.id in told]
    if not asked:
        raise EvaluationError("qrels-of-others", path=str(qrels), topics=str(topics))
    judged = [qrel for qrel in judged if qrel.query_id in {topic.id for topic in asked}]
    return evaluate_judged(store, index, asked, judged, origin=str(qrels), only=only, now=now)


def evaluate_judged(
    store: Store,
    index: Index,
    asked: Sequence[TrecTopic],
    judged: Sequence[ir_measures.Qrel],
    *,
    origin: str,
    only: frozenset[str] | None = None,
    now: Seconds | None = None,
) -> Evaluation:
    """Measure how well these questions are answered, next to votes over what the index has itself.

    `origin` tells where the judgements are from. Raises EvaluationError when nobody of them is in the directory.
    """
    with store.view(Viewer(system=True)) as view:
        people = directory_ids(view, index.snapshot())
        strange = sorted({qrel.doc_id for qrel in judged if qrel.relevance > 0} - set(people))
        if strange and not {qrel.doc_id for qrel in judged} & set(people):
            raise EvaluationError("qrels-of-nobody", path=origin, person=strange[0])
        run = product_run(view, index, asked, now)
        votes = votes_of_index(view, index.snapshot(), people, [(each.id, each.text) for each in asked], now)
        silent = unwritten_questions(view, index.snapshot(), people, asked, judged)
    ours, theirs = report("WhoKnows", run, judged, only), report("reference", votes, judged, only)
    rest = [qrel for qrel in judged if qrel.query_id in silent]
    slice_ = report("unwritten", run, rest) if rest else None
    comparison = RunComparison(ours, theirs, paired_p(ours.questions, theirs.questions))
    return Evaluation(comparison, slice_, tuple(strange))


def compare(store: Store, index: Index, corpus: Path) -> RunComparison:
    """Compare the product on an unpacked corpus with the reference on its shortcut."""
    truth = corpus / "truth"
    asked, judged = read_topics(truth / "topics.tsv"), read_qrels(truth / "qrels.txt")
    candidates = truth / "candidates.txt"
    pool = read_pool(candidates if candidates.exists() else None)
    with store.view(Viewer(system=True)) as view:
        ours = report("WhoKnows", product_run(view, index, asked), judged, pool)
    shortcut = corpus / "jsonl" / "docs.jsonl"
    theirs = report("reference", reference_run(shortcut, [(each.id, each.text) for each in asked]), judged, pool)
    return RunComparison(ours, theirs, paired_p(ours.questions, theirs.questions))


def product_run(
    view: View, index: Index, topics: Sequence[TrecTopic], now: Seconds | None = None
) -> dict[str, list[tuple[str, float]]]:
    """The people whom `find_experts` names for each question, all of them, by their id in the directory."""
    found: dict[str, list[tuple[Key, float]]] = {}
    for topic in topics:
        question = Question(topic.text, limit=DEEP, evidence=0, documents=0, everybody=True)
        answer = find_experts(question, view, index, now)
        found[topic.id] = [(expert.person, expert.points) for expert in answer.people]
    ids = _native_ids(view, {person for people in found.values() for person, _ in people})
    return {
        topic: [(ids[person], points) for person, points in people if person in ids] for topic, people in found.items()
    }


def _native_ids(view: View, people: set[Key]) -> dict[Key, str]:
    nodes = view.get({anchor_key(person) for person in people})
    anchors = {person: nodes.get(anchor_key(person)) for person in people}
    return {person: node.native_id for person, node in anchors.items() if isinstance(node, Account)}


def report(name: str, run: Run, qrels: Sequence[ir_measures.Qrel], pool: frozenset[str] | None = None) -> Report:
    """The measures of a run. With a pool also those of the run restricted to it."""
    values = measured(run, qrels)
    pooled: tuple[Figure, ...] = ()
    if pool is not None:
        kept = {topic: [pair for pair in people if pair[0] in pool] for topic, people in run.items()}
        pooled = tuple(_figure(measure, each) for measure, each in measured(kept, qrels).items())
    figures = tuple(_figure(measure, each) for measure, each in values.items())
    return Report(name, len(values["MAP"]), figures, pooled, values["MAP"])


def measured(run: Run, qrels: Sequence[ir_measures.Qrel]) -> dict[str, dict[str, float]]:
    """Each measure of each question that was judged. One that found nobody counts as 0.

    Scores are replaced by places, so that the order of the list decides, equal points included.
    """
    scored = [
        ir_measures.ScoredDoc(topic, person, float(-place))
        for topic, people in run.items()
        for place, (person, _) in enumerate(people)
    ]
    topics = {qrel.query_id for qrel in qrels}
    values = {name: dict.fromkeys(sorted(topics), 0.0) for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    for value in ir_measures.iter_calc(list(MEASURES.values()), list(qrels), scored):
        if value.query_id in topics:
            values[names[str(value.measure)]][value.query_id] = float(value.value)
    return values


def _figure(measure: str, values: Mapping[str, float]) -> Figure:
    numbers = np.asarray(list(values.values()))
    draws = np.random.default_rng(SEED).integers(0, len(numbers), (SAMPLES, len(numbers)))
    low, high = np.quantile(numbers[draws].mean(axis=1), (0.025, 0.975))
    return Figure(measure, float(numbers.mean()), float(low), float(high))


def paired_p(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """Probability of a difference this big by chance: a paired randomisation test (Smucker and others, 2007)."""
    gaps: NDArray[np.float64] = np.asarray([ours[topic] - theirs.get(topic, 0.0) for topic in ours])
    signs = np.random.default_rng(SEED).choice((-1.0, 1.0), (SAMPLES, len(gaps)))
    beyond = np.abs((signs * gaps).mean(axis=1)) >= abs(gaps.mean()) - 1e-12
    return float((beyond.sum() + 1) / (SAMPLES + 1))
