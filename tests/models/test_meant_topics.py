"""Topics that a question names in the other language than they have a name in: which are asked along, and for whom."""

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
from tests.models.concepts import PumpEncoder
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people
from whoknows.jobs.encoding import encode_all
from whoknows.jobs.index import open_writer

PUMP = Paper("pomp", "Pomp", "De pomplekkage in de kelder: een lekkage van de pomp.", ("ann",), language="nl")
NOISE = Paper("geluid", "Geluid", "Het warmtegeluid van de buren: geluid van warmte.", ("bob",), language="nl")
HEAT = Paper("warmte", "Warmte", "De pompwarmte: warmte van de pomp.", ("cleo",), language="nl", hidden=True)
LUNCH = tuple(
    Paper(str(number), f"Lunch {number}", "Soup, bread and the noise of a leak in the canteen.", ("dan",))
    for number in range(12)
)
ABOUT = {"pomp": ["pomplekkage"], "geluid": ["warmtegeluid"], "warmte": ["pompwarmte"]}


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob", "cleo", "dan"))
    made.put(PUMP, NOISE, HEAT, *LUNCH)
    made.mention(ABOUT, language="nl")
    made.rebuild()
    encode(made)
    return made


def encode(organisation: Organisation) -> None:
    with open_writer(organisation.root) as writer:
        encode_all(writer, lambda _: None, lambda: False, PumpEncoder)


def ask(organisation: Organisation, text: str, viewer: Viewer = COLLEAGUE, ear: OpenEncoder = PumpEncoder) -> Answer:
    with open_index(organisation.root) as index, organisation.store.view(viewer) as view:
        return find_experts(Question(text), view, index, ear=ear)


@pytest.mark.parametrize(
    ("text", "name", "also"),
    [
        ("pump leak", "Ann", "pomplekkage"),
        ("who knows about a pump leak?", "Ann", "pomplekkage"),
        ("heat noise", "Bob", "warmtegeluid"),
    ],
)
def test_a_topic_is_found_by_what_it_is_called_in_the_other_language(
    organisation: Organisation, text: str, name: str, also: str
) -> None:
    answer = ask(organisation, text)
    assert name in [person.name for person in answer.people]
    assert also in answer.synonyms


@pytest.mark.parametrize("text", ["pump", "leak", "heat", "pump noise", "noise"])
def test_half_of_a_topic_is_not_that_topic(organisation: Organisation, text: str) -> None:
    assert not {"pomplekkage", "warmtegeluid"} & {*ask(organisation, text).synonyms}


@pytest.mark.parametrize("text", ["pomplekkage", "warmtegeluid", "soup bread"])
def test_what_words_say_needs_no_encoder(organisation: Organisation, text: str) -> None:
    def loud() -> PumpEncoder:
        raise AssertionError("the encoder is loaded")

    assert ask(organisation, text, ear=loud).people


@pytest.mark.parametrize("viewer", [COLLEAGUE, INSIDER, Viewer(system=True)])
def test_a_topic_that_only_hidden_documents_mention_is_not_named(organisation: Organisation, viewer: Viewer) -> None:
    assert "pompwarmte" not in ask(organisation, "pump heat", viewer).synonyms


WAYS: dict[str, Callable[[Organisation], None]] = {
    "drop": lambda made: made.drop("pomp"),
    "edit": lambda made: made.put(replace(PUMP, title="Kraan", text="Niets.")),
    "restrict": lambda made: made.put(replace(PUMP, hidden=True)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("viewer", [COLLEAGUE, INSIDER])
def test_a_topic_of_what_was_withdrawn_is_not_named(organisation: Organisation, way: str, viewer: Viewer) -> None:
    WAYS[way](organisation)
    assert "pomplekkage" not in ask(organisation, "pump leak", viewer).synonyms
    organisation.follow()
    assert "pomplekkage" not in ask(organisation, "pump leak", viewer).synonyms


def test_a_new_generation_keeps_the_vectors_of_labels(organisation: Organisation) -> None:
    organisation.rebuild()
    assert "pomplekkage" in ask(organisation, "pump leak").synonyms


def test_a_topic_that_is_new_is_compared_once_it_is_encoded(organisation: Organisation) -> None:
    organisation.put(replace(NOISE, id="ruis", title="Pompgeluid", text="Het pompgeluid in de kelder."))
    organisation.mention({**ABOUT, "ruis": ["pompgeluid"]}, language="nl")
    organisation.follow()
    assert "pompgeluid" not in ask(organisation, "pump noise").synonyms
    encode(organisation)
    assert "pompgeluid" in ask(organisation, "pump noise").synonyms
