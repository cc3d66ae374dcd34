"""Coordinates of the small pictures on pages. What a picture shows is always said in words next to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import cos, pi, sin

from api.schemas import MonthOfWork

RADIUS = 110
"""Distance of the people of a picture from the one in its middle."""
BAR, GAP, TALLEST = 6, 2, 16
MOST_YEARS = 12
"""Years of a trend, the last ones, at most."""


def spots(count: int) -> list[tuple[float, float]]:
    """Places on a circle around (0, 0), the first one at the top, in the direction of a clock."""
    turns = (2 * pi * place / count for place in range(count))
    return [(round(RADIUS * sin(turn), 1), round(-RADIUS * cos(turn), 1)) for turn in turns]


ROW, COLUMN, LABEL = 30, 22, 84
"""Height of the row of a kind, width of a month, and width of what stands before them."""


def year_rows(months: Sequence[MonthOfWork]) -> list[tuple[str, int, list[tuple[int, int, int]]]]:
    """A row for each kind, those with most first: the kind, its whole number, and for each month its number and bar.

    A bar is where it stands and its height; the highest of all rows is the measure of all. A month without any has
    height 0.
    """
    totals = Counter[str]()
    for month in months:
        totals.update(month.kinds)
    most = max((count for month in months for count in month.kinds.values()), default=1)
    order = sorted(totals, key=lambda kind: (-totals[kind], kind))

    def row(kind: str) -> list[tuple[int, int, int]]:
        counts = (month.kinds.get(kind, 0) for month in months)
        return [
            (count, LABEL + place * COLUMN, max(2, round((ROW - 8) * count / most)) if count else 0)
            for place, count in enumerate(counts)
        ]

    return [(kind, totals[kind], row(kind)) for kind in order]


def bars(years: Mapping[int, int]) -> list[tuple[int, int, int, int]]:
    """A bar for each year from the first to the last: the year, its number, where the bar stands, and its height.

    A year without anything has a bar of height 0.
    """
    if not years:
        return []
    last = max(years)
    first = max(min(years), last - MOST_YEARS + 1)
    most = max(years.get(year, 0) for year in range(first, last + 1))
    told = ((year, years.get(year, 0)) for year in range(first, last + 1))
    return [
        (year, count, place * (BAR + GAP), max(2, round(TALLEST * count / most)) if count else 0)
        for place, (year, count) in enumerate(told)
    ]
