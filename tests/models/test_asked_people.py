"""Questions for a colleague: how they are read, and titles as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.asking.people_questions import names_a_room, people_questions
from models.index.functions import FunctionBook
from models.index.names import NameBook
from models.index.records import IndexedPerson


@pytest.mark.parametrize(
    ("question", "kind", "whom"),
    [
        ("wie is de CISO?", "who", "CISO"),
        ("Wie is onze functionaris gegevensbescherming ook alweer?", "who", "functionaris gegevensbescherming"),
        ("who is our data protection officer", "who", "data protection officer"),
        ("Who's the DPO?", "who", "DPO"),
        ("Hi all, can anyone tell me who is the head of procurement? Thanks!", "who", "head of procurement"),
        ("wie zijn de inspecteurs", "who", "inspecteurs"),
        ("wie is Kees Vos", "who", "Kees Vos"),
        ("weet iemand wie de CISO is?", "who", "CISO"),
        ("ik zoek Kees Vos", "who", "Kees Vos"),
        ("kamer HN 2.14", "room", "HN 2.14"),
        ("wie zit er in kamer HN 2.14?", "room", "HN 2.14"),
        ("who sits in HN 2.14", "room", "HN 2.14"),
        ("bel 4426", "phone", "4426"),
        ("call 4426", "phone", "4426"),
        ("van wie is 06-12345678?", "phone", "06-12345678"),
        ("whose number is 4426?", "phone", "4426"),
        ("telefoonnummer van Jan de Vries", "contact", "Jan de Vries"),
        ("wat is het telefoonnummer van Jan de Vries", "contact", "Jan de Vries"),
        ("what's Maaike's phone number?", "contact", "Maaike"),
        ("what’s Maaike’s phone number?", "contact", "Maaike"),
        ("where does Maaike sit", "contact", "Maaike"),
        ("hoe kan ik Jan bereiken", "contact", "Jan"),
        ("manager van Anna", "manager", "Anna"),
        ("who is Anna's manager?", "manager", "Anna"),
        ("aan wie rapporteert Anna Bos", "manager", "Anna Bos"),
        ("who does Anna report to?", "manager", "Anna"),
        ("wie rapporteert aan Anna", "reports", "Anna"),
        ("who is on Anna's team", "reports", "Anna"),
    ],
)
def test_a_question_for_a_colleague_is_read(question: str, kind: str, whom: str) -> None:
    assert (kind, whom) in [(each.kind, each.whom) for each in people_questions(question)]


@pytest.mark.parametrize(
    "question",
    [
        "", "?", "who", "wie is", "waterstofopslag", "wie weet iets van kamers", "who knows about telephony",
        "wie is verantwoordelijk voor pompen", "who is responsible for pumps", "who is good at Excel", "a bel curve",
    ],
)  # fmt: skip
def test_a_question_about_a_subject_is_none(question: str) -> None:
    assert people_questions(question) == []


@pytest.mark.parametrize(
    ("question", "room"),
    [
        ("kamer HN 2.14", True), ("room 101", True), ("Room A2.14?", True), ("kamer 3", True),
        ("kamer van koophandel", False), ("room temperature", False), ("office 365", False),
        ("who sits in 2.14", False),
    ],
)  # fmt: skip
def test_a_number_behind_the_word_for_a_room_is_one(question: str, room: bool) -> None:
    assert names_a_room(question) is room


FUNCTIONS = {
    1: ("CISO", "Informatiebeveiliging"),
    2: ("Functionaris gegevensbescherming", "Juridische zaken"),
    3: ("Hoofd inkoop", "Inkoop"),
    4: ("Plaatsvervangend hoofd inkoop", "Inkoop"),
    5: ("Inkoopadviseur", "Inkoop"),
    6: ("Teamleider", "Warmtenet"),
    7: ("Algemeen directeur", ""),
    8: ("Data engineer", "Data platform"),
    9: ("Head of legal affairs", "Legal"),
    10: ("HR-adviseur", "Personeelszaken"),
    11: ("Projectleider", "Projecten"),
    12: ("Chief Information Officer", "ICT"),
    13: ("Netwerkbeheerder", "Werkplek"),
}
BOOK = FunctionBook(
    (number, IndexedPerson(str(number), function=function, department_name=department))
    for number, (function, department) in FUNCTIONS.items()
)


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("ciso", [1]),
        ("chief information security officer", [1]),
        ("data protection officer", [2]),
        ("DPO", [2]),
        ("FG", [2]),
        ("functionaris voor de gegevensbescherming", [2]),
        ("head of procurement", [3, 4]),
        ("manager inkoop", [3, 4]),
        ("adviseur inkoop", [5]),
        ("inkoopadviseurs", [5]),
        ("procurement adviser", [5]),
        ("team lead warmtenet", [6]),
        ("teamleider van het warmtenet", [6]),
        ("managing director", [7]),
        ("directeur", [7]),
        ("data engineers", [8]),
        ("hoofd juridische zaken", [9]),
        ("human resources advisor", [10]),
        ("HR adviseurs", [10]),
        ("project manager", [11]),
        ("CIO", [12]),
        ("network administrator", []),
        ("netwerkbeheerder", [13]),
        ("beheerder", [13]),
        ("engineer kafka", []),
        ("warmtenet", []),
        ("", []),
        ("de van het", []),
    ],
)
def test_titles_are_found_as_people_say_them(title: str, people: list[int]) -> None:
    found = BOOK.find(title)
    assert sorted(found, key=lambda number: (-found[number], number)) == people


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    for each in people_questions(text):
        assert each.whom.strip() == each.whom
    BOOK.find(text)
    assert NameBook([], None).find(text) == []
