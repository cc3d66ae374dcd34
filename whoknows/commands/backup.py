"""Keeping: `backup` and `restore` of a graph in SQLite with its blobs; for Neo4j, which of its own tools do it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whoknows.commands.setup import SettingsOption
from whoknows.commands.sync import Stop, index_with_progress
from whoknows.console import Exit, day, tell
from whoknows.jobs.backup import BackupError, back_up
from whoknows.jobs.backup import restore as put_back
from whoknows.settings import Settings, SettingsError, load_settings
from whoknows.wiring import make_folder, now, open_installation, sole_holder


def add_commands(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to; a file that is there is refused without --overwrite.")],
    settings: SettingsOption = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """Write the graph and the blobs as they are at one moment into one file; site and syncs go on meanwhile.

    The index is left out: it is rebuilt from the graph. Example: whoknows backup /backups/whoknows-monday.tar
    """
    loaded = load_settings(settings)
    store = _sqlite(loaded)
    if file.exists() and not overwrite:
        raise SettingsError("backup-would-overwrite", path=str(file))
    try:
        made = back_up(store, loaded.blobs, file.absolute(), now())
    except BackupError as error:
        raise SettingsError(error.message, **error.params) from error
    tell("backed-up", path=file, seq=made.seq, blobs=len(made.files) - 1)


def restore(
    file: Annotated[Path, typer.Argument(help="What `whoknows backup` wrote.")],
    settings: SettingsOption = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the store that is there.")] = False,
) -> None:
    """Put a backup back, after it was found to be whole, and rebuild the index. Stop the site and the worker first.

    Example: whoknows restore /backups/whoknows-monday.tar --overwrite
    """
    loaded = load_settings(settings)
    store = _sqlite(loaded)
    make_folder(loaded)
    with sole_holder(loaded, "worker") as alone:
        if not alone:
            raise SettingsError("restore-while-working", path=str(loaded.data))
        try:
            told = put_back(file.absolute(), store, loaded.blobs, overwrite=overwrite)
        except BackupError as error:
            raise SettingsError(error.message, **error.params) from error
        tell("restored", path=file, seq=told.seq, day=day(told.made))
        with open_installation(loaded, create=False) as installation, Stop() as stop:
            index_with_progress(installation, stop.asked.is_set, quiet=False, anew=True)
            if stop.asked.is_set():
                tell("restored-without-index")
                raise typer.Exit(Exit.INTERRUPTED)


def _sqlite(settings: Settings) -> Path:
    """In which file is the graph? Raises SettingsError that names Neo4j's own tools when it is in a server."""
    scheme, _, path = settings.store.partition(":")
    if scheme != "sqlite":
        raise SettingsError("backup-by-neo4j", url=settings.store.rpartition("@")[2])
    return Path(path)
