"""Not to be asked for a while: `pause`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from graph.decisions import DecisionError
from graph.pauses import pause, resume
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.commands.questions import named_person
from whoknows.console import print_json, tell
from whoknows.errors import SettingsError
from whoknows.settings import load_settings
from whoknows.wiring import now, open_installation


def pause_person(
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day of the pause, as 2026-05-31.")
    ] = None,
    settings: SettingsOption = None,
    person: Annotated[str | None, typer.Option("--as", help="Who pauses: an id, an address or a name.")] = None,
    end: Annotated[bool, typer.Option("--end", help="End the pause: be asked again.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask not to be asked for a while: answers name you after the others.

    Colleagues see the day and no reason. It ends by itself after that day, or with --end.

    Examples: whoknows pause --as maaike --until 2026-05-31 · whoknows pause --as maaike --end
    """
    loaded = load_settings(settings)
    who = person or loaded.ask_as
    if who is None:
        raise SettingsError("pause-unnamed")
    if (until is None) != end:
        raise SettingsError("pause-until-or-end")
    last: date | None = until.date() if until else None
    with open_installation(loaded, create=False) as installation:
        key = named_person(installation, who)
        if last is None:
            resume(installation.store, key)
        else:
            try:
                pause(installation.store, key, last, now())
            except DecisionError as error:
                raise SettingsError(error.message) from error
    if as_json:
        print_json({"person": key, "until": last.isoformat() if last else None})
    else:
        tell("pause-said" if last else "pause-ended", person=who, until=last or "")
