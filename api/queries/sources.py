"""What is read, when, and what went wrong? The state of every configured source, as far as the asker may know it."""

from __future__ import annotations

from collections import Counter

from api.asker import Asker
from api.schemas import SourceProblem, SourceRow, SourcesPage
from api.site import SourceInfo
from graph.facts import Json, Problem
from graph.store import Job, JobState, Run, View

SHOWN = 20
"""So many different problems of a run are shown; the rest is in the count."""


def sources(asker: Asker) -> SourcesPage:
    """Which sources are read, and how is it going?"""
    site = asker.site
    waiting = _waiting(site.store.ledger.jobs(200))
    with site.store.view(asker.viewer) as view:
        rows = tuple(_row(asker, view, source, source.name in waiting) for source in site.sources)
        return SourcesPage(rows, view.count("document"), view.count("person"))


def _waiting(jobs: list[Job]) -> set[str]:
    """Which sources are queued, or being read, at this moment?"""
    open_states = (JobState.WAITING, JobState.RUNNING)
    return {str(job.args.get("source")) for job in jobs if job.kind == "sync" and job.state in open_states}


def _row(asker: Asker, view: View, source: SourceInfo, waiting: bool) -> SourceRow:
    """One source. What may not be for everyone keeps counts and problems to itself: they tell of hidden documents."""
    ledger = asker.site.store.ledger
    runs = ledger.runs(source.name, 1)
    run = runs[0] if runs else None
    told = source.access == "everyone" and not source.own_rights
    problems = ledger.problems(source.name, run.id, 1000) if run is not None and told else []
    return SourceRow(
        name=source.name,
        label=source.label,
        kind=source.kind,
        access=source.access,
        documents=view.count("document", source.name),
        told=told,
        state=run.state if run else "never",
        started=run.started if run else None,
        ended=run.ended if run else None,
        counts=dict(run.counts) if run and told else {},
        error=_error(asker, run),
        problems=_alike(asker, problems),
        problems_total=_problem_count(run, problems) if told else 0,
        every=source.every,
        next=_whole(ledger.get(f"due:{source.name}")) if source.every else None,
        waiting=waiting,
    )


def _error(asker: Asker, run: Run | None) -> str | None:
    """Why did the last run fail, in a sentence? A traceback is for the operator's log alone."""
    failure = run.failure() if run is not None else None
    return None if failure is None else asker.site.sentence(failure.message, failure.params, asker.language)


def _problem_count(run: Run | None, problems: list[Problem]) -> int:
    return max(run.counts.get("problems", 0) if run else 0, len(problems))


def _alike(asker: Asker, problems: list[Problem]) -> tuple[SourceProblem, ...]:
    """What went wrong, each thing once with how often? The most frequent first."""
    told = [(asker.site.sentence(each.message, each.params, asker.language), each) for each in problems]
    times = Counter(text for text, _ in told)
    first = dict(reversed(told))
    return tuple(
        SourceProblem(first[text].message, text, first[text].id, count) for text, count in times.most_common(SHOWN)
    )


def _whole(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
