"""Records of the index that others hold in their hands; imported from `models.index.contract`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key, Seconds
from models.index.text.engine import Clause


class IndexProblem(Exception):
    """The index cannot be used; `message` is a message id and `params` fill it in."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True, eq=False)
class Lag:
    """Documents of a snapshot that the store has changed since, by ordinal.

    The asker may no longer read the `withdrawn` ones: `kept` is False at their places. `touched` are all that changed.
    """

    withdrawn: NDArray[np.int64]
    touched: NDArray[np.int64]
    kept: NDArray[np.bool_]
    tables: dict[str, Any] = field(default_factory=dict)
    """Tables without what is withdrawn, by name; whoever needs one makes it."""


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """What the asker may read: for each rule number whether it is readable, and the numbers of those that are.

    `lag` is what the store has changed since the commit of the snapshot; None when nothing of it is in the index.
    """

    rules: NDArray[np.bool_]
    restricted: tuple[int, ...]
    system: bool
    lag: Lag | None = None

    @property
    def mark(self) -> bytes:
        """The same for askers who may read the same documents."""
        return self.rules.tobytes() + (self.lag.withdrawn.tobytes() if self.lag else b"")

    def is_touched(self, ordinal: int) -> bool:
        """Whether the store has changed this document since."""
        return self.lag is not None and bool(np.isin(ordinal, self.lag.touched))


@dataclass(slots=True)
class IndexedPerson:
    """What the index knows about a person. `department` and `locations` (innermost first) are keys."""

    key: Key
    name: str = ""
    names: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    """E-mail addresses in lower case."""
    phone: str | None = None
    room: str | None = None
    function: str | None = None
    department: Key | None = None
    department_name: str | None = None
    locations: list[Key] = field(default_factory=list)
    location_name: str | None = None
    joined: Seconds | None = None
    left: Seconds | None = None
    service: bool = False
    opted_out: bool = False
    listed: bool = False
    named: bool = True
    """Whether there is a full name, so that somebody could be walked up to. A mailbox or a lone first name has none."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A person's number with what was matched (name, email, phone, room, function) and whether a typo was forgiven."""

    person: int
    matched: str
    typo: bool
    weight: float


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic: `labels` is the best form per language, `forms` all (language, surface), curated synonyms included.

    A `special` one is never inferred for a person.
    """

    key: Key
    labels: Mapping[str, str]
    forms: tuple[tuple[str, str], ...]
    special: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """A form that is asked along, the language of the texts that use it, and what it counts for of what was asked."""

    language: str
    surface: str
    weight: float


TranslationRow = tuple[str, str, Translation]
"""The language of a form, the form, and what is asked along with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Ordinals of the documents that may match, ascending (None: all), and of those that may not."""

    only: NDArray[np.int64] | None
    without: NDArray[np.int64]

    def keeps(self, ordinals: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of these documents may match."""
        good: NDArray[np.bool_] = ~np.isin(ordinals, self.without)
        return good if self.only is None else good & np.isin(ordinals, self.only)


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question. `topics` are the numbers of the topics whose labels it holds, `synonyms` other forms asked along.

    `tokens` are all its words, and `rarity` has the idf of each that carries meaning (once). Of those, nobody wrote the
    `unknown` ones for everyone, in no form that is asked along either, and the `topical` ones name a topic. `kept` says
    which documents may match where a phrase must stand in them, or a word must not.
    """

    clauses: tuple[Clause, ...]
    topics: tuple[int, ...]
    synonyms: tuple[str, ...]
    tokens: tuple[str, ...]
    unknown: tuple[str, ...]
    topical: frozenset[str]
    rarity: dict[str, float]
    kept: Kept | None = None
