"""Trends and what moved: in steps of the floor, so that no difference of two numbers is one of few people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cover import Covered, Need, cover, read_needs
from models.organisation_graph import OrganisationGraph
from models.trend import in_steps, moved, trend_of
from tests.models.graphs import organisation_graph


def of_years(people: list[list[int]], work: list[list[float]] | None = None) -> OrganisationGraph:
    """A graph of topics with these years, the last column the one up to a quarter ago."""
    made = organisation_graph(["ann"], work={"ann": {f"t{at}": 1.0 for at in range(len(people))}})
    amounts = np.asarray(people if work is None else work, dtype=float)
    return replace(made, years_people=np.asarray(people), years_work=amounts)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(5, 50))
def test_two_numbers_of_a_trend_differ_by_no_few_people(one: int, other: int, fewest: int) -> None:
    told, later = in_steps(one, fewest), in_steps(other, fewest)
    if told is not None and later is not None and told != later:
        assert abs(told - later) >= fewest
    assert (told is None) == (0 < one < fewest)


def test_years_are_told_in_steps_and_work_where_enough_people_did_it() -> None:
    found = trend_of(of_years([[0, 3, 5, 9, 11, 14, 0]], [[0, 2.0, 7.4, 9, 12, 20, 0]]), 0, 5)
    assert found.people == (0, None, 5, 5, 10, 10)
    assert found.work == (None, None, 7, 9, 12, 20)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        ((12, 12.0), (4, 4.0), "up"),
        ((4, 4.0), (12, 12.0), "down"),
        ((4, 4.0), (1, 1.0), ""),  # too few then and now
        ((0, 0.0), (4, 4.0), ""),
        ((7, 20.0), (6, 10.0), "up"),  # the same step, and much more work
        ((7, 10.0), (6, 9.0), ""),
        ((6, 5.0), (9, 9.0), "down"),
        ((7, 50.0), (4, 1.0), "up"),  # by people alone
    ],
)
def test_what_moved_is_told_by_what_is_told(now: tuple[int, float], before: tuple[int, float], told: str) -> None:
    people, work = [0, 0, 0, 0, 0, now[0], before[0]], [0, 0, 0, 0, 0, now[1], before[1]]
    found = moved(of_years([people], [work]), 5)
    assert (found.up, found.down) == (((0,) if told == "up" else ()), ((0,) if told == "down" else ()))


def test_what_moved_most_comes_first() -> None:
    still = [0] * 5
    found = moved(of_years([[*still, 10, 5], [*still, 25, 5], [*still, 5, 0]]), 5)
    assert found.up == (1, 0, 2)


def test_a_list_of_topics_is_read_as_people_write_it() -> None:
    found = read_needs(
        '\ufefftopic,people\nHydrogen,3\n"wind, on sea"\n\nhydrogen,9\nsun,many\n,2\ntide,0\nsteam,5000\n'
    )
    assert found.needs == (Need("Hydrogen", 3), Need("wind, on sea", 2))
    assert found.mistakes == (6, 7, 8, 9)
    assert read_needs("zon;4\nwind;1").needs == (Need("zon", 4), Need("wind", 1))
    assert read_needs("").needs == ()


@given(st.text(max_size=200))
def test_no_text_is_too_strange_for_a_list(text: str) -> None:
    assert all(need.name and need.people >= 1 for need in read_needs(text).needs)


def test_cover_tells_nobody_too_few_and_enough() -> None:
    needs = (Need("Wind", 2), Need("Sun", 2), Need("Moon", 1), Need("Tide", 1))
    found = cover(needs, {"wind": "topic:w", "sun": "topic:s", "tide": "topic:t"}, {"topic:w": 2, "topic:s": 1})
    assert [(each.need.name, each.covered) for each in found] == [
        ("Moon", Covered.NOBODY),
        ("Tide", Covered.NOBODY),
        ("Sun", Covered.TOO_FEW),
        ("Wind", Covered.ENOUGH),
    ]
