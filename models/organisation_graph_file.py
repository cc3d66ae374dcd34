"""The record of the whole organisation in one file beside the index: arrays, and the rest as JSON; no pickle."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.facts import Seconds
from models.organisation_graph import OrganisationGraph

FORMAT = 5
NAME = "organisation.npz"
_NAMES = ("people", "departments", "locations", "groups", "topics", "also")
_MATRICES = ("member", "work", "knows", "since", "last", "ties", "documents", "threads")
_ARRAYS = (
    "department",
    "larger_department",
    "location",
    "larger_location",
    "manager",
    "active",
    "touched",
    "left_with",
    "leaves",
    "years_people",
    "years_work",
    "questions",
    "askers",
    "community",
)
_STATE = ("at", "until", "stamp")
_PARTS = ("data", "indices", "indptr", "shape")
_BROKEN = (OSError, EOFError, BadZipFile, KeyError, ValueError, TypeError)


@dataclass(frozen=True, slots=True)
class GraphState:
    """What a record was made from and how long it holds, as the record itself says it."""

    at: Seconds
    until: Seconds | None
    stamp: tuple[int, int]


def write_organisation_graph(graph: OrganisationGraph, root: Path) -> Path:
    """Put the record beside the index in this folder, in the place of the one before at once."""
    rest: dict[str, Any] = {name: getattr(graph, name) for name in _NAMES}
    rest["open_questions"] = graph.open_questions
    state = {"format": FORMAT, **{name: getattr(graph, name) for name in _STATE}}
    arrays: dict[str, Any] = {name: getattr(graph, name) for name in _ARRAYS}
    arrays |= {f"{name}-{part}": getattr(getattr(graph, name), part) for name in _MATRICES for part in _PARTS}
    file, fresh = root / NAME, root / f"{NAME}.new"
    with fresh.open("wb") as out:
        np.savez(out, state=_packed(state), rest=_packed(rest), **arrays)
        out.flush()
        os.fsync(out.fileno())
    return fresh.replace(file)


def load_organisation_graph(root: Path) -> OrganisationGraph | None:
    """The record beside the index in this folder; None when there is none that can be read."""
    try:
        with np.load(root / NAME, allow_pickle=False) as found:
            state, rest = _state(found), _unpacked(found["rest"])
            made: dict[str, Any] = {name: tuple(rest[name]) for name in _NAMES}
            made["open_questions"] = tuple(rest["open_questions"])
            made |= {name: found[name] for name in _ARRAYS}
            made |= {name: _matrix(*(found[f"{name}-{part}"] for part in _PARTS)) for name in _MATRICES}
            made |= {name: getattr(state, name) for name in _STATE}
            return OrganisationGraph(**made)
    except _BROKEN:
        return None


def read_graph_state(root: Path) -> GraphState | None:
    """The state of the record in this folder, without reading the rest of it; None when there is none."""
    try:
        with np.load(root / NAME, allow_pickle=False) as found:
            return _state(found)
    except _BROKEN:
        return None


def served_organisation_graph(root: Path) -> Callable[[], OrganisationGraph | None]:
    """Gives the record in this folder, read again whenever another one is in its place."""
    kept: tuple[tuple[int, int, int], OrganisationGraph | None] | None = None

    def newest() -> OrganisationGraph | None:
        nonlocal kept
        try:
            file = (root / NAME).stat()
        except OSError:
            return None
        mark = (file.st_ino, file.st_mtime_ns, file.st_size)
        if kept is None or kept[0] != mark:
            kept = (mark, load_organisation_graph(root))
        return kept[1]

    return newest


def _packed(values: object) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(values, ensure_ascii=False).encode(), dtype=np.uint8)


def _unpacked(array: NDArray[np.uint8]) -> Any:
    return json.loads(array.tobytes())


def _state(found: Mapping[str, Any]) -> GraphState:
    """Raises ValueError when another version wrote this."""
    told = _unpacked(found["state"])
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    return GraphState(told["at"], told["until"], tuple(told["stamp"]))


def _matrix(data: Any, indices: Any, indptr: Any, shape: Any) -> csr_array:
    return csr_array((data, indices, indptr), shape=tuple(shape.tolist()))
