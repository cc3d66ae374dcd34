"""Whether a process is ready, for health checks of containers: `health`."""

from __future__ import annotations

from enum import Enum
from http import HTTPStatus
from typing import Annotated

import httpx
import typer

from whoknows.commands.options import SettingsOption
from whoknows.console import Exit, tell
from whoknows.settings import Settings, load_settings
from whoknows.wiring import sole_holder

PATIENCE = 5.0


class ProcessKind(Enum):
    """A process of an installation."""

    SITE = "site"
    WORKER = "worker"
    INDEX = "index"


def health(
    kinds: Annotated[
        list[ProcessKind] | None, typer.Argument(metavar="[site|worker|index]...", help="The processes to check.")
    ] = None,
    settings: SettingsOption = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port of the site, if not the one of the settings.")
    ] = None,
) -> None:
    """Check that the site, the worker or the index process is ready; exit code 3 when it is not.

    Example: whoknows health worker index
    """
    loaded = load_settings(settings)
    away = [kind for kind in kinds or [ProcessKind.SITE] if not _ready(kind, loaded, port or loaded.port)]
    for kind in away:
        tell(f"health-no-{kind.value}")
    if away:
        raise typer.Exit(Exit.FAILED)
    tell("health-fine")


def _ready(kind: ProcessKind, settings: Settings, port: int) -> bool:
    return _answers(port) if kind is ProcessKind.SITE else _runs(settings, kind.value)


def _answers(port: int) -> bool:
    """True when the site on this machine can answer questions: its store answers."""
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code == HTTPStatus.OK


def _runs(settings: Settings, name: str) -> bool:
    """True when a process holds this lock. It is in the data folder, so that every container of the host sees it."""
    with sole_holder(settings, name) as free:
        return not free
