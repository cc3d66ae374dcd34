"""A Dutch compound is found by its parts, and two words in the compound that they make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.index.opening import open_index
from models.index.text.compounds import joined, parts_of
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people, person

USED = {
    "waterstof": 12, "water": 90, "stof": 3, "opslag": 20, "waterstofopslag": 6, "tank": 9, "groep": 40, "bedrijf": 30,
    "voering": 2, "pannen": 3, "koek": 4, "website": 50, "site": 60, "ring": 8, "verkeer": 9,
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("opslagtank", ("opslag", "tank")),
        ("waterstofopslagtank", ("waterstofopslag", "tank")),
        ("waterstofopslag", ("waterstof", "opslag")),
        ("bedrijfsvoering", ("bedrijf", "voering")),
        ("groepentank", ("groep", "tank")),
        ("pannenkoek", ("pannen", "koek")),
        ("waterstof", ("water", "stof")),
        ("verkeersring", ("verkeer", "ring")),
        ("opslagruimte", ()),
        ("website", ()),
        ("tank", ()),
        ("tanktanktanktanktank", ()),
        ("tank2opslag", ()),
        ("o" * 60, ()),
    ],
)
def test_a_compound_is_cut_into_words_that_texts_hold(word: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word, lambda form: USED.get(form, 0)) == parts


def test_a_word_that_is_used_more_than_its_parts_is_not_cut() -> None:
    assert parts_of("waterstof", lambda form: {**USED, "waterstof": 200}.get(form, 0)) == ()


def test_two_words_may_be_joined_by_a_letter() -> None:
    assert list(joined("bedrijf", "voering")) == [
        "bedrijfvoering",
        "bedrijfsvoering",
        "bedrijfenvoering",
        "bedrijfevoering",
    ]
    assert list(joined("h2", "opslag")) == []


PAPERS = (
    Paper("apart", "Over tanks", "De opslag van waterstof vraagt om een tank van staal.", ("ann",), language="nl"),
    Paper("whole", "Notitie", "Waterstofopslag is nog duur.", ("bob",), language="nl"),
    Paper("lunch", "Lunch", "We eten soep in de tuin.", ("cem",), language="nl"),
    Paper("english", "Storage", "A workshop about the storage of hydrogen.", ("dee",)),
    Paper("shop", "De werf", "Het werk in de winkel en de werkplaats.", ("eve",), language="nl"),
    Paper("poll", "Verslag", "De burgerpeiling is klaar.", ("guy",), language="nl"),
    Paper("leak", "Melding", "Lekdetectie met helium.", ("guy",), language="nl"),
    Paper("system", "Plan", "Een systeemontwerp op hoofdlijnen.", ("hal",), language="nl"),
    Paper("code", "Licences", "We publish opensource libraries.", ("ivo",)),
    *(Paper(f"n{n}", f"Notitie {n}", f"Vergadering nummer {n}.", ("fay",), language="nl") for n in range(12)),
)


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    made = Organisation(
        tmp_path_factory.mktemp("compounds"), people("ann", "bob", "cem", "dee", "eve", "fay", "guy", "hal", "ivo")
    )
    made.put(*PAPERS)
    made.rebuild()
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("waterstofopslagtank", {"ann", "bob"}),
        ("wie weet iets van waterstofopslagtanks?", {"ann", "bob"}),
        ("waterstof opslag", {"ann", "bob"}),
        ("opslag van waterstof", {"ann", "bob"}),
        ("opslag van de waterstof", {"ann", "bob"}),
        ("waterstofopslag", {"bob"}),
        ("peiling onder burgers", {"guy"}),
        ("detectie van lekken", {"guy"}),
        ("ontwerp van systemen", {"hal"}),
        ("open source", {"ivo"}),
        ("soeptuin", {"cem"}),
        ("workshop", {"dee"}),
        ("zeppelintank", set()),
    ],
)
def test_a_question_finds_both_spellings(organisation: Organisation, question: str, found: set[str]) -> None:
    assert {expert.person for expert in organisation.ask(question).people} == {person(name) for name in found}


def test_two_words_count_more_than_the_compound_that_they_make(organisation: Organisation) -> None:
    assert [expert.person for expert in organisation.ask("waterstof opslag").people] == [person("ann"), person("bob")]


def test_a_word_that_two_make_counts_less_also_where_it_is_the_rarer(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people("ann", "bob"))
    made.put(*(Paper(f"n{n}", f"Notitie {n}", "De opslag van waterstof.", ("ann",), language="nl") for n in range(3)))
    made.put(Paper("whole", "Los", "Waterstofopslag.", ("bob",), language="nl"))
    made.rebuild()
    assert [expert.person for expert in made.ask("opslag van waterstof").people] == [person("ann"), person("bob")]
    made.store.close()


def test_what_is_asked_along_is_told_and_marked(organisation: Organisation) -> None:
    answer = organisation.ask("waterstofopslagtank")
    assert answer.synonyms == ("waterstof + opslag + tank",)
    assert answer.unwritten == ()
    marked = {span.text for hit in answer.documents for span in hit.snippet if span.hit}
    assert marked == {"opslag", "waterstof", "tank", "Waterstofopslag"}
    assert organisation.ask("waterstof opslag").synonyms == ("waterstofopslag",)


def test_a_compound_that_only_a_hidden_text_holds_is_no_part(tmp_path: Path) -> None:
    """What is cut and joined comes from documents for everyone, also for who may read more."""
    made = Organisation(tmp_path, people("ann", "bob"))
    made.put(*PAPERS[:3])
    made.put(Paper("board", "Fusie", "De zeppelin en de soepzeppelin.", ("bob",), language="nl", hidden=True))
    made.rebuild()
    with open_index(made.root) as index:
        assert index.snapshot().parse("zeppelintuin soep zeppelin").synonyms == ()
    for viewer in (COLLEAGUE, INSIDER):
        assert made.ask("zeppelintuin", viewer).people == ()
    assert [expert.person for expert in made.ask("zeppelin", INSIDER).people] == [person("bob")]
    made.store.close()
