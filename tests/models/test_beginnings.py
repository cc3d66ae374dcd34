"""Names are found by the beginnings of their words, whatever the accents, with one typo where nothing fits."""

from __future__ import annotations

import pytest

from models.beginnings import Beginnings

NAMES = ["Energie", "Energieopslag", "Netbeheer Noord", "Café De Kade", "Duurzame energie", "Noordkade", "IT"]
BOOK = Beginnings([name] for name in NAMES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("energie", ["Energie", "Energieopslag", "Duurzame energie"]),
        ("ENERG", ["Energie", "Energieopslag", "Duurzame energie"]),
        ("cafe", ["Café De Kade"]),
        ("noo", ["Noordkade", "Netbeheer Noord"]),
        ("noord net", ["Netbeheer Noord"]),
        ("i", ["IT"]),
        ("energeiops", ["Energieopslag"]),
        ("enrgie", ["Energie", "Energieopslag", "Duurzame energie"]),
        ("netbheer", ["Netbeheer Noord"]),
        ("xnergie", ["Energie", "Energieopslag", "Duurzame energie"]),
        ("xner", []),
        ("ene zuid", []),
        ("opslag", []),
        ("", []),
        ("!?", []),
    ],
)
def test_a_name_is_found_by_its_beginnings(text: str, found: list[str]) -> None:
    assert [NAMES[place] for place in BOOK.find(text)] == found


def test_a_typo_is_forgiven_only_where_nothing_fits() -> None:
    book = Beginnings([["pompen"], ["pomp"], ["pompoen"]])
    assert book.find("pompe") == [0]
    assert book.find("pompn") == [1, 0, 2]


def test_a_name_with_several_forms_is_found_by_each_once() -> None:
    book = Beginnings([("waterstofopslag", "hydrogen storage"), ("hydrant",)])
    assert book.find("hydr") == [1, 0]
    assert book.find("water") == [0]
    assert book.find("storage") == [0]


def test_an_empty_book_has_nothing() -> None:
    assert Beginnings([]).find("energie") == []
