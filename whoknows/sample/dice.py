"""Random choices, from the seed and a name only, so that a new part moves no old one."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import TypeVar

T = TypeVar("T")

FIRST_DAY = date(2023, 10, 2)
LAST_DAY = date(2026, 9, 30)
"""The three years of the sample: fixed dates, never the clock."""


class Dice:
    """A die that is named after what it decides about."""

    def __init__(self, seed: int, *names: object) -> None:
        self.names = (seed, *names)
        self.random = Random("/".join(str(name) for name in self.names))

    def branch(self, *names: object) -> Dice:
        """The die for a smaller thing."""
        return Dice(*self.names, *names)  # type: ignore[arg-type]

    def one(self, of: Sequence[T]) -> T:
        """One of these."""
        return of[self.random.randrange(len(of))]

    def some(self, of: Sequence[T], count: int) -> list[T]:
        """A number of these, `count` or all if there are fewer, in random order."""
        return self.random.sample(list(of), min(count, len(of)))

    def mixed(self, of: Sequence[T]) -> list[T]:
        """These in random order."""
        return self.some(of, len(of))

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return self.random.randint(low, high)

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random.random() < probability

    def weighted(self, of: Sequence[tuple[T, float]]) -> T:
        """One of these, by weight."""
        point = self.random.random() * sum(weight for _, weight in of)
        for value, weight in of:
            point -= weight
            if point <= 0:
                return value
        return of[-1][0]

    def moment(self, first: date = FIRST_DAY, last: date = LAST_DAY) -> int:
        """A moment, in seconds since 1970, on a working day between 8:05 and 17:40 (written as UTC)."""
        day = date.fromordinal(self.number(first.toordinal(), last.toordinal()))
        while day.weekday() > 4 or (day.month, day.day) in {(12, 25), (12, 26), (1, 1), (4, 27)}:
            day = date.fromordinal(day.toordinal() - 1)
        day = max(day, FIRST_DAY)
        return calendar.timegm(day.timetuple()) + self.number(6 * 3600 + 300, 15 * 3600 + 2400)


def iso(at: int) -> str:
    """A moment in ISO 8601, in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(at: int) -> date:
    """The day of a moment."""
    return datetime.fromtimestamp(at, UTC).date()


def seconds_of(day: date) -> int:
    """The beginning of a day, in seconds since 1970."""
    return calendar.timegm(day.timetuple())
