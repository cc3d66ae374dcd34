"""The record of the whole organisation in one file beside the index: arrays, and the rest as JSON; no pickle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.facts import Seconds
from models.organisation_graph import OrganisationGraph
from models.record_file import (
    Arrays,
    matrix_of,
    parts_of,
    read_record,
    rest_of,
    served_record,
    state_of,
    write_record,
)

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
    for name in _MATRICES:
        arrays |= parts_of(name, getattr(graph, name))
    return write_record(root / NAME, state, rest, arrays)


def load_organisation_graph(root: Path) -> OrganisationGraph | None:
    """The record beside the index in this folder; None when there is none that can be read."""
    return read_record(root / NAME, _graph)


def read_graph_state(root: Path) -> GraphState | None:
    """The state of the record in this folder, without reading the rest of it; None when there is none."""
    return read_record(root / NAME, _state)


def served_organisation_graph(root: Path) -> Callable[[], OrganisationGraph | None]:
    """Gives the record in this folder, read again whenever another one is in its place."""
    return served_record(root / NAME, lambda: load_organisation_graph(root))


def _graph(found: Arrays) -> OrganisationGraph:
    state, rest = _state(found), rest_of(found)
    made: dict[str, Any] = {name: tuple(rest[name]) for name in _NAMES}
    made["open_questions"] = tuple(rest["open_questions"])
    made |= {name: found[name] for name in _ARRAYS}
    made |= {name: matrix_of(found, name) for name in _MATRICES}
    made |= {name: getattr(state, name) for name in _STATE}
    return OrganisationGraph(**made)


def _state(found: Arrays) -> GraphState:
    told = state_of(found, FORMAT)
    return GraphState(told["at"], told["until"], tuple(told["stamp"]))
