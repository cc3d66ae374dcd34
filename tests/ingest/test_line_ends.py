"""Words that a hyphen cuts at the end of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.line_ends import with_whole_words

DUTCH = "Wij maken van de wind een bron van het net. "
ENGLISH = "We made the plan and it is to be the best. "


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("grond-\nwater", "grondwater"),
        ("grond-\n   waterpeil daalt", "grondwaterpeil daalt"),
        ("grond- \r\nwater", "grondwater"),
        ("getij-\nen golfenergie", "getij- en golfenergie"),
        ("voor-\nof najaar", "voor- of najaar"),
        ("zee-\neend", "zee-eend"),
        ("zonne-\nenergie", "zonne-energie"),
        ("Zuid-\nLimburg", "Zuid-Limburg"),
        ("CO2-\nheffing", "CO2-heffing"),
        ("ICT-\nbeleid", "ICT-beleid"),
        ("e-\nlearning", "e-learning"),
        ("elearning, dus e-\nlearning", "elearning, dus elearning"),
        ("niet-\nleden", "niet-leden"),
        ("teken-\nen is tekenen", "tekenen is tekenen"),
        ("GROND-\nWATER", "GRONDWATER"),
        ("https://acme.example/grond-\nwater", "https://acme.example/grond-water"),
        ("grond¬\nwater", "grondwater"),
        ("grond\u00ad\nwater", "grondwater"),
        ("een lijst:\n- een\n- twee", "een lijst:\n- een\n- twee"),
        ("niet -\nmaar wel", "niet -\nmaar wel"),
        ("Groet\n-- \nJan", "Groet\n-- \nJan"),
        ("2019-\n2020", "2019-\n2020"),
        ("beïn-\nvloeden", "beïnvloeden"),
    ],
)
def test_dutch(broken: str, whole: str) -> None:
    assert with_whole_words(DUTCH + broken) == DUTCH + whole


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("infor-\nmation", "information"),
        ("well-\nknown", "well-known"),
        ("pre-\nand postwar", "pre- and postwar"),
        ("long-\nterm", "long-term"),
        ("long-term, again long-\nterm", "long-term, again long-term"),
        ("self-\nhosted", "self-hosted"),
        ("e-\nmail", "e-mail"),
        ("No email but e-\nmail", "No email but email"),
        ("Rhine-\nMeuse", "Rhine-Meuse"),
    ],
)
def test_english(broken: str, whole: str) -> None:
    assert with_whole_words(ENGLISH + broken) == ENGLISH + whole


@given(st.text(st.sampled_from("ab-¬ \n\u00adC2."), max_size=80))
def test_nothing_but_ends_of_lines_and_hyphens_goes(text: str) -> None:
    bare = str.maketrans("", "", "-¬ \n\u00ad")
    assert with_whole_words(text).translate(bare) == text.translate(bare)
