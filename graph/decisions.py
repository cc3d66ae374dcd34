"""Decisions of people: the judgements that one command consists of, its id, and taking it back.

The parts of a command are judged together and taken back together. Their ids hold its number, so that they sort in the
order in which they were made, and letters for when two commands are made at once.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol, TypeVar

from graph.facts import Judgement, Seconds
from graph.store import Writer

WIDTH = 12
_PART = re.compile(r"0*([1-9]\d*-[0-9a-f]{4})\.\d{4}")


class DecisionError(Exception):
    """A decision that cannot be made; `message` is a message id and `params` fill it in."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


class DecidedAct(Protocol):
    """A command as its history shows it."""

    @property
    def id(self) -> str: ...
    @property
    def undone(self) -> Seconds | None: ...


Act = TypeVar("Act", bound=DecidedAct)


@dataclass(frozen=True, slots=True)
class DecisionIds:
    """The ids of the parts of one sort of commands; each begins with this prefix."""

    prefix: str = ""

    def of(self, judgement: Judgement) -> str:
        """The id of the command that this judgement is a part of; empty for one that is of none of this sort."""
        if not judgement.id.startswith(self.prefix):
            return ""
        found = _PART.fullmatch(judgement.id, len(self.prefix))
        return found[1] if found else ""

    def next(self, judgements: Iterable[Judgement]) -> str:
        """The id of the next command."""
        newest = max((int(ident.partition("-")[0]) for each in judgements if (ident := self.of(each))), default=0)
        return f"{newest + 1}-{secrets.token_hex(2)}"

    def part(self, ident: str, place: int) -> str:
        """The id of a judgement of this command."""
        return f"{self.prefix}{ident.zfill(WIDTH)}.{place:04}"

    def acts(self, judgements: Iterable[Judgement], act: Callable[[str, Sequence[Judgement]], Act]) -> list[Act]:
        """The commands, newest first, each made by `act` of its id and its parts."""
        parts = sorted((each for each in judgements if self.of(each)), key=lambda each: each.id)
        made = [act(ident, list(some)) for ident, some in groupby(parts, key=self.of)]
        return made[::-1]

    def take_back(
        self, writer: Writer, judgements: Iterable[Judgement], act: DecidedAct, at: Seconds, by: str
    ) -> list[Judgement]:
        """Take back the judgements of this command; gives them as they were."""
        parts = [each for each in judgements if self.of(each) == act.id]
        for each in parts:
            writer.judge(replace(each, undone=at, undone_by=by))
        return parts


def that_holds(acts: Iterable[Act], ident: str) -> Act:
    """The command with this id. DecisionError when there is none, or when it was taken back."""
    found = [each for each in acts if each.id == ident]
    if not found:
        raise DecisionError("decision-unknown", act=ident)
    if found[0].undone is not None:
        raise DecisionError("decision-undone", act=ident)
    return found[0]
