"""Spellings that are one term, and those that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Extraction, TermCandidate, TermPair
from models.spellings import american, compact, spelling, swapped, turned, unlinked
from models.topics import TopicFacts, choose_topics
from tests.models.test_topics import FILLERS, by_label


def topics_of(language: str, *written: str, pair: TermPair | None = None) -> TopicFacts:
    """The topics of texts in which each of these is a title in its turn, five times."""
    texts = [
        Extraction(
            f"document:a:{at}",
            str(at),
            "1",
            (
                TermCandidate(language, word.lower().replace("-", " "), word, 4, True),
                TermCandidate(language, FILLERS[at], "x", 1),
            ),
            (),
            (pair,) if pair and at == 0 else (),
        )
        for at, word in enumerate(written * 5)
    ]
    texts += [Extraction(f"document:b:{at}", f"b{at}", "1", (), (), ()) for at in range(100)]
    return choose_topics(lambda: texts)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("nl", "zonne-energie", "zonneenergie"),
        ("nl", "waterstof opslag", "waterstofopslag"),
        ("nl", "opslag van waterstof", "waterstofopslag"),
        ("nl", "beheer netwerk", "netwerkbeheer"),
        ("nl", "zonnenpaneel", "zonnepaneel"),
        ("nl", "coördinatenstelsel", "coordinatenstelsel"),
        ("nl", "privé-verzekering", "priveverzekering"),
        ("en", "data base", "database"),
        ("en", "Node.js", "NodeJS"),
        ("en", "CI/CD", "CI-CD"),
        ("en", "organisation design", "organization design"),
        ("en", "colour management", "color management"),
        ("en", "data centre", "data center"),
        ("en", "catalogue", "catalog"),
        ("en", "threat modelling", "threat modeling"),
        ("en", "fishing licence", "fishing license"),
        ("en", "storage of hydrogen", "hydrogen storage"),
        ("en", "e-bike", "ebike"),
    ],
)
def test_spellings_are_one_topic(language: str, one: str, other: str) -> None:
    assert len(topics_of(language, one, other).topics) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "flour mill", "flor mill"),
        ("en", "file filling", "file filing"),
        ("en", "service discovery", "discovery service"),
        ("en", "hydrogen storage", "storage hydrogen"),
        ("nl", "netwerk beheer", "beheer netwerk"),
        ("nl", "waterstof", "water"),
        ("nl", "waterstof", "aardgas"),
        ("en", "OAuth 1.0", "OAuth 2.0"),
        ("en", "HTML", "HTML5"),
    ],
)
def test_what_differs_stays_apart(language: str, one: str, other: str) -> None:
    assert len(topics_of(language, one, other).topics) == 2


def test_what_an_abbreviation_draws_in_has_spellings_too() -> None:
    pair = TermPair("nl", "warmte koude opslag", "wko", "abbreviation")
    facts = topics_of("nl", "warmte-koude-opslag", "WKO", "warmtekoudeopslag", pair=pair)
    assert by_label(facts, "wko") == {"wko", "warmte koude opslag", "warmtekoudeopslag"}


@pytest.mark.parametrize(
    ("british", "expected"),
    [
        ("organisations", "organizations"),
        ("analysing", "analyzing"),
        ("behaviour", "behavior"),
        ("theatre", "theater"),
        ("dialogues", "dialogs"),
        ("programme", "program"),
        ("judgement", "judgment"),
        ("four", "four"),
        ("filling", "filling"),
        ("polling", "polling"),
        ("sequence", "sequence"),
    ],
)
def test_american_spelling(british: str, expected: str) -> None:
    assert american(british) == expected


words = st.text(st.sampled_from("abcdeéfgiklmnorstuvz- "), min_size=1, max_size=20)


@given(st.sampled_from(["nl", "en"]), words)
def test_a_spelling_has_one_form(language: str, norm: str) -> None:
    forms = {spelling(language, norm.replace(" ", sign).replace("-", sign)) for sign in " -"}
    assert len(forms) == 1
    assert not {*" -é"} & {*compact(norm)}


@given(words)
def test_turning_loses_no_letter(norm: str) -> None:
    for form in (*turned("nl", norm), *swapped("nl", norm)):
        assert len(form) <= len(compact(norm)) + 2
    for form in unlinked("nl", norm):
        assert len(form) == len(compact(norm)) - 1
