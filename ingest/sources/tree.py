"""The files below a folder: one walk that never leaves it, and the patterns that ``include`` and ``exclude`` take.

Patterns are those of ``.gitignore`` (pathspec), with ``{a,b}`` for alternatives: a name without a slash fits at any
depth, a folder means all that is in it, ``**`` crosses folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

DEEPEST = 64
"""Folders inside each other that are walked into."""
BRACES = re.compile(r"\{([^{}]*)\}")
WITHIN = re.compile(r"(?<![^/])\*(?!\*)(?=[/*]{0,200}[^/*])")


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry that is not a folder: its path below the root (with slashes), and the entry of the system."""

    path: str
    entry: os.DirEntry[str]
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A folder that cannot be listed, so that nobody knows what is below it. `reason` None: it lies too deep."""

    path: str
    reason: str | None


def walk(root: Path, enter: Callable[[str], bool]) -> Iterator[TreeEntry | Unlisted]:
    """Files, links and other entries below the root, in the order of their names; folders that `enter` lets in.

    Links are told and never followed.
    """
    yield from _walk(root, "", enter, 0)


def _walk(root: Path, folder: str, enter: Callable[[str], bool], depth: int) -> Iterator[TreeEntry | Unlisted]:
    if depth >= DEEPEST:
        yield Unlisted(folder, None)
        return
    try:
        with os.scandir(root / folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Unlisted(folder, error.strerror or type(error).__name__)
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.is_symlink():
            yield TreeEntry(path, entry, is_link=True)
        elif not _is_folder(entry):
            yield TreeEntry(path, entry)
        elif enter(path):
            yield from _walk(root, path, enter, depth + 1)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # told by who reads it
        return False


def patterns(globs: Iterable[str]) -> GitIgnoreSpec:
    """A matcher of these patterns."""
    return GitIgnoreSpec.from_lines(one for glob in globs for one in _alternatives(glob.strip().removeprefix("./")))


def crossing(globs: Iterable[str]) -> tuple[str, ...]:
    """The patterns, with those in which a ``*`` at the start of a part means folders in between as well."""
    return tuple(dict.fromkeys(one for glob in globs for one in (glob, WITHIN.sub("**/*", glob))))


def _alternatives(glob: str) -> Iterator[str]:
    """``*.{yml,json}`` is ``*.yml`` and ``*.json``."""
    found = BRACES.search(glob)
    if not found:
        yield glob
        return
    for part in found[1].split(","):
        yield from _alternatives(glob[: found.start()] + part + glob[found.end() :])
