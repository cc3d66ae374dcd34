"""A people file in a folder, and what is read of it."""

from __future__ import annotations

from pathlib import Path

from graph.facts import PersonRecord, Problem, Said
from ingest.contract import SourceSettings
from ingest.sources import open_source

NOW = 1_800_000_000
"""2027-01-15."""


def pull(folder: Path, content: str | bytes, **options: object) -> list[Said]:
    """All that the file says on the day NOW."""
    file = folder / "people.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    given = {"path": "people.csv", **options}
    settings = SourceSettings("people", "directory", options=given, base=folder, now=lambda: NOW)
    return list(open_source(settings).pull(None))


def people(said: list[Said]) -> dict[str, PersonRecord]:
    """The people by id."""
    return {each.id: each for each in said if isinstance(each, PersonRecord)}


def problems(said: list[Said]) -> list[str]:
    """The messages of the problems."""
    return [each.message for each in said if isinstance(each, Problem)]


def here(found: dict[str, PersonRecord]) -> set[str]:
    """The ids of who has begun and has not left on the day NOW."""
    return {
        each.id
        for each in found.values()
        if (each.left is None or each.left > NOW) and (each.joined is None or each.joined <= NOW)
    }
