"""What is a question about, without the words that only say that somebody asks?"""

from __future__ import annotations

from pathlib import Path

import pytest

from models.index.asking import subject_of
from tests.models.organisations import Organisation, Paper, people


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("wie weet iets van waterstofopslag?", "waterstofopslag"),
        ("Wie weet  iets af van opslag van waterstof ?", "opslag van waterstof"),
        ("wie kan me helpen met Python", "Python"),
        ("Who knows about hydrogen storage?", "hydrogen storage"),
        ("who can help me with C++?", "C++"),
        ("whom can I ask about parental leave", "parental leave"),
        ("waterstofopslag", "waterstofopslag"),
        ("who knows about", "who knows about"),
        ("wie weet iets van ?", "wie weet iets van ?"),
        ("wie werkt aanbestedingen uit", "wie werkt aanbestedingen uit"),
        ("the who", "the who"),
        ("Is tls 1.3 safe?", "Is tls 1.3 safe?"),
        ("", ""),
    ],
)
def test_the_words_that_only_ask_are_left_out(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_a_whole_question_finds_what_its_subject_finds(tmp_path: Path) -> None:
    office = Organisation(tmp_path, people("ann", "ben"))
    office.put(
        Paper("1", "Fuel cells", "How a fuel cell keeps hydrogen."),
        Paper("2", "Helping out", "Wie kan helpen, help me helpen met het zomerfeest.", ("ben",), language="nl"),
    )
    office.rebuild()
    asked = office.ask("wie kan me helpen met fuel cells?")
    assert asked.subject == "fuel cells"
    assert [each.person for each in asked.people] == [each.person for each in office.ask("fuel cells").people]
