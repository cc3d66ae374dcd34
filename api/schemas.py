"""Records that several answers hold, besides those of `models.answers`. The record of a page is in its own file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

from graph.facts import Key, Seconds
from models.answers import (
    Answer,
    DocumentHit,
    Evidence,
    Expert,
    GroupHit,
    KnownFor,
    MonthOfWork,
    Profile,
    Share,
    TopicHit,
    TopicPage,
)

__all__ = [
    "Answer",
    "Colleague",
    "DocumentHit",
    "Evidence",
    "Expert",
    "GroupHit",
    "KnownFor",
    "MonthOfWork",
    "ProblemDetails",
    "Profile",
    "Reference",
    "Share",
    "TopicHit",
    "TopicPage",
    "extended",
]


R = TypeVar("R")


def extended(record: type[R], answer: Any, **more: object) -> R:
    """A record with all fields of `answer`, of whose class it is a subclass, and `more` of its own."""
    return record(**{each.name: getattr(answer, each.name) for each in fields(answer)}, **more)


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing that can be opened: its key, its name, and its kind."""

    key: Key
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TopicReference:
    """A topic that can be opened: its key, and its labels by language."""

    key: Key
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class CountedTopic(TopicReference):
    """A topic in counts over the organisation. `also` probably means the same in the other language and counts with it.

    Whether both are one topic waits for a curator.
    """

    also: TopicReference | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A department or place with what lies in it, by name. `people` counts all within it, `inner_total` all `inner`.

    Where a tree is too large for one page, `inner` is empty although there is more: its own page has it.
    """

    key: Key
    name: str
    kind: str = ""
    people: int = 0
    inner: tuple[Branch, ...] = ()
    inner_total: int = 0


@dataclass(frozen=True, slots=True)
class Colleague:
    """A colleague in a list. `matched` says by what they were found, `role` what they are in a group.

    `not_now` is the last day (when it begins, UTC) up to which they asked not to be asked.
    """

    person: Key
    name: str
    function: str | None = None
    department: Reference | None = None
    location: str | None = None
    place: Key | None = None
    """The innermost place of `location`."""
    phone: str | None = None
    room: str | None = None
    email: str | None = None
    left: Seconds | None = None
    role: str | None = None
    matched: str | None = None
    typo: bool = False
    not_now: Seconds | None = None
    photo: str | None = None
    """The name of their photo, when the asker may see it."""


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """A refusal by RFC 9457: `message` with `params` for programs, `detail` in the asker's language for people."""

    type: str
    title: str
    status: int
    detail: str
    message: str
    params: dict[str, str]
