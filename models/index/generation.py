"""Generations of the index: numbered folders, a commit file in each, and a pointer to the one that is served."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from models.index.columns import Sizes
from models.index.records import IndexProblem
from models.index.seals import Seal, SealedFiles
from models.index.text.engine import EngineSeal, OpenEngine, TextEngine

FORMAT = 15
POINTER = "CURRENT"
COMMIT = "commit.json"
PUBLISHED = "published"
"""In each generation that was ever served: another one that lies there was never finished."""
ORDER = "renew"
"""Lies in the folder of the index when a process found damage: whoever writes the index makes a new generation."""
_LOOKS = 5
"""Times that a generation is looked at while its writer goes on, before it is called damaged."""
_NAME = re.compile(r"gen-(\d+)")


@dataclass(frozen=True, slots=True)
class IndexCommit:
    """What is committed in a generation. `reserved` is the high-water mark of ordinals: none below it is given again.

    `tables` maps the name of a small table (people, topics, ...) to the number of its newest file; `stale` says that
    something that was for everyone no longer is, so that a new generation is due. `settled` is the change up to which
    the tables that follow in batches are, and `passed` the number of the passes over the whole state that they show.
    `files` has the seal of every file, `engines` what each text engine says of its own.
    """

    seq: int = 0
    sizes: Sizes = field(default_factory=Sizes)
    reserved: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    files: dict[str, Seal] = field(default_factory=dict)
    engines: dict[str, EngineSeal] = field(default_factory=dict)
    stale: bool = False
    settled: int = -1
    passed: int = 0
    format: int = FORMAT


def read_commit(folder: Path) -> IndexCommit:
    """What is committed in this folder. Raises IndexProblem when it is of another format, or damaged."""
    try:
        raw: dict[str, Any] = json.loads((folder / COMMIT).read_bytes())
    except FileNotFoundError:
        return IndexCommit()
    except (ValueError, OSError) as error:
        raise broken(folder, COMMIT) from error
    if not isinstance(raw, dict):
        raise broken(folder, COMMIT)
    check = raw.pop("check", None)
    if raw.get("format") != FORMAT:  # a later or an earlier program wrote it: it is built again, never guessed at
        raise IndexProblem("index-other-format", path=str(folder))
    if check != _check_of(raw):
        raise broken(folder, COMMIT)
    files = {name: Seal(*seal) for name, seal in raw["files"].items()}
    return IndexCommit(**{**raw, "sizes": Sizes(**raw["sizes"]), "files": files})


def write_commit(folder: Path, commit: IndexCommit) -> None:
    """Publish a commit: readers see all of it or nothing."""
    raw = asdict(commit)
    write_whole(folder / COMMIT, json.dumps({**raw, "check": _check_of(raw)}).encode())


def _check_of(raw: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(raw, sort_keys=True).encode())


def broken(folder: Path, file: str) -> IndexProblem:
    """The problem of a generation in which this file is damaged."""
    return IndexProblem("index-broken", path=str(folder), file=file)


def damage(
    folder: Path, commit: IndexCommit, files: SealedFiles, open_engine: OpenEngine, *, lengths_only: bool = False
) -> str | None:
    """The name of a file of this generation that is not as it was written; None when all are."""
    found = files.damaged(commit.files, lengths_only=lengths_only)
    for name, seal in commit.engines.items() if found is None else ():
        inside = open_engine.damage(folder / name, seal, files)
        if inside is not None:
            return f"{name}/{inside}"
    return found


def check(folder: Path, open_engine: OpenEngine) -> IndexCommit:
    """The commit of a generation, all of whose files are as they were written. Raises IndexProblem."""
    if not (folder / COMMIT).exists():
        raise broken(folder, COMMIT)
    for attempt in range(_LOOKS):
        commit = read_commit(folder)
        found = damage(folder, commit, SealedFiles(folder), open_engine)
        if found is None:
            return commit
        if read_commit(folder) == commit and attempt:  # else a writer was just going on
            break
    raise broken(folder, str(found))


def write_whole(file: Path, data: bytes) -> None:
    """Replace a file in one step, durably."""
    fresh = file.with_name(file.name + ".new")
    with fresh.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)


def current(root: Path) -> Path | None:
    """The folder of the generation that is served, None when there is none yet.

    Where the pointer is damaged or points nowhere, it is the newest one that ever was served.
    """
    try:
        with open(f"{root}/{POINTER}", "rb") as pointer:
            name = pointer.read().decode(errors="replace").strip()
    except FileNotFoundError:
        name = ""
    if _NAME.fullmatch(name) and os.path.isdir(f"{root}/{name}"):
        return root / name
    return next(iter(served_before(root)), None)


def served_before(root: Path, folder: Path | None = None) -> list[Path]:
    """The generations that ever were served (with `folder`, before that one), the newest first."""
    before = number_of_generation(folder) if folder else None
    found = [each for each in _generations(root) if (each / PUBLISHED).exists()]
    return [each for each in reversed(found) if before is None or number_of_generation(each) < before]


def _generations(root: Path) -> list[Path]:
    return sorted((each for each in root.glob("gen-*") if _NAME.fullmatch(each.name)), key=number_of_generation)


def readable(root: Path, open_engine: OpenEngine) -> bool:
    """Whether there is a generation that is whole, of the format that is written now, and not to be made anew."""
    folder = current(root)
    if folder is None or (root / ORDER).exists() or not pointed(root):
        return False
    try:
        check(folder, open_engine)
    except IndexProblem:
        return False
    return True


def pointed(root: Path) -> bool:
    """Whether the pointer leads to a generation."""
    folder = current(root)
    try:
        return folder is not None and (root / POINTER).read_bytes().decode(errors="replace").strip() == folder.name
    except OSError:
        return False


def order(root: Path) -> None:
    """Ask whoever writes the index for a new generation; nothing where this process may not write."""
    with suppress(OSError):
        (root / ORDER).touch()


def number_of_generation(folder: Path) -> int:
    """The number of this generation."""
    return int(folder.name.removeprefix("gen-"))


def begin(root: Path) -> Path:
    """Make the folder of the next generation next to those that are there; an unfinished one is thrown away.

    Raises IndexProblem `index-unwritable` where that is not allowed.
    """
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
        served, found = current(root), _generations(root)
        for folder in found:
            if folder != served and not (folder / PUBLISHED).exists():
                shutil.rmtree(folder)
        folder = root / f"gen-{1 + max(map(number_of_generation, found), default=0):06d}"
        folder.mkdir()
    return folder


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Say as IndexProblem `index-unwritable` that the system does not let this process write."""
    try:
        yield
    except OSError as error:
        raise IndexProblem("index-unwritable", path=str(root), reason=str(error)) from error


