"""Which problems of earlier runs still hold: what is unchanged is not read again, and still cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.facts import AccessRecord, Checkpoint, Gone, GroupRecord, Item, Opening, PersonRecord, Problem, Said, Same
from graph.source_report import MOST_PROBLEMS, ToldRun, note_run, told_runs
from graph.store import Ledger, Run


class StandingProblems:
    """The problems of earlier runs of one source, and what the run under way says about their records."""

    def __init__(self, ledger: Ledger, run: Run) -> None:
        self._ledger, self._run = ledger, run
        self._told: list[tuple[ToldRun, Sequence[Problem]]] = [
            (each, ledger.problems(run.source, each.id, MOST_PROBLEMS))
            for each in told_runs(ledger, run.source)
            if each.id != run.id
        ]
        self._ids = {problem.id for _, problems in self._told for problem in problems}
        self._read: set[str | None] = set()
        self._same: set[str | None] = set()
        self._anything = self._skipped = self._log = self._anew = False

    def see(self, said: Said) -> None:
        """Take note of one record of the run."""
        if isinstance(said, Opening):
            self._log, self._anew = said.log, said.anew
        elif isinstance(said, Same):
            self._anything = True
            self._skipped = self._skipped or said.container is not None
            if said.id in self._ids:
                self._same.add(said.id)
        elif isinstance(said, Item | PersonRecord | Problem | Gone):
            self._anything = True
            if said.id in self._ids:
                self._read.add(said.id)
        else:
            assert isinstance(said, GroupRecord | AccessRecord | Checkpoint)

    def note(self, *, failed: bool = False) -> None:
        """Note the run, which is over, and what still holds of the runs before. `failed`: it read only a part."""
        (run,) = self._ledger.runs(self._run.source, 1)
        fresh = (
            {_content(each) for each in self._ledger.problems(run.source, run.id, MOST_PROBLEMS)}
            if self._told
            else set()
        )
        before: list[ToldRun] = []
        for told, problems in self._told:
            settled = {
                number
                for number, each in enumerate(problems)
                if not (failed or self._holds(each)) or _content(each) in fresh
            }
            before.append(replace(told, settled=told.settled | settled))
        note_run(self._ledger, run, before)

    def _holds(self, problem: Problem) -> bool:
        if self._anew:
            return False
        if problem.id is not None and problem.id in self._read:
            return False
        return self._log or self._skipped or not self._anything or (problem.id is not None and problem.id in self._same)


def _content(problem: Problem) -> tuple[object, ...]:
    return problem.id, problem.message, tuple(sorted(problem.params.items()))
