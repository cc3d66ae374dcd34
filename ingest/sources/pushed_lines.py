"""The lines of one pushed file, plain or compressed: from where a reader stopped, each with its number in the file."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, cast

import orjson

LONGEST = 20_000_000
"""Bytes of one line: a longer one is not kept in memory."""
BLOCK = 1 << 20


def is_packed(file: Path) -> bool:
    """Whether the file is compressed: then it is replaced as a whole and its places are numbers of lines."""
    return file.name.endswith((".gz", ".xz"))


def opened(file: Path) -> IO[bytes]:
    """The bytes of the file, unpacked."""
    if file.name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(file, "rb"))
    return cast(IO[bytes], lzma.open(file, "rb")) if file.name.endswith(".xz") else file.open("rb")


class PushedLines:
    """Lines from `start` on; `place` is the position behind the last one that was given (bytes; packed: lines).

    With `growing`, a last line that has no end and is not JSON yet is left for the next time.
    """

    def __init__(self, file: Path, stream: IO[bytes], start: int, *, growing: bool) -> None:
        self.place = start
        self._file, self._stream, self._start = file, stream, start
        self._packed = is_packed(file)
        self._growing = growing and not self._packed
        self._given = 0
        self._before: int | None = start if self._packed else None
        if self._packed:
            for _ in islice(stream, start):
                pass
        else:
            stream.seek(start)

    def __iter__(self) -> Iterator[bytes | None]:
        """Each line; None for one that is too long."""
        while line := self._stream.readline(LONGEST):
            ended = line.endswith(b"\n")
            too_long = len(line) >= LONGEST and not ended
            if self._growing and not ended and not too_long and not _is_json(line):
                return
            self._given += 1
            rest = self._skip_rest() if too_long else 0
            self.place += 1 if self._packed else len(line) + rest
            yield None if too_long else line

    def where(self) -> str:
        """File and number of the line that was given last. Counts the lines before `start` once, when asked."""
        if self._before is None:
            self._before = _lines_before(self._file, self._start) if self._start else 0
        return f"{self._file.name}:{self._before + self._given}"

    def _skip_rest(self) -> int:
        """Bytes up to the end of a line, read without keeping them."""
        count = 0
        while piece := self._stream.readline(BLOCK):
            count += len(piece)
            if piece.endswith(b"\n"):
                break
        return count


def _lines_before(file: Path, position: int) -> int:
    """Number of lines in the first bytes of a file."""
    count = 0
    with file.open("rb") as stream:
        while position > 0 and (block := stream.read(min(BLOCK, position))):
            count += block.count(b"\n")
            position -= len(block)
    return count


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True
