"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SettingsOption = Annotated[
    Path | None, typer.Option("--settings", "-s", help="The settings file, or the folder that holds whoknows.toml.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ParentOption = Annotated[int | None, typer.Option("--parent", hidden=True, help="End when this process ends.")]
AsOption = Annotated[
    str | None, typer.Option("--as", help="Ask as this person: an id of the directory, an address or a name.")
]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="Maximum number of results.")]
