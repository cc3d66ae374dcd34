"""Histories of the files of a folder. Checkouts and ``git log`` texts in it, each for its own folder."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import Path

from graph.facts import Problem
from ingest.sources.checkouts import committers_in, top_of
from ingest.sources.folder_history import folder_log
from ingest.sources.git_command import NoHistory, head_of
from ingest.sources.git_log import GitCommit, commits
from ingest.sources.history import FileHistory, file_histories

LOG_FILES = ("git-log*.txt",)
HOW = "2"
"""Another one when the same history gives other work, so that all files are read again."""


class Timelines:
    """The histories of the files below a folder. `problems` is what `state` met, `late_problems` what `read` did."""

    def __init__(self, root: Path, logs: Iterable[str], checkouts: Iterable[str]) -> None:
        self._root = root
        self._logs = tuple(logs)
        self._checkouts = tuple(posixpath.dirname(path) for path in checkouts)
        self._readable: list[str] = []
        self._files: dict[str, FileHistory] = {}
        self.problems: list[Problem] = []
        self.late_problems: list[Problem] = []

    def state(self) -> tuple[str, ...]:
        """A text that changes when a checkout does. (Log files are listed with their size and time.)"""
        heads: list[str] = [HOW]
        for folder in self._checkouts:
            try:
                heads.append(head_of(self._root / folder))
                self._readable.append(folder)
            except NoHistory as error:
                self.problems.append(Problem(folder or "/", error.message, error.params))
        return tuple(heads)

    def read(self, documents: Iterable[str]) -> None:
        """Read every history of these documents (paths), the outer folders first: the nearest one counts."""
        known = tuple(documents)
        found: list[tuple[str, dict[str, FileHistory]]] = []
        for path in self._logs:
            folder = posixpath.dirname(path)
            try:
                with (self._root / path).open(encoding="utf-8", errors="replace") as lines:
                    found.append((folder, self._histories(folder, commits(lines), known)))
            except OSError as error:
                self.late_problems.append(
                    Problem(path, "markup-file-unreadable", {"path": path, "reason": error.strerror or ""})
                )
        for folder in self._readable:
            try:
                found.append((folder, self._histories(folder, folder_log(self._root / folder), known)))
            except NoHistory as error:
                self.late_problems.append(Problem(folder or "/", error.message, error.params))
        for folder, histories in sorted(found, key=lambda pair: len(pair[0])):
            for path, history in histories.items():
                self._files[posixpath.join(folder, path)] = history

    def _histories(self, folder: str, log: Iterable[GitCommit], documents: Iterable[str]) -> dict[str, FileHistory]:
        """The work on these documents as far as they lie in this folder."""
        return file_histories(log, _below(folder, documents), committers_in(top_of(self._root / folder)))

    def of(self, path: str) -> FileHistory | None:
        """The work on this file. None when no history knows it."""
        return self._files.get(path)


def _below(folder: str, documents: Iterable[str]) -> frozenset[str]:
    """The paths of the documents in this folder, counted from it."""
    start = f"{folder}/" if folder else ""
    return frozenset(path.removeprefix(start) for path in documents if path.startswith(start))
