"""Whether a figure of fewer people than the floor can be had, by random sums of what random organisations show."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bench import figures
from models.divisions import Level, divide
from models.floor import Floor, floor_of
from models.organisation_graph import OrganisationGraph
from tests.models.graphs import organisation_graph

COMBINATIONS = 1_000
SUMS = 50
"""Sums and differences that are tried of what each organisation shows."""


def drawn(rng: random.Random) -> OrganisationGraph:
    """Departments with teams of all sizes, in buildings that follow them more or less."""
    names, department, place, above = [], dict[str, str](), dict[str, str](), dict[str, str]()
    for block in range(rng.randint(1, 12)):
        unit = f"d{rng.randint(0, 4)}"
        team = f"{unit}t{block}" if rng.random() < 0.7 else unit
        house = rng.choice(("x", "y", "z", ""))
        for _ in range(rng.randint(1, 14)):
            name = f"p{len(names):03}"
            names.append(name)
            if rng.random() < 0.95:
                department[name] = team
                above |= {team: unit} if team != unit else {}
            if house:
                place[name] = house if rng.random() < 0.9 else "y"
    made = organisation_graph(names, department=department, location=place)
    units = tuple(sorted({*made.departments, *above.values()}))
    numbers = {key: number for number, key in enumerate(units)}
    return replace(
        made,
        departments=units,
        department=np.asarray([numbers[department[name]] if name in department else -1 for name in names]),
        larger_department=np.asarray([numbers.get(above.get(key, ""), -1) for key in units]),
    )


def shown(graph: OrganisationGraph, floor: Floor) -> list[NDArray[np.int64]]:
    """By person whether they are in it, of each group of which figures are given."""
    found = [np.ones(len(graph.people), dtype=np.int64)] if floor.whole else []
    for level in Level:
        division = divide(graph, level)
        for number, unit in enumerate(division.units):
            if floor.shows(level, unit):
                found.append((division.unit == number).astype(np.int64))
    return found


def smallest(groups: list[NDArray[np.int64]], rng: random.Random) -> int:
    """The fewest people, but nobody, of whom a random sum of these groups tells."""
    found = len(groups[0])
    for _ in range(SUMS):
        total = sum((rng.choice((-1, 0, 0, 1)) * group for group in groups), np.zeros_like(groups[0]))
        people = int(np.count_nonzero(total))
        found = min(found, people) if people else found
    return found


def report() -> Iterator[str]:
    """The lines of the report."""
    rng = random.Random(22)
    told, broken, without = 0, 0, 0
    for _ in range(COMBINATIONS):
        graph, fewest = drawn(rng), rng.randint(2, 8)
        groups = shown(graph, floor_of(graph, fewest))
        without += len(groups) <= 1
        told += len(groups)
        broken += bool(groups) and smallest(groups, rng) < fewest
    yield f"Floor: {COMBINATIONS} random organisations, {SUMS} sums and differences of what each shows"
    yield figures.most("figures of fewer people", broken, 0, "organisations")
    yield f"  groups shown: {told}; nothing but the whole: {without}"
