"""The data folder: for the user of WhoKnows only, whatever the umask; what others could read is mended or told."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.store import StoreError
from whoknows.settings import Settings

FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077
"""Rights of the group and of everybody else."""
SQLITE = "sqlite:"
BESIDE = ("", "-wal", "-shm", "-journal")
"""Files of one SQLite store, by what comes after its name."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is wrong with the files of an installation: `open` to others, or `foreign`: of another user."""

    open: tuple[Path, ...] = ()
    foreign: tuple[Path, ...] = ()


def keep_private(settings: Settings) -> None:
    """Keep to ourselves what is in the data folder, and what this process writes from now on.

    A folder that others could read, as older versions made them, is mended with all that is in it.
    """
    os.umask(OTHERS)
    whole = _is_open(settings.data)
    for path in _ours(settings) if whole else _shallow(settings):
        _close(path)


def make_folder(settings: Settings) -> None:
    """Make the data folder, for us only. Raises StoreError when it cannot be written to."""
    try:
        settings.data.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        keep_private(settings)
        (settings.data / ".writable").touch()
        (settings.data / ".writable").unlink(missing_ok=True)  # other processes look at the same moment
    except OSError as error:
        raise StoreError("settings-folder-unwritable", path=str(settings.data), reason=str(error)) from error


def exposure(settings: Settings) -> Exposure:
    """What others could read of this installation, and what belongs to somebody else."""
    found = [path for path in _ours(settings) if os.path.lexists(path)]
    return Exposure(
        tuple(path for path in found if _is_open(path)),
        tuple(path for path in found if path.lstat().st_uid != os.geteuid()),
    )


def _shallow(settings: Settings) -> Iterator[Path]:
    """The data folder with its locks, and the store."""
    yield settings.data
    yield from settings.data.glob("*.lock")
    if settings.store.startswith(SQLITE):
        store = Path(settings.store.removeprefix(SQLITE))
        yield from (store.with_name(store.name + suffix) for suffix in BESIDE)


def _ours(settings: Settings) -> Iterator[Path]:
    """Everything that WhoKnows writes. Whatever else is in the folder is not ours to change."""
    yield from _shallow(settings)
    for root in (settings.index, settings.blobs):
        yield root
        yield from root.rglob("*")


def _is_open(path: Path) -> bool:
    """Whether others have rights here."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISLNK(mode) and bool(mode & OTHERS)


def _close(path: Path) -> None:
    """Take the rights of others away. What is somebody else's, or for all such as /tmp, is left; `doctor` tells it."""
    with suppress(FileNotFoundError, PermissionError):
        mode = path.lstat().st_mode
        if mode & OTHERS and not mode & stat.S_ISVTX and (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
            path.chmod(FOLDER if stat.S_ISDIR(mode) else FILE)
