"""Seals of the files of a generation: how long each is and its checksum (CRC-32), so that damage is seen.

Every file is written once or only grows, so that a seal of what is committed stays true. The text engine has a seal of
its own: its background threads join files when they like.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

PIECE = 1 << 20
END = 4096
"""Bytes at either end of a file by which it is seen that it only grew, and was not written anew."""
T = TypeVar("T")


class Seal(NamedTuple):
    """The committed length of a file in bytes, and the checksum of that part."""

    size: int = 0
    crc: int = 0

    def grown(self, data: bytes) -> Seal:
        """The seal with these bytes behind it."""
        return Seal(self.size + len(data), zlib.crc32(data, self.crc))


Seals = Mapping[str, Seal]
UNSEALED = Seal()
Stamp = tuple[int, int, int]
"""Inode, time and size of a file."""


def seal_of(file: Path) -> Seal:
    """The seal of a whole file, as it is read back."""
    return _read(file, file.stat().st_size, UNSEALED)


def _read(file: Path | str, size: int, after: Seal) -> Seal:
    """The seal of the first `size` bytes, of which those of `after` were read before."""
    seal = after
    with open(file, "rb") as source:
        source.seek(after.size)
        while seal.size < size and (piece := source.read(min(PIECE, size - seal.size))):
            seal = seal.grown(piece)
    return seal


class SeenFile(NamedTuple):
    """A file when it was checked: its inode, time and size, the seal that it kept, and how the sealed part begins and
    ends."""

    path: str
    stamp: Stamp
    seal: Seal
    ends: bytes


class SealedFiles:
    """Files of one generation as one process has seen them: what was checked is read again only when it changed.

    One thread may read the files while others ask: what is gone over is copied first, which takes one step.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, SeenFile] = {}
        self._said: dict[str, tuple[Stamp, Any]] = {}

    def damaged(self, seals: Seals, *, lengths_only: bool = False) -> str | None:
        """The name of a file that is not as it was sealed; None when all are. `lengths_only` reads no file."""
        self._seen = {name: each for name, each in list(self._seen.items()) if name in seals}
        self._said = {path: each for path, each in list(self._said.items()) if os.path.exists(path)}
        return next((name for name, seal in seals.items() if not self._holds(name, seal, lengths_only)), None)

    def _holds(self, name: str, seal: Seal, lengths_only: bool) -> bool:
        try:
            stamp, before = _stamp(f"{self._folder}/{name}"), self._seen.get(name)
            if stamp[2] < seal.size:
                return False
            same = before is not None and before.seal == seal and before.stamp == stamp
            return same or lengths_only or self._read_again(name, seal, stamp)
        except OSError:
            return False

    def _read_again(self, name: str, seal: Seal, stamp: Stamp) -> bool:
        """Whether this file is as it was sealed. Of one that only grew what is new is read."""
        path, before, known = f"{self._folder}/{name}", self._seen.get(name), UNSEALED
        if before is not None and before.seal.size <= seal.size and _grew(before.stamp, stamp):
            if _ends(path, before.seal.size) != before.ends:
                return False
            known = before.seal
        if _read(path, seal.size, known) != seal:
            return False
        self._seen[name] = SeenFile(path, stamp, seal, _ends(path, seal.size))
        return True

    def are_untouched(self) -> bool:
        """Whether every file that was ever checked is there and is as it was then. A file that went away counts."""
        try:
            return all(_stamp(path) == stamp for path, stamp in self._stamps())
        except OSError:
            return False

    def _stamps(self) -> Iterator[tuple[str, Stamp]]:
        yield from ((each.path, each.stamp) for each in list(self._seen.values()))
        yield from ((path, stamp) for path, (stamp, _) in list(self._said.items()))

    def once(self, file: Path, work: Callable[[], T]) -> T:
        """What `work` says of this file; worked out again when the file is another one, or was written to."""
        path = str(file)
        stamp, known = _stamp(path), self._said.get(path)
        if known is None or known[0] != stamp:
            known = self._said[path] = stamp, work()
        said: T = known[1]
        return said


def _stamp(file: str) -> Stamp:
    found = os.stat(file)
    return found.st_ino, found.st_mtime_ns, found.st_size


def _ends(file: str, size: int) -> bytes:
    """The first and the last bytes of the first `size`."""
    with open(file, "rb") as source:
        first = source.read(min(END, size))
        source.seek(max(0, size - END))
        return first + source.read(min(END, size))


def _grew(before: Stamp, now: Stamp) -> bool:
    """Whether the file is the same one, and longer: a writer appended to it."""
    return before[0] == now[0] and before[2] < now[2]


def size_of(seals: Iterable[Seal]) -> int:
    """Bytes of all these files."""
    return sum(seal.size for seal in seals)
