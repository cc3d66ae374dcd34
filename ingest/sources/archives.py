"""The files in an archive, read without harm. Unpacks tar and zip into a temporary folder; a folder stays."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, cast

from graph.facts import Problem
from ingest.contract import SourceError
from ingest.formats.damaged import DAMAGED_ZIP

MAX_TOTAL = 20 * 2**30
"""Bytes that one archive may unpack to."""
MAX_FILES = 2_000_000
MAX_RATIO = 250
"""More than this many bytes out of one, beyond `RATIO_FROM`, is a bomb: text packs to a tenth, JSON to a fiftieth."""
RATIO_FROM = 64 * 2**20
SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".zip")

BROKEN = (tarfile.TarError, zipfile.BadZipFile, EOFError, lzma.LZMAError, zlib.error, OSError, NotImplementedError)


def is_archive(path: Path) -> bool:
    """Whether this is a file that `unpacked` can open."""
    return path.is_file() and path.name.lower().endswith(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The folder with the files, and the members that were left out because their names lead elsewhere.

    Nobody knows which items such a member holds, so nothing may be taken for deleted: its Problem has no id.
    """

    folder: Path
    problems: tuple[Problem, ...] = ()


@contextmanager
def unpacked(path: Path) -> Iterator[Unpacked]:
    """The files of this folder or archive, in a folder. Only regular files: links are left out, and odd names are told.

    Raises SourceError when it is missing, broken, too big or a bomb.
    """
    if path.is_dir():
        yield Unpacked(path)
        return
    if not path.exists():
        raise SourceError("file-missing", path=str(path))
    with tempfile.TemporaryDirectory(prefix="whoknows-") as folder:
        try:
            odd = _unpack(path, Path(folder))
        except (*BROKEN, *DAMAGED_ZIP) as error:
            raise SourceError("archive-broken", path=str(path), reason=str(error)) from error
        told = [{"file": path.name, "member": name} for name in odd]
        yield Unpacked(Path(folder), tuple(Problem(None, "archive-member-outside", params) for params in told))


def opened(path: Path) -> IO[bytes]:
    """The bytes of this file, unpacked if its name ends in .gz, .bz2 or .xz."""
    match path.suffix.lower():
        case ".gz":
            return cast(IO[bytes], gzip.open(path, "rb"))
        case ".bz2":
            return bz2.open(path, "rb")
        case ".xz":
            return lzma.open(path, "rb")
    return path.open("rb")


def _unpack(path: Path, folder: Path) -> list[str]:
    """Unpack regular files into this folder; the names of those that would lie elsewhere."""
    budget, odd = Budget(path, path.stat().st_size), []
    for name, open_member in _members(path):
        target = _target(folder, name)
        if target is None:
            odd.append(name)
            budget.count()
            continue
        with open_member() as member:
            budget.copy(member, target)
    return odd


def _members(path: Path) -> Iterator[tuple[str, Callable[[], IO[bytes]]]]:
    """The names of the regular files in it, each with how it is opened before the next one is asked for."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir() and not _is_link(info):
                    yield info.filename, partial(archive.open, info)
    else:
        with tarfile.open(path, "r:*") as tar:
            for entry in tar:
                if entry.isreg():
                    yield entry.name, partial(_extracted, tar, entry)


def _extracted(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    stream = tar.extractfile(entry)
    assert stream is not None, "a regular file has content"
    return stream


def _is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & 0o170000 == 0o120000


def _target(folder: Path, name: str) -> Path | None:
    """The path of a member below the folder. None if it would lie outside the folder."""
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or ":" in pure.parts[0] or "\0" in name:
        return None
    return folder.joinpath(*pure.parts)


class Budget:
    """What one archive may still unpack. Raises SourceError as soon as it is spent."""

    def __init__(self, path: Path, packed: int) -> None:
        self.path = path
        self.limit = min(MAX_TOTAL, max(RATIO_FROM, packed * MAX_RATIO))
        self.files = 0

    def count(self) -> None:
        """One more member; there may not be too many."""
        self.files += 1
        if self.files > MAX_FILES:
            raise SourceError("archive-too-large", path=str(self.path))

    def copy(self, stream: IO[bytes], target: Path) -> None:
        """Write one member, which is only as big as the budget allows."""
        self.count()
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free
        with target.open("wb") as out:
            while block := stream.read(1 << 20):
                self.limit -= len(block)
                free -= len(block)
                if self.limit < 0 or free < 0:
                    raise SourceError("archive-too-large", path=str(self.path))
                out.write(block)
