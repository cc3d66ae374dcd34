"""Which files lie in a folder? Listed in a fixed order, never outside the folder, with what could not be listed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.facts import Problem

_DEEPEST = 64
_ALWAYS_OUT = frozenset(
    [".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".cache", ".mypy_cache", ".tox", "_build"]
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One file: its path below the folder (with slashes), its size in bytes, and the time of its last change (ns)."""

    id: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Listing:
    """All that was found: the files in order of path, other files that were asked for, and what could not be read."""

    files: tuple[Listed, ...]
    beside: tuple[Listed, ...]
    histories: tuple[str, ...]
    problems: tuple[Problem, ...]

    def fingerprint(self, *more: object) -> str:
        """What changes when any file, or one of `more`, does?"""
        digest = hashlib.blake2b(repr((self.files, self.beside, self.histories, more)).encode("utf-8", "replace"))
        return digest.hexdigest()[:32]


class Folder:
    """A folder with include and exclude patterns (``**`` crosses folders; a name without slash fits at any depth)."""

    def __init__(self, root: Path, include: Sequence[str], exclude: Sequence[str], beside: Sequence[str]) -> None:
        self._root = root
        self._include = pattern_of(include)
        self._exclude = pattern_of(exclude) if exclude else None
        self._beside = pattern_of(beside)
        self._reset()

    def _reset(self) -> None:
        self._files: list[Listed] = []
        self._others: list[Listed] = []
        self._histories: list[str] = []
        self._problems: list[Problem] = []

    def listing(self) -> Listing:
        """What lies in the folder now? Raises OSError when the folder itself cannot be read."""
        self._reset()
        with os.scandir(self._root):
            pass
        self._walk("", ())
        by_id = sorted(self._files, key=lambda file: file.id)
        others = sorted(self._others, key=lambda file: file.id)
        return Listing(tuple(by_id), tuple(others), tuple(sorted(self._histories)), tuple(self._problems))

    def _walk(self, folder: str, above: tuple[tuple[int, int], ...]) -> None:
        here = self._root / folder
        try:
            state = here.stat()
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            # Nobody knows which documents are in there, so nothing may be taken for deleted.
            self._problems.append(
                Problem(None, "markup-folder-unreadable", {"path": folder, "reason": error.strerror or ""})
            )
            return
        inside = (*above, (state.st_dev, state.st_ino))
        for entry in entries:
            self._entry(entry, f"{folder}/{entry.name}" if folder else entry.name, inside)

    def _entry(self, entry: os.DirEntry[str], path: str, above: tuple[tuple[int, int], ...]) -> None:
        if entry.name == ".git":
            self._histories.append(path)
        if entry.name in _ALWAYS_OUT or (self._exclude and self._exclude.match(path)):
            return
        try:
            if entry.is_symlink():
                self._link(entry, path, above)
            elif entry.is_dir():
                if len(above) < _DEEPEST:
                    self._walk(path, above)
                else:
                    self._problems.append(Problem(None, "markup-folder-too-deep", {"path": path}))
            elif entry.is_file():
                self._file(path, entry.stat())
            elif self._include.match(path):
                self._problems.append(Problem(path, "files-not-regular", {"path": path}))
        except OSError as error:
            self._problems.append(
                Problem(path, "markup-file-unreadable", {"path": path, "reason": error.strerror or ""})
            )

    def _file(self, path: str, state: os.stat_result) -> None:
        listed = Listed(path, state.st_size, state.st_mtime_ns)
        if self._beside.match(path):
            self._others.append(listed)
        elif self._include.match(path):
            self._files.append(listed)

    def _link(self, entry: os.DirEntry[str], path: str, above: tuple[tuple[int, int], ...]) -> None:
        """A link to what lies in the folder is passed over (it is listed in its own place); others are told."""
        message = ""
        target = Path(os.path.realpath(entry.path))
        if not target.exists():
            message = "markup-link-broken"
        elif not target.is_relative_to(os.path.realpath(self._root)):
            message = "markup-link-outside"
        elif target.is_dir() and (target.stat().st_dev, target.stat().st_ino) in above:
            message = "markup-link-circle"
        if message and (message == "markup-link-circle" or target.is_dir() or self._include.match(path)):
            self._problems.append(Problem(path, message, {"path": path}))


def pattern_of(globs: Iterable[str]) -> re.Pattern[str]:
    """Which paths fit one of these patterns?"""
    return re.compile("|".join(f"(?:{_expression(glob)})" for glob in globs) or r"(?!)")


def _expression(glob: str) -> str:
    glob = glob.strip().removeprefix("./")
    anywhere = "" if "/" in glob.rstrip("/") else r"(?:.*/)?"
    if glob.endswith("/"):
        glob += "**"
    return anywhere + "".join(_pieces(glob.lstrip("/"))) + r"\Z"


def _pieces(glob: str) -> Iterator[str]:
    for piece in re.split(r"(\*\*/|\*\*|\*|\?|\{[^{}]*\})", glob):
        if piece == "**/":
            yield r"(?:.*/)?"
        elif piece == "**":
            yield r".*"
        elif piece == "*":
            yield r"[^/]*"
        elif piece == "?":
            yield r"[^/]"
        elif piece.startswith("{") and piece.endswith("}"):
            yield "(?:" + "|".join(re.escape(part) for part in piece[1:-1].split(",")) + ")"
        else:
            yield re.escape(piece)
