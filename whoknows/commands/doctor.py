"""What needs attention: `doctor`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated

import typer

from graph.erasures import erasures
from graph.facts import Document, Problem
from graph.source_report import FoundProblem, Incomplete, incomplete, last_good, place_of, problems_of, told_runs
from graph.store import Run, RunState
from ingest import sources
from models.encoder import is_installed
from models.index import opening
from models.index.contract import IndexProblem
from whoknows.commands.doctor_sign_in import sign_in_findings
from whoknows.commands.finding import Finding, finding
from whoknows.commands.options import JsonOption, LimitOption, SettingsOption
from whoknows.console import Exit, day, moment, out, print_json, say
from whoknows.data_folder import exposure
from whoknows.jobs.index import INDEXED
from whoknows.settings import FILE_NAME, Settings, SourceEntry, load_settings
from whoknows.wiring import SYSTEM, Installation, open_installation, sole_holder

SHOWN = 20
FIRST = 3
"""Problems of a source that are shown when no source is asked for."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How one source is doing, in full."""

    source: SourceEntry
    finding: Finding
    last_good: int | None
    total: int
    problems: Sequence[FoundProblem]
    incomplete: Incomplete


def doctor(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Sources to list every problem of.")
    ] = None,
    settings: SettingsOption = None,
    limit: LimitOption = SHOWN,
    as_json: JsonOption = False,
) -> None:
    """Check settings, store, index, worker and every source; exit code 3 when something needs attention.

    With the name of a source it lists its problems, each with its place in the source, the last good sync, and which
    documents lack an author or a date.

    Examples: whoknows doctor · whoknows doctor handbook
    """
    loaded = load_settings(settings)
    entries = [loaded.source(name) for name in names or ()]
    with open_installation(loaded) as installation:
        if entries:
            reports = [_report(installation, entry, limit) for entry in entries]
            findings = [report.finding for report in reports]
            _show_reports(reports, loaded, as_json=as_json)
        else:
            findings = [*_sources(installation), *sign_in_findings(installation), *_machinery(installation)]
            _show(findings, as_json=as_json)
    if not all(each.fine or each.note for each in findings):
        raise typer.Exit(Exit.FAILED)


def _show(findings: Iterable[Finding], *, as_json: bool) -> None:
    if as_json:
        print_json([{"about": each.about, "fine": each.fine or each.note, "says": each.says} for each in findings])
        return
    for each in findings:
        out.print(f"{each.mark} {each.about}: {each.says}", markup=False)
        for problem in each.first:
            out.print(f"    {problem}", markup=False)


def _sources(installation: Installation) -> list[Finding]:
    entries = installation.settings.sources
    if not entries:
        return [finding(FILE_NAME, "no-sources", path=installation.settings.file)]
    found = [_source(installation, entry) for entry in entries]
    if not any(entry.is_directory for entry in entries):
        found.append(finding(FILE_NAME, "doctor-no-people"))
    return found


def _source(installation: Installation, entry: SourceEntry) -> Finding:
    if entry.broken is not None:
        return Finding(entry.name, False, say(entry.broken.message, **entry.broken.params))
    ledger, name = installation.store.ledger, entry.name
    runs = ledger.runs(name, limit=1)
    if not runs:
        return finding(name, "doctor-never-synced", source=name)
    if runs[0].state in (RunState.RUNNING, RunState.SWEEPING):
        return finding(name, "doctor-unfinished", source=name)
    if runs[0].state is RunState.FAILED:
        return _failed(installation, runs[0])
    problems = sum(run.holding for run in told_runs(ledger, name))
    return _with_problems(name, problems, problems_of(ledger, name)) if problems else finding(name)


def _with_problems(name: str, total: int, told: Sequence[FoundProblem]) -> Finding:
    """How many problems a source has, and the first of them; a note where all that is told is only worth knowing."""
    notes = [each for each in told if _is_note(each.problem)]
    others = [each for each in told if not _is_note(each.problem)]
    only_notes = len(notes) == total
    kind, count = ("note", total) if only_notes else ("problem", total - len(notes))
    message = f"doctor-one-{kind}" if count == 1 else f"doctor-{kind}s"
    found = finding(name, message, note=only_notes, count=count, source=name)
    return replace(found, first=tuple(map(_told, [*others, *notes][:FIRST])))


def _is_note(problem: Problem) -> bool:
    told = sources.wording(problem.message)
    return told is not None and told.note


def _told(found: FoundProblem) -> str:
    """A problem with its place, unless its sentence says that."""
    says = say(found.problem.message, **found.problem.params)
    place = " · ".join(part for part in place_of(found.problem) if part not in says)
    return f"{place}: {says}" if place else says


def _failed(installation: Installation, run: Run) -> Finding:
    failure = run.failure()
    reason = say(failure.message, **failure.params) if failure else say("doctor-failed-without-reason")
    good = last_good(installation.store.ledger, run.source)
    when = say("doctor-never") if good is None else moment(good, installation.settings.zone)
    return finding(run.source, "doctor-failed", reason=reason, good=when)


