"""The commits of one folder of a checkout, also of the time before its files were moved into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ingest.sources.git_command import NoHistory, created_in, log_lines, prefix_of, renames_in
from ingest.sources.git_log import Changed, GitCommit, commits

MOST_PLACES = 1000
"""Files outside the folder of which the history is read."""
MOST_MOVES = 4
"""Moves, one after the other, that are followed out of the folder."""
OUTSIDE = ":/"
"""Before the path of a file that is not in the folder, counted from the top."""


def folder_log(folder: Path) -> Iterator[GitCommit]:
    """The commits of this folder with paths as counted from it, the newest first. Raises NoHistory."""
    prefix = prefix_of(folder)
    places = [f":(top,literal){path}" for path in _came_from(folder, prefix)] if prefix else []
    for commit in commits(log_lines(folder, "HEAD", "--", ".", *places), counts=True):
        yield (
            replace(commit, changes=tuple(_counted_from(prefix, each) for each in commit.changes)) if prefix else commit
        )


def _came_from(folder: Path, prefix: str) -> list[str]:
    """The paths from the top, outside the folder, from which its files were moved into it; as far as git is quick."""
    found: dict[str, None] = {}
    places = ["."]
    for _ in range(MOST_MOVES):
        try:
            moves = list(renames_in(folder, created_in(folder, places)))
        except NoHistory:
            break
        moved = [old for old, new in moves if not old.startswith(prefix) and _is_in(new, prefix, found)]
        fresh = list(dict.fromkeys(old for old in moved if old not in found))[: MOST_PLACES - len(found)]
        if not fresh:
            break
        found.update(dict.fromkeys(fresh))
        places = [f":(top,literal){path}" for path in fresh]
    return list(found)


def _is_in(path: str, prefix: str, found: Iterable[str]) -> bool:
    return path.startswith(prefix) or path in found


def _counted_from(prefix: str, change: Changed) -> Changed:
    return replace(change, path=_relative(prefix, change.path), old=change.old and _relative(prefix, change.old))


def _relative(prefix: str, path: str) -> str:
    return path.removeprefix(prefix) if path.startswith(prefix) else OUTSIDE + path
