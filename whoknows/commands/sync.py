"""Getting facts in: `sync`."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Annotated

import typer

from graph.store import Run, RunState
from ingest.contract import SourceError
from whoknows.commands.index import index_with_progress
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import Exit, out, plain, print_json, say, tell, ticker
from whoknows.errors import SettingsError
from whoknows.jobs.directory_photos import take_in_photos
from whoknows.jobs.extract import Extracted
from whoknows.jobs.index import take_in_changes
from whoknows.jobs.insight import follow_insight
from whoknows.jobs.knowledge import follow_knowledge
from whoknows.jobs.passes import Passed, run_passes
from whoknows.jobs.sync import sync_source
from whoknows.jobs.texts import take_in_texts
from whoknows.settings import SourceEntry, load_settings
from whoknows.stopping import Stop
from whoknows.wiring import Installation, now, open_installation


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
    take_in_photos(installation, entry, stop=stop, patience=math.inf)
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
    """Extract, choose topics, link people and index what changed; gives a report of it."""
    take_in_changes(installation.store, installation.settings.index, stop=stop)  # rights do not wait for extraction
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
        follow_insight(installation.store, installation.settings.index, now=now(), fewest=installation.settings.fewest)
    return report


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

        return take_in_texts(installation, tell=tell_extraction, stop=stop)


def passes_with_progress(installation: Installation, stop: Callable[[], bool], *, quiet: bool) -> Passed:
    with ticker(say("choosing"), quiet=quiet) as show:

        def tell_passes(at: object) -> None:
            if isinstance(at, Passed):
                show.show(at.step, at.steps)

        return run_passes(installation, tell=tell_passes, stop=stop)
