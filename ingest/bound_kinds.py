"""Kinds of bounds: what a text, a number, a list or a record may be, and what is kept of one that is more."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from operator import attrgetter
from typing import Any, Protocol

from graph.facts import Act, ActKind, Seconds
from graph.writing.characters import one_form

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
LEVEL = re.compile(r"(?<!\s)\s+[/>|]\s+|(?<!\s)\s*[›»]\s*")
"""What parts the levels of a department or location: ``Operations / Finance``. Without spaces it is part of a name."""
STRENGTH = {kind: place for place, kind in enumerate(ActKind)}


class Over(Enum):
    """What happens to a value over its bound."""

    CUT = "cut"
    LEFT_OUT = "left out"
    REFUSED = "refused"
    CLOSED = "closed"
    """The record is kept, and nobody may read it."""


@dataclass(frozen=True, slots=True)
class Excess:
    """What was over a bound: a message id with its parameters, and whether it costs the record."""

    message: str
    params: Mapping[str, str]
    costs_record: bool = False
    closes: bool = False


class Bound(Protocol):
    """The bound of one field. `fits` is asked of each record, `fitted` gives what is kept of what does not fit."""

    def fits(self, value: Any) -> bool: ...

    def fitted(self, value: Any) -> tuple[Any, Excess | None]: ...


@dataclass(frozen=True, slots=True)
class TextBound:
    """Characters of a text; `line`: shown on one line in one form, so that control characters become spaces."""

    most: int
    over: Over = Over.LEFT_OUT
    line: bool = False
    required: bool = False

    def fits(self, value: Any) -> bool:
        """True for a text that is kept as it is."""
        if value is None:
            return not self.required
        if not isinstance(value, str) or len(value) > self.most:
            return False
        return not self.line or (value.isprintable() and (value.isascii() or one_form(value) == value))

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """The text without control characters, cut or left out."""
        if not isinstance(value, str):
            costs = self.required or self._refuses
            return None, Excess("bound-type", {"kind": type(value).__name__}, costs, self.over is Over.CLOSED)
        text = CONTROLS.sub(" ", one_form(value[: self.most + 1])) if self.line else value
        if len(value) <= self.most:
            return text, None
        params = {"size": str(len(value)), "bound": str(self.most)}
        if self.over is Over.CUT:
            return text[: self.most - 2].rstrip() + " …", Excess("bound-text-cut", params)
        if self.over is Over.CLOSED:
            return None, Excess("bound-closed", params, closes=True)
        message = "bound-record-refused" if self._refuses else "bound-text-left-out"
        return None, Excess(message, params, self._refuses)

    @property
    def _refuses(self) -> bool:
        return self.over is Over.REFUSED


@dataclass(frozen=True, slots=True)
class PathBound:
    """Levels of a path such as ``Operations / Finance``, and its characters."""

    most: int
    levels: int

    def fits(self, value: Any) -> bool:
        """True for a path that is kept as it is."""
        if value is None:
            return True
        if not isinstance(value, str) or len(value) > self.most or len(LEVEL.findall(value)) >= self.levels:
            return False
        return value.isascii() or one_form(value) == value

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """The path up to its deepest level that may be."""
        if not isinstance(value, str) or len(value) > self.most:
            return TextBound(self.most).fitted(value)
        value = one_form(value)
        names = LEVEL.split(value)
        if len(names) <= self.levels:
            return value, None
        params = {"size": str(len(names)), "bound": str(self.levels)}
        return " / ".join(names[: self.levels]), Excess("bound-levels-cut", params)


@dataclass(frozen=True, slots=True)
class NumberBound:
    """A whole number; `instead` is what is kept of one that is out of range."""

    least: int
    most: int
    instead: int | None = None
    message: str = "bound-number"

    def fits(self, value: Any) -> bool:
        """True for a number that is kept as it is."""
        return (value is None and self.instead is None) or (type(value) is int and self.least <= value <= self.most)

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """The number as a whole one, or what is kept instead."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            return self.instead, Excess("bound-type", {"kind": type(value).__name__})
        if self.least <= value <= self.most:
            return int(value), None
        params = {"value": written(value), "least": str(self.least), "most": str(self.most)}
        return self.instead, Excess(self.message, params)


@dataclass(frozen=True, slots=True)
class ChoiceBound:
    """One of the members of an enumeration."""

    kind: type[Enum]

    def fits(self, value: Any) -> bool:
        """True for a member."""
        return isinstance(value, self.kind)

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """Nothing: what the record is, is not known."""
        return None, Excess("bound-type", {"kind": type(value).__name__}, costs_record=True)


@dataclass(frozen=True, slots=True)
class FlagBound:
    """True or false; anything else counts as `instead`."""

    instead: bool

    def fits(self, value: Any) -> bool:
        """True for a boolean."""
        return isinstance(value, bool)

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """The side that is safe."""
        return self.instead, Excess("bound-type", {"kind": type(value).__name__})


@dataclass(frozen=True, slots=True)
class BodyBound:
    """Bytes; how many there may be is a limit of the formats."""

    def fits(self, value: Any) -> bool:
        """True for bytes."""
        return isinstance(value, bytes)

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """Nothing: without a body there is no item."""
        return b"", Excess("bound-type", {"kind": type(value).__name__}, costs_record=True)


