"""No pattern of the tree takes more than linear time, whatever the text."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from models.asking import people_questions, places_asked, private_matters
from tests.patterns import CALLS, ENDLESS, FoundPattern, attacks, dynamic_calls, patterns_of_tree, steep

pytestmark = pytest.mark.slow
MADE_OF_LISTS = {
    "models.index.text.subject._compiled", "models.asking.people_questions._forms",
    "models.asking.people_questions._around", "models.asking.places_asked._forms",
    "models.asking.private_matters._compiled", "ingest.extract.signed.with_signed_words",
}  # fmt: skip
"""Functions that compile what they are given: forms of questions, of which they search few characters
(`test_no_question_takes_long_to_read`), and spaCy's own signs around and within a word.
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


def question_patterns() -> Iterator[tuple[re.Pattern[str], int]]:
    """The patterns that are made of forms of questions, each with the number of characters that it may be given."""
    yield from ((form, people_questions.LONGEST) for _, form in people_questions._forms())
    yield from ((form, people_questions.LONGEST) for form in people_questions._around())
    yield from ((form, places_asked.LONGEST) for form in places_asked._forms())
    for forms in private_matters.read_private_matters().forms:
        yield from ((form, private_matters.LONGEST) for form in (forms.hint, *forms.sure, *forms.likely))


def test_no_question_takes_long_to_read() -> None:
    slow = {}
    for pattern, longest in question_patterns():
        for text in attacks(pattern, longest):
            began = time.process_time()
            pattern.fullmatch(text)
            if time.process_time() - began > ENDLESS:
                slow[pattern.pattern[:200]] = text
    assert slow == {}


def test_a_steep_pattern_of_bytes_is_seen() -> None:
    assert steep(FoundPattern("here", re.compile(rb"\s+$"), frozenset({"search"})))


@pytest.mark.takes(110)
def test_no_pattern_of_the_tree_is_steep() -> None:
    every = patterns_of_tree()
    assert len(every) > 200
    assert any(isinstance(each.pattern.pattern, bytes) for each in every)
    assert {each.place: text for each in every if (text := steep(each))} == {}
