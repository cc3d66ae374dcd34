"""Somebody is found on the sample organisation for what is written there, and nobody for what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.nobody import Known, is_enough, is_found, questions, subjects_of, table
from graph.store import View, Viewer
from models.answers import Answer, Question
from models.experts import find_experts
from models.index.contract import Index
from models.index.opening import open_index
from models.people_search import describe_people, find_people
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def everyone(sample: Path) -> Iterator[tuple[View, Index]]:
    settings = load_settings(sample)
    with (
        open_installation(settings, create=False) as installation,
        installation.store.view(Viewer()) as view,
        open_index(settings.index) as index,
    ):
        yield view, index


@pytest.fixture(scope="module")
def facts(sample: Path) -> dict:  # type: ignore[type-arg]
    return json.loads((sample / "truth" / "facts.json").read_text("utf-8"))  # type: ignore[no-any-return]


def ask(everyone: tuple[View, Index], question: str) -> Answer:
    return find_experts(Question(question), *everyone)


@pytest.mark.parametrize("limit", [3, 12])
def test_as_many_people_are_listed_as_are_asked_for(everyone: tuple[View, Index], limit: int) -> None:
    view, index = everyone
    assert len(find_people("engineer", index)) >= 12
    assert len(describe_people("engineer", view, index, limit)) == limit


@pytest.fixture(scope="module")
def known(everyone: tuple[View, Index], facts: dict) -> list[Known]:  # type: ignore[type-arg]
    view, index = everyone
    return questions(index, view, subjects_of(facts), seed=1, each=200)


@pytest.mark.parametrize(
    ("answered", "mixed", "most"),
    [(True, False, 0.02), (False, False, 0.01), (False, True, 0.4)],
    ids=["refused that have an answer", "answered that have none", "answered of words that do not belong together"],
)
def test_few_questions_are_taken_wrongly(known: list[Known], answered: bool, mixed: bool, most: float) -> None:
    asked = [
        (case, held) for case, held in known if (case.answered, case.sort == "four rare words") == (answered, mixed)
    ]
    assert len(asked) >= 200
    wrong = [case.text for case, held in asked if is_enough(held) is not answered]
    assert len(wrong) <= most * len(asked), wrong


def test_hardly_a_question_of_words_that_do_not_belong_together_finds_people_for_all_of_it(known: list[Known]) -> None:
    asked = [(case, held) for case, held in known if case.sort == "four rare words"]
    assert len(asked) >= 200
    found = [case.text for case, held in asked if is_found(held)]
    assert len(found) <= 0.02 * len(asked), found


@pytest.mark.parametrize("sort", ["new words", "two new and a common word", "two new and a rare word"])
def test_nonsense_finds_hardly_ever_anybody(known: list[Known], sort: str) -> None:
    asked = [(case, held) for case, held in known if case.sort == sort]
    wrong = [case.text for case, held in asked if is_enough(held)]
    assert len(wrong) <= 0.01 * len(asked), wrong
    assert sort in table([("sample", known)])


def test_topics_are_no_names_and_no_amounts(everyone: tuple[View, Index]) -> None:
    labels = {label for row in everyone[1].snapshot().topics.rows for label in row.labels.values()}
    assert {"waterstofopslag", "warmtenet", "water"} <= labels
    names = {"Oudemeer", "Haven-Noord", "Waterhof", "Netbeheer", "ICT en Data", "Ingenieursbureau", "Ilse Boersma"}
    assert not labels & {*names, "kilogram waterstof", "procent waterstof", "WAT ER", "Overleg Netbeheer"}


def test_what_the_sample_says_that_nobody_knows_finds_nobody(everyone: tuple[View, Index], facts: dict) -> None:  # type: ignore[type-arg]
    for each in facts["nobody_knows"]:
        answer = ask(everyone, each["question"])
        assert (answer.people, answer.documents) == ((), ()), each
        assert answer.unwritten, each


@pytest.mark.parametrize(
    ("question", "unwritten"),
    [
        ("falconry and hydrogen storage", ("falconry",)),
        ("Hoi allemaal, weet iemand iets van valkerij of waterstofopslag? Alvast bedankt", ("valkerij",)),
    ],
)
def test_the_real_topic_beside_an_unknown_word_is_answered(
    everyone: tuple[View, Index], question: str, unwritten: tuple[str, ...]
) -> None:
    answer = ask(everyone, question)
    assert answer.people
    assert answer.unwritten == unwritten


def test_a_compound_that_nobody_wrote_finds_who_wrote_its_parts(everyone: tuple[View, Index]) -> None:
    long, short = (ask(everyone, question) for question in ("waterstofopslagonderhoud", "waterstofopslag"))
    assert long.nearest is not None
    assert long.nearest.people[0].person in {expert.person for expert in short.people}
    assert long.unwritten == ()
