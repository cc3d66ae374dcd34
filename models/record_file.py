"""One file beside the index that is replaced at once: arrays, and the rest as JSON; no pickle.

Its state, of which `format` says the version that wrote it, can be read without the rest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Made = TypeVar("Made")
Arrays = Mapping[str, NDArray[Any]]
_PARTS = ("data", "indices", "indptr", "shape")
_BROKEN = (OSError, EOFError, BadZipFile, KeyError, ValueError, TypeError)


def write_record(file: Path, state: Mapping[str, Any], rest: Mapping[str, Any], arrays: Arrays) -> Path:
    """Put this record in the place of the one before at once."""
    fresh = file.with_name(f"{file.name}.new")
    with fresh.open("wb") as out:
        np.savez(out, state=_packed(state), rest=_packed(rest), **arrays)  # type: ignore[arg-type]
        out.flush()
        os.fsync(out.fileno())
    return fresh.replace(file)


def read_record(file: Path, made: Callable[[Arrays], Made]) -> Made | None:
    """What `made` makes of this record; None when there is none that can be read."""
    try:
        with np.load(file, allow_pickle=False) as found:
            return made(found)
    except _BROKEN:
        return None


def state_of(found: Arrays, version: int) -> dict[str, Any]:
    """The state of a record. Raises ValueError when another version wrote it."""
    told: dict[str, Any] = _unpacked(found["state"])
    if told["format"] != version:
        raise ValueError(told["format"])
    return told


def rest_of(found: Arrays) -> dict[str, Any]:
    """What a record keeps besides its arrays."""
    told: dict[str, Any] = _unpacked(found["rest"])
    return told


def parts_of(name: str, matrix: csr_array) -> dict[str, Any]:
    """The arrays of a sparse matrix, under this name."""
    return {f"{name}-{part}": getattr(matrix, part) for part in _PARTS}


def matrix_of(found: Arrays, name: str) -> csr_array:
    """The sparse matrix under this name."""
    data, indices, indptr, shape = (found[f"{name}-{part}"] for part in _PARTS)
    return csr_array((data, indices, indptr), shape=tuple(shape.tolist()))


def served_record(file: Path, load: Callable[[], Made | None]) -> Callable[[], Made | None]:
    """Gives what this file holds, read again whenever another one is in its place."""
    kept: tuple[tuple[int, int, int], Made | None] | None = None

    def newest() -> Made | None:
        nonlocal kept
        try:
            there = file.stat()
        except OSError:
            return None
        mark = (there.st_ino, there.st_mtime_ns, there.st_size)
        if kept is None or kept[0] != mark:
            kept = (mark, load())
        return kept[1]

    return newest


def _packed(values: object) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(values, ensure_ascii=False).encode(), dtype=np.uint8)


def _unpacked(array: NDArray[np.uint8]) -> Any:
    return json.loads(array.tobytes())
