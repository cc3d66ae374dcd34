"""Topics about health, religion and the like, which are never inferred for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Extraction, TermCandidate
from models.special_categories import read_special_categories
from models.topics import choose_topics

WORDS = read_special_categories()


@pytest.mark.parametrize(
    "label",
    [
        "burn-out",
        "Burn-outs",
        "burn out",
        "burnout",
        "chronische migraine",
        "longkanker",
        "ziektes",
        "spierziekten",
        "zwangerschapsverlof",
        "symptomen van depressie",
        "vakbonden",
        "trade unions",
        "islam",
        "etnische afkomst",
        "politieke voorkeuren",
        "sexual orientation",
        "criminal records",
        "genetische aanleg",
        "disabilities",
        "patiënt",
        "patient",
        "COVID-19",
        "Parkinson's",
        "breast cancer",
    ],
)
def test_what_tells_something_of_a_person_is_special(label: str) -> None:
    assert WORDS.hold([label])


@pytest.mark.parametrize(
    "label",
    [
        "gezondheidsdata-standaard",
        "kankerregistratie",
        "cancer registry",
        "health check",
        "zorgplatform",
        "vakbondsoverleg over pompen",
        "religion-neutral calendar",
        "race condition",
        "union type",
        "discriminated union",
        "arrest",
        "fingerprint",
        "nationalistic",
        "griepkaart",
        "",
        "-",
    ],
)
def test_subjects_of_work_are_not(label: str) -> None:
    assert not WORDS.hold([label])


def test_an_organisation_adds_and_removes_words() -> None:
    hospital = read_special_categories(add=["-klachten", "nachtdienst"], remove=["kanker", "griep", "burn-out"])
    assert hospital.hold(["rugklachten"])
    assert hospital.hold(["nachtdiensten"])
    assert not hospital.hold(["kanker", "longkanker", "vogelgriep", "burnout"])
    assert hospital.hold(["migraine"])


def test_one_exception_leaves_the_rest() -> None:
    words = read_special_categories(remove=["longkanker"])
    assert not words.hold(["longkanker"])
    assert words.hold(["borstkanker"])


def test_one_label_in_any_language_is_enough() -> None:
    assert WORDS.hold(["verzuim", "sick leave"])


@given(st.sampled_from(["migraine", "vakbond", "etniciteit", "burn-out"]), st.sampled_from(["", "s", "en"]))
def test_capitals_and_plurals_change_nothing(word: str, ending: str) -> None:
    assert WORDS.hold([f"een {word.upper()}{ending}"])


@given(st.text(max_size=30))
def test_any_text_can_be_a_label(label: str) -> None:
    assert WORDS.hold([label]) == WORDS.hold([label.upper().lower() if label.isascii() else label])


def test_a_topic_is_marked_by_any_of_its_forms() -> None:
    texts = [
        Extraction(f"document:a:{at}", str(at), "1", (TermCandidate("nl", word, word, 3, True),), (), ())
        for at, word in enumerate(("migraine", "pompen") * 4)
    ]
    marks = {topic.labels["nl"]: topic.special for topic in choose_topics(lambda: texts, special=WORDS).topics}
    assert marks == {"migraine": True, "pompen": False}
