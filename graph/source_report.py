"""How a source is doing: the last good sync, the problems that still hold, and what lacks an author or a date.

A sync that finds nothing new says nothing about the records that could not be read before: their problems still hold.
So each source has a note of the runs whose problems count, which the pipeline writes when a run is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.facts import Document, Json, Key, Problem, Seconds
from graph.schema import ACTS
from graph.store import Ledger, Run, RunState, View

MOST_RUNS = 50
"""Runs of one source whose problems are told; those of older ones are forgotten."""
MOST_PROBLEMS = 1000
"""Problems of a run that a store keeps with their text."""
PAGE = 1000


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem that still holds, and when the run that found it ended (None: it has not)."""

    problem: Problem
    found: Seconds | None


@dataclass(frozen=True, slots=True)
class ToldRun:
    """A run with problems that still hold: its id, when it ended, the number of its problems.

    `settled` are the places, in the list of its problems, of those that hold no longer.
    """

    id: str
    ended: Seconds | None
    problems: int
    settled: frozenset[int] = frozenset()

    @property
    def holding(self) -> int:
        """Number of its problems that still hold."""
        return self.problems - len(self.settled)


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Documents that lack an author or a date: how many of `documents`, and the first of them, by key."""

    documents: int = 0
    authorless: int = 0
    undated: int = 0
    without_author: tuple[Document, ...] = ()
    without_date: tuple[Document, ...] = ()


def note_run(ledger: Ledger, run: Run, before: Sequence[ToldRun]) -> None:
    """Note a run that is over; `before` are the earlier runs with what still holds of their problems."""
    own = run.counts.get("problems", 0)
    told = [ToldRun(run.id, run.ended, own), *before] if own else [*before]
    _set(ledger, run.source, run.ended if run.state is RunState.ENDED else last_good(ledger, run.source), told)


def note_late(ledger: Ledger, source: str) -> None:
    """Note the problems that came to the newest run after it was over, from what follows a run."""
    _set(ledger, source, last_good(ledger, source), told_runs(ledger, source))


def _set(ledger: Ledger, source: str, good: Seconds | None, told: Sequence[ToldRun]) -> None:
    runs: list[Json] = [
        [each.id, each.ended, each.problems, [*sorted(each.settled)]] for each in told if each.holding > 0
    ]
    ledger.set(_name(source), {"good": good, "runs": runs[:MOST_RUNS]})


def last_good(ledger: Ledger, source: str) -> Seconds | None:
    """When a sync of this source last ended well; None when none did."""
    good = _note(ledger, source).get("good")
    return good if isinstance(good, int) else None


def told_runs(ledger: Ledger, source: str) -> list[ToldRun]:
    """The runs whose problems still hold, newest first."""
    noted = _note(ledger, source).get("runs")
    told = [_told_run(each) for each in noted if isinstance(each, list)] if isinstance(noted, list) else []
    newest = next(iter(ledger.runs(source, 1)), None)
    count = newest.counts.get("problems", 0) if newest is not None else 0
    if newest is None or not count:
        return told
    if newest.id in {each.id for each in told}:  # what follows a run, such as extraction, may add to its problems
        return [replace(each, problems=max(each.problems, count)) if each.id == newest.id else each for each in told]
    return [ToldRun(newest.id, newest.ended, count), *told]


def problems_of(ledger: Ledger, source: str, limit: int = 1000) -> list[FoundProblem]:
    """Problems that still hold, those of the newest run first, in the order in which they were found."""
    found: list[FoundProblem] = []
    for run in told_runs(ledger, source):
        if len(found) >= limit:
            break
        problems = ledger.problems(source, run.id, MOST_PROBLEMS)
        held = (each for number, each in enumerate(problems) if number not in run.settled)
        found += (FoundProblem(problem, run.ended) for problem in held)
    return found[:limit]


def place_of(problem: Problem) -> tuple[str, ...]:
    """Where in the source a problem is: file with line, and the id of the record, as far as they are known."""
    params = problem.params
    file = next((params[name] for name in ("place", "file", "path", "folder", "feed") if params.get(name)), "")
    line = params.get("line", "")
    where = f"{file}:{line}" if file and line else file or line
    named = problem.id or params.get("page", "")
    return tuple(dict.fromkeys(part for part in (where, named) if part))


def _told_run(noted: list[Json]) -> ToldRun:
    named, ended, problems, settled = noted
    places = frozenset(each for each in settled if isinstance(each, int)) if isinstance(settled, list) else frozenset()
    return ToldRun(str(named), ended if isinstance(ended, int) else None, int(str(problems)), places)


def incomplete(view: View, source: str, limit: int = 20) -> Incomplete:
    """Documents of this source without an author or a date, as far as this view shows them; `limit` of each."""
    count, authorless, undated = 0, 0, 0
    without_author: list[Document] = []
    without_date: list[Document] = []
    for page in _pages(view, source):
        count += len(page)
        made = {edge.end for edge in view.edges(ACTS, [each.key for each in page], "in")}
        for each in page:
            if each.key not in made:
                authorless += 1
                without_author += [each] if authorless <= limit else []
            if each.at is None:
                undated += 1
                without_date += [each] if undated <= limit else []
    return Incomplete(count, authorless, undated, tuple(without_author), tuple(without_date))


def _pages(view: View, source: str) -> Iterator[list[Document]]:
    after: Key | None = None
    while nodes := view.nodes("document", after, PAGE, source):
        yield [node for node in nodes if isinstance(node, Document)]
        after = nodes[-1].key


def _name(source: str) -> str:
    return f"source-report:{source}"


def _note(ledger: Ledger, source: str) -> Mapping[str, Json]:
    note = ledger.get(_name(source))
    return note if isinstance(note, dict) else {}
