"""An invented organisation to try the program on: `sample`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whoknows.commands.options import JsonOption
from whoknows.console import print_json, tell
from whoknows.errors import SettingsError
from whoknows.sample import keep_new, make_sample
from whoknows.sample.dice import day_of
from whoknows.wiring import now


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
        keep_new(folder, day_of(now()))
    except OSError as error:
        raise SettingsError("folder-unwritable", path=str(folder), reason=str(error)) from error
    if as_json:
        print_json(report)
    tell("sample-made", organisation=report.organisation, path=folder, people=report.people, items=report.total)
