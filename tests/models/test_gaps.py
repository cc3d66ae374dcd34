"""Gaps: units with the same subjects and no ties, the widest first."""

from __future__ import annotations

import random

import numpy as np
import pytest

from models import gaps
from models.divisions import Level, divide
from models.gaps import gaps_among, gaps_between
from tests.models.graphs import organisation_graph, person

PEOPLE = tuple(f"{unit}{number}" for unit in "abcd" for number in range(5))
DEPARTMENT = {name: name[0] for name in PEOPLE}
WORK = {
    "a0": {"wind": 3.0, "masts": 2.0, "lunch": 1.0}, "a1": {"wind": 1.0},
    "b0": {"wind": 2.0, "masts": 2.0, "lunch": 1.0},
    "c0": {"wind": 2.0, "lunch": 1.0, "pumps": 2.0},
    "d0": {"pumps": 3.0, "lunch": 1.0, "valves": 1.0}, "c1": {"valves": 2.0},
}  # fmt: skip
TIED = [("c0", "d0"), ("c1", "d1"), ("c2", "d2")]


def test_units_with_the_same_subjects_and_no_ties_come_first() -> None:
    found = gaps_between(organisation_graph(PEOPLE, work=WORK, together=TIED, department=DEPARTMENT), Level.DEPARTMENT)
    assert [(gap.one, gap.other) for gap in found] == [("a", "b")]
    assert (set(found[0].shared_topics), found[0].ties, found[0].threads) == ({"wind", "masts"}, 0, 0)
    assert found[0].shared_topics[0] == "masts"  # two units share it, three the other one


def test_who_works_together_is_no_gap() -> None:
    apart = gaps_between(organisation_graph(PEOPLE, work=WORK, department=DEPARTMENT), Level.DEPARTMENT)
    assert {(gap.one, gap.other) for gap in apart} == {("a", "b"), ("c", "d")}
    tied = organisation_graph(PEOPLE, work=WORK, department=DEPARTMENT, together=[*TIED, ("a0", "b0"), ("a1", "b1")])
    assert gaps_between(tied, Level.DEPARTMENT) == ()


def test_what_everybody_works_on_is_no_gap() -> None:
    work = {name: {"lunch": 5.0, "coffee": 5.0} for name in PEOPLE}
    assert gaps_between(organisation_graph(PEOPLE, work=work, department=DEPARTMENT), Level.DEPARTMENT) == ()


def test_those_far_apart_count_more_than_neighbours() -> None:
    work = {**WORK, "d1": {"wind": 3.0, "masts": 3.0}, "c0": {"kelp": 2.0, "foam": 2.0}, "c1": {}}
    place = {name: "house" if name[0] in "ab" else "tower" for name in PEOPLE}
    found = gaps_between(organisation_graph(PEOPLE, work=work, department=DEPARTMENT, location=place), Level.DEPARTMENT)
    apart = {(gap.one, gap.other): gap.apart for gap in found}
    assert (apart["a", "b"], apart["a", "d"]) == (0, 1)
    assert found[0].other == "d"


def test_any_division_of_people_will_do() -> None:
    graph = organisation_graph(PEOPLE, work=WORK, together=TIED, department=DEPARTMENT)
    half = np.asarray([0 if name[0] in "ac" else 1 if name[0] in "bd" else -1 for name in PEOPLE])
    assert tuple(gaps_among(graph, half, ("left", "right"))) == ()  # three pairs of a hundred work together
    assert tuple(gaps_among(organisation_graph(PEOPLE), half, ("left", "right"))) == ()
    assert tuple(gaps_among(organisation_graph(()), np.zeros(0, dtype=np.int64), ())) == ()


@pytest.mark.parametrize("at_a_time", [1, 2, 3, 7])
def test_however_many_units_are_compared_at_a_time_the_gaps_are_the_same(
    monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    draw = random.Random(5)
    work = {name: {topic: draw.random() for topic in draw.sample("mnopqrst", 3)} for name in PEOPLE}
    graph = organisation_graph(PEOPLE, work=work, department={name: f"{name[0]}{int(name[1]) // 2}" for name in PEOPLE})
    expected = gaps_between(graph, Level.DEPARTMENT)
    assert len(expected) > 10
    monkeypatch.setattr(gaps, "BLOCK", at_a_time)
    assert gaps_between(graph, Level.DEPARTMENT) == expected


def test_one_department_around_all_is_not_the_only_unit() -> None:
    graph = organisation_graph(PEOPLE, department=DEPARTMENT)
    assert divide(graph, Level.DEPARTMENT).units == ("a", "b", "c", "d")
    assert graph.people[0] == person("a0")
