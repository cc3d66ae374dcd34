"""Messages that ask, and what they count for."""

from __future__ import annotations

import pytest

from graph.facts import EVERYONE, Document, DocumentKind, Edge, EdgeKind
from models.index.text.inquiries import ALSO_ASKS, ASKS, TELLS, asking_of
from models.index.work import ASKED, deeds_of


def message(title: str, kind: DocumentKind = DocumentKind.POST) -> Document:
    return Document("document:list:1", "list", "1", kind, title, rule=EVERYONE)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Corrosion of vessels: who knows?", "We replace a vessel next spring. Who has seen pits in the welds?", True),
        ("Warmtepompen", "Hoi allemaal. Heeft iemand ervaring met het inregelen van een warmtepomp?", True),
        ("topology", "Is this space compact?", True),
        ("Pitting in welds", "We found pits in three welds. They were ground out. The pressure test passed.", False),
        (
            "How do we test a vessel?",
            "First it is emptied. Then it is filled with water. It is kept at pressure for an hour. Nothing may drip. "
            "We write the figures down.",
            False,
        ),
        ("Re: vessels", "> Who has seen pits in the welds?\n\nI have, at the second tank. It was the cleaning.", False),
        ("Re: build", "Run `ls ?` and look at https://example.org/?q=1 for the list of what is there.", False),
        ("Corrosion of vessels: who knows?", "With ultrasound on a fixed grid.\n\nRegards,\nOeds", False),
        ("Corrosion of vessels: who knows?", "Dear all,\n\nHow is it measured from outside?\n\nRegards,\nAnn", True),
        ("", "", False),
        ("?", "Ok?", False),
    ],
)
def test_a_message_asks_when_a_third_of_it_does(title: str, text: str, expected: bool) -> None:
    assert (asking_of(message(title), text) == ASKS) is expected


def test_one_question_among_much_else_is_told_apart() -> None:
    told = "We found pits in three welds. They were ground out. Has anyone seen this? The pressure test passed."
    assert asking_of(message("Pits"), told) == ALSO_ASKS
    assert asking_of(message("Pits"), told.replace("?", ".")) == TELLS


def test_a_thread_that_opens_with_a_title_alone_asks_and_an_empty_answer_does_not() -> None:
    assert asking_of(message("Pits"), "") == ALSO_ASKS
    assert asking_of(message("Pits"), "", "> What others wrote.") == TELLS
    assert asking_of(message("Pits", DocumentKind.REPLY), "") == TELLS


def test_a_page_answers_the_questions_that_it_is_full_of() -> None:
    page = message("Questions and answers", DocumentKind.PAGE)
    assert asking_of(page, "Who pays? When? How do I leave the scheme?") == TELLS


def test_who_asks_gets_a_part_of_the_vote_and_who_answers_all_of_it() -> None:
    wrote = Edge(EdgeKind.WROTE, "account:list:ann", "document:list:1", count=1)
    answered = Edge(EdgeKind.ANSWERED, "account:list:bob", "document:list:1", count=1)
    assert [each.share for each in deeds_of([wrote], asking=True)] == [ASKED]
    assert [each.share for each in deeds_of([answered], asking=True)] == [1.0]
    told = {each.account: each.share for each in deeds_of([wrote, answered])}
    asked = {each.account: each.share for each in deeds_of([wrote, answered], asking=True)}
    assert asked[wrote.start] == ASKED * told[wrote.start]
    assert asked[answered.start] == told[answered.start]
