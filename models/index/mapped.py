"""Arrays of the files of a generation: small ones in memory, large ones mapped.

A file that somebody cuts short while it is mapped ends the process that reads it (SIGBUS), which Python cannot catch.
No program of ours does: files are written once, or grow, and lengths are looked at before questions
(decision 14). What is small costs nothing to read; then nothing that happens to the file ends a process.
"""

from __future__ import annotations

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
