"""The text of ``git log``, as commits: who, when, what it says, and how much of which files it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.formats.dates import seconds_of

_COMMIT = re.compile(r"commit ([0-9a-f]{7,64})\b")
_HEADER = re.compile(r"([A-Z][A-Za-z]+):\s*(.*)$")
_HEADERS = frozenset({"Author", "Date", "AuthorDate", "Merge", "Commit", "CommitDate"})
_PERSON = re.compile(r"(.*?)(?<!\s)\s*<([^<>]*)>$")
_COUNTED = re.compile(r"(\d{1,18}|-)\t(\d{1,18}|-)\t(.+)$")
_RAW = re.compile(r":\d{6} \d{6} [0-9a-f]{4,64}\.{0,3} ([0-9a-f]{4,64})\.{0,3} [A-Z]\d{0,3}\t([^\t]+)(?:\t([^\t]+))?$")
_STATUS = re.compile(r"[A-Z]\d{0,3}\t([^\t]+)(?:\t([^\t]+))?$")
_BRACES = re.compile(r"\{((?:(?! => )[^{}])*) => ([^{}]*)\}")
_ESCAPE = re.compile(r"\\([0-7]{3}|.)")
_CHARACTERS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "r": "\r", "v": "\v"}
_NO_BLOB = re.compile(r"0+|e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
"""A file that is gone, and an empty one."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One file in one commit: its path after it, the path before if it moved, how many lines were added and removed.

    `counted` False: the log does not say how many. `blob` is the fingerprint of its content, if the log has it.
    """

    path: str
    old: str | None = None
    added: int = 0
    removed: int = 0
    counted: bool = True
    blob: str | None = None


@dataclass(frozen=True, slots=True)
class GitCommit:
    """One commit as the log shows it; `at` in epoch seconds."""

    id: str
    name: str
    email: str
    at: int | None
    message: str
    changes: tuple[Changed, ...] = ()
    merge: bool = False

    @property
    def subject(self) -> str:
        return self.message.partition("\n")[0].strip()


def account_of(name: str, email: str | None) -> str:
    """The account of a name and an address. The address in lower case, else the name as written."""
    return email.strip().lower() if email and "@" in email else " ".join(name.split())


def commits(lines: Iterable[str], counts: bool = False) -> Iterator[GitCommit]:
    """The commits of a ``git log`` text, with ``--numstat``, ``--raw``, ``--name-status`` or ``--name-only``.

    `counts`: counts were asked for, so that a file without them changed in its white space alone.
    """
    block: list[str] = []
    for line in lines:
        if line.startswith("commit ") and _COMMIT.match(line):
            if block:
                yield _commit(block, counts)
            block = []
        elif not block:
            continue
        block.append(line.rstrip("\n").rstrip("\r"))
    if block:
        yield _commit(block, counts)


def _commit(block: list[str], counts: bool) -> GitCommit:
    """A commit from its lines: header, message (indented by four), changes."""
    match = _COMMIT.match(block[0])
    headers: dict[str, str] = {}
    message: list[str] = []
    changes: dict[str, Changed] = {}
    for line in block[1:]:
        header = _HEADER.match(line) if not message else None
        if header and header[1] in _HEADERS:
            headers.setdefault(header[1], header[2])
        elif line.startswith("    "):
            message.append(line[4:])
        elif line.strip():
            _note(changes, line)
        elif message and not changes:
            message.append("")
    counts = counts or any(each.counted for each in changes.values())
    name, email = _person(headers.get("Author", ""))
    return GitCommit(
        match[1] if match else "",
        name,
        email,
        seconds_of(headers.get("Date") or headers.get("AuthorDate") or ""),
        "\n".join(message).strip(),
        tuple(replace(each, counted=True) if counts and each.blob is not None else each for each in changes.values()),
        "Merge" in headers,
    )


def _person(text: str) -> tuple[str, str]:
    match = _PERSON.match(text.strip())
    return (match[1].strip(), match[2].strip()) if match else (text.strip(), "")


def _note(changes: dict[str, Changed], line: str) -> None:
    """One line about a file: its content, its counts, or its path alone."""
    if raw := _RAW.match(line):
        old, new = (raw[2], raw[3]) if raw[3] else (None, raw[2])
        blob = None if _NO_BLOB.fullmatch(raw[1]) else raw[1]
        found = Changed(_unquoted(new), _unquoted(old) if old else None, counted=False, blob=blob or "")
    elif counted := _COUNTED.match(line):
        moved, path = renamed(counted[3])
        known = changes.get(path)
        added, removed = (int(each) if each != "-" else 0 for each in counted.groups()[:2])
        found = Changed(path, moved, added, removed, counted[1] != "-", known.blob if known else None)
    elif status := _STATUS.match(line):
        old, new = (status[1], status[2]) if status[2] else (None, status[1])
        found = Changed(_unquoted(new), _unquoted(old) if old else None, counted=False)
    else:
        found = Changed(_unquoted(line.strip()), counted=False)
    changes[found.path] = found


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
