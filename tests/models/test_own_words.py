"""Own words vote; what was quoted or added is found and shown, and is nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.answers import DocumentsQuestion, Question
from models.documents import list_documents
from models.index.opening import open_index
from tests.models.organisations import COLLEAGUE, Organisation, Paper, document, people, person

QUOTE = "The hydrogen tank leaks at the valve."
PAPERS = (
    Paper("tank", "Tank", QUOTE, ("ann",)),
    Paper("agreed", "Meeting", "Agreed, see you tomorrow at the office.", ("bob",), rest=QUOTE),
    Paper("only-quoted", "Hydrogen tank", "", ("cem",), rest=QUOTE),
    Paper("letter", "Newsletter", "", ("dee",), rest="The canteen serves pumpkin, and the hydrogen tank is new."),
    *(Paper(f"other-{number}", f"Note {number}", "Roses grow behind the office.", ("eve",)) for number in range(6)),
)


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob", "cem", "dee", "eve"))
    made.put(*PAPERS)
    made.rebuild()
    return made


def found(organisation: Organisation, question: str) -> list[str]:
    with open_index(organisation.root) as index, organisation.store.view(COLLEAGUE) as view:
        return [hit.key for hit in list_documents(DocumentsQuestion(Question(question)), view, index).documents]


@pytest.mark.parametrize("question", ["hydrogen", "hydrogen valve", "tank leaks"])
def test_only_who_said_it_is_named(organisation: Organisation, question: str) -> None:
    assert [each.person for each in organisation.ask(question).people] == [person("ann")]


def test_the_rest_is_found_behind_the_own_words(organisation: Organisation) -> None:
    keys = found(organisation, "hydrogen")
    assert keys[0] == document("tank")
    assert sorted(keys[1:]) == sorted(map(document, ("agreed", "only-quoted", "letter")))


def test_an_answer_counts_the_documents_that_their_list_holds(organisation: Organisation) -> None:
    answer = organisation.ask("hydrogen")
    assert answer.documents_total == len(found(organisation, "hydrogen")) == 4
    shown = {each.key: "".join(span.text for span in each.snippet) for each in answer.documents}
    assert "hydrogen" in shown[document("letter")]


def test_what_was_quoted_is_shown_only_where_it_says_what_was_asked(organisation: Organisation) -> None:
    """A message that is found by its title shows the own words of who wrote it."""
    organisation.put(Paper("about", "Boiler", "Bob knows more of this.", ("bob",), rest="Who was here on Monday?"))
    organisation.rebuild()
    shown = {each.key: "".join(span.text for span in each.snippet) for each in organisation.ask("boiler").documents}
    assert shown == {document("about"): "Bob knows more of this."}


def test_what_only_the_rest_says_names_nobody_and_is_found(organisation: Organisation) -> None:
    answer = organisation.ask("pumpkin")
    assert answer.people == ()
    assert [each.key for each in answer.documents] == [document("letter")]
    assert organisation.ask("pumpkin flurb").documents == ()


def test_no_reason_shows_words_of_somebody_else(organisation: Organisation) -> None:
    reasons = [reason for expert in organisation.ask("meeting").people for reason in expert.evidence]
    assert document("agreed") in [reason.key for reason in reasons]
    assert "leaks" not in "".join(span.text for reason in reasons for span in reason.snippet)


def test_own_words_that_become_a_quote_lose_their_vote(organisation: Organisation) -> None:
    organisation.put(Paper("tank", "Tank", "", ("ann",), rest=QUOTE))
    organisation.follow()
    assert organisation.ask("hydrogen").people == ()
    assert document("tank") in found(organisation, "hydrogen")
