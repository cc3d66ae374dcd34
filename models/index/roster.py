"""Who may appear, and who works where: the table of people as arrays, made once for each table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key, Seconds
from models.index.numbers import NEVER
from models.index.records import IndexedPerson


@dataclass(frozen=True, slots=True)
class Roster:
    """By person number: whether they may ever appear, when they began and left (NEVER: not told), and where they work.

    `departments` and `locations` are the keys that the numbers in the last two stand for, -1 is nowhere.
    """

    allowed: NDArray[np.bool_]
    joined: NDArray[np.int64]
    left: NDArray[np.int64]
    department: NDArray[np.int64]
    location: NDArray[np.int64]
    order: NDArray[np.int64]
    """The place of the person's key among all keys: it orders equals."""
    departments: tuple[Key, ...]
    locations: tuple[Key, ...]

    def gone(self, now: Seconds | None) -> NDArray[np.bool_]:
        """Who has left at `now`: `graph.facts.has_left` of everybody at once."""
        gone: NDArray[np.bool_] = self.left != NEVER
        if now is not None:
            gone &= self.left <= now
        return gone

    def ahead(self, now: Seconds | None) -> NDArray[np.bool_]:
        """Who has not begun at `now`: `graph.facts.is_ahead` of everybody at once."""
        ahead: NDArray[np.bool_] = self.joined != NEVER
        return ahead & (self.joined > now) if now is not None else ahead & False

    def able(self, leavers: bool, now: Seconds | None) -> NDArray[np.bool_]:
        """Who may appear: nobody who opted out or has not begun, no service account; leavers only when asked for."""
        able: NDArray[np.bool_] = self.allowed & ~self.ahead(now) & (self.gone(now) == leavers)
        return able

    def next_change(self, now: Seconds) -> Seconds | None:
        """When the next one begins or leaves. None: nobody has plans."""
        leaving = self.left[(self.left != NEVER) & ~self.gone(now)]
        plans = np.concatenate((leaving, self.joined[self.ahead(now)]))
        return int(plans.min()) if len(plans) else None

    def changes(self, now: Seconds | None) -> int:
        """A number that grows whenever somebody begins or leaves."""
        return int(self.gone(now).sum()) - int(self.ahead(now).sum())

    def number_of_department(self, key: Key) -> int:
        """The number of this department, -2 when nobody works there."""
        return self.departments.index(key) if key in self.departments else -2


def _may_appear(row: IndexedPerson, directory: bool) -> bool:
    """Whether this person may ever appear. Next to a directory, somebody outside it must have a full name."""
    return bool(row.key) and not row.service and not row.opted_out and (row.named or not directory)


def roster(persons: Sequence[IndexedPerson]) -> Roster:
    """The arrays for this table of people."""
    buildings = [row.locations[-1] if row.locations else None for row in persons]
    departments = tuple(sorted({row.department for row in persons if row.department}))
    locations = tuple(sorted({key for key in buildings if key}))
    first = {key: number for number, key in enumerate(departments)}
    second = {key: number for number, key in enumerate(locations)}
    listed = any(row.listed for row in persons)
    allowed = [_may_appear(row, listed) for row in persons]
    return Roster(
        allowed=np.asarray(allowed or [False], dtype=bool),
        joined=np.asarray([NEVER if row.joined is None else row.joined for row in persons] or [NEVER], dtype=np.int64),
        left=np.asarray([NEVER if row.left is None else row.left for row in persons] or [NEVER], dtype=np.int64),
        department=np.asarray([first.get(row.department or "", -1) for row in persons] or [-1], dtype=np.int64),
        location=np.asarray([second.get(key or "", -1) for key in buildings] or [-1], dtype=np.int64),
        order=np.argsort(np.argsort(np.asarray([row.key for row in persons] or [""], dtype=np.str_))),
        departments=departments,
        locations=locations,
    )
