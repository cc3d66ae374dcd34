"""Places and groups in plain words: which questions name one, and how its name is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.asking.places_asked import named_place, places_asked

NAMES = {
    "group:heat": "Netbeheer",
    "group:it": "IT & Data",
    "location:h": "Gebouw H",
    "location:delft": "Delft",
    "location:floor1": "Verdieping 2",
    "location:floor2": "Verdieping 2",
    "location:hague": "Den Haag, Stationsplein",
    "group:utrecht": "Utrecht",
    "location:utrecht": "Utrecht",
}


def read(question: str) -> tuple[str, str] | None:
    for asked in places_asked(question):
        key = named_place(asked, NAMES, lambda key: "group" if key.startswith("group") else "place")
        if key is not None:
            return key, asked.subject
    return None


@pytest.mark.parametrize(
    ("question", "key", "subject"),
    [
        ("someone in Delft who knows Kafka", "location:delft", "Kafka"),
        ("someone who knows Kafka in Delft", "location:delft", "Kafka"),
        ("Is there anyone in Delft with experience in valves?", "location:delft", "valves"),
        ("who in the Delft office knows about pumps?", "location:delft", "pumps"),
        ("who knows about pumps in the Delft office", "location:delft", "pumps"),
        ("I'm looking for someone from the Netbeheer department who can help with valves", "group:heat", "valves"),
        ("iemand op de afdeling Netbeheer die Kafka kent", "group:heat", "Kafka"),
        ("iemand bij Netbeheer die iets weet van hoge druk", "group:heat", "hoge druk"),
        ("Hoi, wie in Gebouw H weet iets van pompen?", "location:h", "pompen"),
        ("wie weet iets van pompen in gebouw h", "location:h", "pompen"),
        ("wie weet er in Delft iets van warmtepompen?", "location:delft", "warmtepompen"),
        ("wie bij IT & Data kent Kafka", "group:it", "Kafka"),
        ("iemand in Den Haag die iets weet van pompen", "location:hague", "pompen"),
        ("iemand in het team Utrecht die Kafka kent", "group:utrecht", "Kafka"),
        ("iemand op de locatie Utrecht die Kafka kent", "location:utrecht", "Kafka"),
        ("wie werkt er in Delft", "location:delft", ""),
        ("who works in the Netbeheer department", "group:heat", ""),
        ("collega's van de afdeling Netbeheer", "group:heat", ""),
    ],
)
def test_a_place_of_the_organisation_is_read(question: str, key: str, subject: str) -> None:
    assert read(question) == (key, subject)


@pytest.mark.parametrize(
    "question",
    [
        "", "Delft", "Netbeheer", "pompen in Delft", "wie weet iets van pompen in Delft", "who knows about Delft",
        "wie weet iets van Netbeheer", "someone in Rome who knows Kafka", "who works on Netbeheer",
        "iemand op Verdieping 2 die Kafka kent", "iemand in Utrecht die Kafka kent", "experts in Delft",
        "wie werkt aan Delft", "who in the world knows about pumps", "wie van ons weet iets van pompen",
    ],
)  # fmt: skip
def test_other_words_are_none(question: str) -> None:
    assert read(question) is None


@given(
    st.lists(
        st.sampled_from(["wie", "in", "op", "de", "weet", "iets", "van", "who", "knows", "Delft", "die"]), max_size=80
    )
)
def test_no_row_of_its_own_words_hangs_it(words: list[str]) -> None:
    read(" ".join(words))


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    read(text)
