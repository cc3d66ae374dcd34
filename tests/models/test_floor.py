"""The privacy floor: no figure of fewer people than the floor can be had, whatever is added and subtracted."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.divisions import Level, divide
from models.floor import FEWEST, Floor, floor_of
from models.organisation_graph import OrganisationGraph
from models.small_cut import small_cut
from tests.models.graphs import organisation_graph


def organisation(*people: tuple[str, str, str]) -> OrganisationGraph:
    """People by department, team ("": directly in the department) and building ("": none)."""
    names = [f"p{number:03}" for number in range(len(people))]
    inner = {name: team or department for name, (department, team, _) in zip(names, people, strict=True)}
    made = organisation_graph(
        names,
        department={name: unit for name, unit in inner.items() if unit},
        location={name: place for name, (_, _, place) in zip(names, people, strict=True) if place},
    )
    above = {team: department for department, team, _ in people if team}
    departments = tuple(sorted({*made.departments, *above.values()}))
    numbers = {key: number for number, key in enumerate(departments)}
    return replace(
        made,
        departments=departments,
        department=np.asarray([numbers[inner[name]] if inner[name] else -1 for name in names]),
        larger_department=np.asarray([numbers.get(above.get(key, ""), -1) for key in departments]),
    )


def many(count: int, department: str, team: str = "", building: str = "") -> list[tuple[str, str, str]]:
    return [(department, team, building)] * count


def shown(floor: Floor) -> dict[str, set[str]]:
    return {level.value: set(units) for level, units in floor.shown.items()}


def test_a_small_department_takes_the_next_one_with_it() -> None:
    """Else it could be had by subtracting all others from the whole."""
    found = shown(floor_of(organisation(*many(20, "a"), *many(15, "b"), *many(8, "c"), *many(3, "d"))))
    assert found["department"] == {"a", "b"}
    assert shown(floor_of(organisation(*many(20, "a"), *many(15, "b"), *many(8, "c"), *many(5, "d"))))[
        "department"
    ] == {"a", "b", "c", "d"}


def test_people_of_no_department_count_too() -> None:
    assert shown(floor_of(organisation(*many(20, "a"), *many(9, "b"), *many(2, ""))))["department"] == {"a"}


def test_who_is_in_no_team_of_a_department_is_not_left_over() -> None:
    two_left = organisation(*many(6, "a", "one"), *many(7, "a", "two"), *many(2, "a"), *many(9, "b"))
    assert shown(floor_of(two_left)) == {
        "department": {"a", "b"}, "team": {"b", "two"}, "building": set(),
    }  # fmt: skip


def test_a_building_without_a_department_is_not_two_people() -> None:
    made = organisation(*many(12, "a", building="x"), *many(2, "a", building="y"), *many(9, "b", building="y"))
    assert shown(floor_of(made)) == {"department": {"a", "b"}, "team": {"a", "b"}, "building": set()}


def test_of_too_few_people_nothing_is_told() -> None:
    found = floor_of(organisation(*many(2, "a"), *many(2, "b")))
    assert not found.whole
    assert not any(found.shown.values())


def test_a_count_below_the_floor_is_not_told() -> None:
    found = Floor(FEWEST, {}, whole=True)
    assert [found.told(count) for count in (0, 1, 4, 5, 9)] == [0, None, None, 5, 9]


units = st.sampled_from
somebody = st.tuples(units(("a", "b", "c", "")), units(("1", "2", "3", "")), units(("x", "y", "z", "")))


@st.composite
def organisations(draw: st.DrawFn) -> OrganisationGraph:
    """Departments with teams of their own and buildings, some of them small."""
    blocks = draw(st.lists(st.tuples(somebody, st.integers(1, 9)), min_size=1, max_size=9))
    people = [
        (department, department + team if department and team else "", building)
        for (department, team, building), count in blocks
        for _ in range(count)
    ]
    return organisation(*people)


def slices(graph: OrganisationGraph, floor: Floor) -> list[np.ndarray]:
    """By person whether they are in it, of all groups of which figures are given."""
    found = [np.ones(len(graph.people), dtype=np.int64)] if floor.whole else []
    for level in Level:
        division = divide(graph, level)
        found += [
            (division.unit == number).astype(np.int64)
            for number, unit in enumerate(division.units)
            if floor.shows(level, unit)
        ]
    return found


@settings(max_examples=60, deadline=None)
@given(organisations(), st.integers(2, 7), st.data())
def test_no_sum_and_difference_is_of_fewer_people(graph: OrganisationGraph, fewest: int, data: st.DataObject) -> None:
    told = slices(graph, floor_of(graph, fewest))
    for _ in range(20 if told else 0):
        factors = data.draw(st.lists(st.integers(-2, 2), min_size=len(told), max_size=len(told)))
        who = np.count_nonzero(sum(factor * each for factor, each in zip(factors, told, strict=True)))
        assert who == 0 or who >= fewest
    for one, other in combinations(told, 2):
        who = np.count_nonzero(one - other)
        assert who == 0 or who >= fewest


@settings(max_examples=20, deadline=None)
@given(organisations(), st.data())
def test_what_people_did_and_when_changes_nothing(graph: OrganisationGraph, data: st.DataObject) -> None:
    """So two topics, periods or days of the same people give no difference to work with."""
    work = data.draw(st.lists(st.floats(0, 9), min_size=len(graph.people), max_size=len(graph.people)))
    other = organisation_graph(
        [str(at) for at in range(len(work))], work={str(at): {"t": each} for at, each in enumerate(work)}
    )
    assert floor_of(replace(graph, work=other.work, topics=other.topics)) == floor_of(graph)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(5, 8), st.integers(1, 6)), min_size=1, max_size=12),
    st.integers(2, 9),
)
def test_a_small_cut_is_found_when_there_is_one(edges: list[tuple[int, int, int]], fewest: int) -> None:
    ends, others, weights = (np.asarray(column) for column in zip(*edges, strict=True))
    side = small_cut(ends, others, weights, fewest)
    nodes = sorted({*ends.tolist(), *others.tolist()})
    crossing = {
        chosen: sum(weight for one, other, weight in edges if (one in chosen) != (other in chosen))
        for bits in product((False, True), repeat=len(nodes))
        for chosen in [frozenset(node for node, bit in zip(nodes, bits, strict=True) if bit)]
    }
    assert (side is None) == (not any(0 < weight < fewest for weight in crossing.values()))
    if side is not None:
        assert 0 < crossing[side & frozenset(nodes)] < fewest


def test_a_large_organisation_keeps_its_departments() -> None:
    """65 teams of 20 in 13 departments, who sit in 20 buildings regardless of them."""
    made = organisation(*[(f"d{at // 100}", f"d{at // 100}-{at // 20}", f"b{at % 4}") for at in range(1_300)])
    found = floor_of(made)
    assert [len(found.shown[level]) for level in Level] == [13, 65, 4]
