"""What must a source do? The Source protocol, its settings, and its error. Nothing else lives here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from graph.facts import Cursor, Said


class Source(Protocol):
    """One place where people write. `pull` may be stopped after any record and goes on from the last cursor.

    Order within a pull: an Opening if there is one, AccessRecord and GroupRecord before what uses them, a Checkpoint
    last. `pull(None)` tells everything. After a Checkpoint with `complete` the next pull gets its cursor and may
    answer mostly with Same.
    Raises `SourceError` when the source as a whole cannot be read; a bad record is a Problem.
    """

    @property
    def name(self) -> str: ...

    def pull(self, cursor: Cursor | None) -> Iterator[Said]: ...


class SourceError(Exception):
    """A source cannot be read at all: its cursor stays, the others go on. A message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a source kind: its name in ``whoknows.toml``, what it is for (English), its default and type."""

    name: str
    help: str
    default: object = None
    required: bool = False
    type: type = str


def _knows_nothing(_ids: Sequence[str]) -> Mapping[str, str]:
    return {}


def _no_secret(_name: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How is one source configured? `access` is everyone, from-source or group:NAME; `base` is the settings' folder.

    `versions` tells which Item.version is stored for which ids, so that an unchanged item is answered with Same;
    `secret` reads a secret from the environment. `options` are the checked values of the kind's OPTIONS.
    """

    name: str
    kind: str
    access: str = "everyone"
    label: str | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    base: Path = Path()
    versions: Callable[[Sequence[str]], Mapping[str, str]] = _knows_nothing
    secret: Callable[[str], str | None] = _no_secret
