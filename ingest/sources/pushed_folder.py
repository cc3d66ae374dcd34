"""The folder of a source to which programs push: one file a day, which only grows, so that a sync reads on in it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from graph.facts import Cursor, Problem, Said, Seconds


@runtime_checkable
class TakesLines(Protocol):
    """A source to which programs push: the folder of its lines, what they say, and what is wrong with some of them.

    `mistakes` gives the number of a line, the problem, and whether its record is kept. `overwritten` writes what
    `cleaned` makes of each line over it, and gives the cursor with which a sync goes on where it was.
    """

    @property
    def path(self) -> Path: ...

    def mistakes(self, body: bytes) -> Iterator[tuple[int, Problem, bool]]: ...

    def records(self, line: bytes) -> list[Said]: ...

    def overwritten(self, cursor: Cursor | None, cleaned: Callable[[bytes], bytes]) -> Cursor | None: ...


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


def overwrite_lines(folder: Path, cleaned: Callable[[bytes], bytes]) -> None:
    """Write over each line of all days what `cleaned` makes of it, with spaces behind it: no line changes its place.

    Programs go on to push meanwhile: what is behind the end that a file has now is not looked at.
    """
    for file in sorted(folder.glob(f"{PREFIX}*{SUFFIX}")):
        with file.open("r+b", buffering=0) as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            end = stream.seek(0, os.SEEK_END)
            fcntl.flock(stream, fcntl.LOCK_UN)
            _overwrite(stream.fileno(), file, end, cleaned)


def _overwrite(number: int, file: Path, end: int, cleaned: Callable[[bytes], bytes]) -> None:
    place, changed = 0, False
    with file.open("rb") as lines:
        while place < end and (line := lines.readline()):
            said = line.removesuffix(b"\n")
            kept = cleaned(said) if said.strip() else said
            if kept != said:
                changed = os.pwrite(number, kept[: len(said)].ljust(len(said)), place) > 0
            place += len(line)
    if changed:
        os.fsync(number)


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
