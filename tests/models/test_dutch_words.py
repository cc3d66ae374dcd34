"""Dutch words in the index: which are one word with different endings, and which are not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.index.text.analysis import words
from models.index.text.dutch.stemming import stem

TABLE = tomllib.loads((Path(__file__).parents[1] / "data" / "dutch_words.toml").read_text("utf-8"))
FLOOR = 0.97
"""Share of the pairs of each kind that must be right."""
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=40)


def pairs(part: str) -> list[tuple[str, str]]:
    """The pairs of words of one part of the table."""
    lines = [line.split() for lines in TABLE[part].values() for line in lines.splitlines() if line.strip()]
    return [(first, second) for first, second in lines]


def share(part: str, meet: bool) -> float:
    """Share of these pairs of which both are the same word of the index, or not."""
    right = [(words(first, "nl")[:1] == words(second, "nl")[:1]) is meet for first, second in pairs(part)]
    return sum(right) / len(right)


def test_the_table_is_large_enough() -> None:
    assert len(pairs("meet")) >= 250
    assert len(pairs("apart")) >= 100


def test_forms_of_one_word_meet() -> None:
    assert share("meet", True) >= FLOOR


def test_different_words_stay_apart() -> None:
    assert share("apart", False) >= FLOOR


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("burgerpeiling burgerpeilingen", "burgerpeiling"),
        ("bomen boom boompje boompjes", "boom"),
        ("opgelost oplossen oplost", "oplos"),
        ("gepubliceerde publiceert publiceren", "publicer"),
        ("tools tool", "tool"),
        ("geeft geven", "geef"),
        ("aangegeven aangeven aangeeft", "aangeef"),
        ("html5 2024", None),
    ],
)
def test_the_stem_is_what_the_forms_share(forms: str, expected: str | None) -> None:
    assert {stem(form) for form in forms.split()} == ({expected} if expected else set(forms.split()))


@given(LETTERS)
def test_a_stem_is_a_word(word: str) -> None:
    found = stem(word)
    assert found.isalpha()
    assert len(found) <= len(word) + 4


@given(LETTERS.filter(lambda word: len(word) > 3))
def test_a_word_and_its_plural_in_ingen_meet(word: str) -> None:
    assert stem(f"{word}ing") == stem(f"{word}ingen")
