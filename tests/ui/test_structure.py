"""Headings, lists and paragraphs of plain texts, in a table of the shapes that sources give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ui.structure import blocks

WIKI = "Een datalek melden we binnen 72 uur.\n\nWerkwijze\n\nBeschrijf het doel.\nBepaal de grondslag."
SLIDES = "Boren\n\nAchtergrond\nDe trekkracht bepaalt of de buis heel blijft.\n\nWerkwijze\nSondeer de grond.\nMeet."
MAIL = "Hoi allemaal,\n\nik heb de pomp nagelopen en die\nlekt nog steeds. Kan iemand\nmeekijken?\n\nGroet,\nJan"
MINUTES = "Harm\n\nYolanda\n\n1. Opening\n\nDe voorzitter opent."


def told(text: str, title: str = "") -> list[tuple[str, tuple[str, ...]]]:
    return [(block.kind, block.lines) for block in blocks(text, title)]


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        (WIKI, "", ["paragraph", "heading", "list"]),
        (SLIDES, "Boren", ["heading", "paragraph", "heading", "list"]),
        (MAIL, "", ["paragraph", "paragraph", "paragraph"]),
        (MINUTES, "", ["paragraph", "paragraph", "heading", "paragraph"]),
        ("- one\n- two\n- three", "", ["list"]),
        ("1. one\n2. two", "", ["list"]),
        ("Only a title", "Only a title", []),
        ("", "", []),
        ("\n \n\t\n", "", []),
    ],
)
def test_blocks_of_a_text(text: str, title: str, found: list[str]) -> None:
    assert [kind for kind, _ in told(text, title)] == found


def test_items_lose_their_marks_and_headings_keep_their_numbers() -> None:
    assert told("- one\n- two") == [("list", ("one", "two"))]
    assert told("1. Opening\n\nDe voorzitter opent.")[0] == ("heading", ("1. Opening",))


@given(some.text("aB.,-\n 1", max_size=80))
def test_no_word_is_lost(text: str) -> None:
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    shown = [word for block in blocks(text) for line in block.lines for word in line.split()]
    assert [word for word in shown if any(letter.isalpha() for letter in word)] == words
