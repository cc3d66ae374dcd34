"""A paragraph, a pasted mail and a document are questions too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store import Viewer
from models.answers import Answer, Question
from models.asking.ask import ask, ask_about_document
from models.asking.gist import gist
from models.asking.long_text import is_long
from models.index.opening import open_index
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, document, people, person

FILLER = tuple(
    Paper(f"f{number}", f"Lunch {number}", f"Soup of day {number} with bread.", ("eve",)) for number in range(20)
)
PAPERS = (
    Paper("h1", "Heat exchangers", "A heat exchanger with fouling loses pressure.", ("ann",)),
    Paper("h2", "Fouling", "Fouling of the heat exchanger, and how to clean it.", ("ann", "bob")),
    Paper("h3", "Cleaning", "Cleaning of exchangers with acid against fouling.", ("bob",)),
    Paper("r1", "Roses", "Roses and tulips in the garden.", ("cem",)),
    Paper("r2", "Garden", "The garden with roses.", ("cem",)),
    Paper("s1", "Zeppelin", "A secret zeppelin with fouling of the heat exchanger.", ("dee",), hidden=True),
)
MAIL = """From: kees@example.org
Subject: help

Hi all,

We had a look at the installation yesterday. After the weekend the heat exchanger in the cellar was hot on one side
only, and I have the idea that there is fouling in it. Does anybody have an idea what we could do about it before the
winter comes?
> somebody wrote about roses and tulips and roses

Kind regards,
Kees, who likes roses in his garden
"""


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    made = Organisation(tmp_path_factory.mktemp("texts"), people("ann", "bob", "cem", "dee", "eve"))
    made.put(*PAPERS, *FILLER)
    made.rebuild()
    yield made
    made.store.close()


def asked(organisation: Organisation, text: str, viewer: Viewer = COLLEAGUE) -> Answer:
    with organisation.store.view(viewer) as view, open_index(organisation.root) as index:
        return ask(Question(text), view, index)


def about(organisation: Organisation, paper: str, viewer: Viewer = COLLEAGUE) -> Answer | None:
    with organisation.store.view(viewer) as view, open_index(organisation.root) as index:
        return ask_about_document(Question(""), document(paper), view, index)


def test_a_mail_finds_who_knows_what_it_is_about(organisation: Organisation) -> None:
    answer = asked(organisation, MAIL)
    assert {expert.person for expert in answer.people} == {person("ann"), person("bob")}
    assert {"exchanger", "fouling"} <= {*answer.gist}
    assert "roses" not in answer.gist
    assert answer.asked == MAIL


def test_a_document_finds_others_than_its_authors(organisation: Organisation) -> None:
    answer = about(organisation, "h1")
    assert answer is not None
    assert [expert.person for expert in answer.people] == [person("bob")]


def test_a_document_that_the_asker_may_not_read_is_none(organisation: Organisation) -> None:
    assert about(organisation, "s1") is None
    assert about(organisation, "nothing") is None
    found = about(organisation, "s1", INSIDER)
    assert found is not None
    assert person("dee") not in {expert.person for expert in found.people}


def test_hidden_documents_choose_no_words(organisation: Organisation) -> None:
    with organisation.store.view(COLLEAGUE) as view, open_index(organisation.root) as index:
        snapshot = index.snapshot()
        words = gist("The zeppelin and the garden with roses.", snapshot, snapshot.access_filter(view), 5)
    assert words == ["garden", "roses"]


@pytest.mark.parametrize(("text", "long"), [("", False), ("heat pump", False), ("word " * 31, True), ("x" * 241, True)])
def test_a_text_is_long_from_some_words_on(text: str, long: bool) -> None:
    assert is_long(text) is long


@settings(max_examples=30)
@given(
    st.text(max_size=4000),
    st.sampled_from(["", "heat fouling exchanger ", "> ", "\n-- \n", "a@b.c "]),
    st.integers(0, 300),
)
def test_no_text_breaks_or_hangs_it(organisation: Organisation, text: str, piece: str, times: int) -> None:
    asked(organisation, (text + piece * times)[:4000])
