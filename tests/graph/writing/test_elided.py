"""Words that are written in part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.writing.elided import completed
from graph.writing.known_words import LANGUAGES, known_words
from whoknows.language import pipelines

KNOWN = frozenset().union(*(known_words(pipelines(), language) for language in LANGUAGES))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("gas- en waterleiding", "gasleiding en waterleiding"),
        ("zonne- en windenergie", "zonne-energie en windenergie"),
        ("Zonne-, wind- en waterkracht.", "Zonnekracht, windkracht en waterkracht."),
        ("de voor- en nadelen", "de voordelen en nadelen"),
        ("Noord- en Zuid-Holland", "Noord-Holland en Zuid-Holland"),
        ("short- and long-term plans", "short-term and long-term plans"),
        ("waterkering en -beheer", "waterkering en waterbeheer"),
        ("een druk- dan wel tekenwerk", "een drukwerk dan wel tekenwerk"),
        ("zon- en qworzrrk", "zon- en qworzrrk"),
        ("een lijst - en meer", "een lijst - en meer"),
        ("A- en B-klasse", "A- en B-klasse"),
        ("koudeopslag is opslag; warmte- en koudeopslag", "koudeopslag is opslag; warmteopslag en koudeopslag"),
        ("niets", "niets"),
    ],
)
def test_what_stands_for_more(text: str, whole: str) -> None:
    assert completed(text, KNOWN) == whole


@given(st.text(st.sampled_from("abe- ,\nof"), max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert len(completed(text, frozenset({"eb", "abe", "faab"}))) >= len(text) - text.count("-")
