"""Trees of departments and places: what lies in what, who is in it, and what broken directories make of it."""

from __future__ import annotations

from models.organisation import OrganisationChart, PartTree, Unit

ORDER = {each: place for place, each in enumerate("abcdef")}


def tree(larger: dict[str, str | None], **people: str) -> PartTree:
    parts = {key: Unit(key, key.title(), "department", above) for key, above in larger.items()}
    return PartTree(parts, {key: list(those) for key, those in people.items()}, ORDER)


def organisation(
    departments: PartTree, reports: dict[str, str], roles: dict[tuple[str, str], str]
) -> OrganisationChart:
    return OrganisationChart(departments, tree({}), {}, reports, roles, {}, {})


def test_people_of_inner_ones_count_once() -> None:
    made = tree({"one": None, "two": "one", "six": "two"}, one="ca", six="ab")
    assert made.whole("one") == ["a", "b", "c"]
    assert (made.count("one"), made.count("two"), made.directly("one")) == (3, 2, ["a", "c"])
    assert [part.key for part in made.way("six")] == ["one", "two", "six"]


def test_what_lies_in_each_other_is_shown_all_the_same() -> None:
    made = tree({"one": "two", "two": "one", "six": "six", "lost": "nowhere"}, one="a", two="b")
    assert made.inner(None) == ["lost", "one", "six", "two"]
    assert (made.whole("one"), made.whole("two")) == (["a"], ["b"])


def test_a_manager_is_told_by_role_or_by_most_who_report() -> None:
    departments = tree({"one": None}, one="abcd")
    assert organisation(departments, {}, {("d", "one"): "Hoofd"}).manager("one") == "d"
    assert organisation(departments, {"a": "d", "b": "d", "c": "e"}, {}).manager("one") == "d"
    assert organisation(departments, {"a": "e", "b": "e", "c": "e"}, {}).manager("one") == "e"
    assert organisation(departments, {"a": "d", "b": "e"}, {}).manager("one") is None
    assert organisation(departments, {}, {}).manager("one") is None
