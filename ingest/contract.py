"""What a source is: the Source protocol, its settings and its error, and how a kind of source declares itself.

A kind is a ``SourceKind`` that an entry point of the group ``whoknows.sources`` names. A package of its own adds one in
its ``pyproject.toml``; a complete example is ``tests/data/outside_source``::

    [project.entry-points."whoknows.sources"]
    notes = "acme_notes:KIND"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from graph.facts import Cursor, Said, Seconds
from graph.wording import Wording
from ingest.errors import SourceError
from ingest.options import SourceOptions

__all__ = ["Source", "SourceError", "SourceKind", "SourceSettings", "Versions", "never"]
OptionsOfKind = TypeVar("OptionsOfKind", bound=SourceOptions)
Versions = Callable[[Sequence[str]], Mapping[str, str]]
"""The stored versions of those of these documents that have one."""


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


def _knows_nothing(_ids: Sequence[str]) -> Mapping[str, str]:
    return {}


def _no_secret(_name: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How one source is configured. `access` is everyone, from-source or group:NAME; `base` is the settings' folder.

    `options` are as the settings file gives them; `ingest.sources.open_source` checks them. `versions` tells which
    Item.version is stored for which ids, so that an unchanged item is answered with Same; `secret` reads a secret from
    the environment; `now` is the clock, for sources to which today matters; `organisation` is whose settings they are,
    and `languages` are those in which it writes.
    """

    name: str
    kind: str
    access: str = "everyone"
    label: str | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    base: Path = Path()
    versions: Versions = _knows_nothing
    secret: Callable[[str], str | None] = _no_secret
    now: Callable[[], Seconds] | None = None
    organisation: str = ""
    languages: tuple[str, ...] = ("nl", "en")


def never(_options: Mapping[str, object]) -> bool:
    """False, whatever the options say."""
    return False


@dataclass(frozen=True, slots=True)
class SourceKind(Generic[OptionsOfKind]):
    """One kind of source. Its module is imported to check settings too, so it imports format libraries where it reads.

    `purpose` is one line for the settings file that ``whoknows init`` writes. `open` reads nothing: what is wrong with
    the source itself is told by `pull`. `messages` are the sentences of the errors and Problems that only this kind
    tells, by message id, with ``{name}`` for a parameter. `own_rights`: an item may be for some people only, whatever
    the settings say of the source. `is_directory` says of options as given whether the source's person records are the
    people directory.
    """

    name: str
    purpose: Wording
    options: type[OptionsOfKind]
    open: Callable[[SourceSettings, OptionsOfKind], Source]
    messages: Mapping[str, Wording] = field(default_factory=dict)
    own_rights: bool = False
    is_directory: Callable[[Mapping[str, object]], bool] = never