def publish(root: Path, folder: Path) -> None:
    """Serve this generation from now on."""
    with writing(root):
        (folder / PUBLISHED).touch()
        write_whole(root / POINTER, folder.name.encode())
        (root / ORDER).unlink(missing_ok=True)


def remove_old(root: Path, open_engine: OpenEngine, *, spare: bool = True) -> int:
    """Remove the generations before the served one that nobody reads; their number.

    The last one is kept, to serve should this one be damaged, unless it is damaged itself or holds what was withdrawn
    or edited out: that does not lie on the disk for the sake of a spare.
    """
    served = current(root)
    before = [] if served is None else served_before(root, served)
    removed, kept = 0, before[:1] if spare and before and _is_spare(before[0], open_engine) else []
    for folder in _generations(root):
        old = served is not None and number_of_generation(folder) < number_of_generation(served)
        if old and folder not in kept and _unread(folder):
            shutil.rmtree(folder)
            removed += 1
    return removed


def _is_spare(folder: Path, open_engine: OpenEngine) -> bool:
    try:
        return not check(folder, open_engine).stale
    except IndexProblem:
        return False


def _unread(folder: Path) -> bool:
    with (folder / "readers").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class ReadLock:
    """A reader's lock on a generation: until it is closed, nobody removes the folder."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[Any] | None = None
        with suppress(OSError):  # where nothing may be written nobody removes a generation either
            self._file = (folder / "readers").open("a")
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


@contextmanager
def sole_writer(root: Path) -> Iterator[None]:
    """Be the only process that writes this index. Raises IndexProblem when another one does."""
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / "writer.lock").open("a")
    with lock as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexProblem("index-locked", path=str(root)) from error
        yield


def engines_of(folder: Path, open_engine: OpenEngine) -> dict[str, TextEngine]:
    """The text engines of a generation: documents for everyone, and others. Raises IndexProblem for a damaged one."""
    engines: dict[str, TextEngine] = {}
    for name in ("public", "restricted"):
        try:
            engines[name] = open_engine(folder / name)
        except (ValueError, OSError) as error:
            raise broken(folder, name) from error
    return engines
