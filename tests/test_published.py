"""Published methods on collections that one can work out by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bench.collection import AskedWords, ask, collect
from bench.published import METHODS, Prepared, prepare
from models.index.opening import open_index
from tests.models.organisations import Organisation, Paper, people
from whoknows.jobs.trec_files import TrecTopic
from whoknows.wiring import SYSTEM

LONG = " ".join(f"soup and bread on day {day} with a spoon from drawer {day * 7}" for day in range(40))
PAPERS = (
    Paper("pump", "heat pump", "heat pump noise", ("kees",)),
    Paper("both", "heat pump", "heat heat", ("kees", "maaike")),
    Paper("boiler", "boiler", "boiler room key", ("maaike",)),
    Paper("canteen", "canteen", LONG, ("joost",), at=1_600_000_000),
    Paper("copy", "canteen", LONG, ("kees",)),
)
FILLER = tuple(Paper(f"filler{number}", f"room {number}", f"window {number}", ("joost",)) for number in range(20))
KEES, MAAIKE, JOOST = "kees", "maaike", "joost"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Prepared, AskedWords, list[str]]]:
    made = Organisation(tmp_path_factory.mktemp("published"), people(KEES, MAAIKE, JOOST))
    made.put(*PAPERS, *FILLER)
    made.rebuild()
    with ExitStack() as stack:
        index = stack.enter_context(open_index(made.root))
        view, snapshot = stack.enter_context(made.store.view(SYSTEM)), index.snapshot()
        collection = collect(snapshot, view)
        names = [row.name.lower() for row in snapshot.persons]
        yield prepare(collection), ask(collection, snapshot, view, TrecTopic("1", "heat pump", "en")), names


def test_every_method_finds_who_wrote_about_it_and_nobody_else(
    asked: tuple[Prepared, AskedWords, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.published.RAREST", 1)
    given, question, names = asked
    given = prepare(given.collection)
    for name, method in METHODS.items():
        scores = dict(zip(names, method(given, question).tolist(), strict=True))
        assert scores[JOOST] == 0, name
        assert scores[MAAIKE] > 0, name
        assert scores[KEES] > scores[MAAIKE], name


def test_votes_are_those_of_the_papers(asked: tuple[Prepared, AskedWords, list[str]]) -> None:
    given, question, names = asked
    first, second = question.scores.tolist()
    kees, maaike = names.index(KEES), names.index(MAAIKE)
    mine = 1 if given.authors[question.rows[[0]]].toarray()[0, maaike] else 0
    ranks = METHODS["reciprocal rank"](given, question)
    assert ranks[kees] == pytest.approx(1.5)
    assert ranks[maaike] == pytest.approx(1.0 if mine else 0.5)
    assert METHODS["CombMNZ"](given, question)[kees] == pytest.approx(2 * (first + second))
    assert METHODS["expCombMNZ"](given, question)[kees] == pytest.approx(2 * (math.exp(first) + math.exp(second)))
    assert METHODS["CombMNZ"](given, question)[maaike] == pytest.approx(first if mine else second)


def test_a_question_of_which_nobody_wrote_a_word_finds_nobody(asked: tuple[Prepared, AskedWords, list[str]]) -> None:
    given, question, _ = asked
    nothing = AskedWords((), question.rows[:0], question.scores[:0])
    for name, method in METHODS.items():
        assert not method(given, nothing).any(), name


def test_a_copy_of_a_text_counts_once(asked: tuple[Prepared, AskedWords, list[str]]) -> None:
    given, _, _ = asked
    assert given.authors.shape[0] == len(PAPERS) + len(FILLER) - 1
