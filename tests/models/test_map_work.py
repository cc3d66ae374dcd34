"""What the map tells of work: nothing of a department with few people, except to those who work there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.facts import Key
from models.floor import FEWEST
from models.map_work import enough_people, who_know, work_between
from models.organisation import PartTree, Unit
from tests.models.graphs import organisation_graph, person

PEOPLE = tuple("abcdefghijklmnopqrs")
TOPICS = ("topic:pump", "topic:valve")
UNITS = {"one": "abcde", "two": "fghij", "few": "klm", "six": "nopqr"}
PARTS = {key: Unit(key, key.title(), "department") for key in UNITS}
ORDER = {person(each): place for place, each in enumerate(PEOPLE)}
TREE = PartTree(PARTS, {key: [person(each) for each in inside] for key, inside in UNITS.items()}, ORDER)
WORK = {each: dict.fromkeys(TOPICS, 3.0) for each in "cdehijl"} | {"n": {"topic:roof": 3.0}}
GRAPH = organisation_graph(
    PEOPLE,
    together=["af", "bf", "ak", "fk", "ab"],
    work=WORK,
)


def pairs(asker: Key | None = None) -> set[tuple[Key, Key, int]]:
    return {(tie.one, tie.other, tie.pairs) for tie in work_between(GRAPH, TREE, tuple(UNITS), asker).ties}


def test_ties_are_told_between_departments_with_enough_people() -> None:
    assert pairs() == {("one", "two", 2)}


@pytest.mark.parametrize("asker", [person("k"), person("l")])
def test_who_works_in_a_small_department_sees_its_ties(asker: Key) -> None:
    assert pairs(asker) == {("one", "two", 2), ("one", "few", 1), ("two", "few", 1)}


def test_colleagues_of_one_department_have_ties_with_each_other() -> None:
    found = work_between(GRAPH, TREE, tuple(person(each) for each in UNITS["one"]), None).ties
    assert [(tie.one, tie.other, tie.pairs) for tie in found] == [(person("a"), person("b"), 1)]


def test_a_gap_is_between_departments_with_enough_people_and_no_tie() -> None:
    apart = organisation_graph(PEOPLE, work=WORK)
    (gap,) = work_between(apart, TREE, tuple(UNITS), None).gaps
    assert {gap.one, gap.other} == {"one", "two"}
    assert set(gap.shared_topics) == set(TOPICS)
    assert work_between(GRAPH, TREE, tuple(UNITS), None).gaps == ()


def test_who_knows_about_a_topic_is_counted_among_enough_people() -> None:
    assert who_know(GRAPH, "topic:roof") == {person("n")}
    assert who_know(GRAPH, "topic:nothing") == frozenset()


def test_what_counts_with_a_topic_is_known_by_the_same_people() -> None:
    paired = replace(GRAPH, also=tuple("topic:dak" if topic == "topic:roof" else "" for topic in GRAPH.topics))
    assert who_know(paired, "topic:dak") == who_know(GRAPH, "topic:roof")
    assert enough_people(GRAPH, TREE.whole("one"))
    assert not enough_people(GRAPH, TREE.whole("few"))
    assert FEWEST == 5
