"""Is this process doing its work? For container health checks: `health`."""

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
    """What is asked after?"""

    SITE = "site"
    WORKER = "worker"


def health(
    part: Annotated[ProcessKind, typer.Argument(help="The process to check.")] = ProcessKind.SITE,
    settings: SettingsOption = None,
    port: Annotated[int | None, typer.Option(help="Port of the site. Default: the one of the settings.")] = None,
) -> None:
    """Check that the site, the worker or the index process is ready; exit code 3 when it is not.

    Example: whoknows health worker
    """
    loaded = load_settings(settings)
    fine = _site(port or loaded.port) if part is ProcessKind.SITE else _worker(loaded)
    tell("health-fine" if fine else f"health-no-{part.value}")
    if not fine:
        raise typer.Exit(Exit.FAILED)


def _site(port: int) -> bool:
    """Does the site answer on loopback, its store and index included?"""
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=PATIENCE, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code == HTTPStatus.OK


def _worker(settings: Settings) -> bool:
    """Does a worker hold its lock? It lies in the data folder, so that it is seen from every container of the host."""
    with sole_holder(settings, "worker") as free:
        return not free
