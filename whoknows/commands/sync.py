"""Getting facts in: `sync`, `reindex`, `worker`, and the index process `follow`."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

import typer

from graph.store import Run, RunState
from ingest.contract import SourceError
from models.index.errors import IndexProblem
from whoknows.commands.setup import JsonOption, SettingsOption
from whoknows.console import Exit, out, plain, print_json, say, tell, ticker
from whoknows.jobs import index as indexing
from whoknows.jobs.extract import Extracted, follow_texts
from whoknows.jobs.knowledge import follow_knowledge
from whoknows.jobs.passes import Passed, run_passes
from whoknows.jobs.sync import sync_source
from whoknows.jobs.worker import run_worker
from whoknows.settings import SettingsError, SourceEntry, load_settings
from whoknows.wiring import Installation, now, open_installation


def add_commands(app: typer.Typer) -> None:
    app.command()(sync)
    app.command()(reindex)
    app.command()(worker)
    app.command(hidden=True)(follow)


WATCH = 0.5
"""Seconds between two looks whether the parent process is still there."""
ParentOption = Annotated[int | None, typer.Option("--parent", hidden=True, help="End when this process ends.")]


@dataclass(slots=True)
class Stop:
    """Was Ctrl-C pressed? The first press asks to stop at the next checkpoint, the second one ends at once.

    With `parent`, the end of that process asks too, however it ended: no child stays behind.
    """

    parent: int | None = None
    asked: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Stop:
        self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        if self.parent is not None:
            threading.Thread(target=self._watch, daemon=True).start()
        return self

    def _watch(self) -> None:
        while os.getppid() == self.parent:
            if self.asked.wait(WATCH):
                return
        self.asked.set()

    def __exit__(self, *exc: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, *_signal: object) -> None:
        if self.asked.is_set():
            raise KeyboardInterrupt
        self.asked.set()

    _before: dict[int, Any] = field(default_factory=dict)


def sync(
    names: Annotated[list[str] | None, typer.Argument(help="Sources to sync; all of them when none is named.")] = None,
    settings: SettingsOption = None,
    as_json: JsonOption = False,
    only_sources: Annotated[
        bool, typer.Option("--only-sources", help="Leave terms, topics, people and index to the worker.")
    ] = False,
    accept_loss: Annotated[
        bool,
        typer.Option("--accept-loss", help="Of the named sources, remove what is gone even if that is nearly all."),
    ] = False,
) -> None:
    """Read the sources, extract terms and names, choose topics, link people, and index it all.

    Goes on where an interrupted sync stopped. A source that fails is reported; the others go on (exit code 3).

    When all or nearly all of a source is missing at once, it fails and nothing is removed: see --accept-loss.

    Examples: whoknows sync · whoknows sync wiki blog
    """
    loaded = load_settings(settings)
    if accept_loss and not names:
        raise SettingsError("accept-loss-of-which")
    entries = [loaded.source(name) for name in names] if names else list(loaded.sources)
    if not entries:
        raise SettingsError("no-sources", path=str(loaded.file))
    with open_installation(loaded) as installation, Stop() as stop:
        report: dict[str, object] = {}
        failed = False
        for entry in entries:
            if stop.asked.is_set():
                break
            run = _sync(installation, entry, stop.asked.is_set, quiet=as_json, accept_loss=accept_loss)
            failed = failed or run is None or run.state is RunState.FAILED
            report[entry.name] = None if run is None else plain(run)
        if not only_sources and not stop.asked.is_set():
            report["after"] = after_sync(installation, stop.asked.is_set, quiet=as_json)
        if as_json:
            print_json(report)
        if stop.asked.is_set():
            tell("interrupted")
            raise typer.Exit(Exit.INTERRUPTED)
    if failed:
        raise typer.Exit(Exit.FAILED)


def _sync(
    installation: Installation, entry: SourceEntry, stop: Callable[[], bool], *, quiet: bool, accept_loss: bool
) -> Run | None:
    began = time.monotonic()
    try:
        with ticker(entry.label, quiet=quiet) as show:
            run = sync_source(
                installation,
                entry,
                tell=lambda at: show.show(at.done, at.expected),
                stop=stop,
                accept_loss=accept_loss,
            )
    except SourceError as error:
        tell("sync-failed", source=entry.name, reason=say(error.message, **error.params))
        return None
    except SettingsError as error:
        if error.message != "sync-already-running":
            raise
        tell(error.message, **error.params)
        return None
    if not quiet:
        _report(entry, run, time.monotonic() - began, stopped=stop())
    return run


def _report(entry: SourceEntry, run: Run, spent: float, *, stopped: bool) -> None:
    count = {name: run.counts.get(name, 0) for name in ("new", "changed", "same", "gone", "problems")}
    items = sum(count[name] for name in ("new", "changed", "same"))
    out.print(say("sync-source", source=entry.name, rate=f"{items / max(spent, 1e-6):,.0f}", **count), markup=False)
    undated, authorless = run.counts.get("undated", 0), run.counts.get("authorless", 0)
    if undated or authorless:
        out.print("  " + say("sync-undated", source=entry.name, undated=undated, authorless=authorless), markup=False)
    if stopped:
        tell("sync-stopped", source=entry.name)


def after_sync(installation: Installation, stop: Callable[[], bool], *, quiet: bool) -> dict[str, object]:
    """Extract, choose topics, link people and index what changed; what was done?"""
    done = extracted = follow_with_progress(installation, stop, quiet=quiet)
    report: dict[str, object] = {"extracted": plain(done)}
    if stop():
        return report
    passed = passes_with_progress(installation, stop, quiet=quiet)
    report["passes"] = plain(passed)
    if not quiet and extracted.documents:
        out.print(say("passes-done", **_numbers(passed)), markup=False)
    report["index"] = plain(index_with_progress(installation, stop, quiet=quiet))
    if not stop():  # where the worker has the index it does this too
        follow_knowledge(installation.store, installation.settings.index, now=now(), stop=stop)
    return report


def index_with_progress(
    installation: Installation, stop: Callable[[], bool], *, quiet: bool, anew: bool = False
) -> indexing.Indexed | None:
    """Bring the index up to date, or build a new generation; None when this host's index process does it already."""
    with ticker(say("indexing"), quiet=quiet) as show:

        def tell_index(at: object) -> None:
            if isinstance(at, indexing.Indexed):
                show.show(at.documents, at.documents + at.left)

        work = indexing.reindex if anew else indexing.update_index
        try:
            state = work(installation.store, installation.settings.index, tell=tell_index, stop=stop)
        except IndexProblem as problem:
            if problem.message != "index-locked":
                raise
            tell("index-elsewhere")
            return None
    if not quiet:
        out.print(
            say("index-done", generation=state.generation, documents=state.documents, seq=state.seq), markup=False
        )
    return state