def _report(installation: Installation, entry: SourceEntry, limit: int) -> SourceReport:
    ledger = installation.store.ledger
    with installation.store.view(SYSTEM) as view:
        lacking = incomplete(view, entry.name, limit)
    return SourceReport(
        entry,
        _source(installation, entry),
        last_good(ledger, entry.name),
        sum(run.holding for run in told_runs(ledger, entry.name)),
        problems_of(ledger, entry.name, limit),
        lacking,
    )


def _show_reports(reports: Sequence[SourceReport], settings: Settings, *, as_json: bool) -> None:
    if as_json:
        print_json([_as_json(report) for report in reports])
        return
    for report in reports:
        for line in _lines(report, settings):
            out.print(line, markup=False)


def _as_json(report: SourceReport) -> dict[str, object]:
    lacking = report.incomplete
    return {
        "source": report.source.name,
        "fine": report.finding.fine or report.finding.note,
        "says": report.finding.says,
        "last_good": report.last_good,
        "problems_total": report.total,
        "problems": [
            {
                "place": " · ".join(place_of(each.problem)),
                "id": each.problem.id,
                "message": each.problem.message,
                "says": say(each.problem.message, **each.problem.params),
                "found": each.found,
            }
            for each in report.problems
        ],
        "documents": lacking.documents,
        "authorless_total": lacking.authorless,
        "authorless": [_document(each) for each in lacking.without_author],
        "undated_total": lacking.undated,
        "undated": [_document(each) for each in lacking.without_date],
    }


def _document(document: Document) -> dict[str, object]:
    return {"key": document.key, "id": document.native_id, "title": document.title, "url": document.url}


def _lines(report: SourceReport, settings: Settings) -> Iterable[str]:
    """The report as lines of text."""
    lacking, good = report.incomplete, report.last_good
    yield f"{report.finding.mark} {report.source.name}: {report.finding.says}"
    yield "  " + say("doctor-last-good", at=say("doctor-never") if good is None else moment(good, settings.zone))
    yield "  " + say("doctor-lacking", count=lacking.documents, authorless=lacking.authorless, undated=lacking.undated)
    if report.problems:
        yield ""
        yield "  " + say("doctor-problems-head")
    for each in report.problems:
        found = "" if each.found is None else f"{day(each.found, settings.zone)}  "
        yield f"    {found}{_told(each)}"
    yield from _rest(report.total - len(report.problems))
    for head, total, shown in (
        ("doctor-authorless-head", lacking.authorless, lacking.without_author),
        ("doctor-undated-head", lacking.undated, lacking.without_date),
    ):
        if shown:
            yield ""
            yield "  " + say(head)
        for document in shown:
            yield f"    {document.native_id}  {document.title}"
        yield from _rest(total - len(shown))


def _rest(left: int) -> Iterable[str]:
    if left > 0:
        yield "    " + say("doctor-more", count=left)


def _machinery(installation: Installation) -> list[Finding]:
    files = _files(installation.settings)
    return [
        _index(installation),
        *_meaning(installation.settings),
        *_erasures(installation),
        _worker(installation.settings),
        *files,
    ]


def _erasures(installation: Installation) -> Iterable[Finding]:
    """Erasures that were asked for and stopped on their way; nothing where nobody was erased."""
    known = erasures(installation.store)
    left = sum(not each.finished for each in known)
    if known:
        message = None if not left else "doctor-one-erasure" if left == 1 else "doctor-erasures"
        yield finding("erasures", message, count=left)


def _files(settings: Settings) -> Iterable[Finding]:
    """The files of the installation: whether others could read them, and whose they are."""
    found = exposure(settings)
    if found.open:
        count, path = len(found.open), found.open[0]
        yield finding("files", "doctor-files-open", count=count, path=path, folder=settings.data)
    if found.foreign:
        yield finding("files", "doctor-files-foreign", count=len(found.foreign), path=found.foreign[0])
    if not found.open and not found.foreign:
        yield finding("files")


def _index(installation: Installation) -> Finding:
    with installation.store.view(SYSTEM) as view:
        documents = view.count("document")
    root = installation.settings.index
    if opening.current(root) is None:
        return finding("index", "doctor-empty-index" if documents else None)
    try:
        behind = installation.store.seq(INDEXED) - opening.check(root).seq
        if not opening.pointed(root):
            return finding("index", "index-pointer-broken", path=root)
    except IndexProblem as problem:
        return Finding("index", False, say(problem.message, **problem.params))
    return finding("index", "doctor-behind", count=behind) if behind > 0 else finding("index")


def _meaning(settings: Settings) -> Iterable[Finding]:
    """Whether questions can be compared by meaning; nothing where the index cannot be read."""
    if not is_installed():
        yield finding("meaning", "doctor-no-encoder", note=True)
        return
    with suppress(IndexProblem), opening.index_at(settings.index) as index:
        left = index.snapshot().without_vector
        yield finding("meaning", "doctor-without-vector", count=left, note=True) if left else finding("meaning")


def _worker(settings: Settings) -> Finding:
    """Without a worker nothing is wrong: commands of a terminal do its work."""
    with sole_holder(settings, "worker") as free:
        return finding("worker", "doctor-no-worker", note=True) if free else finding("worker")
