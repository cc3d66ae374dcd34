"""Arrays and texts of the files of a generation: small ones in memory, large arrays mapped, large texts read in pieces.

A file that somebody cuts short while it is mapped ends the process that reads it (SIGBUS), which Python cannot catch.
No program of ours does: files are written once, or grow, and lengths are looked at before questions
(decision 14). What is small costs nothing to read; then nothing that happens to the file ends a process.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALL = 1 << 18
"""Bytes up to which a file is read. There are about 65 files, read anew after each commit that changed them."""


def table(file: Path) -> NDArray[Any]:
    """The array of this file, as numpy saved it."""
    return np.asarray(np.load(file, mmap_mode=None if file.stat().st_size <= SMALL else "r"))


def column(file: Path, dtype: np.dtype[Any], count: int) -> NDArray[Any]:
    """The first `count` numbers of this file. Raises ValueError when it has fewer."""
    if count == 0:
        return np.zeros(0, dtype=dtype)
    if count * dtype.itemsize > SMALL:
        return np.asarray(np.memmap(file, dtype=dtype, mode="r", shape=(count,)))
    found = np.fromfile(file, dtype=dtype, count=count)
    if len(found) < count:
        raise ValueError(f"{file.name} has {len(found)} numbers of {count}")
    return found


class TextFile:
    """The first `size` bytes of a file, read where they are asked for.

    The pages around a piece that is mapped count as memory of the process: half a gigabyte for a million messages.
    Safe between threads. ValueError where the file is shorter than that, or than it was.
    """

    def __init__(self, file: Path, size: int) -> None:
        self._name, self._kept = file.name, b""
        if size <= SMALL:
            self._kept = column(file, np.dtype(np.uint8), size).tobytes()
            self._descriptor = -1
        else:
            self._descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
            weakref.finalize(self, os.close, self._descriptor)
            if (there := os.fstat(self._descriptor).st_size) < size:
                raise ValueError(f"{file.name} has {there} bytes of {size}")

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from `start` up to `stop`."""
        if self._descriptor < 0:
            return self._kept[start:stop]
        size = max(0, stop - start)
        found = os.pread(self._descriptor, size, start) if size else b""
        if len(found) < size:
            raise ValueError(f"{self._name} has {len(found)} bytes of {size} at {start}")
        return found
