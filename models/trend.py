"""How the number of people and the amount of work on each topic went over the years, and what moved since last quarter.

Numbers of people are told in steps of the floor: nobody, fewer than it, then "5 and more", "10 and more" and so on, so
that two of them, subtracted, are no number of fewer people. What is told of work is told where enough people did it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.index.contract import Numbers
from models.organisation_graph import OrganisationGraph
from models.years_of_work import YEARS

QUARTER = YEARS
"""The column of the year up to a quarter ago."""
MOVED = 0.25
"""Part by which the work on a topic has to differ from that of a quarter before, for it to have moved."""
LISTED = 10
"""Topics that moved up, and down, at most."""


@dataclass(frozen=True, slots=True)
class Trend:
    """By year, the oldest first: people in steps of the floor (None: at least one and fewer), and documents' worth of
    work, None where fewer people did it."""

    people: tuple[int | None, ...]
    work: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Topics (by number in the graph) with more, and with less, than in the year up to a quarter ago."""

    up: tuple[int, ...]
    down: tuple[int, ...]


def in_steps(count: int, fewest: int) -> int | None:
    """A number of people as a trend tells it."""
    return None if 0 < count < fewest else count - count % fewest


def trend_of(graph: OrganisationGraph, topic: int, fewest: int) -> Trend:
    """The years of one topic."""
    people, work = graph.years_people[topic, :YEARS].tolist(), graph.years_work[topic, :YEARS].tolist()
    return Trend(
        tuple(in_steps(count, fewest) for count in people),
        tuple(round(amount) if count >= fewest else None for count, amount in zip(people, work, strict=True)),
    )


def moved(graph: OrganisationGraph, fewest: int) -> Moved:
    """What moved since last quarter, what moved most first; by nothing that is not told."""
    now, before = _steps(graph.years_people[:, YEARS - 1], fewest), _steps(graph.years_people[:, QUARTER], fewest)
    work, earlier = graph.years_work[:, YEARS - 1], graph.years_work[:, QUARTER]
    enough = (now >= fewest) & (before >= fewest)
    share = np.where(enough, np.round((work - earlier) / np.maximum(earlier, 1.0), 2), 0.0)
    steps = np.where((now >= fewest) | (before >= fewest), now - before, 0)
    up = np.flatnonzero((steps > 0) | ((steps == 0) & (share >= MOVED)))
    down = np.flatnonzero((steps < 0) | ((steps == 0) & (share <= -MOVED)))
    return Moved(
        tuple(up[np.lexsort((up, -share[up], -steps[up]))][:LISTED].tolist()),
        tuple(down[np.lexsort((down, share[down], steps[down]))][:LISTED].tolist()),
    )


def _steps(counts: Numbers, fewest: int) -> Numbers:
    """The same steps of many; what is at least one and fewer than the floor is 1."""
    return np.where(counts >= fewest, counts - counts % fewest, np.minimum(counts, 1))
