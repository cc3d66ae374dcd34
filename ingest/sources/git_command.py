"""The command ``git``: what a checkout holds. It reads only, and asks no other machine."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

GIT = (
    "git", "--no-pager", "--no-optional-locks", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false",
    "-c", "diff.renameLimit=5000",
)  # fmt: skip
GIT_LOG = (*GIT, "-c", "log.showSignature=false", "log", "--date=iso-strict", "--format=medium", "--no-color")
GIT_CHANGES = (
    "--raw", "--numstat", "--no-abbrev", "-M", "-w", "--ignore-blank-lines", "--no-ext-diff", "--no-textconv",
    "--use-mailmap",
)  # fmt: skip
"""A change of white space alone is told without a count."""


class NoHistory(Exception):
    """The history cannot be read: a message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


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


def prefix_of(folder: Path) -> str:
    """The path of this folder from the top of its checkout, with a slash at the end; empty for the top itself."""
    return _run(folder, (*GIT, "rev-parse", "--show-prefix")).rstrip("\n")


def created_in(folder: Path, places: list[str]) -> str:
    """The commits in which a file came to one of these places, one on each line."""
    return _run(folder, (*GIT, "log", "--no-renames", "--diff-filter=A", "--format=%H", "HEAD", "--", *places))


def renames_in(folder: Path, commits: str) -> Iterator[tuple[str, str]]:
    """The old and new path (from the top) of each file that one of these commits moves."""
    options = ("-r", "-M", "-z", "--diff-filter=R", "--name-status", "--no-commit-id", "--stdin")
    words = iter(_run(folder, (*GIT, "diff-tree", *options), commits).split("\0"))
    for status in words:
        if status.startswith("R"):
            yield next(words, ""), next(words, "")


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


def _run(checkout: Path, command: tuple[str, ...], given: str = "") -> str:
    try:
        done = subprocess.run(command, cwd=checkout, capture_output=True, input=given.encode(), timeout=60, check=False)
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
