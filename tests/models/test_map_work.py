"""What the map tells of work: nothing of a department with few people, except to those who work there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.facts import Key
from models.floor import FEWEST
from models.map_work import OrganisationMap
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
MAP = OrganisationMap(GRAPH)


def pairs(asker: Key | None = None) -> set[tuple[Key, Key, int]]:
    return {(tie.one, tie.other, tie.pairs) for tie in MAP.work_between(TREE, tuple(UNITS), asker).ties}


def test_ties_are_told_between_departments_with_enough_people() -> None:
    assert pairs() == {("one", "two", 2)}


@pytest.mark.parametrize("asker", [person("k"), person("l")])
def test_who_works_in_a_small_department_sees_its_ties(asker: Key) -> None:
    assert pairs(asker) == {("one", "two", 2), ("one", "few", 1), ("two", "few", 1)}


def test_what_was_worked_out_for_one_reader_is_not_told_to_another() -> None:
    assert pairs(person("k")) != pairs() == {("one", "two", 2)}
    fewer = PartTree(PARTS, {"one": [person("a")], "two": [person("f")]}, ORDER)
    assert MAP.work_between(fewer, tuple(UNITS), None).ties == ()
    assert pairs(person("l")) == pairs(person("k"))


def test_colleagues_of_one_department_have_ties_with_each_other() -> None:
    found = MAP.work_between(TREE, tuple(person(each) for each in UNITS["one"]), None).ties
    assert [(tie.one, tie.other, tie.pairs) for tie in found] == [(person("a"), person("b"), 1)]


def test_a_gap_is_between_departments_with_enough_people_and_no_tie() -> None:
    apart = OrganisationMap(organisation_graph(PEOPLE, work=WORK))
    (gap,) = apart.work_between(TREE, tuple(UNITS), None).gaps
    assert {gap.one, gap.other} == {"one", "two"}
    assert set(gap.shared_topics) == set(TOPICS)
    assert MAP.work_between(TREE, tuple(UNITS), None).gaps == ()


def test_who_knows_about_a_topic_is_counted_among_enough_people() -> None:
    assert MAP.who_know("topic:roof") == {person("n")}
    assert MAP.who_know("topic:nothing") == frozenset()
    assert MAP.enough(TREE.whole("one"))
    assert not MAP.enough(TREE.whole("few"))


def test_what_counts_with_a_topic_is_known_by_the_same_people() -> None:
    also = tuple("topic:dak" if topic == "topic:roof" else "" for topic in GRAPH.topics)
    paired = OrganisationMap(replace(GRAPH, also=also))
    assert paired.who_know("topic:dak") == MAP.who_know("topic:roof")
    assert paired.counts_with("topic:roof") == ["topic:dak"]
    assert MAP.counts_with("topic:roof") == []
    assert FEWEST == 5
