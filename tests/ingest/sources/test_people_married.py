"""The names of somebody who has a name of birth besides the one of the directory."""

from __future__ import annotations

import pytest

from ingest.sources.people_married import married_names


@pytest.mark.parametrize(
    ("name", "birth", "names"),
    [
        ("Ada Bakker", "de Wit", ["Ada Bakker-de Wit", "Ada de Wit-Bakker"]),
        ("Ada Bakker-de Wit", "de Wit", ["Ada Bakker", "Ada de Wit-Bakker"]),
        ("Ada van den Berg", "Vos", ["Ada van den Berg-Vos", "Ada Vos-van den Berg"]),
        ("Ada Vos", "Vos", []),
        ("Ada Vos", "", []),
        ("Ada", "Vos", []),
    ],
)
def test_names_of_somebody_married(name: str, birth: str, names: list[str]) -> None:
    assert list(married_names(name, "Ada", birth)) == names
