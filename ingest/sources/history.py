"""The work on each file of a repository: who wrote what is still there, through renames, moves and reverts."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.facts import Act, ActKind
from ingest.sources.git_log import Changed, GitCommit
from ingest.sources.git_people import Committers, is_merge
from ingest.sources.git_subjects import reverted, says_revert
from ingest.sources.mailmap import Signature
from ingest.sources.text_states import TextState, TextStates, chain, portions

LARGEST_COMMIT = 25
"""A commit of more documents than this is a move, an import or a reformatting: it tells nothing of its author."""
MOST_LINES = 300
"""No more lines than this count for one file in one commit: the rest was generated or pasted."""


@dataclass(slots=True)
class Work:
    """What one account did to one file: commits and lines that are still there, the last time."""

    name: str
    email: str
    count: int = 0
    size: int = 0
    at: int | None = None


@dataclass(slots=True)
class FileHistory:
    """Who worked on one file, by account; `at` is its last commit that is somebody's work, `first` who made it."""

    at: int | None = None
    first: tuple[str, ...] = ()
    work: dict[str, Work] = field(default_factory=dict)

    def acts(self, author: bool = True) -> tuple[Act, ...]:
        """All editors; who made the file wrote it, unless `author` is False (others did)."""
        return tuple(
            Act(
                account,
                ActKind.WROTE if author and account in self.first else ActKind.EDITED,
                work.name or None,
                work.at,
                work.count,
                work.size,
                work.email if "@" in work.email else None,
            )
            for account, work in self.work.items()
        )


@dataclass(frozen=True, slots=True)
class FileEdit:
    """What one commit did to one file; `people` by account, none where it is nobody's work; `makers` when it is new.

    `lines` is by how many the file grew, None where the log does not say; `same` says that its words did not change.
    """

    path: str
    commit: str
    subject: str
    at: int | None
    people: dict[str, Signature]
    makers: dict[str, Signature]
    lines: int | None
    same: bool
    blob: str | None
    reverts: str | None


def file_histories(
    log: Iterable[GitCommit], documents: Collection[str], committers: Committers | None = None
) -> dict[str, FileHistory]:
    """The work on each of these documents, by path now. The log is newest first; renames are followed back in time.

    A commit is as large as the number of documents in it: what it does to code or to pages that are gone tells nothing.
    """
    edits = [*_edits(log, documents, committers or Committers())]
    files: dict[str, FileStates] = {}
    known = TextStates()
    for edit in reversed(edits):
        files.setdefault(edit.path, FileStates(known)).take(edit)
    signed: dict[str, Signature] = {}
    for edit in edits:
        for account, person in edit.makers.items():
            signed.setdefault(account, person)
    return {path: states.history(signed) for path, states in files.items() if path in documents}


def _edits(log: Iterable[GitCommit], documents: Collection[str], committers: Committers) -> Iterator[FileEdit]:
    """The edits of files that are documents now, or may have been moved to one; the newest first."""
    suffixes = {posixpath.splitext(path)[1] for path in documents}
    now: dict[str, str] = {}
    for commit in log:
        paths = [now.get(change.path, change.path) for change in commit.changes]
        touched = sum(path in documents for path in paths)
        makers = committers.makers(commit) if touched <= LARGEST_COMMIT else {}
        people = {} if committers.is_formatting(commit) else makers
        moved: dict[str, str] = {}
        for change, path in zip(commit.changes, paths, strict=True):
            if change.old and change.old != change.path:
                moved.setdefault(
                    change.path, f"{commit.id}:{change.path}"
                )  # an earlier file of this name is another one
                moved[change.old] = path
            if not is_merge(commit) and posixpath.splitext(change.path)[1] in suffixes:
                yield _edit(commit, change, path, (people, makers))
        now.update(moved)


def _edit(
    commit: GitCommit, change: Changed, path: str, who: tuple[dict[str, Signature], dict[str, Signature]]
) -> FileEdit:
    lines = change.added - change.removed if change.counted else None
    same = change.counted and not change.added and not change.removed
    reverts = reverted(commit.message) if says_revert(commit.message) else None
    return FileEdit(path, commit.id, commit.subject, commit.at, *who, lines, same, change.blob, reverts)


class FileStates:
    """The states of one file, oldest first. Content is known over all files, so that a copy is its first author's."""

    def __init__(self, known: TextStates) -> None:
        self._known = known
        self._state: TextState | None = None
        self._steps: list[tuple[FileEdit, TextState | None, TextState | None]] = []
        self._at: int | None = None

    def take(self, edit: FileEdit) -> None:
        """Follow one edit."""
        before = self._state
        self._state = self._known.known(edit.blob) if edit.blob else None
        if self._state is None:
            self._state = self._next(edit, before)
        if self._state is not None and edit.blob:
            self._known.note(edit.blob, self._state)
        self._steps.append((edit, before, self._state))
        if edit.people or self._at is None:
            self._at = edit.at

    def _next(self, edit: FileEdit, before: TextState | None) -> TextState | None:
        if edit.same and before is not None:
            return before
        undone = self._undone(edit.reverts) if edit.reverts else None
        if undone is not None and undone[2] is before:
            return undone[1]
        size = max(0, (before.size if before else 0) + (edit.lines or 0))
        people = edit.people if before is not None else edit.makers
        return TextState(tuple(people), edit.at, size, before, undone[2] if undone else None, MOST_LINES)

    def _undone(self, which: str) -> tuple[FileEdit, TextState | None, TextState | None] | None:
        """The newest edit by this commit, which is named by the beginning of its id or by its subject."""
        steps = reversed(self._steps)
        return next((step for step in steps if step[0].commit.startswith(which) or step[0].subject == which), None)

    def history(self, signed: Mapping[str, Signature]) -> FileHistory:
        """Who has a part in the file as it is now."""
        states = chain(self._state)
        work = {
            account: Work(*signed[account], part.count, math.ceil(part.size), part.at)
            for account, part in portions(states).items()
        }
        return FileHistory(self._at, states[0].people if states else (), work)
