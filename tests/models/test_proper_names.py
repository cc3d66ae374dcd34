"""Names of people, places, departments and functions, known from the directory or everywhere, are no topics."""

import pytest

from models.proper_names import before_name, is_name, names_of

DIRECTORY = names_of(
    ["Qirthe van der Bos", "Ada Vos"], ["Waterhof"], ["Data en ICT", "Customer engineer", "Heat pump engineer (north)"]
)


@pytest.mark.parametrize(
    ("surface", "says"),
    [
        ("Qirthe Bos", True),
        ("Qirthe Vermandere", True),
        ("Waterhof", True),
        ("waterhof", False),
        ("Data en ICT", True),
        ("data en ict", True),
        ("Customer Engineer", True),
        ("customer engineer", False),
        ("CE", True),
        ("CEs", True),
        ("HPE", True),
        ("HPEN", False),
        ("pompstation Waterhoek", True),
        ("gemeente Waterhoek", True),
        ("pompstation", False),
        ("Jeroen Vermandere", True),
        ("jeroen vermandere", False),
        ("Jeroen", True),
        ("Jeroen Zwart Modelleren Cursus", False),
        ("Mark Vermandere", True),
        ("Mark", False),
        ("Rotterdam", True),
        ("Den Haag", True),
        ("België", True),
        ("Waterstad-Noord", True),
        ("Zwaan Theater", True),
        ("theater", False),
        ("Vliet Consultancy", True),
        ("Vliet consultancy", False),
        ("EU", True),
        ("Bologna", True),
        ("Populierenlaan", True),
        ("waterweg", False),
        ("Python", False),
        ("Java", False),
    ],
)
def test_names(surface: str, says: bool) -> None:
    assert is_name(surface, DIRECTORY) is says


def test_a_handle_that_is_made_of_a_name_is_one_in_any_case() -> None:
    known = names_of(
        ["Jeroen Vermandere"], handles=[("jvermandere", "Jeroen Vermandere"), ("cache", "Jeroen Vermandere")]
    )
    assert is_name("jvermandere", known)
    assert not is_name("cache", known), "somebody may be called after a subject"


@pytest.mark.parametrize(
    ("surface", "before"),
    [
        ("voorval Waterhof", "voorval"),
        ("Taak Ada", "taak"),
        ("meeting Data en ICT", "meeting"),
        ("Vos series", ""),
        ("Waterhof", ""),
        ("voorval waterhof", ""),
        ("norm VOS", ""),
    ],
)
def test_what_stands_before_a_name(surface: str, before: str) -> None:
    assert before_name(surface, DIRECTORY) == before