def _numbers(passed: Passed) -> dict[str, object]:
    return {
        "people": passed.people,
        "linked": passed.linked,
        "unsure": passed.unsure,
        "topics": passed.topics,
        "documents": passed.documents,
    }


def follow_with_progress(installation: Installation, stop: Callable[[], bool], *, quiet: bool) -> Extracted:
    with ticker(say("extracting"), quiet=quiet) as show:

        def tell_extraction(at: object) -> None:
            if isinstance(at, Extracted):
                show.show(at.documents, at.documents + at.left)

        return follow_texts(installation, tell=tell_extraction, stop=stop)


def passes_with_progress(installation: Installation, stop: Callable[[], bool], *, quiet: bool) -> Passed:
    with ticker(say("choosing"), quiet=quiet) as show:

        def tell_passes(at: object) -> None:
            if isinstance(at, Passed):
                show.show(at.step, at.steps)

        return run_passes(installation, tell=tell_passes, stop=stop)


def reindex(settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Build a new generation of the index beside the old one and swap it in.

    Example: whoknows reindex
    """
    with open_installation(load_settings(settings)) as installation, Stop() as stop:
        state = index_with_progress(installation, stop.asked.is_set, quiet=as_json, anew=True)
        if stop.asked.is_set():
            raise typer.Exit(Exit.INTERRUPTED)
    if as_json:
        print_json(state)


def worker(settings: SettingsOption = None, parent: ParentOption = None) -> None:
    """Run schedules and queued jobs, and keep the index up to date, until Ctrl-C.

    `whoknows serve` starts one by itself. Example: whoknows worker --settings /srv/whoknows
    """
    with open_installation(load_settings(settings)) as installation, Stop(parent) as stop:
        run_worker(installation, stop.asked)


def follow(settings: SettingsOption = None, parent: ParentOption = None) -> None:
    """Follow the store's changes and publish them in the index of this host (the worker starts this).

    Example: whoknows follow --settings /srv/whoknows
    """
    with open_installation(load_settings(settings)) as installation, Stop(parent) as stop:
        indexing.follow(installation.store, installation.settings.index, stop.asked.is_set)
