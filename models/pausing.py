"""People who asked not to be asked: marked with until when, and behind the others where people are offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import Field, replace
from typing import Any, ClassVar, Protocol, TypeVar

from graph.facts import Key, Seconds


class Pausable(Protocol):
    """A record of a person that has a field `not_now`: until when they asked not to be asked."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def person(self) -> Key:
        """The person."""
        ...


Somebody = TypeVar("Somebody", bound=Pausable)


def marked(people: Iterable[Somebody], until: Mapping[Key, Seconds]) -> tuple[Somebody, ...]:
    """These people at their places; those who are in `until` with when that is."""
    return tuple(replace(each, not_now=until[each.person]) if each.person in until else each for each in people)


def paused_last(people: Iterable[Somebody], until: Mapping[Key, Seconds]) -> tuple[Somebody, ...]:
    """These people, those who are in `until` marked and behind the others; nothing else changes places."""
    return tuple(sorted(marked(people, until), key=lambda each: each.person in until))
