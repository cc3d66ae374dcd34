"""Passages of documents, as the encoder reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.index.text.passages import MOST_PASSAGES, PASSAGE, passages, titled


@given(st.text(alphabet=st.sampled_from("abc é.!?\n\t"), max_size=4000))
def test_passages_hold_all_words_in_their_order(text: str) -> None:
    found = passages(text)
    assert all(len(each) <= PASSAGE for each in found)
    whole = "".join("".join(found).split())
    assert "".join(text.split()) == whole or len(found) == MOST_PASSAGES


@given(st.text(max_size=3000))
def test_no_text_makes_it_fail(text: str) -> None:
    assert 1 <= len(passages(text)) <= MOST_PASSAGES


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 1),
        ("The pump leaks.", 1),
        ("The pump leaks. " * 100, 3),
        ("x" * 2000, 3),
        ("pump " * 100_000, MOST_PASSAGES),
    ],
)
def test_number_of_passages(text: str, number: int) -> None:
    assert len(passages(text)) == number


def test_a_passage_ends_where_a_sentence_does() -> None:
    first, second = passages("The pump leaks. " * 44 + "The boiler hums.")
    assert first.endswith("leaks.")
    assert second.startswith("The pump") or second.startswith("The boiler")


@pytest.mark.parametrize(
    ("title", "passage", "told"),
    [("Pumps", "They leak.", "Pumps. They leak."), ("Pumps", "", "Pumps"), ("", "They leak.", "They leak.")],
)
def test_a_passage_has_its_title_in_front(title: str, passage: str, told: str) -> None:
    assert titled(title, passage) == told
