"""Commits of a repository. Each commit of a checkout, or of ``git log`` texts, as a short document."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated

from graph.facts import (
    Act,
    Checkpoint,
    Cursor,
    DocumentKind,
    GroupKind,
    GroupRecord,
    Item,
    Problem,
    Said,
    Same,
)
from graph.wording import Wording
from ingest.boundary import told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import Count, SourceOptions
from ingest.sources.checkouts import committers_in
from ingest.sources.foreign_files import ForeignFiles, foreign_files_in
from ingest.sources.git_command import NoHistory, head_of, is_ancestor, log_lines
from ingest.sources.git_log import Changed, GitCommit, commits
from ingest.sources.git_people import MOST_FILES, Committers


class GitOptions(SourceOptions):
    """Options of the commits of one repository."""

    path: Annotated[
        str,
        Wording(
            "a checkout, a git log text, or a folder of such texts",
            "een checkout, een tekst van git log, of een map met zulke teksten",
        ),
    ]
    repository: Annotated[
        str | None,
        Wording(
            "name of the repository (default: the name of the folder)",
            "naam van de repository (anders: de naam van de map)",
        ),
    ] = None
    url: Annotated[
        str | None, Wording("address of a commit, with {id} in it", "adres van een commit, met {id} erin")
    ] = None
    checkpoint_every: Annotated[
        Count,
        Wording(
            "commits between two points from which a stopped sync resumes",
            "commits tussen twee punten vanwaar een gestopte synchronisatie verdergaat",
        ),
    ] = 500


MESSAGES = {
    "git-log-absent": Wording(
        en="There is no checkout and no git log text at {path}. Check the path, or write one: git log --date=iso-"
        "strict --numstat > git-log.txt",
        nl="Op {path} is geen checkout en geen tekst van git log. Controleer het pad, of maak een tekst: git log "
        "--date=iso-strict --numstat > git-log.txt",
    ),
    "git-log-empty": Wording(
        en="The file {path} contains no commits. Write it with: git log --date=iso-strict --numstat",
        nl="Het bestand {path} bevat geen commits. Maak het met: git log --date=iso-strict --numstat",
    ),
    "git-log-unreadable": Wording(
        en="The file {path} cannot be read: {reason}. Check who may read it.",
        nl="Het bestand {path} kan niet worden gelezen: {reason}. Controleer wie het mag lezen.",
    ),
    "git-log-commit": Wording(
        en="The commit {id} names no author and was skipped. Write the text with the usual format of git log.",
        nl="De commit {id} noemt geen auteur en is overgeslagen. Maak de tekst met de gewone vorm van git log.",
    ),
}
FORMAT = "2"
MOST_PATHS = 20
ROOT = "/"


class Git:
    """The commits of one repository. Incremental for a checkout; log texts are told anew when one of them changed."""

    def __init__(self, settings: SourceSettings, options: GitOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._path = settings.base / options.path
        self._repository = options.repository or self._path.resolve().name or settings.name
        self._url = options.url or ""
        self._every = options.checkpoint_every
        self._committers = Committers()
        self._foreign = ForeignFiles()

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """Commits, newest first; complete when all were listed (not after asking for the new ones only)."""
        cursor = cursor or {}
        beside = self._path if self._path.is_dir() else self._path.parent
        self._committers, self._foreign = committers_in(beside), foreign_files_in(beside)
        if self._path.is_dir() and (self._path / ".git").exists():
            yield from self._checkout(cursor)
        else:
            yield from self._texts(cursor)

    # --- a checkout ---------------------------------------------------------------------------------------------------

    def _checkout(self, cursor: Cursor) -> Iterator[Said]:
        """From `since` (all before it is known) to `head`, from commit number `skip` on."""
        try:
            if "skip" in cursor and is_ancestor(self._path, str(cursor.get("head")), str(cursor.get("head"))):
                head, since = str(cursor["head"]), str(cursor.get("since") or "")
                skip = int(str(cursor["skip"]))
            else:
                head, skip = head_of(self._path), 0
                since = str(cursor.get("head") or "") if cursor.get("format") == self._salt() else ""
            if since and not is_ancestor(self._path, since, head):
                since, skip = "", 0  # history was rewritten: all is told, and what is no longer there is swept
            reach = f"{since}..{head}" if since else head
            log = commits(log_lines(self._path, f"--skip={skip}", reach), counts=True)
            state = {"head": head, "since": since, "format": self._salt()}
            for batch, count in batches(log, self._every, skip):
                yield from self._tell(batch)
                yield Checkpoint({**state, "skip": count})
        except NoHistory as error:
            raise SourceError(error.message, **error.params) from error
        yield Checkpoint({"head": head, "format": self._salt()}, complete=not since)

    # --- texts of git log ---------------------------------------------------------------------------------------------

    def _texts(self, cursor: Cursor) -> Iterator[Said]:
        """Every commit of every text, or Same for the folders when no text changed."""
        files = self._log_files()
        state = self._state(files)
        told = cursor.get("folders")
        if cursor.get("texts") == state and isinstance(told, list) and "file" not in cursor:
            yield from self._groups(str(name) for name in told)
            yield from (Same(container=str(name)) for name in (ROOT, *told))
            yield Checkpoint(dict(cursor), complete=True)
            return
        resumed = cursor.get("texts") == state and "file" in cursor
        name, skip = (str(cursor["file"]), int(str(cursor["skip"]))) if resumed else ("", 0)
        folders = {str(each) for each in told} if resumed and isinstance(told, list) else set()
        for file in files:
            if file.name >= name:
                yield from self._text(file, skip if file.name == name else 0, folders, state)
        yield Checkpoint({"texts": state, "folders": [*sorted(folders)]}, complete=True)

    def _text(self, file: Path, skip: int, folders: set[str], state: str) -> Iterator[Said]:
        try:
            with file.open(encoding="utf-8", errors="replace") as lines:
                log = islice(commits(lines), skip, None)
                count = skip
                for batch, count in batches(log, self._every, skip):
                    folders |= yield from self._tell(batch)
                    yield Checkpoint({"texts": state, "file": file.name, "skip": count, "folders": [*sorted(folders)]})
        except OSError as error:
            yield Problem(None, "git-log-unreadable", {"path": file.name, "reason": error.strerror or ""})
            return
        if not count:
            yield Problem(file.name, "git-log-empty", {"path": file.name})

    def _log_files(self) -> tuple[Path, ...]:
        found = [self._path] if self._path.is_file() else sorted(self._path.glob("*.txt"))
        if not found:
            raise SourceError("git-log-absent", path=str(self._path))
        return tuple(found)

    def _state(self, files: Iterable[Path]) -> str:
        """A short text that changes when one of the log texts does."""
        states = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
        return hashlib.blake2b(repr((states, self._salt())).encode(), digest_size=16).hexdigest()

    # --- both ---------------------------------------------------------------------------------------------------------

    def _salt(self) -> str:
        return "|".join((FORMAT, self._repository, self._url, self._settings.access))

    def _tell(self, batch: list[GitCommit]) -> Generator[Said, None, set[str]]:
        """The folders of these commits, then the commits; returns the folders."""
        folders = {folder for commit in batch if (folder := top_folder(commit)) != ROOT}
        yield from self._groups(folders)
        known = self._settings.versions([commit.id for commit in batch])
        version = self._salt()
        for commit in batch:
            if not commit.id or not commit.name:
                yield Problem(commit.id or None, "git-log-commit", {"id": commit.id})
            elif known.get(commit.id) == version:
                yield Same(commit.id)
            else:
                yield from told(partial(self._items, commit, version), commit.id)
        return folders

    def _groups(self, folders: Iterable[str]) -> Iterator[GroupRecord]:
        yield GroupRecord(ROOT, GroupKind.PROJECT, self._repository)
        for folder in sorted(folders):
            yield GroupRecord(folder, GroupKind.FOLDER, folder, ROOT)

    def _items(self, commit: GitCommit, version: str) -> tuple[Item]:
        return (self._item(commit, version),)

    def _item(self, commit: GitCommit, version: str) -> Item:
        own = own_changes(commit, self._foreign)
        paths = "\n".join(change.path for change in own[:MOST_PATHS])
        return Item(
            id=commit.id,
            body=f"{commit.message}\n\n{paths}".strip().encode("utf-8", "replace"),
            kind=DocumentKind.COMMIT,
            title=commit.subject or None,
            url=self._url.replace("{id}", commit.id) or None,
            at=commit.at,
            acts=acts_of(commit, own, self._committers),
            container=top_folder(commit),
            version=version,
        )


def batches(log: Iterable[GitCommit], size: int, skipped: int) -> Iterator[tuple[list[GitCommit], int]]:
    """The commits in batches, each with the number of commits up to its end."""
    log = iter(log)
    while batch := list(islice(log, size)):
        skipped += len(batch)
        yield batch, skipped


def top_folder(commit: GitCommit) -> str:
    """The folder at the root in which this commit changed most files. The root for what lies there itself."""
    counts = Counter(change.path.partition("/")[0] for change in commit.changes if "/" in change.path)
    return min(counts, key=lambda folder: (-counts[folder], folder)) if counts else ROOT


def own_changes(commit: GitCommit, foreign: ForeignFiles) -> tuple[Changed, ...]:
    """The changes of files that are the repository's own work."""
    return tuple(change for change in commit.changes if not foreign.has(change.path))


def acts_of(commit: GitCommit, own: tuple[Changed, ...], committers: Committers) -> tuple[Act, ...]:
    """The people who wrote this commit or looked at it; nobody, if it changed only foreign files or too many."""
    if (commit.changes and not own) or len(own) > MOST_FILES:
        return ()
    return committers.acts(commit, max(0, sum(change.added - change.removed for change in own)))


KIND = SourceKind(
    "git",
    Wording(
        "what was changed and by whom: a checkout, or the text of git log",
        "wat door wie is gewijzigd: een checkout, of de tekst van git log",
    ),
    GitOptions,
    Git,
    MESSAGES,
)
