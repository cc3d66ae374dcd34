"""Setting up: `init`, `sample`, `doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.store import RunState
from ingest import sources
from models.index import generation
from models.index.reader import Index
from whoknows.console import Exit, out, print_json, say, tell
from whoknows.sample import make_sample
from whoknows.settings import FILE_NAME, Settings, SettingsError, load_settings
from whoknows.template import settings_text
from whoknows.wiring import SYSTEM, Installation, open_installation, sole_holder

SettingsOption = Annotated[
    Path | None, typer.Option("--settings", "-s", help="The settings file, or the folder that holds whoknows.toml.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def add_commands(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(sample)
    app.command()(doctor)


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write whoknows.toml.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    kinds: Annotated[bool, typer.Option("--kinds", help="Only print one example of every kind of source.")] = False,
) -> None:
    """Write a settings file that explains itself.

    Example: whoknows init /srv/whoknows
    """
    text = settings_text({kind: sources.options(kind) for kind in sources.kinds()})
    if kinds:
        out.print(text, markup=False)
        return
    file = folder / FILE_NAME
    if file.exists() and not force:
        raise SettingsError("settings-exists", path=str(file))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError("settings-folder-unwritable", path=str(folder), reason=str(error)) from error
    tell("settings-written", path=str(file))


def sample(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    seed: Annotated[int, typer.Option(help="Another number makes another organisation.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that is not empty.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make an invented organisation in the native files of every kind of source.

    Example: whoknows sample demo && whoknows sync --settings demo
    """
    if folder.exists() and any(folder.iterdir()) and not force:
        raise SettingsError("folder-not-empty", path=str(folder))
    try:
        report = make_sample(folder, seed=seed)
    except OSError as error:
        raise SettingsError("settings-folder-unwritable", path=str(folder), reason=str(error)) from error
    if as_json:
        print_json(report)
    tell("sample-made", organisation=report.organisation, path=folder, people=report.people, items=report.total)


def doctor(settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Check settings, store, index, worker and every source; exit code 3 when something needs a hand.

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
    if generation.current(installation.settings.index) is None:
        return _finding("index", "doctor-empty-index" if documents else None)
    behind = installation.store.seq() - Index.open(installation.settings.index).snapshot().commit.seq
    return _finding("index", "doctor-behind", count=behind) if behind > 0 else _finding("index")


def _worker(settings: Settings) -> Finding:
    with sole_holder(settings, "worker") as free:
        return _finding("worker", "doctor-no-worker" if free else None)
