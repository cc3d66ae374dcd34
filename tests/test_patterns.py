"""No pattern of the tree takes more than linear time, whatever the text."""

from __future__ import annotations

import re

import pytest

from tests.patterns import CALLS, FoundPattern, attacks, dynamic_calls, patterns_of_tree, steep

pytestmark = pytest.mark.slow
MADE_OF_LISTS = {"models.index.text.subject._compiled", "ingest.extract.signed.with_signed_words"}
"""Functions that compile what they are given: the last words of a question, of which they search few characters, and
spaCy's own signs around and within a word.
"""


def found(pattern: str, *methods: str) -> FoundPattern:
    return FoundPattern("here", re.compile(pattern), frozenset(methods) or CALLS - {"compile"})


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+$", r"<!--.*?-->", r"(a+)+$", r"\(([^)]*)\)", r"(\d+)\.xml$", r"\s+and\s+", r"\S+@\S+",
        r"(?:[ANP]h?)*[NP]", r"^(.+?)\s*<[^<>]*>$", r"<num>\s*(?:Number:)?\s*([^\s<]+)", r"(?:a|a)*b",
    ],
)  # fmt: skip
def test_a_steep_pattern_is_seen(pattern: str) -> None:
    assert steep(found(pattern))


@pytest.mark.parametrize(
    ("pattern", "methods"),
    [
        (r"(?<!\s)\s+$", ["sub"]),
        (r"\(([^()]*)\)", ["sub"]),
        (r"\w+", ["findall"]),
        (r"\s+$", ["match"]),
        (r"[^\W\d_]{2,}", ["finditer"]),
    ],
)
def test_a_linear_pattern_is_not(pattern: str, methods: list[str]) -> None:
    assert steep(found(pattern, *methods)) is None


def test_texts_have_their_size_and_come_again() -> None:
    pattern = re.compile(r"<(a|b)\s*>.*?</\1>")
    assert {len(text) for text in attacks(pattern, 2_000)} == {2_000}
    assert attacks(pattern, 300) == attacks(pattern, 300)


def test_every_pattern_is_compiled_where_it_is_found() -> None:
    assert set(dynamic_calls()) <= MADE_OF_LISTS


def test_no_pattern_of_the_tree_is_steep() -> None:
    every = patterns_of_tree()
    assert len(every) > 200
    assert {each.place: text for each in every if (text := steep(each))} == {}
