"""Names of bubbles in lines that fit, and colours that differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.map_pictures import LINES, name_lines, width_of


@given(st.text(min_size=1, max_size=80), st.floats(60, 200))
def test_a_name_takes_few_lines_that_fit(name: str, room: float) -> None:
    lines = name_lines(name, room)
    assert len(lines) <= LINES
    assert all(width_of(line) <= room for line in lines)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Netbeheer", ["Netbeheer"]),
        ("Klant en Communicatie", ["Klant en", "Communicatie"]),
        ("Waterkwaliteit en laboratorium van de regio", ["Waterkwaliteit", "en laboratorium…"]),
        ("Hoogspanningsverbindingen", ["Hoogspannings…"]),
        ("", []),
    ],
)
def test_a_name_breaks_between_words_and_ends_in_an_ellipsis(name: str, lines: list[str]) -> None:
    assert name_lines(name, 100) == lines
