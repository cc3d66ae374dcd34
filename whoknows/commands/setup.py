"""Setting up: `init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest import sources
from whoknows.console import out, tell
from whoknows.environment import terminal_language
from whoknows.errors import SettingsError
from whoknows.settings import FILE_NAME
from whoknows.template import settings_text


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write whoknows.toml.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    kinds: Annotated[bool, typer.Option("--kinds", help="Only print one example of every kind of source.")] = False,
) -> None:
    """Write a settings file that explains itself.

    Example: whoknows init /srv/whoknows
    """
    text = settings_text(sources.kinds(), terminal_language())
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
        raise SettingsError("folder-unwritable", path=str(folder), reason=str(error)) from error
    tell("settings-written", path=str(file), folder=str(folder))
