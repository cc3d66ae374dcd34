"""Runs and look-ups in arrays agree with what numpy says, which hashes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from models.grouping import is_among, run_rows

NUMBERS = some.lists(some.integers(-3, 30), max_size=20)


@given(NUMBERS, NUMBERS)
def test_what_is_among_others(values: list[int], wanted: list[int]) -> None:
    told = is_among(np.asarray(values, dtype=np.int64), np.asarray(wanted, dtype=np.int64))
    assert told.tolist() == [each in wanted for each in values]


@given(some.lists(some.tuples(some.integers(0, 50), some.integers(0, 4)), max_size=8))
def test_the_rows_of_runs(runs: list[tuple[int, int]]) -> None:
    first, counts = (np.asarray([run[part] for run in runs], dtype=np.int64) for part in (0, 1))
    rows, which = run_rows(first, counts)
    assert rows.tolist() == [start + step for start, count in runs for step in range(count)]
    assert which.tolist() == [place for place, (_, count) in enumerate(runs) for _ in range(count)]
