"""Communities beside the chart, constraint as networkx has it, and questions that nobody answered."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from models.against_chart import communities_against, constraints
from models.communities import communities_of
from models.divisions import Level, divide
from models.floor import floor_of
from models.open_questions import open_questions
from tests.models.graphs import organisation_graph

NAMES = [f"{circle}{at}" for circle in "abc" for at in range(8)]
CIRCLES = [pair for circle in "abc" for pair in combinations([name for name in NAMES if name[0] == circle], 2)]


def test_circles_that_hardly_meet_are_communities() -> None:
    made = organisation_graph(NAMES, together=[*CIRCLES, ("a0", "b0")])
    found = {name: int(number) for name, number in zip(NAMES, made.community, strict=True)}
    assert len(set(found.values())) == 3
    assert all(found[name] == found[f"{name[0]}1"] for name in NAMES)
    assert communities_of(csr_array((4, 4))).tolist() == [-1] * 4


def test_they_stay_the_same_from_run_to_run() -> None:
    ties = organisation_graph(NAMES, together=[*CIRCLES, ("a0", "b0"), ("b1", "c1")]).ties
    assert communities_of(ties).tolist() == communities_of(ties).tolist()


def test_units_beside_communities_tell_no_small_number() -> None:
    where = {name: "x" if name[0] == "a" or name in {"b0", "b1"} else "y" for name in NAMES}
    made = organisation_graph(NAMES, together=CIRCLES, department=where)
    found = communities_against(made, floor_of(made), Level.TEAM)
    assert (found.total, found.sizes, found.whole) == (3, (5, 5, 5), 2)
    told = {row.unit: sorted(row.people, key=str) for row in found.rows}
    assert told == {"x": [0, 5, None], "y": [0, 5, 5]}
    assert communities_against(made, floor_of(made, 1000), Level.TEAM).rows == ()


@pytest.mark.parametrize("seed", range(20))
def test_constraint_is_that_of_networkx(seed: int) -> None:
    drawn = random.Random(seed)
    names = [f"{unit}{at}" for unit in "abcdef" for at in range(6)]
    pairs = [(one, other) for one, other in combinations(names, 2) if drawn.random() < 0.04]
    made = organisation_graph(names, together=pairs, department={name: name[0] for name in names})
    graph = nx.Graph()
    units = divide(made, Level.TEAM)
    for one, other in pairs:
        ends = one[0], other[0]
        if ends[0] != ends[1]:
            graph.add_edge(*ends, weight=graph.get_edge_data(*ends, {"weight": 0})["weight"] + 1)
    expected = nx.constraint(graph, weight="weight") if len(graph) else {}
    found = constraints(made, floor_of(made), Level.TEAM)
    assert found.keys() == set(units.units)
    for unit, value in found.items():
        assert value == (pytest.approx(expected[unit], abs=6e-4) if unit in expected else None)


@pytest.mark.parametrize(
    ("askers", "total", "told"),
    [((0, 0), (0, 0), (0, ())), ((2, 3), (9, 4), (None, ())), ((6, 3), (9, 8), (9, ((0, 7), (1, None))))],
)
def test_questions_are_told_where_enough_people_asked(
    askers: tuple[int, int], total: tuple[int, int], told: tuple[object, object]
) -> None:
    made = organisation_graph(["ann"], work={"ann": {"sun": 1.0, "wind": 1.0}})
    questions = np.asarray([7 if total[0] else 0, 2 if total[0] else 0])
    made = replace(made, questions=questions, askers=np.asarray(askers), open_questions=total)
    found = open_questions(made, 5)
    assert (found.total, found.topics) == told
