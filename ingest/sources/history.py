"""The text of ``git log``, from the command or from a file, as commits or as the history of each file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.facts import Act, ActKind
from ingest.formats.dates import seconds_of

LARGEST_COMMIT = 25
"""A commit of more documents than this is a move, an import or a reformatting: it tells nothing of its author."""
MOST_LINES = 300
"""No more added lines than this count for one file in one commit: the rest was generated or pasted."""
_COMMIT = re.compile(r"commit ([0-9a-f]{7,64})\b")
_HEADER = re.compile(r"([A-Z][A-Za-z]+):\s*(.*)$")
_PERSON = re.compile(r"(.*?)(?<!\s)\s*<([^<>]*)>$")
_CO_AUTHOR = re.compile(r"^Co-(?:authored|developed)-by:[ \t]*(\S(?:[^<\n]*[^<\s])?)[ \t]*<([^<>\n]*)>", re.M | re.I)
_COUNTED = re.compile(r"(\d{1,18}|-)\t(\d{1,18}|-)\t(.+)$")
_BRACES = re.compile(r"\{((?:(?! => )[^{}])*) => ([^{}]*)\}")
_ESCAPE = re.compile(r"\\([0-7]{3}|.)")
_CHARACTERS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "r": "\r", "v": "\v"}
GIT = ("git", "--no-pager", "--no-optional-locks", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false")
GIT_LOG = (*GIT, "-c", "log.showSignature=false", "log", "--date=iso-strict", "--format=medium", "--no-color")
GIT_CHANGES = ("--numstat", "-M", "--no-ext-diff", "--no-textconv", "--use-mailmap")


class NoHistory(Exception):
    """The history cannot be read: a message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True)
class Changed:
    """One file in one commit: its path after it, the path before if it moved, and how many lines were added."""

    path: str
    old: str | None = None
    added: int = 0


@dataclass(frozen=True, slots=True)
class GitCommit:
    """One commit as the log shows it; `at` in epoch seconds."""

    id: str
    name: str
    email: str
    at: int | None
    message: str
    changes: tuple[Changed, ...] = ()

    @property
    def account(self) -> str:
        """The id by which the author is known. The address, else the name."""
        return account_of(self.name, self.email)

    @property
    def people(self) -> dict[str, tuple[str, str]]:
        """Which accounts wrote it: the author and the co-authors, with name and address."""
        found = {self.account: (self.name, self.email)}
        for match in _CO_AUTHOR.finditer(self.message):
            found.setdefault(account_of(match[1], match[2]), (match[1].strip(), match[2].strip()))
        return found

    @property
    def subject(self) -> str:
        return self.message.partition("\n")[0].strip()


def account_of(name: str, email: str | None) -> str:
    """The account of a name and an address. The address in lower case, else the name as written."""
    return email.strip().lower() if email and "@" in email else " ".join(name.split())


# --- the text of git log ----------------------------------------------------------------------------------------------


def commits(lines: Iterable[str]) -> Iterator[GitCommit]:
    """The commits of a ``git log`` text. With ``--numstat`` or ``--name-only``; others are passed over."""
    block: list[str] = []
    for line in lines:
        if line.startswith("commit ") and _COMMIT.match(line):
            if block:
                yield _commit(block)
            block = []
        elif not block:
            continue
        block.append(line.rstrip("\n").rstrip("\r"))
    if block:
        yield _commit(block)


def _commit(block: list[str]) -> GitCommit:
    """A commit from its lines: header, message (indented by four), changes."""
    match = _COMMIT.match(block[0])
    headers: dict[str, str] = {}
    message: list[str] = []
    changes: list[Changed] = []
    for line in block[1:]:
        header = _HEADER.match(line) if not message else None
        if header and header[1] in ("Author", "Date", "AuthorDate", "Merge", "Commit", "CommitDate"):
            headers.setdefault(header[1], header[2])
        elif line.startswith("    "):
            message.append(line[4:])
        elif line.strip():
            changes.append(_changed(line))
        elif message and not changes:
            message.append("")
    name, email = _person(headers.get("Author", ""))
    at = seconds_of(headers.get("Date") or headers.get("AuthorDate") or "")
    return GitCommit(match[1] if match else "", name, email, at, "\n".join(message).strip(), tuple(changes))


def _person(text: str) -> tuple[str, str]:
    match = _PERSON.match(text.strip())
    return (match[1].strip(), match[2].strip()) if match else (text.strip(), "")


def _changed(line: str) -> Changed:
    match = _COUNTED.match(line)
    if not match:
        return Changed(_unquoted(line.strip()))
    added = int(match[1]) if match[1] != "-" else 0
    old, new = renamed(match[3])
    return Changed(new, old, added)


def renamed(path: str) -> tuple[str | None, str]:
    """The old and the new path of this file, from ``old => new`` or ``a/{b => c}/d``. (None, path) if nowhere."""
    match = _BRACES.search(path)
    if match:
        before, after = path[: match.start()], path[match.end() :]
        old, new = (_joined(before, middle, after) for middle in (match[1], match[2]))
        return _unquoted(old), _unquoted(new)
    old, arrow, new = path.partition(" => ")
    return (_unquoted(old), _unquoted(new)) if arrow else (None, _unquoted(path))


