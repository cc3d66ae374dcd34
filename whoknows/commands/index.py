"""The index: `reindex`, and the index process `follow`."""

from __future__ import annotations

import logging
from collections.abc import Callable

import typer

from models.index.contract import IndexProblem
from whoknows.commands.options import JsonOption, ParentOption, SettingsOption
from whoknows.console import Exit, out, print_json, say, tell, ticker
from whoknows.errors import CommandError
from whoknows.jobs import index as indexing
from whoknows.jobs.encoding import encode_all
from whoknows.logs import configure, note
from whoknows.settings import load_settings
from whoknows.stopping import Stop
from whoknows.wiring import Installation, open_installation, sole_holder

log = logging.getLogger("whoknows.index")
PROCESS = "index"
"""Name of the lock that the index process holds, so that its health can be seen."""


def reindex(settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Build a new generation of the index next to the old one and swap it in.

    Example: whoknows reindex
    """
    with open_installation(load_settings(settings)) as installation, Stop() as stop:
        state = index_with_progress(installation, stop.asked.is_set, quiet=as_json, anew=True)
        if stop.asked.is_set():
            raise typer.Exit(Exit.INTERRUPTED)
    if as_json:
        print_json(state)


def encode(settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Make vectors of all passages and topics now, for questions in the other language.

    The index process makes them in the background, too, when it has nothing else to do. It takes the extra `encoder`,
    and on one processor some twenty seconds for a thousand passages.

    Example: whoknows encode
    """
    loaded = load_settings(settings)
    with open_installation(loaded) as installation, Stop() as stop, ticker("vectors", quiet=as_json) as show:
        index_with_progress(installation, stop.asked.is_set, quiet=True)
        store, root = installation.store, loaded.index
        with indexing.open_writer(root, indexing.templates_of(store)) as writer:
            done = encode_all(writer, lambda count: show.show(count, count), stop.asked.is_set)
    if done is None:
        raise CommandError("no-encoder")
    if as_json:
        print_json({"encoded": done})
    else:
        out.print(say("encoded", count=done), markup=False)


def follow(settings: SettingsOption = None, parent: ParentOption = None) -> None:
    """Follow the store's changes in the index of this host (the worker starts this).

    Example: whoknows follow --settings /srv/whoknows
    """
    loaded = load_settings(settings)
    configure("index", loaded.log_level)
    with open_installation(loaded) as installation, Stop(parent) as stop, sole_holder(loaded, PROCESS):
        note(log, logging.INFO, "index-process-started")
        indexing.follow(installation.store, loaded.index, stop.asked.is_set)
        note(log, logging.INFO, "index-process-ended")


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
