"""People found by the names that people type."""

from __future__ import annotations

import pytest

from models.index.names import NameBook
from models.index.records import IndexedPerson

NAMES = {
    "n1": "Siobhán O’Brien",
    "n2": "Jean-Luc D'Hondt",
    "n3": "Jürgen Weiß",
    "n4": "İbrahim Yılmaz",
    "n5": "Anne-Fleur van der Meer-de Vries",
    "n6": "Søren Łukasz",
    "n7": "王小明",
    "n8": "Jan van 't Hof",
    "n9": "Bo Li",
    "n10": "Piet Jansen",
    "n11": "Jan van den Berg",
    "n12": "Ina Waterman",
}


@pytest.fixture(scope="module")
def book() -> NameBook:
    return NameBook([IndexedPerson(key, name=name, names=[name], listed=True) for key, name in NAMES.items()], None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("OBrien", "n1"), ("O'Brien", "n1"), ("o brien", "n1"), ("sio", "n1"), ("jeanluc", "n2"), ("jean luc", "n2"),
        ("dhondt", "n2"), ("d hondt", "n2"), ("Weiss", "n3"), ("juergen", "n3"), ("ibrahim yilmaz", "n4"),
        ("vandermeer", "n5"), ("vd meer", "n5"), ("v.d. Meer", "n5"), ("de vries", "n5"), ("annefleur", "n5"),
        ("soren", "n6"), ("lukasz", "n6"), ("王小明", "n7"), ("小明", "n7"), ("van t hof", "n8"), ("vant hof", "n8"),
        ("hof van t", "n8"), ("li", "n9"), ("p. jansen", "n10"), ("jansen p", "n10"), ("Jansen, Piet", "n10"),
        ("piet jans", "n10"), ("piet jansn", "n10"), ("de heer Jansen", "n10"), ("mevrouw O'Brien", "n1"),
        ("j. van den berg", "n11"), ("Berg, J. van den", "n11"), ("jan van", "n11 n8"), ("j", ""), ("p j", ""),
        ("k. jansen", ""), ("wat", "n12"), ("wa", ""), ("waterstof", ""), ("mevrouw", ""), ("", ""),
    ],
)  # fmt: skip
def test_who_is_found(book: NameBook, asked: str, found: str) -> None:
    assert " ".join(sorted(book_key(book, asked))) == found


def book_key(book: NameBook, asked: str) -> list[str]:
    keys = list(NAMES)
    return [keys[match.person] for match in book.find(asked)]


def test_a_name_as_it_is_comes_before_one_that_begins_so() -> None:
    book = NameBook([IndexedPerson(key, names=[key], listed=True) for key in ("Jan Jansen", "Jan Jans")], None)
    assert [match.person for match in book.find("jan jans")] == [1]