def _joined(before: str, middle: str, after: str) -> str:
    return before + (after.removeprefix("/") if not middle and before.endswith("/") else middle + after).removeprefix(
        "/" if not middle and not before else ""
    )


def _unquoted(path: str) -> str:
    """A path as git quotes it (in C's way, octal bytes) as text."""
    if len(path) < 2 or path[0] != '"' or path[-1] != '"':
        return path
    body = path[1:-1].encode("utf-8", "surrogateescape").decode("latin-1")
    text = _ESCAPE.sub(lambda m: chr(int(m[1], 8) & 255) if len(m[1]) == 3 else _CHARACTERS.get(m[1], m[1]), body)
    return text.encode("latin-1").decode("utf-8", "replace")


# --- the command ------------------------------------------------------------------------------------------------------


def head_of(checkout: Path) -> str:
    """The commit that is checked out. Raises NoHistory without git, or in an empty or foreign checkout."""
    return _run(checkout, (*GIT, "rev-parse", "--verify", "HEAD")).strip()


def is_ancestor(checkout: Path, older: str, newer: str) -> bool:
    """Whether the newer commit rests on the older one."""
    try:
        _run(checkout, (*GIT, "merge-base", "--is-ancestor", older, newer))
    except NoHistory:
        return False
    return True


def log_lines(checkout: Path, *arguments: str) -> Iterator[str]:
    """The output of ``git log``, line by line. The process ends with the iterator. Raises NoHistory."""
    command = (*GIT_LOG, *GIT_CHANGES, *arguments)
    try:
        process = subprocess.Popen(
            command, cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
    except OSError as error:
        raise _absent(checkout, error) from error
    assert process.stdout is not None
    try:
        for line in process.stdout:
            yield line.decode("utf-8", "replace")
        if process.wait():
            raise NoHistory("git-log-failed", path=checkout.name, reason=f"exit {process.returncode}")
    finally:
        process.stdout.close()
        if process.poll() is None:
            process.kill()
        process.wait()


def _run(checkout: Path, command: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(
            command, cwd=checkout, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False
        )
    except OSError as error:
        raise _absent(checkout, error) from error
    except subprocess.TimeoutExpired as error:
        raise NoHistory("git-log-failed", path=checkout.name, reason="timeout") from error
    if done.returncode:
        reason = (done.stderr.decode("utf-8", "replace").splitlines() or [f"exit {done.returncode}"])[0]
        raise NoHistory("git-log-failed", path=checkout.name, reason=reason[:200])
    return done.stdout.decode("utf-8", "replace")


def _absent(checkout: Path, error: OSError) -> NoHistory:
    return NoHistory(
        "git-missing" if isinstance(error, FileNotFoundError) else "git-log-failed",
        path=checkout.name,
        reason=error.strerror or "",
    )


# --- histories of files -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Work:
    """What one account did to one file: commits, added lines that count, the last time."""

    name: str
    email: str
    count: int = 0
    size: int = 0
    at: int | None = None


@dataclass(slots=True)
class FileHistory:
    """Who worked on one file, by account; `at` is its last commit, `first` who made it (if that counts)."""

    at: int | None = None
    first: str | None = None
    work: dict[str, Work] = field(default_factory=dict)

    def acts(self, author: bool = True) -> tuple[Act, ...]:
        """All editors; who made the file wrote it, unless `author` is False (others did)."""
        return tuple(
            Act(
                account,
                ActKind.WROTE if author and account == self.first else ActKind.EDITED,
                work.name or None,
                work.at,
                work.count,
                work.size,
                work.email if "@" in work.email else None,
            )
            for account, work in self.work.items()
        )


def file_histories(log: Iterable[GitCommit], documents: Container[str]) -> dict[str, FileHistory]:
    """The work on each of these documents, by path now. The log is newest first; renames are followed back in time.

    A commit is as large as the number of documents in it: what it does to code or to pages that are gone tells nothing.
    """
    now: dict[str, str] = {}
    found: dict[str, FileHistory] = {}
    for commit in log:
        paths = [now.get(change.path, change.path) for change in commit.changes]
        counts = sum(path in documents for path in paths) <= LARGEST_COMMIT
        moved: dict[str, str] = {}
        for change, path in zip(commit.changes, paths, strict=True):
            if path not in documents and not change.old:
                continue
            history = found.setdefault(path, FileHistory(commit.at))
            if change.old and change.old != change.path:
                moved[change.old] = path
            if counts:
                _note(history, commit, change)
            history.first = commit.account if counts else None
        now.update(moved)
    return found


def _note(history: FileHistory, commit: GitCommit, change: Changed) -> None:
    """The author and the co-authors share the added lines."""
    people = commit.people
    for account, (name, email) in people.items():
        work = history.work.setdefault(account, Work(name, email))
        work.count += 1
        work.size += -(-min(change.added, MOST_LINES) // len(people))
        if commit.at is not None and (work.at is None or work.at < commit.at):
            work.at = commit.at
