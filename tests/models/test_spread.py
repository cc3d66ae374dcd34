"""How knowledge is spread: counts, the fewest people who hold half, and what a group would take with it."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from models.divisions import Level, divide
from models.floor import floor_of
from models.organisation_graph import OrganisationGraph
from models.spread import YEAR, fewest_holders, leaving, spread_of
from tests.models.graphs import NOW, organisation_graph

PEOPLE = (*(f"{unit}{number}" for unit in "ab" for number in range(5)), "c0", "c1", "c2")
DEPARTMENT = {name: name[0] if name[0] != "c" else "b" for name in PEOPLE}
WORK = {
    "a0": {"wind": 4.0, "hammer": 6.0},
    "a1": {"wind": 1.0, "sun": 1.0},
    "a2": {"wind": 1.0},
    "b0": {"wind": 2.0, "sun": 1.0},
    "b1": {"sun": 1.0, "knots": 1.0},
}


def graph() -> OrganisationGraph:
    return organisation_graph(PEOPLE, work=WORK, department=DEPARTMENT)


def brute_force(amounts: list[float], part: float) -> int:
    """The size of the smallest group that has this part, tried group by group."""
    total = sum(amounts)
    for size in range(len(amounts) + 1):
        if any(sum(some) >= part * total - 1e-9 * total for some in combinations(amounts, size)):
            return size if total else 0
    raise AssertionError


def test_topics_are_counted_by_people_and_by_unit() -> None:
    made = graph()
    found = spread_of(made, floor_of(made), Level.DEPARTMENT)
    assert (made.topics, found.units) == (("hammer", "knots", "sun", "wind"), ("a", "b"))
    assert found.people.tolist() == [1, 1, 3, 4]
    assert found.amount.tolist() == [6, 1, 3, 8]
    assert found.cells.toarray().tolist() == [[1, 0], [0, 1], [1, 2], [3, 1]]
    assert (found.holders.tolist(), found.left_out) == ([1, 1, 2, 1], 0)
    assert (found.holders_less.tolist(), found.holders_more.tolist()) == ([1, 1, 2, 1], [1, 1, 2, 2])


def test_what_rests_on_one_person_is_in_the_order_of_the_work() -> None:
    made = graph()
    assert [made.topics[each] for each in spread_of(made, floor_of(made), Level.TEAM).on_one] == ["hammer", "knots"]


def test_a_unit_below_the_floor_has_no_column() -> None:
    made = organisation_graph(PEOPLE, work=WORK, department={name: name[0] for name in PEOPLE})
    found = spread_of(made, floor_of(made), Level.DEPARTMENT)
    assert (found.units, found.left_out) == (("b",), 2)  # c is too small, and a would give it away
    assert found.cells.shape == (4, 1)


def test_nobody_left_is_told_apart_from_nobody_ever() -> None:
    made = replace(graph(), left_with=np.asarray([0, 0, 2, 0]))
    made = replace(made, work=csr_array(made.work @ np.diag([1.0, 1, 0, 1])))
    made.work.eliminate_zeros()
    assert spread_of(made, floor_of(made), Level.TEAM).lost.tolist() == [2]


def test_recent_work_is_that_of_the_year_before() -> None:
    made = graph()
    old = made.last.copy()
    old.data = old.data - np.where(np.arange(len(old.data)) % 2, 2 * YEAR, 0)
    found = spread_of(replace(made, last=old, since=old), floor_of(made), Level.TEAM)
    assert found.active.sum() == found.fresh.sum() == (old.data >= NOW - YEAR).sum() < len(old.data)


def test_the_fewest_holders_are_those_of_brute_force() -> None:
    rng = random.Random(22)
    for _ in range(200):
        people, topics = rng.randint(1, 8), rng.randint(1, 4)
        amounts = [[rng.choice((0, 0, 0.5, 1, 1.5, 2, 7)) for _ in range(topics)] for _ in range(people)]
        found = fewest_holders(csr_array(np.asarray(amounts, dtype=float)), 0.5)
        assert found.tolist() == [brute_force([row[topic] for row in amounts], 0.5) for topic in range(topics)]


def test_what_a_group_would_take_with_it() -> None:
    made = graph()
    people = np.flatnonzero(divide(made, Level.DEPARTMENT).unit == 0).tolist()
    found = leaving(made, people)
    assert ([made.topics[each] for each in found.lost], [made.topics[each] for each in found.weakened]) == (
        ["hammer"],
        ["wind"],
    )
    assert leaving(made, []) == leaving(organisation_graph(()), [])


def test_no_people_no_topics_no_spread() -> None:
    made = organisation_graph(())
    found = spread_of(made, floor_of(made), Level.BUILDING)
    assert (len(found.people), found.units, found.cells.shape) == (0, (), (0, 0))
