"""The quality of answers: TREC topics and qrels in, measures with confidence intervals and a paired test out.

The run comes through the very function that answers people, with the whole list instead of the first ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
from whoknows.errors import CommandError
from whoknows.jobs.reference import reference_run

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


class EvaluationError(CommandError):
    """Topics or qrels cannot be read."""


@dataclass(frozen=True, slots=True)
class TrecTopic:
    """One question with its number and, if told, its language."""

    id: str
    text: str
    language: str | None = None


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

    def table(self) -> str:
        """The figures as text."""
        lines = [f"{self.name}: {self.topics} questions", f"{'':10}{'mean':>8}{'95 % interval':>20}"]
        for title, figures in (("", self.figures), ("judged people only", self.pooled)):
            lines += [title] if title and figures else []
            for figure in figures:
                lines.append(f"{figure.measure:10}{figure.mean:8.3f}{f'{figure.low:.3f} - {figure.high:.3f}':>20}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class RunComparison:
    """The product compared with the reference of the same run. `p` is that of a two-sided paired test on AP."""

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

    def table(self) -> str:
        """Both, side by side, as text."""
        lines = [f"{'':10}{'ours':>8}{'reference':>11}{'gain':>9}"]
        for measure in MEASURES:
            ours, theirs = self.ours.mean(measure), self.reference.mean(measure)
            lines.append(f"{measure:10}{ours:8.3f}{theirs:11.3f}{ours / max(theirs, 1e-9) - 1:+9.1%}")
        return "\n".join([*lines, f"paired randomisation test on AP, two-sided: p = {self.p:.3f}"])


def evaluate(
    store: Store, index: Index, topics: Path, qrels: Path, *, pool: Path | None = None, now: Seconds | None = None
) -> Report:
    """Measure how well these questions are answered. Person ids are those of the directory; `now` decides who left."""
    asked = read_topics(topics)
    with store.view(Viewer(system=True)) as view:
        run = product_run(view, index, asked, now)
    return report("WhoKnows", run, read_qrels(qrels), _pool(pool))


def compare(store: Store, index: Index, corpus: Path) -> RunComparison:
    """Compare the product on an unpacked corpus with the reference on its shortcut."""
    truth = corpus / "truth"
    asked, judged = read_topics(truth / "topics.tsv"), read_qrels(truth / "qrels.txt")
    candidates = truth / "candidates.txt"
    pool = _pool(candidates if candidates.exists() else None)
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


def read_topics(file: Path) -> list[TrecTopic]:
    """The questions in a file: lines with tabs, TREC's XML, or TREC's plain form."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError("topics-unreadable", path=str(file), reason=str(error)) from error
    topics = list(_tagged(text) if re.search(r"<top(ic)?\b", text) else _lines(text))
    if not topics:
        raise EvaluationError("topics-none", path=str(file))
    return topics


def _lines(text: str) -> Iterator[TrecTopic]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) >= 2 and cells[0] and cells[1]:
            yield TrecTopic(cells[0], cells[1], cells[2] if len(cells) > 2 and cells[2] else None)


def _tagged(text: str) -> Iterator[TrecTopic]:
    """TREC's forms: <top> with <num> and <title> that need no end, or <topic number="1"> with elements."""
    for block in re.findall(r"<top(?:ic)?\b.*?(?=<top(?:ic)?\b|\Z)", text, re.DOTALL):
        number = re.search(r'number\s*=\s*"([^"]+)"', block) or re.search(r"<num>\s*(?:Number:\s*)?([^\s<]+)", block)
        title = re.search(r"<(?:title|query)>\s*(?:Topic:\s*)?([^<]+)", block)
        if number and title:
            yield TrecTopic(number[1], " ".join(title[1].split()))


def read_qrels(file: Path) -> list[ir_measures.Qrel]:
    """The judgements in a file: who is relevant to which question."""
    try:
        qrels = list(ir_measures.read_trec_qrels(str(file)))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise EvaluationError("qrels-unreadable", path=str(file), reason=str(error)) from error
    if not qrels:
        raise EvaluationError("qrels-none", path=str(file))
    return qrels


def _pool(file: Path | None) -> frozenset[str] | None:
    if file is None:
        return None
    try:
        return frozenset(file.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError("qrels-unreadable", path=str(file), reason=str(error)) from error
