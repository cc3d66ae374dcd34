"""Memory of a process and all that descend from it, on Linux."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY = 0.25
"""Seconds between two looks."""


def resident(process: int) -> int:
    """Resident memory, in MiB. Mapped files are included; what several of the processes share counts once."""
    return sum(map(_share_of, _with_children(process))) // 1024


def _with_children(process: int) -> list[int]:
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except FileNotFoundError:  # it has just ended
        return []
    return [process, *(each for child in map(int, told) for each in _with_children(child))]


def _share_of(process: int) -> int:
    """Resident KiB of one process, each page divided by the number of processes that share it."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


@contextmanager
def watched(process: int) -> Iterator[list[int]]:
    """Look now and then how much is resident while something is done; the looks, in MiB."""
    seen = [resident(process)]
    over = threading.Event()

    def look() -> None:
        while not over.wait(EVERY):
            seen.append(resident(process))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()
