"""Questions that find too little by their words are tried by meaning: for whom, from what, and when not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store import Viewer
from models.answers import Answer, Question
from models.encoder import OpenEncoder
from models.experts import find_experts
from models.index.opening import open_index
from models.index.text.asked_language import asked_language
from tests.models.concepts import PumpEncoder
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people
from whoknows.jobs.encoding import encode_all
from whoknows.jobs.index import open_writer

LONG = "It stands in the cellar since the house was built. " * 14
PUMP = Paper("pump", "Pump", f"{LONG}\n\nThe pump leaks.", ("ann",))
BOILER = Paper("boiler", "Boiler", "The noise of a boiler.", ("bob",))
HEAT = Paper("heat", "Heat", "Where the heat goes.", ("cleo",), hidden=True)
LUNCH = tuple(Paper(str(number), f"Lunch {number}", "Soup and bread in the canteen.", ("dan",)) for number in range(9))


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob", "cleo", "dan"))
    made.put(PUMP, BOILER, HEAT, *LUNCH)
    made.rebuild()
    with open_writer(made.root) as writer:
        encode_all(writer, lambda _: None, lambda: False, PumpEncoder)
    return made


def ask(organisation: Organisation, text: str, viewer: Viewer = COLLEAGUE, ear: OpenEncoder = PumpEncoder) -> Answer:
    with open_index(organisation.root) as index, organisation.store.view(viewer) as view:
        return find_experts(Question(text), view, index, ear=ear)


def names(answer: Answer) -> list[str]:
    return [expert.name for expert in answer.people]


@pytest.mark.parametrize(
    ("text", "name"), [("lekkende pomp", "Ann"), ("wie weet iets van het geluid van een ketel?", "Bob")]
)
def test_a_question_in_the_other_language_finds_who_wrote_about_it(
    organisation: Organisation, text: str, name: str
) -> None:
    answer = ask(organisation, text)
    assert names(answer) == [name]
    assert answer.by_meaning
    assert answer.unwritten
    assert sum(reason.points for reason in answer.people[0].evidence) == answer.people[0].points


def test_the_passage_that_means_it_is_shown(organisation: Organisation) -> None:
    reason = ask(organisation, "lekkende pomp").people[0].evidence[0]
    assert "The pump leaks." in "".join(span.text for span in reason.snippet)


@pytest.mark.parametrize("text", ["pump", "boiler noise", "soup"])
def test_a_question_that_words_answer_is_not_tried(organisation: Organisation, text: str) -> None:
    def loud() -> PumpEncoder:
        raise AssertionError("the encoder is loaded")

    assert not ask(organisation, text, ear=loud).by_meaning


@pytest.mark.parametrize("text", ["vergaderzaal", "xyzzy", "begroting zwembad"])
def test_what_nothing_means_finds_nobody(organisation: Organisation, text: str) -> None:
    answer = ask(organisation, text)
    assert names(answer) == []
    assert not answer.by_meaning


def test_without_an_encoder_everything_else_works(organisation: Organisation) -> None:
    assert names(ask(organisation, "lekkende pomp", ear=lambda: None)) == []
    assert names(ask(organisation, "pump", ear=lambda: None)) == ["Ann"]


@pytest.mark.parametrize("viewer", [COLLEAGUE, INSIDER])
def test_what_is_not_for_everyone_is_not_found_by_meaning(organisation: Organisation, viewer: Viewer) -> None:
    assert names(ask(organisation, "warmte", viewer)) == []


WAYS: dict[str, Callable[[Organisation], None]] = {
    "drop": lambda made: made.drop("pump"),
    "edit": lambda made: made.put(replace(PUMP, title="Tap", text="Nothing.")),
    "restrict": lambda made: made.put(replace(PUMP, hidden=True)),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_withdrawn_is_found_no_more(organisation: Organisation, way: str) -> None:
    WAYS[way](organisation)
    assert names(ask(organisation, "lekkende pomp")) == []


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("who knows about leaking pumps", "en"),
        ("wie weet iets van lekkende leidingen", "nl"),
        ("building permit regulations", "en"),
        ("code review", None),
        ("front-end en responsive design", "nl"),
        ("", None),
        ("xyzzy", None),
        ("2027", None),
    ],
)
def test_the_language_of_a_question(question: str, language: str | None) -> None:
    assert asked_language(question) == language


def test_a_question_in_a_language_in_which_hardly_anything_is_written_is_tried(organisation: Organisation) -> None:
    organisation.put(Paper("brood", "Brood", "Brood met een pomp van soep in de kantine.", ("dan",), language="nl"))
    organisation.follow()
    answer = ask(organisation, "wie weet iets van de pomp die een lek heeft")
    assert answer.by_meaning
    assert {"Ann", "Dan"} <= {*names(answer)}
    without = ask(organisation, "wie weet iets van de pomp die een lek heeft", ear=lambda: None)
    assert names(without) == []
    assert without.nearest is not None
    assert [expert.name for expert in without.nearest.people] == ["Dan"]


def test_who_wrote_what_means_it_is_named_beside_who_wrote_the_words(organisation: Organisation) -> None:
    organisation.put(Paper("fluit", "Fluit", "Een lek in de pomp van de koffie.", ("dan",), language="nl"))
    organisation.follow()
    question = "wie weet iets van de pomp met een lek"
    assert names(ask(organisation, question, ear=lambda: None)) == ["Dan"]
    answer = ask(organisation, question)
    assert answer.by_meaning
    assert {*names(answer)} == {"Ann", "Dan"}
