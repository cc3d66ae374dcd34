"""Generations of the index: numbered folders, a commit file in each, and a pointer to the one that is served."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from models.index.columns import Sizes
from models.index.records import IndexProblem
from models.index.text.engine import OpenEngine, TextEngine

FORMAT = 6
POINTER = "CURRENT"
COMMIT = "commit.json"


@dataclass(frozen=True, slots=True)
class IndexCommit:
    """What is committed in a generation. `reserved` is the high-water mark of ordinals: none below it is given again.

    `tables` maps the name of a small table (people, topics, ...) to the number of its newest file; `stale` says that
    something that was for everyone no longer is, so that a new generation is due. `settled` is the change up to which
    the tables that follow in batches are, and `passed` the number of the passes over the whole state that they show.
    """

    seq: int = 0
    sizes: Sizes = field(default_factory=Sizes)
    reserved: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    dictionaries: dict[str, int] = field(default_factory=dict)
    stale: bool = False
    settled: int = -1
    passed: int = 0
    format: int = FORMAT


def read_commit(folder: Path) -> IndexCommit:
    """What is committed in this folder. Raises IndexProblem when it is of another format, or damaged."""
    try:
        raw: dict[str, Any] = json.loads((folder / COMMIT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return IndexCommit()
    except ValueError as error:
        raise IndexProblem("index-broken", path=str(folder)) from error
    if not isinstance(raw, dict):
        raise IndexProblem("index-broken", path=str(folder))
    if raw.get("format") != FORMAT:  # a later or an earlier program wrote it: it is built again, never guessed at
        raise IndexProblem("index-other-format", path=str(folder))
    try:
        return IndexCommit(**{**raw, "sizes": Sizes(**raw["sizes"])})
    except (KeyError, TypeError) as error:
        raise IndexProblem("index-broken", path=str(folder)) from error


def write_commit(folder: Path, commit: IndexCommit) -> None:
    """Publish a commit: readers see all of it or nothing."""
    write_whole(folder / COMMIT, json.dumps(asdict(commit)).encode())


def write_whole(file: Path, data: bytes) -> None:
    """Replace a file in one step, durably."""
    fresh = file.with_name(file.name + ".new")
    with fresh.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)


def current(root: Path) -> Path | None:
    """The folder of the generation that is served, None when there is none yet."""
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return root / name


def readable(root: Path) -> bool:
    """Whether there is a generation that is whole and of the format that is written now."""
    folder = current(root)
    if folder is None:
        return False
    try:
        read_commit(folder)
    except IndexProblem:
        return False
    return True


def number_of_generation(folder: Path) -> int:
    """The number of this generation."""
    return int(folder.name.removeprefix("gen-"))


def begin(root: Path) -> Path:
    """Make the folder of the next generation next to those that are there; an unfinished one is thrown away."""
    root.mkdir(parents=True, exist_ok=True)
    served = current(root)
    number = number_of_generation(served) if served else 0
    for folder in root.glob("gen-*"):
        if number_of_generation(folder) > number:
            shutil.rmtree(folder)
    folder = root / f"gen-{number + 1:06d}"
    folder.mkdir()
    return folder


def publish(root: Path, folder: Path) -> None:
    """Serve this generation from now on."""
    write_whole(root / POINTER, folder.name.encode())


def remove_old(root: Path) -> int:
    """Remove the generations before the served one that nobody reads; their number."""
    served, removed = current(root), 0
    if served is None:
        return 0
    for folder in root.glob("gen-*"):
        if number_of_generation(folder) < number_of_generation(served) and _unread(folder):
            shutil.rmtree(folder)
            removed += 1
    return removed


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
        self._file = (folder / "readers").open("a")
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def close(self) -> None:
        self._file.close()


@contextmanager
def sole_writer(root: Path) -> Iterator[None]:
    """Be the only process that writes this index. Raises IndexProblem when another one does."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "writer.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexProblem("index-locked", path=str(root)) from error
        yield


def engines_of(folder: Path, open_engine: OpenEngine) -> dict[str, TextEngine]:
    """The text engines of a generation: documents for everyone, and others."""
    return {name: open_engine(folder / name) for name in ("public", "restricted")}
