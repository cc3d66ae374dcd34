"""Which files does an archive hold, without harm? Unpacks tar and zip into a temporary folder; a folder stays."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from ingest.contract import SourceError

MAX_TOTAL = 20 * 2**30
"""Bytes that one archive may unpack to."""
MAX_FILES = 2_000_000
MAX_RATIO = 250
"""More than this many bytes out of one, beyond `RATIO_FROM`, is a bomb: text packs to a tenth, JSON to a fiftieth."""
RATIO_FROM = 64 * 2**20
SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".zip")

BROKEN = (tarfile.TarError, zipfile.BadZipFile, EOFError, lzma.LZMAError, zlib.error, OSError, NotImplementedError)


def is_archive(path: Path) -> bool:
    """Is this a file that `unpacked` can open?"""
    return path.is_file() and path.name.lower().endswith(SUFFIXES)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """In which folder lies what this folder or archive holds? Only regular files; links and odd names are left out.

    Raises SourceError when it is missing, broken, too big or a bomb.
    """
    if path.is_dir():
        yield path
        return
    if not path.exists():
        raise SourceError("file-missing", path=str(path))
    with tempfile.TemporaryDirectory(prefix="whoknows-") as folder:
        try:
            _unpack(path, Path(folder))
        except BROKEN as error:
            raise SourceError("archive-broken", path=str(path), reason=str(error)) from error
        yield Path(folder)


def opened(path: Path) -> IO[bytes]:
    """What are the bytes of this file, unpacked if its name ends in .gz, .bz2 or .xz?"""
    match path.suffix.lower():
        case ".gz":
            return cast(IO[bytes], gzip.open(path, "rb"))
        case ".bz2":
            return bz2.open(path, "rb")
        case ".xz":
            return lzma.open(path, "rb")
    return path.open("rb")


def _unpack(path: Path, folder: Path) -> None:
    budget = Budget(path, path.stat().st_size)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                target = _target(folder, info.filename)
                if target is not None and not info.is_dir() and not _is_link(info):
                    with archive.open(info) as member:
                        budget.copy(member, target)
    else:
        with tarfile.open(path, "r:*") as tar:
            for entry in tar:
                target = _target(folder, entry.name)
                stream = tar.extractfile(entry) if target is not None and entry.isreg() else None
                if target is not None and stream is not None:
                    budget.copy(stream, target)


def _is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & 0o170000 == 0o120000


def _target(folder: Path, name: str) -> Path | None:
    """Where does a member go? None if it would lie outside the folder."""
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or ":" in pure.parts[0] or "\0" in name:
        return None
    return folder.joinpath(*pure.parts)


class Budget:
    """How much may one archive still unpack? Raises SourceError as soon as it is spent."""

    def __init__(self, path: Path, packed: int) -> None:
        self.path = path
        self.limit = min(MAX_TOTAL, max(RATIO_FROM, packed * MAX_RATIO))
        self.files = 0

    def copy(self, stream: IO[bytes], target: Path) -> None:
        """Write one member, which is only as big as the budget allows."""
        self.files += 1
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free
        with target.open("wb") as out:
            while block := stream.read(1 << 20):
                self.limit -= len(block)
                free -= len(block)
                if self.limit < 0 or free < 0 or self.files > MAX_FILES:
                    raise SourceError("archive-too-large", path=str(self.path))
                out.write(block)
