"""What needs attention: `doctor`."""

from __future__ import annotations

import typer

from graph.store import RunState
from models.index import opening
from models.index.opening import open_index
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import Exit, out, print_json, say
from whoknows.settings import FILE_NAME, Settings, load_settings
from whoknows.wiring import SYSTEM, Installation, open_installation, sole_holder


def doctor(settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Check settings, store, index, worker and every source; exit code 3 when something needs attention.

    Example: whoknows doctor
    """
    loaded = load_settings(settings)
    with open_installation(loaded) as installation:
        findings = [*_sources(installation), *_machinery(installation)]
    if as_json:
        print_json([{"about": about, "fine": message is None, "says": says} for about, message, says in findings])
    else:
        for about, message, says in findings:
            out.print(f"{'✓' if message is None else '!'} {about}: {says}", markup=False)
    if any(message for _, message, _ in findings):
        raise typer.Exit(Exit.FAILED)


Finding = tuple[str, str | None, str]


def _finding(about: str, message: str | None = None, **params: object) -> Finding:
    return about, message, say(message or "doctor-fine", **params)


def _sources(installation: Installation) -> list[Finding]:
    entries = installation.settings.sources
    if not entries:
        return [_finding(FILE_NAME, "no-sources", path=installation.settings.file)]
    found = [_source(installation, entry.name) for entry in entries]
    if not any(entry.kind == "directory" for entry in entries):
        found.append(_finding(FILE_NAME, "doctor-no-people"))
    return found


def _source(installation: Installation, name: str) -> Finding:
    runs = installation.store.ledger.runs(name, limit=1)
    if not runs:
        return _finding(name, "doctor-never-synced", source=name)
    run = runs[0]
    if run.state in (RunState.RUNNING, RunState.SWEEPING):
        return _finding(name, "doctor-unfinished", source=name)
    failure = run.failure()
    if failure is not None:
        return _finding(name, failure.message, **failure.params)
    problems = run.counts.get("problems", 0)
    return _finding(name, "doctor-problems", count=problems) if problems else _finding(name)


def _machinery(installation: Installation) -> list[Finding]:
    return [_index(installation), _worker(installation.settings)]


def _index(installation: Installation) -> Finding:
    with installation.store.view(SYSTEM) as view:
        documents = view.count("document")
    if opening.current(installation.settings.index) is None:
        return _finding("index", "doctor-empty-index" if documents else None)
    behind = installation.store.seq() - open_index(installation.settings.index).snapshot().seq
    return _finding("index", "doctor-behind", count=behind) if behind > 0 else _finding("index")


def _worker(settings: Settings) -> Finding:
    with sole_holder(settings, "worker") as free:
        return _finding("worker", "doctor-no-worker" if free else None)
