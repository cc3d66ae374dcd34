"""What people know together is told from two on, by how many know it, and never by whom it is not known."""

from __future__ import annotations

from graph.facts import EdgeKind, KnowsAbout
from models.known_together import KnownByPerson


def edges(**topics: str) -> list[KnowsAbout]:
    return [KnowsAbout(EdgeKind.KNOWS_ABOUT, each, topic) for topic, people in topics.items() for each in people]


KNOWN = KnownByPerson(edges(heat="abc", wind="ab", rain="a", snow="de"))


def test_what_most_know_comes_first_and_what_one_knows_is_not_told() -> None:
    assert KNOWN.counts("abc") == [("heat", 3), ("wind", 2)]


def test_only_these_people_count() -> None:
    assert KNOWN.counts("abxyz") == [("heat", 2), ("wind", 2)]
    assert KNOWN.counts("ad") == []
    assert KNOWN.counts("") == []


def test_who_knows_it_is_as_many_as_were_counted() -> None:
    assert KNOWN.who("heat", "abx") == {"a", "b"}
    assert KNOWN.who("rain", "abc") == frozenset()
    assert KNOWN.who("hail", "abc") == frozenset()


def test_as_long_as_nothing_was_computed_nobody_knows_anything() -> None:
    assert KnownByPerson([]).counts("abc") == []
    assert KnownByPerson([]).who("heat", "abc") == frozenset()
