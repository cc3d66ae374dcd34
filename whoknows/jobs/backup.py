"""A backup of an installation: a tar file of the graph, the blobs and a list of both."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from graph.sqlite import backup as sqlite_backup

FORMAT = 1
GRAPH, BLOBS, LIST = "whoknows.db", "blobs", "backup.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """The contents of a backup. `files` maps each name to the SHA-256 of its content; `made` is in seconds UTC."""

    format: int
    made: int
    schema: int
    seq: int
    files: dict[str, str]


class BackupError(Exception):
    """A backup cannot be made or used; a message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


def back_up(store: Path, blobs: Path, target: Path, now: int) -> Backup:
    """Write a backup of this store and these blobs; readable only by its owner, and there as a whole or not at all."""
    with _trouble(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        graph = Path(folder) / GRAPH
        copied = sqlite_backup.snapshot(store, graph)
        found = {GRAPH: graph, **_blobs(blobs)}
        made = Backup(FORMAT, now, copied.version, copied.seq, {name: _digest(file) for name, file in found.items()})
        whole = Path(folder) / "whole"
        with whole.open("xb") as raw:
            os.fchmod(raw.fileno(), 0o600)
            with tarfile.open(fileobj=raw, mode="w") as tar:
                _add_list(tar, made)
                for name, file in found.items():
                    tar.add(file, name, recursive=False)
            raw.flush()
            os.fsync(raw.fileno())
        whole.replace(target)
    return made


def restore(origin: Path, store: Path, blobs: Path, *, overwrite: bool = False) -> Backup:
    """Put what is in this backup in the place of the store and the blobs, after all of it was found to be whole.

    BackupError or StoreError when it is not, or when there is a store already and `overwrite` was not told.
    """
    if store.exists() and not overwrite:
        raise BackupError("restore-would-overwrite", path=str(store))
    with _trouble(origin), _opened(origin) as tar:
        told = _read_list(tar, origin)
        store.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=store.parent, prefix=".restore-") as name:
            folder = Path(name)
            _take_out(tar, told, folder, origin)
            sqlite_backup.inspect(folder / GRAPH)
            for file in told.files:
                if file != GRAPH:
                    target = blobs / PurePosixPath(file).relative_to(BLOBS)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    (folder / file).replace(target)
            sqlite_backup.replace(store, folder / GRAPH)
    return told


def _blobs(folder: Path) -> dict[str, Path]:
    """The blobs, by name. Their names are what they hold, so that one that is there does not change."""
    files = sorted(file for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else []
    return {f"{BLOBS}/{file.relative_to(folder).as_posix()}": file for file in files}


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _add_list(tar: tarfile.TarFile, made: Backup) -> None:
    data = json.dumps(asdict(made), indent=1).encode()
    entry = tarfile.TarInfo(LIST)
    entry.size, entry.mode, entry.mtime = len(data), 0o600, made.made
    tar.addfile(entry, io.BytesIO(data))


def _read_list(tar: tarfile.TarFile, origin: Path) -> Backup:
    """The list of contents in a backup. Raises BackupError when its format is not known."""
    try:
        listed = tar.extractfile(LIST)
        raw = json.loads(listed.read()) if listed else {}
        if raw.get("format") != FORMAT:
            raise BackupError("backup-other-format", path=str(origin), found=str(raw.get("format")), known=str(FORMAT))
        told = Backup(**raw)
        names = [PurePosixPath(name) for name in told.files]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupError("backup-foreign", path=str(origin)) from error
    if GRAPH not in told.files or any(".." in name.parts or name.parts[0] not in (GRAPH, BLOBS) for name in names):
        raise BackupError("backup-foreign", path=str(origin))
    return told


def _take_out(tar: tarfile.TarFile, told: Backup, folder: Path, origin: Path) -> None:
    """Write each listed file into a folder. BackupError when one is missing or is not what was put in."""
    for name, digest in told.files.items():
        try:
            data = tar.extractfile(name)
        except KeyError:
            data = None
        if data is None:
            raise BackupError("backup-damaged", path=str(origin), name=name)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        seen = hashlib.sha256()
        with target.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            while chunk := data.read(_CHUNK):
                seen.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if seen.hexdigest() != digest:
            raise BackupError("backup-damaged", path=str(origin), name=name)


@contextmanager
def _opened(origin: Path) -> Iterator[tarfile.TarFile]:
    try:
        tar = tarfile.open(origin, "r:")  # noqa: SIM115 - closed below; only what cannot be opened is no backup
    except tarfile.TarError as error:
        raise BackupError("backup-foreign", path=str(origin)) from error
    with tar:
        yield tar


@contextmanager
def _trouble(path: Path) -> Iterator[None]:
    """Say what a file system's or a tar's error means for who keeps the backup."""
    try:
        yield
    except tarfile.TarError as error:
        raise BackupError("backup-damaged", path=str(path), name=str(error)) from error
    except OSError as error:
        raise BackupError("file-unreadable", path=str(path), reason=error.strerror or str(error)) from error