@dataclass(frozen=True, slots=True)
class ListBound:
    """A tuple of at most so many values, each with a bound of its own; values that do not fit are left out.

    `told` False: that a value was too long says nothing (an address of a picture that is the picture itself).
    """

    most: int
    each: Bound
    told: bool = True

    def fits(self, value: Any) -> bool:
        """True for a tuple that is kept as it is."""
        return isinstance(value, tuple) and len(value) <= self.most and all(map(self.each.fits, value))

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """The first values that fit, up to the bound."""
        if not isinstance(value, tuple):
            return (), Excess("bound-type", {"kind": type(value).__name__})
        kept: list[Any] = []
        first: Excess | None = None
        for one in self.chosen(value):
            fitted, excess = (one, None) if self.each.fits(one) else self.each.fitted(one)
            first = first or excess
            if fitted is not None and len(kept) < self.most:
                kept.append(fitted)
        if len(value) > self.most:
            return tuple(kept), Excess("bound-list-cut", {"size": str(len(value)), "bound": str(self.most)})
        return tuple(kept), first if self.told else None

    def chosen(self, value: tuple[Any, ...]) -> Iterable[Any]:
        """The values in the order in which they are kept."""
        return value


@dataclass(frozen=True, slots=True)
class KindBound:
    """A record of this kind, which is held to its own bounds where it is taken in."""

    kind: type[Any]

    def fits(self, value: Any) -> bool:
        """True for a record of the kind."""
        return isinstance(value, self.kind)

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """Nothing."""
        return None, Excess("bound-type", {"kind": type(value).__name__})


class ActsBound(ListBound):
    """Acts: of too many the strongest kinds stay, and of these the latest."""

    def chosen(self, value: tuple[Any, ...]) -> Iterable[Any]:
        """The acts that say most first, when there are too many."""
        if len(value) <= self.most:
            return value
        return sorted((act for act in value if self.each.fits(act)), key=_weight)


@dataclass(frozen=True, slots=True)
class PairBound:
    """An account of a group with its role."""

    account: TextBound
    role: TextBound

    def fits(self, value: Any) -> bool:
        """True for a pair of short texts."""
        return _is_pair(value) and self.account.fits(value[0]) and self.role.fits(value[1])

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """The account without a role that is too long; nothing when it is no account."""
        if _is_pair(value) and self.account.fits(value[0]):
            return (value[0], ""), self.role.fitted(value[1])[1]
        return None, Excess("bound-type", {"kind": type(value).__name__})


class RecordBound:
    """The bounds of all fields of one kind of record."""

    def __init__(self, record: type[Any], bounds: Mapping[str, Bound]) -> None:
        self.record, self.bounds = record, bounds
        self._fits = tuple(bound.fits for bound in bounds.values())
        self._values = attrgetter(*bounds)

    def fits(self, value: Any) -> bool:
        """True for a record that is kept as it is."""
        if not isinstance(value, self.record):
            return False
        return all(map(_call, self._fits, self._values(value)))

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """The record with its fields fitted; None when one of them costs it."""
        if not isinstance(value, self.record):
            return None, Excess("bound-type", {"kind": type(value).__name__})
        kept, found = self.within(value)
        return kept, replace(found[0][1], costs_record=False) if found else None

    def within(self, record: Any) -> tuple[Any, list[tuple[str, Excess]]]:
        """The record with its fields fitted, None when one of them costs it, and what was over its bound by field."""
        changed: dict[str, Any] = {}
        found: list[tuple[str, Excess]] = []
        for name, bound in self.bounds.items():
            value = getattr(record, name)
            if not bound.fits(value):
                changed[name], excess = bound.fitted(value)
                if excess is not None:
                    found.append((name, excess))
        costs = any(excess.costs_record for _, excess in found)
        if any(excess.closes for _, excess in found):
            changed["access"] = "nobody"
        return None if costs else replace(record, **changed), found


@dataclass(frozen=True, slots=True)
class ParamsBound:
    """Parameters of a message; they are shortened where they are kept."""

    most: int

    def fits(self, value: Any) -> bool:
        """True for a few texts."""
        return (
            isinstance(value, Mapping)
            and len(value) <= self.most
            and all(isinstance(name, str) and isinstance(text, str) for name, text in value.items())
        )

    def fitted(self, value: Any) -> tuple[Any, Excess | None]:
        """The first of them, those that are texts."""
        given = list(value.items())[: self.most] if isinstance(value, Mapping) else []
        return {name: text for name, text in given if isinstance(name, str) and isinstance(text, str)}, None


def written(value: float) -> str:
    """A number as it is told, however large."""
    if isinstance(value, int) and abs(value) >= 10**18:
        return f"{'-' if value < 0 else ''}10^{int(value.bit_length() * math.log10(2))}"
    return str(value)


def _call(fits: Callable[[Any], bool], value: Any) -> bool:
    return fits(value)


def _is_pair(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2


def _weight(act: Act) -> tuple[int, Seconds, str]:
    return STRENGTH[act.kind], -(act.at or 0), act.account
