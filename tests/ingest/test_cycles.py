"""Cycles are looked for seldom during a sync, and as often as before after it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress

import pytest

from ingest.cycles import SELDOM, seldom_collected


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(("before", "inside"), [(700, SELDOM), (2 * SELDOM, 2 * SELDOM), (0, 0)])
def test_cycles_are_looked_for_seldom_and_then_as_before(before: int, inside: int) -> None:
    gc.set_threshold(before, 7, 8)
    found = []
    with suppress(KeyboardInterrupt), seldom_collected():
        found.append(gc.get_threshold())
        raise KeyboardInterrupt
    assert found == [(inside, 7, 8)]
    assert gc.get_threshold() == (before, 7, 8)
