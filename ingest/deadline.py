"""A limit to the processor time of some work in this process, for what is too small to have a process of its own."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CAN_LIMIT = hasattr(signal, "SIGPROF")


PART = 0.7
"""Of the processor time for a text, after which a reader gives what it has instead of losing all."""


class Allowance:
    """The processor time that a reader takes before it stops with what it has."""

    def __init__(self, seconds: float) -> None:
        self._until = time.process_time() + PART * seconds

    @property
    def left(self) -> float:
        """Seconds that are left; below zero when it is over."""
        return self._until - time.process_time()

    @property
    def over(self) -> bool:
        """Whether it is time to stop."""
        return self.left <= 0


class OutOfTime(Exception):
    """The work took more processor time than it may; `seconds` is what it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"more than {seconds:g} seconds")
        self.seconds = seconds


class Interrupted(BaseException):
    """The work took more processor time than it may; passes through a library that catches every exception."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"more than {seconds:g} seconds")


@contextmanager
def limited(seconds: float, error: type[OutOfTime | Interrupted] = OutOfTime) -> Iterator[None]:
    """Raises this error in this block as soon as it has taken this much processor time.

    Only the main thread of a process can be stopped so, and not on Windows: elsewhere the block runs to its end.
    """
    if not CAN_LIMIT or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise error(seconds)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
