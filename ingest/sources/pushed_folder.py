"""The folder of a source to which programs push: one file a day, which only grows, so that a sync reads on in it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from graph.facts import Cursor, Problem, Seconds


@runtime_checkable
class TakesLines(Protocol):
    """A source to which programs push: the folder of its lines, and what is wrong with some of them.

    `mistakes` gives the number of a line, the problem, and whether its record is kept.
    """

    @property
    def path(self) -> Path: ...

    def mistakes(self, body: bytes) -> Iterator[tuple[int, Problem, bool]]: ...


PREFIX, SUFFIX = "pushed-", ".jsonl"


def append_lines(folder: Path, body: bytes, now: Seconds) -> Path:
    """Keep these lines on the disk before this returns; gives their file. Raises OSError.

    A line that a crash broke off is ended first: it was told to nobody as kept, and is a problem of its own.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    day = datetime.fromtimestamp(now, UTC).date().isoformat()
    file = folder / f"{PREFIX}{day}{SUFFIX}"
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab+") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        broken = stream.seek(0, os.SEEK_END) > 0 and not _ends(stream.fileno())
        stream.write(b"\n" * broken + body + b"\n" * (not body.endswith(b"\n")))
        stream.flush()
        os.fsync(stream.fileno())
    return file


def _ends(file: int) -> bool:
    """Whether the last line of this file has its end."""
    return os.pread(file, 1, os.fstat(file).st_size - 1) == b"\n"


def remove_read(folder: Path, cursor: Cursor | None, before: Seconds) -> int:
    """Remove the files of days before this moment that were read to their end; how many there were."""
    count = 0
    for file in _files_before(folder, before):
        place = ((cursor or {}).get("files") or {}).get(file.name)  # type: ignore[union-attr]
        if isinstance(place, list) and place[0] == file.stat().st_size:
            file.unlink()
            count += 1
    return count


def _files_before(folder: Path, before: Seconds) -> Iterator[Path]:
    last = f"{PREFIX}{datetime.fromtimestamp(before, UTC).date().isoformat()}{SUFFIX}"
    yield from (file for file in sorted(folder.glob(f"{PREFIX}*{SUFFIX}")) if file.name < last)
