"""State of every configured source: when it was read and what went wrong, as far as the asker may know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.policy import POLICY, Permission, tools_of
from api.roster import count_people
from api.site import SourceInfo
from graph.facts import Json, Seconds
from graph.source_report import FoundProblem, last_good, place_of, problems_of, told_runs
from graph.store import Job, JobState, Run, View
from models.incomplete import IncompleteDocuments, incomplete_documents

SHOWN = 20
"""Number of different problems of a run that are shown; the rest is in the count."""


@dataclass(frozen=True, slots=True)
class SourcesQuery:
    """The source that was queued a moment ago, if any."""

    queued: Annotated[str, Query(max_length=80, description="The name of a source that was queued a moment ago.")] = ""


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A problem that still holds, as a sentence; `times` it happened alike.

    `place` is where the first of them is in the source (file with line, id of the record), `found` when it was found.
    """

    message: str
    sentence: str
    id: str | None = None
    times: int = 1
    place: tuple[str, ...] = ()
    found: Seconds | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: who may read it, when it was last read and how that went, and when it is read next.

    A source that is not `usable` has a mistake in its settings: no sync reads it until the operator mends them.
    `told` is False when something in the source may not be for everyone: then counts, problems, the reason of a failure
    and the time that a sync took are left out.
    """

    name: str
    label: str
    kind: str
    access: str
    documents: int = 0
    usable: bool = True
    told: bool = True
    state: str = "never"
    started: Seconds | None = None
    ended: Seconds | None = None
    counts: dict[str, int] = field(default_factory=dict)
    error: str | None = None
    problems: tuple[SourceProblem, ...] = ()
    problems_total: int = 0
    every: int | None = None
    next: Seconds | None = None
    last_good: Seconds | None = None
    incomplete: IncompleteDocuments = field(default_factory=IncompleteDocuments)
    waiting: bool = False
    may_sync: bool = False


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """All sources, with how much of them the asker may read. `queued` is the label of the one queued a moment ago.

    `tools` are the pages that the roles of the asker open: `audit`, `erasures`.
    `index_trouble` is a sentence when the index is damaged.
    """

    sources: tuple[SourceRow, ...]
    documents: int
    people: int
    queued: str | None = None
    tools: tuple[str, ...] = ()
    index_trouble: str | None = None


def sources(asker: Asker, query: SourcesQuery) -> SourcesPage:
    """All sources: when they were read, what went wrong, and when they are read next."""
    site = asker.site
    waiting = _waiting(site.store.ledger.jobs(200))
    people = count_people(asker)
    index, trouble = site.index_if_any(), site.index_trouble()
    with site.store.view(asker.viewer) as view:
        lacking = {} if index is None else incomplete_documents(view, index)
        rows = tuple(_row(asker, view, source, lacking, source.name in waiting) for source in site.sources)
        queued = next((source.label for source in site.sources if source.name == query.queued), None)
        told = None if trouble is None else site.sentence(trouble, {}, asker.language)
        return SourcesPage(rows, view.count("document"), people, queued, tools_of(asker), told)


def _waiting(jobs: list[Job]) -> set[str]:
    """Names of the sources that are queued or being read."""
    open_states = (JobState.WAITING, JobState.RUNNING)
    return {str(job.args.get("source")) for job in jobs if job.kind == "sync" and job.state in open_states}


def _row(
    asker: Asker, view: View, source: SourceInfo, lacking: Mapping[str, IncompleteDocuments], waiting: bool
) -> SourceRow:
    """One source. What may not be for everyone keeps counts and problems to itself: they tell of hidden documents."""
    ledger = asker.site.store.ledger
    runs = ledger.runs(source.name, 1)
    run = runs[0] if runs else None
    told = source.access == "everyone" and not source.own_rights
    problems = problems_of(ledger, source.name) if told else []
    return SourceRow(
        name=source.name,
        label=source.label,
        kind=source.kind,
        access=source.access,
        documents=view.count("document", source.name),
        usable=source.usable,
        told=told,
        state=run.state if run else "never",
        started=run.started if run else None,
        ended=run.ended if run and told else None,
        counts=dict(run.counts) if run and told else {},
        error=_error(asker, run) if told else None,
        problems=_alike(asker, problems),
        problems_total=sum(each.holding for each in told_runs(ledger, source.name)) if told else 0,
        every=source.every,
        next=_whole(ledger.get(f"due:{source.name}")) if source.every else None,
        last_good=last_good(ledger, source.name) if told else None,
        incomplete=lacking.get(source.name, IncompleteDocuments()) if told else IncompleteDocuments(),
        waiting=waiting,
        may_sync=POLICY[Permission.SYNC](asker, source.name),
    )


def _error(asker: Asker, run: Run | None) -> str | None:
    """The reason why the last run failed, as a sentence. A traceback is for the operator's log only."""
    failure = run.failure() if run is not None else None
    return None if failure is None else asker.site.sentence(failure.message, failure.params, asker.language)


def _alike(asker: Asker, problems: list[FoundProblem]) -> tuple[SourceProblem, ...]:
    """What went wrong, each thing once with how often it did; the most frequent first."""
    told = [(asker.site.sentence(each.problem.message, each.problem.params, asker.language), each) for each in problems]
    times = Counter(text for text, _ in told)
    first = dict(reversed(told))
    return tuple(_problem(text, first[text], count) for text, count in times.most_common(SHOWN))


def _problem(sentence: str, first: FoundProblem, times: int) -> SourceProblem:
    problem = first.problem
    return SourceProblem(problem.message, sentence, problem.id, times, place_of(problem), first.found)


def _whole(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


SOURCE = {"name": "wiki", "label": "Wiki", "kind": "mediawiki", "access": "everyone", "documents": 4711}
PAGE: Page[SourcesQuery, SourcesPage] = Page(
    path="/sources",
    json="/api/sources",
    template="sources.html",
    permission=Permission.READ,
    query=SourcesQuery,
    record=SourcesPage,
    answer=sources,
    example={"sources": [SOURCE], "documents": 4711, "people": 150},
    tag="machinery",
)
