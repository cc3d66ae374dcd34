"""Small pictures: people around somebody, and a bar a year."""

from __future__ import annotations

from math import hypot, isclose

from ui.pictures import MOST_YEARS, RADIUS, TALLEST, bars, spots


def test_people_stand_around_the_middle_and_apart() -> None:
    found = spots(12)
    assert found[0] == (0.0, -float(RADIUS))
    assert all(isclose(hypot(x, y), RADIUS, abs_tol=0.2) for x, y in found)
    assert min(hypot(x - a, y - b) for x, y in found for a, b in found if (x, y) != (a, b)) > 40
    assert spots(0) == []


def test_a_year_without_anything_has_a_place_and_no_bar() -> None:
    assert [(year, count, height) for year, count, _, height in bars({2021: 4, 2023: 8})] == [
        (2021, 4, 8), (2022, 0, 0), (2023, 8, TALLEST),
    ]  # fmt: skip


def test_only_the_last_years_are_drawn_and_what_is_little_can_be_seen() -> None:
    drawn = bars({1990: 1, 2020: 1, 2025: 900})
    assert len(drawn) == MOST_YEARS
    assert {height for _, count, _, height in drawn if count == 1} == {2}
    assert bars({}) == []
