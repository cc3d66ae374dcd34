"""What a round of judgements says of the answers now, and how they changed since the last report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.facts import Seconds
from graph.store import View
from models.index.contract import Index
from whoknows.jobs.evaluate import Report, RunComparison, paired_p, product_run, report
from whoknows.jobs.judging import FIRST, JudgedRound, PastReport, agreement
from whoknows.jobs.reference import directory_ids, votes_of_index


@dataclass(frozen=True, slots=True)
class Drift:
    """Change of MAP since the report of that moment, over the questions of both, and the probability of chance."""

    since: Seconds
    before: float
    after: float
    p: float


@dataclass(frozen=True, slots=True)
class RoundReport:
    """The quality of answers by a round, among people who were judged.

    `unjudged` is how many of the first five people are not judged yet; `pairs` of judgements by two colleagues, and how
    many of them are the `same`.
    """

    comparison: RunComparison
    judges: int
    judgements: int
    unjudged: int
    pairs: int
    same: int
    drift: Drift | None


def report_round(view: View, index: Index, judged: JudgedRound, now: Seconds) -> tuple[RoundReport, JudgedRound] | None:
    """The report, and the round that remembers it; None while nobody is judged to know about any question."""
    topics = judged.topics
    if not topics:
        return None
    known = {topic.id for topic in topics}
    qrels = [qrel for qrel in judged.qrels if qrel.query_id in known]
    rated = {(qrel.query_id, qrel.doc_id) for qrel in qrels}
    run = product_run(view, index, topics, now)
    people = directory_ids(view, index.snapshot())
    votes = votes_of_index(view, index.snapshot(), people, [(each.id, each.text) for each in topics], now)
    unjudged = sum((topic, person) not in rated for topic, found in run.items() for person, _ in found[:FIRST])
    ours, theirs = (report(name, _rated(each, rated), qrels) for name, each in (("WhoKnows", run), ("votes", votes)))
    comparison = RunComparison(ours, theirs, paired_p(ours.questions, theirs.questions))
    told = RoundReport(
        comparison,
        len({each.by for each in judged.judgements}),
        len(judged.judgements),
        unjudged,
        *agreement(judged),
        _drift(judged, ours),
    )
    return told, replace(judged, reports=(*judged.reports, PastReport(now, dict(ours.questions))))


def _rated(
    run: Mapping[str, list[tuple[str, float]]], rated: set[tuple[str, str]]
) -> dict[str, list[tuple[str, float]]]:
    """The order of those who were judged: whoever was not says nothing either way (Sakai, 2007)."""
    return {topic: [pair for pair in found if (topic, pair[0]) in rated] for topic, found in run.items()}


def _drift(judged: JudgedRound, ours: Report) -> Drift | None:
    if not judged.reports:
        return None
    last = judged.reports[-1]
    both = [topic for topic in ours.questions if topic in last.questions]
    if not both:
        return None
    now = {topic: ours.questions[topic] for topic in both}
    then = {topic: last.questions[topic] for topic in both}
    return Drift(last.at, sum(then.values()) / len(both), sum(now.values()) / len(both), paired_p(now, then))
