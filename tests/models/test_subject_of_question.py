"""The subject of a question, without the words that only greet, ask and thank."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.index.text.subject import subject_of
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
        ("hoi, weet iemand iets van waterstofopslag?", "waterstofopslag"),
        ("hoi weet iemand wie iets weet van pompen", "pompen"),
        ("Hallo allemaal! Kan iemand mij alsjeblieft helpen met Python? Alvast bedankt, groetjes", "Python"),
        ("Beste collega's, wie weet iets van IPv6.", "IPv6"),
        ("ik heb een vraag over de cao, alvast bedankt!", "de cao"),
        ("waterstofopslag a.u.b.", "waterstofopslag"),
        ("hi all, does anyone know about hydrogen storage please, thanks", "hydrogen storage"),
        ("Dear colleagues, could somebody please tell me who knows about C++?", "C++"),
        ("Good morning everyone. I have a question about parental leave. Many thanks!", "parental leave"),
        ("hi there: .NET 4.8?", ".NET 4.8"),
        ("Hey, valves. Cheers", "valves"),
        ("hello world program", "hello world program"),
        ("dag van de techniek", "dag van de techniek"),
        ("hi-fi systems", "hi-fi systems"),
        ("a letter of thanks", "a letter of thanks"),
        ("thanks to hydrogen", "thanks to hydrogen"),
        ("dear all", "dear all"),
        ("please", "please"),
    ],
)
def test_the_words_that_only_greet_ask_and_thank_are_left_out(question: str, subject: str) -> None:
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


@pytest.mark.parametrize("signs", [" " * 1900, "- " * 900, "hoi " * 500, "please " * 250, "." * 2000])
def test_a_question_of_signs_and_greetings_costs_no_time(signs: str) -> None:
    assert subject_of(f"pumps {signs} pumps") == f"pumps {signs} pumps"
    assert "pumps" in subject_of(f"{signs} pumps {signs}")
