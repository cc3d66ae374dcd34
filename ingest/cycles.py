"""Python's search for cycles, made rare while records stream by and while a site answers: both make hardly any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 100_000
"""Number of new objects from which Python looks: more than the records that wait for a transaction are made of.

At Python's 700, looking takes 3 of 13 seconds of a sync that keeps what it read (docs/decisions/0006), less of another,
and a tenth to a quarter of the processor of an answer: it makes thousands of records that live until it is told.
"""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """In this block, and in all threads of the process, cycles are looked for seldom."""
    young, *older = gc.get_threshold()
    gc.set_threshold(max(young, SELDOM) if young else 0, *older)  # 0: never
    try:
        yield
    finally:
        gc.set_threshold(young, *older)
