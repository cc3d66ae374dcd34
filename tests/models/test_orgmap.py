"""A level of the map: what lies in a department, what of it fits in a picture, and the ties that are drawn."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from models.organisation import PartTree, Unit
from models.orgmap import MapTie, divide, in_picture, level_of, ties_between

PEOPLE = tuple("abcdefghij")
ORDER = {each: place for place, each in enumerate(PEOPLE)}


def tree(larger: dict[str, str | None], **people: str) -> PartTree:
    parts = {key: Unit(key, key.title(), "department", above) for key, above in larger.items()}
    return PartTree(parts, {key: list(those) for key, those in people.items()}, ORDER)


def ties(**pairs: float) -> csr_array:
    """Ties between people, each named by two letters."""
    found = np.zeros((len(PEOPLE), len(PEOPLE)))
    for (one, other), strength in pairs.items():
        found[ORDER[one], ORDER[other]] = found[ORDER[other], ORDER[one]] = strength
    return csr_array(found)


MADE = tree({"one": None, "two": None, "six": "two", "ten": "two"}, one="abc", two="d", six="efg", ten="hij")


def test_a_level_has_the_departments_in_one_and_its_own_people() -> None:
    assert level_of(MADE, None).units == ("one", "two")
    assert level_of(MADE, "two").units == ("six", "ten")
    assert level_of(MADE, "two").people == ("d",)
    assert level_of(MADE, "six").people == ("e", "f", "g")


def test_one_department_that_holds_all_others_is_the_whole_organisation() -> None:
    whole = tree({"all": None, "one": "all", "two": "all"}, all="a", one="b", two="c")
    assert level_of(whole, None) == level_of(whole, "all")


def test_a_picture_has_the_largest_departments_then_people_by_name() -> None:
    level = level_of(MADE, None)
    assert in_picture(MADE, level, 1) == ("two",)
    assert in_picture(MADE, level_of(MADE, "two"), 3) == ("six", "ten", "d")
    assert in_picture(MADE, level_of(MADE, "six"), 2) == ("e", "f")


def test_whoever_is_in_two_departments_counts_in_the_first() -> None:
    twice = tree({"one": None, "two": None}, one="ab", two="bc")
    assert divide(PEOPLE, twice, ("one", "two")).tolist() == [0, 0, 1, *[-1] * 7]
    assert divide(PEOPLE, twice, ("c", "a")).tolist() == [1, -1, 0, *[-1] * 7]


def test_ties_add_up_between_bubbles_and_not_within_one() -> None:
    bubbles = ("one", "six", "ten")
    made = ties(ab=9.0, ae=1.0, bf=0.5, ch=0.5, ad=7.0)
    found = ties_between(made, divide(PEOPLE, MADE, bubbles), bubbles, bubbles)
    assert found == [MapTie("one", "six", 2, 1.0), MapTie("one", "ten", 1, 0.333)]


def test_a_department_of_which_nothing_is_told_has_no_ties() -> None:
    bubbles = ("one", "six", "ten")
    found = ties_between(ties(ae=1.0, ch=0.5), divide(PEOPLE, MADE, bubbles), bubbles, {"one", "ten"})
    assert found == [MapTie("one", "ten", 1, 1.0)]


def test_of_each_bubble_the_strongest_ties_are_drawn() -> None:
    hub = {f"a{other}": 1.0 + place for place, other in enumerate("bcdefghij")}
    between = {"bc": 0.1, "bd": 0.2, "be": 0.3}
    found = ties_between(ties(**hub, **between), np.arange(10), PEOPLE, PEOPLE)
    told = {(each.one, each.other) for each in found}
    assert {("a", other) for other in "bcdefghij"} <= told
    assert ("b", "c") in told
    assert ("b", "e") in told
    assert [each.share for each in found] == sorted((each.share for each in found), reverse=True)
