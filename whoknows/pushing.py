"""Lines that programs push: checked as their source reads them, and kept in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from api.site import Pusher
from graph.facts import Seconds
from ingest import sources
from ingest.sources.pushed_folder import TakesLines, append_lines, remove_read
from whoknows.settings import SourceEntry
from whoknows.wiring import Installation, now, settings_of_source


def is_pushed(entry: SourceEntry) -> bool:
    """Whether programs push lines to this source."""
    return entry.kind == "jsonl" and entry.broken is None and entry.options.get("push") is True


def pusher_of(installation: Installation) -> Pusher:
    """Checks and keeps what is pushed to the sources of this installation."""

    def mistakes(name: str, body: bytes) -> list[tuple[int, str, Mapping[str, str], bool]]:
        found = _source(installation, name).mistakes(body)
        return [(line, problem.message, problem.params, kept) for line, problem, kept in found]

    def keep(name: str, body: bytes) -> None:
        append_lines(_source(installation, name).path, body, now())

    return Pusher(mistakes, keep)


def push_folders(installation: Installation) -> list[Path]:
    """The folders that keep what is pushed."""
    return [_source(installation, entry.name).path for entry in installation.settings.sources if is_pushed(entry)]


def remove_read_lines(installation: Installation, before: Seconds) -> int:
    """Remove pushed lines of days before this moment that were read; how many files there were."""
    return sum(
        remove_read(_source(installation, entry.name).path, installation.store.ledger.cursor(entry.name), before)
        for entry in installation.settings.sources
        if is_pushed(entry)
    )


def _source(installation: Installation, name: str) -> TakesLines:
    source = sources.open_source(settings_of_source(installation, installation.settings.source(name)))
    if not isinstance(source, TakesLines):
        raise TypeError(f"{name} is not a source of lines")
    return source
