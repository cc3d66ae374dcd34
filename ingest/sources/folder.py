"""The text files of a folder, listed in a fixed order, never outside it, with what could not be listed."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.facts import Problem
from ingest.sources.checkouts import top_of
from ingest.sources.foreign_files import ATTRIBUTES, ForeignFiles, foreign_files_in, is_installed
from ingest.sources.tree import TreeEntry, Unlisted, patterns, walk

_ALWAYS_OUT = frozenset([".git", ".hg", ".svn", "__pycache__", ".venv", ".cache", ".mypy_cache", ".tox", "_build"])


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file: its path below the folder (with slashes), its size in bytes, and the time of its last change (ns)."""

    id: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Listing:
    """All that was found: the files in order of path, other files that were asked for, and what could not be read."""

    files: tuple[ListedFile, ...]
    other_files: tuple[ListedFile, ...]
    histories: tuple[str, ...]
    problems: tuple[Problem, ...]

    def fingerprint(self, *more: object) -> str:
        """A short text that changes when any file, or one of `more`, does."""
        digest = hashlib.blake2b(repr((self.files, self.other_files, self.histories, more)).encode("utf-8", "replace"))
        return digest.hexdigest()[:32]


class TextFolder:
    """A folder with patterns of the files that count, of what does not, and of other files that are asked for."""

    def __init__(self, root: Path, include: Sequence[str], exclude: Sequence[str], other_files: Sequence[str]) -> None:
        self._root = root
        self._include, self._exclude, self._other_files = patterns(include), patterns(exclude), patterns(other_files)
        self._foreign: list[tuple[str, ForeignFiles]] = []
        """What each folder says of its files, by its path from the top of the repository; the outer ones first."""
        self._above = ""

    def listing(self) -> Listing:
        """What lies in the folder now. Raises OSError when the folder itself cannot be read."""
        with os.scandir(self._root):
            pass
        top = top_of(self._root)
        self._above = os.path.relpath(os.path.realpath(self._root), os.path.realpath(top)).replace(os.sep, "/")
        self._above = "" if self._above == "." else f"{self._above}/"
        self._foreign = [("", foreign_files_in(top))] if self._above else []
        files: list[ListedFile] = []
        others: list[ListedFile] = []
        histories: list[str] = []
        problems: list[Problem] = []
        for found in walk(self._root, lambda path: self._enter(path, histories)):
            if isinstance(found, Unlisted):
                problems.append(_unlisted(found))
            elif posixpath.basename(found.path) == ".git":
                histories.append(found.path)
            elif posixpath.basename(found.path) == ATTRIBUTES and not found.is_link:
                folder = posixpath.dirname(found.path)
                self._foreign.append(
                    (self._above + (f"{folder}/" if folder else ""), foreign_files_in(self._root / folder))
                )
            elif not self._exclude.match_file(found.path):
                self._entry(found, files, others, problems)
        files.sort(key=lambda file: file.id)
        others.sort(key=lambda file: file.id)
        return Listing(tuple(files), tuple(others), tuple(sorted(histories)), tuple(problems))

    def _enter(self, path: str, histories: list[str]) -> bool:
        """Whether to walk into this folder; notes the one in which git keeps its history."""
        name = posixpath.basename(path)
        if name == ".git":
            histories.append(path)
        if name in _ALWAYS_OUT or is_installed(self._root / path):
            return False
        return not self._exclude.match_file(f"{path}/")

    def _entry(
        self, found: TreeEntry, files: list[ListedFile], others: list[ListedFile], problems: list[Problem]
    ) -> None:
        path = found.path
        try:
            if found.is_link:
                problems += self._link(found)
                return
            if not found.entry.is_file(follow_symlinks=False):
                if self._include.match_file(path):
                    problems.append(Problem(path, "files-not-regular", {"path": path}))
                return
            state = found.entry.stat()
        except OSError as error:
            problems.append(Problem(path, "markup-file-unreadable", {"path": path, "reason": error.strerror or ""}))
            return
        if self._is_foreign(self._above + path):
            return
        if self._other_files.match_file(path):
            others.append(ListedFile(path, state.st_size, state.st_mtime_ns))
        elif self._include.match_file(path):
            files.append(ListedFile(path, state.st_size, state.st_mtime_ns))

    def _is_foreign(self, path: str) -> bool:
        """Whether a ``.gitattributes`` says that this file was generated, or that others wrote it."""
        for folder, files in reversed(self._foreign):
            stated = files.stated(path.removeprefix(folder)) if path.startswith(folder) else None
            if stated is not None:
                return stated
        return False

    def _link(self, found: TreeEntry) -> list[Problem]:
        """A link to what lies in the folder is passed over (it is listed in its own place); others are told."""
        path, message = found.path, ""
        target = Path(os.path.realpath(found.entry.path))
        if not target.exists():
            message = "markup-link-broken"
        elif not target.is_relative_to(os.path.realpath(self._root)):
            message = "markup-link-outside"
        elif target.is_dir() and _inside(self._root / path, target):
            message = "markup-link-circle"
        if message and (message == "markup-link-circle" or target.is_dir() or self._include.match_file(path)):
            return [Problem(path, message, {"path": path})]
        return []


def _inside(link: Path, folder: Path) -> bool:
    """Whether this link lies in the folder to which it leads."""
    return Path(os.path.realpath(link.parent)).is_relative_to(folder)


def _unlisted(found: Unlisted) -> Problem:
    # Nobody knows which documents are in there, so nothing may be taken for deleted: no id.
    if found.reason is None:
        return Problem(None, "markup-folder-too-deep", {"path": found.path})
    return Problem(None, "markup-folder-unreadable", {"path": found.path, "reason": found.reason})
