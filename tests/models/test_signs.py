"""Signs of a question: quotes are phrases, minus and NOT leave out, and odd input breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.answers import Answer, DocumentsQuestion, Question
from models.asking.ask import ask
from models.asking.signs import with_signs
from models.documents import list_documents
from models.index.opening import open_index
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people, person


@pytest.mark.parametrize(
    ("typed", "text", "phrases", "excluded"),
    [
        ('"heat pump"', "heat pump", ("heat pump",), ()),
        ('repair "heat pump" valves', "repair heat pump valves", ("heat pump",), ()),
        ("“heat pump” „koude bron”", "heat pump koude bron", ("heat pump", "koude bron"), ()),
        ("pump -heat", "pump", (), ("heat",)),
        ("pump −heat –cold", "pump", (), ("heat", "cold")),
        ("pump NOT heat", "pump", (), ("heat",)),
        ("pomp NIET warmte", "pomp", (), ("warmte",)),
        ('pump -"heat pump"', "pump", (), ("heat pump",)),
        ('pump NOT "heat pump"', "pump", (), ("heat pump",)),
        ("pump OR valve", "pump valve", (), ()),
        ("pump | valve", "pump valve", (), ()),
        ('pump "heat', "pump heat", (), ()),
        ('"pump" "" " "', "pump", ("pump",), ()),
    ],
)
def test_signs_are_read(typed: str, text: str, phrases: tuple[str, ...], excluded: tuple[str, ...]) -> None:
    read = with_signs(Question(typed))
    assert (read.text, read.phrases, read.excluded) == (text, phrases, excluded)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "pump", "-pump", "NOT pump", "heat-pump", "pump - heat", "pump -5 degrees", "well-known pump",
        "PUMP NOT HEAT", "pump not heat", "pomp niet warmte", '""', '"', "- -", "--", "NOT", "a" * 400 + ' "b"',
    ],
)  # fmt: skip
def test_what_is_no_sign_stays(typed: str) -> None:
    question = Question(typed)
    assert with_signs(question) in (question, Question(typed.replace('"', "").strip()))


PAPERS = (
    Paper("a", "Heat pump", "The heat pump in the cellar was installed.", ("ann",)),
    Paper("b", "Pump", "A pump that gives heat to nobody, tested.", ("bob",)),
    Paper("c", "Cold pump", "The pump for cold water, installed.", ("cem",)),
    Paper("d", "Secret heat pump", "A secret heat pump.", ("dee",), hidden=True),
    Paper("e", "Lunch", "Soup and bread.", ("eve",)),
)


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    made = Organisation(tmp_path_factory.mktemp("signs"), people("ann", "bob", "cem", "dee", "eve"))
    made.put(*PAPERS)
    made.rebuild()
    yield made
    made.store.close()


def asked(organisation: Organisation, text: str, viewer: object = COLLEAGUE) -> Answer:
    with organisation.store.view(viewer) as view, open_index(organisation.root) as index:  # type: ignore[arg-type]
        return ask(Question(text), view, index)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("pump", {"ann", "bob", "cem"}),
        ('"heat pump"', {"ann"}),
        ('"Heat Pump" installed', {"ann"}),
        ('"pump heat"', set()),
        ("pump -heat", {"cem"}),
        ("pump NOT cold", {"ann", "bob"}),
        ('pump -"heat pump"', {"bob", "cem"}),
        ("pump -quux", {"ann", "bob", "cem"}),
        ("pump -the", {"ann", "bob", "cem"}),
        ("pump -pump", set()),
    ],
)
def test_only_documents_that_hold_it_count(organisation: Organisation, question: str, names: set[str]) -> None:
    answer = asked(organisation, question)
    assert {expert.person for expert in answer.people} == set(map(person, names))


def test_a_phrase_of_a_hidden_document_is_one_that_nobody_wrote(organisation: Organisation) -> None:
    assert asked(organisation, '"secret heat pump"').people == ()
    assert [each.person for each in asked(organisation, '"secret heat pump"', INSIDER).people] == [person("dee")]


def test_the_list_of_documents_reads_them_too(organisation: Organisation) -> None:
    with organisation.store.view(COLLEAGUE) as view, open_index(organisation.root) as index:
        listed = list_documents(DocumentsQuestion(Question('pump -"heat pump"')), view, index)
    assert {each.title for each in listed.documents} == {"Pump", "Cold pump"}


PIECES = st.sampled_from(['"', "-", "NOT", "OR", "|", "pump", "heat", "“", "”", "\0", "\0" + "1", "''", "(", "*", '-"'])


@given(
    st.one_of(
        st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)
    )
)
def test_no_input_breaks_it(organisation: Organisation, text: str) -> None:
    asked(organisation, text)
