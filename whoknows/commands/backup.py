"""Keeping: `backup` and `restore` of a graph in SQLite with its blobs; for Neo4j, which of its own tools do it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Annotated

import typer

from whoknows.commands.index import index_with_progress
from whoknows.commands.options import SettingsOption
from whoknows.console import Exit, day, tell
from whoknows.data_folder import keep_private, make_folder
from whoknows.errors import SettingsError
from whoknows.jobs.backup import BackupError, back_up
from whoknows.jobs.backup import restore as put_back
from whoknows.settings import Settings, load_settings
from whoknows.stopping import Stop
from whoknows.wiring import now, open_installation, sole_holder


def backup(
    file: Annotated[Path, typer.Argument(help="Where to; a file that is there is refused without --overwrite.")],
    settings: SettingsOption = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """Write the graph and the uploaded files into one file. The site may go on meanwhile.

    The index is not included: `restore` rebuilds it from the graph.

    Example: whoknows backup /backups/whoknows-monday.tar
    """
    loaded = load_settings(settings)
    store = _sqlite(loaded)
    keep_private(loaded)
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
    """Put a backup back and rebuild the index. Stop the site and the worker first.

    A backup that is damaged is refused and changes nothing.

    Example: whoknows restore /backups/whoknows-monday.tar --overwrite
    """
    loaded = load_settings(settings)
    store = _sqlite(loaded)
    if not file.exists():
        raise SettingsError("file-unreadable", path=str(file), reason=os.strerror(errno.ENOENT))
    make_folder(loaded)
    with sole_holder(loaded, "worker") as alone:
        if not alone:
            raise SettingsError("restore-while-working", path=str(loaded.data))
        try:
            told = put_back(file.absolute(), store, loaded.blobs, overwrite=overwrite)
        except BackupError as error:
            raise SettingsError(error.message, **error.params) from error
        tell("restored", path=file, seq=told.seq, day=day(told.made, loaded.zone))
        with open_installation(loaded, create=False) as installation, Stop() as stop:
            index_with_progress(installation, stop.asked.is_set, quiet=False, anew=True)
            if stop.asked.is_set():
                tell("restored-without-index")
                raise typer.Exit(Exit.INTERRUPTED)


def _sqlite(settings: Settings) -> Path:
    """The file that holds the graph. Raises SettingsError that names Neo4j's own tools when it is in a server."""
    scheme, _, path = settings.store.partition(":")
    if scheme != "sqlite":
        raise SettingsError("backup-by-neo4j", url=settings.store.rpartition("@")[2])
    return Path(path)
