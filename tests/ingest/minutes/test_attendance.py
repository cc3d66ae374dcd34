"""People who were present, by the minutes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.minutes.attendance import attendees


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Aanwezig: Ada Vos, Bram Kok en Cato van der Mul (via Skype).", ["Ada Vos", "Bram Kok", "Cato van der Mul"]),
        ("**Aanwezig:** Ada Vos (A&B, team) Bram Kok (VNG)\n\n**Afwezig:** Cato Mul", ["Ada Vos", "Bram Kok"]),
        ("Overleg in Utrecht. Aanwezig: Ada Vos, Bram Kok. Afwezig met bericht: Cato Mul.", ["Ada Vos", "Bram Kok"]),
        ("## Deelnemers\n\n- Ada Vos (Bouw) - voorzitter\n- Bram Kok\n\n## Agenda\n\n- Cato", ["Ada Vos", "Bram Kok"]),
        ("## Aanwezigen\n\n| Achternaam | Voornaam | Org |\n|---|---|---|\n| De Vos | Ada | X |\n| Kok | Bram | Y |",
         ["Ada de Vos", "Bram Kok"]),
        ("## Aanwezigen\n\n| Naam | Org |\n|---|---|\n| Vos, Ada | X |\n| Mul, Cato van der | Y |",
         ["Ada Vos", "Cato van der Mul"]),
        ("## Roll call\n\n(Name / `@handle`)\n- Ada Vos / `@adavos`\n- Bram Kok", ["Ada Vos", "Bram Kok"]),
        ("Attendees\n---------\n\n* Ada Vos\n* Bram Kok\n\nReports\n-------\n\n* Cato Mul", ["Ada Vos", "Bram Kok"]),
        ("Aanwezig: Ada Vos\nOnline: Bram Kok\nAfgemeld: Cato Mul", ["Ada Vos", "Bram Kok"]),
        ("Van de 90 leden zijn er 3 aanwezig. Voorin zitten Ada Vos, Bram Kok en Cato Mul (notulist).",
         ["Ada Vos", "Bram Kok", "Cato Mul"]),
        ("Aanwezig:\n\n* Ada (voorzitter)\n* Bram\n\nAda opent.", ["Ada", "Bram"]),
        ("Aanwezig: Ada Vos, Bram Kok\nAfwezig m.k.: Cato Mul", ["Ada Vos", "Bram Kok"]),
        ("**Aanwezigen:** @Ada Vos, @Bram Kok; **Afwezig:** Cato Mul", ["Ada Vos", "Bram Kok"]),
        ("De aanwezigen danken Ada Vos.", []),
        ("The present situation is good. Bram Kok agrees.", []),
    ],
)  # fmt: skip
def test_who_was_there(text: str, names: list[str]) -> None:
    assert [person.name for person in attendees(text)] == names


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("| Naam | Aanwezig | Afwezig |", ["x | |", " | x |", "X | |"]),
        ("| Name | Present | Absent |", ["✓ | |", " | ✓ |", "✓ | |"]),
        ("| Name | Anwesend | Entschuldigt |", ["x | |", " | x |", "x | |"]),
        ("| Nom | Présent | Excusé |", ["oui | |", "non | x |", "oui | |"]),
        ("| Naam | Aanw. | Afw. met kennisgeving |", ["ja | nee |", "nee | ja |", "ja | nee |"]),
        ("| Name | Status |", ["Present |", "Absent |", "Online |"]),
        ("| Name | Absent |", [" |", "x |", " |"]),
    ],
)
def test_a_table_that_ticks_names_who_was_there(head: str, rows: list[str]) -> None:
    rule = "|---" * (head.count("|") - 1) + "|"
    lines = [f"| {name} | {row}" for name, row in zip(("Ada Vos", "Bram Kok", "Cato Mul"), rows, strict=True)]
    text = "\n".join(["# Verslag", "", head, rule, *lines, "", "Eerst de klep."])
    assert [person.name for person in attendees(text)] == ["Ada Vos", "Cato Mul"]


def test_a_table_of_something_else_names_nobody() -> None:
    text = "| Name | Present |\n|---|---|\n| Ada Vos | yes |\n| Bram Kok | no |"
    assert attendees(text, minutes=False) == ()


THERE = {"A": "Ada Vos", "B": "Bram Kok", "C": "Cato Mul"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("## Attendees\n\n- [x] Ada Vos\n- [ ] Bram Kok\n- [X] Cato Mul\n", "A C"),
        ("**Aanwezig:**\n\n* [x] Ada Vos\n* [ ] Bram Kok\n", "A"),
        ("Attendees:\n- [ ] Ada Vos\n- [ ] Bram Kok\n", ""),
        ("Attendees:\n1. [x] Ada Vos (@ada)\n2. [ ] Bram Kok (@bram)\n", "A"),
        ("Attendees:\n- ✅ Ada Vos\n- ❌ Bram Kok\n", "A"),
        ("Attendees:\n- [x] Ada Vos, Bram Kok\n- [ ] Cato Mul\n", "A B"),
        ("| Naam | Aanwezig |\n|---|---|\n| Ada Vos | x |\n| Bram Kok | |\n", "A"),
        ("Aanwezigheid\n------------\n\n| Naam | Aanwezig |\n|---|---|\n| Ada Vos | ja |\n| Bram Kok | nee |\n", "A"),
        ("## Attendance\n\n| Name | Present | Org |\n|---|---|---|\n| Ada Vos | ✓ | X |\n| Bram Kok |  | Y |\n", "A"),
        ("## Attendance\n\n| Name | Status |\n|---|---|\n| Ada Vos | present |\n| Bram Kok | absent |\n", "A"),
        ("## Attendance\n\n| Name | Absent |\n|---|---|\n| Ada Vos | |\n| Bram Kok | x |\n", "A"),
        ("## Present\n\n- Ada Vos\n\n## Absent\n\n- Bram Kok\n", "A"),
        ("Present:\n- Ada Vos\n\nAbsent:\n- Bram Kok\n", "A"),
        ("Present:\n- Ada Vos\n\nApologies\n- Bram Kok\n", "A"),
        ("Present:\n- Ada Vos\n- **Apologies**\n  - Bram Kok\n", "A"),
        ("Aanwezig: Ada Vos, Cato Mul\nAfwezig: Bram Kok\n", "A C"),
        ("Aanwezig: Ada Vos, Cato Mul\nAfwezig m.k.: Bram Kok\n", "A C"),
        ("Aanwezig: Ada Vos, Cato Mul\nVerhinderd: Bram Kok\n", "A C"),
        ("Aanwezig: Ada Vos, Cato Mul\nAfwezig met kennisgeving: Bram Kok\n", "A C"),
        ("Aanwezig: Ada Vos, Cato Mul\nMet kennisgeving afwezig: Bram Kok\n", "A C"),
        ("Aanwezig: Ada Vos, Bram Kok (afwezig), Cato Mul\n", "A C"),
        ("Aanwezig: Ada Vos, Bram Kok (verhinderd) en Cato Mul\n", "A C"),
        ("Attendees:\n- Ada Vos\n- Bram Kok (absent)\n- Cato Mul - regrets\n", "A"),
        ("Attendees:\n- Ada Vos\n- ~~Bram Kok~~\n- Cato Mul\n", "A C"),
        ("Present: Ada Vos, Cato Mul. Apologies: Bram Kok.\n", "A C"),
        ("Present: Ada Vos, Cato Mul\nApologies for absence: Bram Kok\n", "A C"),
        ("Present: Ada Vos, Cato Mul\nApologies received from Bram Kok\n", "A C"),
        ("Present: Ada Vos, Cato Mul\nUnable to attend: Bram Kok\n", "A C"),
        ("Present: Ada Vos, Cato Mul\nNot in attendance: Bram Kok\n", "A C"),
        ("Present: Ada Vos, Cato Mul\nMembers absent: Bram Kok\n", "A C"),
        ("Members present: Ada Vos, Cato Mul\nMembers absent: Bram Kok\n", "A C"),
        ("Aanwezig:\n- Ada Vos\n\nNiet aanwezig:\n- Bram Kok\n", "A"),
        ("Aanwezig:\n- Ada Vos\n\nAfgemeld:\n- Bram Kok\n", "A"),
        ("Aanwezig:\n- Ada Vos\n\nZiek: Bram Kok\n", "A"),
        ("Afwezig: Bram Kok\nAanwezig: Ada Vos\n", "A"),
        ("Absent:\n- [x] Bram Kok\n\nPresent:\n- [x] Ada Vos\n", "A"),
        ("Aan- en afwezigen\n\nAanwezig: Ada Vos\nAfwezig: Bram Kok\n", "A"),
        ("## Aanwezig / afwezig\n- [x] Ada Vos\n- [ ] Bram Kok\n", "A"),
        ("## Attendance\n\nPresent\n\n- Ada Vos\n\nAbsent\n\n- Bram Kok\n", "A"),
        ("## Aanwezigen\n\n- Ada Vos\n- Cato Mul\n- Afwezig: Bram Kok\n", "A C"),
        ("Present: Ada Vos\nAbsent: none\n", "A"),
        ("## Participants\n\n| | Name |\n|---|---|\n| [x] | Ada Vos |\n| [ ] | Bram Kok |\n", "A"),
    ],
)  # fmt: skip
def test_who_is_marked_as_absent_was_not_there(text: str, names: str) -> None:
    assert {person.name for person in attendees(text)} == {THERE[each] for each in names.split()}


def test_handles_are_kept() -> None:
    (person,) = attendees("Present:\n\n- Ada Vos / @adavos\n")
    assert (person.name, person.handle) == ("Ada Vos", "adavos")


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    attendees("Aanwezig: " + text)
    attendees(text)
