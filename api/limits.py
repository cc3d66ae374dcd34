"""How often one person, one token or one address may ask: buckets that fill again, in the memory of each process."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` requests at once, and `a_minute` in the long run."""

    burst: int
    a_minute: int


PERSON = Rate(burst=120, a_minute=600)
"""A person who reads and types; a page is one request, a suggestion while typing is one too."""
ADDRESS = Rate(burst=600, a_minute=3000)
"""An address, signed in or not: a whole office may come from one."""
SIGNING_IN = Rate(burst=60, a_minute=120)
"""Attempts to sign in, and what was refused as a session, token or callback, by address."""


class Limiter:
    """Counts by name; the names that asked longest ago are forgotten when there are more than MOST."""

    MOST = 20_000

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate, self._clock = rate, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, name: str) -> int:
        """Count one request; the seconds to wait before the next one, 0 when this one may go on."""
        a_second = self._rate.a_minute / 60
        with self._lock:
            now = self._clock()
            left, at = self._left.pop(name, (float(self._rate.burst), now))
            left = min(self._rate.burst, left + (now - at) * a_second)
            allowed = left >= 1
            self._left[name] = (left - 1 if allowed else left, now)
            while len(self._left) > self.MOST:
                self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) / a_second))
